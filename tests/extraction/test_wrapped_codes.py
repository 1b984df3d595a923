"""A code that a narrow column breaks is never read as its first half alone."""

from __future__ import annotations

from tests.extraction.grid_orders import codes, lines_said, sheet_order
from tests.extraction.page_orders import Printed, page_order, rows

from intake.domain.documents import Canvas, CanvasKind, Document, Rule, Source, Word
from intake.domain.orders import Proof
from intake.extraction.printed import Cell, Piece
from intake.extraction.wrapped_codes import wrapped_code

XS = (40, 100, -330, 340, -430)
HEADING: list[Printed] = rows(100, XS, ["Part No.", "Description", "Qty", "UOM", "Unit price"])


def test_a_code_that_fills_its_column_above_more_signs_is_left_open() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["KX7740", "Proximity sensor M12", "25", "pcs", "18.40"], ["921BL"]),
            *rows(150, XS, ["RT55A", "Reflector round", "40", "pcs", "2.10"]),
        ]
    )
    assert lines_said(order, "customer_part_number") == [("KX7740",), ("RT55A",)]
    assert "value_ambiguous" in codes(order)


def test_a_second_number_that_is_longer_than_the_code_is_not_its_end() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["4410", "Proximity sensor M12", "25", "pcs", "18.40"], ["PX-88120-B"]),
            *rows(150, XS, ["4410-22", "Reflector round", "40", "pcs", "2.10"], ["RX-11804-A"]),
        ]
    )
    assert lines_said(order, "customer_part_number") == [("4410",), ("4410-22",)]
    assert codes(order) == set()


def test_a_blank_as_wide_as_a_column_parts_two_numbers() -> None:
    xs = (40, 100, -330, 340, -430, -470, -530)
    order = page_order(
        [
            *rows(100, xs, ["Part No.", "Description", "Qty", "UOM", "Unit price", "Per", "Amount"]),
            *rows(120, (*xs[:5], -487, -525), ["KX-1", "Hex bolt", "2,500", "pcs", "14.80", "100", "370.00"]),
        ]
    )
    assert lines_said(order, "price_basis_quantity", "line_amount") == [("100", "370")]
    assert Proof.ARITHMETIC in order.proofs["lines[0].line_amount"]


def test_rules_show_that_the_rows_of_a_code_fill_their_column() -> None:
    whole = wrapped_code(ruled("KX774", "0921B", "LM"), [PAGE], None)
    assert (whole.text, whole.is_sure) == ("KX7740921BLM", False)
    assert wrapped_code(ruled("KX", "0921B"), [PAGE], None).text == "KX"
    assert wrapped_code(ruled("40063", "81333931"), [PAGE], None).is_sure


PAGE = Document(
    source=Source(filename="order.pdf", sha256="0" * 64, media_type="application/pdf"),
    canvases=(
        Canvas(
            number=1,
            kind=CanvasKind.PAGE,
            name=None,
            width=100,
            height=100,
            words=(Word("KX774", 13, 20, 38, 28),),
            rules=(Rule(10, 0, 10, 100), Rule(42, 0, 42, 100)),
        ),
    ),
)


def ruled(*texts: str) -> list[Cell]:
    """Cells of signs five points wide, set to the left between two rules with room for five."""
    return [
        Cell((Piece(0, 0, 0, text, 0, len(text), 13, 20 + 10 * at, 13 + 5 * len(text), 28 + 10 * at),))
        for at, text in enumerate(texts)
    ]


def test_signs_below_a_code_within_one_cell_leave_it_open() -> None:
    lines = [["Part No.", "Description", "Qty", "UOM"], ["KAN47\n1120BX", "Cannula", 20, "box"], ["NK-4", "Dish", 6, "box"]]
    order = sheet_order(lines)
    assert lines_said(order, "customer_part_number") == [("KAN47",), ("NK-4",)]
    assert "value_ambiguous" in codes(order)
