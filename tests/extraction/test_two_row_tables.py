"""A line in two printed rows under a heading in two rows: number, code and name above, quantity and price below."""

from __future__ import annotations

from tests.extraction.grid_orders import codes, is_complete, lines_said
from tests.extraction.page_orders import Printed, page_order, rows

from intake.domain.orders import Proof

ABOVE, BELOW = (40, 80, 200), (-140, 200, -400, -550)
HEADING: list[Printed] = [
    (100, [(40, "Item"), (80, "Material"), (200, "Description")]),
    (112, [(80, "Order qty"), (200, "Unit"), (-400, "Price per unit"), (-550, "Net value")]),
]
FIELDS = ("line_number", "customer_part_number", "quantity", "uom", "unit_price", "price_basis_quantity", "line_amount")


def line(down: float, number: str, code: str, name: str, quantity: str, price: str, amount: str, *further: str) -> list[Printed]:
    return [
        *rows(down, ABOVE, [number, code, name]),
        *rows(down + 12, BELOW, [quantity, "PC", price, amount]),
        *((down + 24 + 12 * at, [(80, words)]) for at, words in enumerate(further)),
    ]


BOLT = line(140, "00010", "10045871", "Hex bolt M8x40", "1,000", "8.40 / 100 PC", "84.00", "Delivery date: Day 2026-04-20")
NUT = line(190, "00020", "10045902", "Hex nut M8", "250", "3.20 / 100 PC", "8.00", "zinc plated", "Your part no.: HX-8")


def test_each_row_is_read_under_its_own_heading() -> None:
    order = page_order([*HEADING, *BOLT, *NUT, (260, [(350, "Total net"), (-550, "92.00")])])
    assert lines_said(order, *FIELDS) == [
        ("00010", "10045871", "1000", "PC", "8.4", "100", "84"),
        ("00020", "10045902", "250", "PC", "3.2", "100", "8"),
    ]
    assert lines_said(order, "description", "requested_delivery_date", "sku") == [
        ("Hex bolt M8x40", "2026-04-20", None),
        ("Hex nut M8 zinc plated", None, "HX-8"),
    ]
    assert f"{order.order.total_net}" == "92.00"
    assert is_complete(order)
    assert codes(order) == set()


def test_the_table_goes_on_under_its_repeated_heading() -> None:
    order = page_order(
        [*HEADING, *BOLT], [*HEADING, *line(140, *("00020", "10045902", "Hex nut M8", "250", "3.20 / 100 PC", "8.00"))]
    )
    assert lines_said(order, "customer_part_number", "quantity") == [("10045871", "1000"), ("10045902", "250")]


def test_a_heading_that_names_an_article_and_a_quantity_over_each_other_proves_neither() -> None:
    order = page_order([*HEADING, *rows(140, ABOVE, ["00010", "10045871", "Hex bolt"], ["", "zinc", "plated"])])
    assert not any(Proof.LABELLED in order.proofs.get(f"lines[{at}].quantity", ()) for at in range(len(order.order.lines)))
