"""A message inside a PDF is the order; pages that show another one make a person look."""

from __future__ import annotations

from decimal import Decimal

from tests.extraction.page_orders import Printed, page_document, rows

from intake.domain.messages import PartRole
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import ExtractedLine, ExtractedOrder, ReadOrder
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders

STATED = ReadOrder(
    order=ExtractedOrder(
        customer_po_number="4500012345",
        lines=(
            ExtractedLine(sku="HX-M8X40", quantity=Decimal(200), unit_price=Decimal("0.12")),
            ExtractedLine(sku="NU-M8", quantity=Decimal(300), unit_price=Decimal("5.00"), price_basis_quantity=Decimal(100)),
        ),
    )
)
XS = (40, 80, 180, 380, 440)


def table(quantity: str) -> list[Printed]:
    return rows(
        120,
        XS,
        ("Pos", "Item no.", "Description", "Qty", "Unit price"),
        ("1", "HX-M8X40", "Hex bolt M8x40", quantity, "0.12"),
        ("2", "NU-M8", "Hex nut M8", "300", "0.05"),
    )


def found_in(*page: Printed) -> set[tuple[str, str]]:
    part = OpenedPart(role=PartRole.ATTACHMENT, document=page_document(page), structured=(STATED,))
    (order,) = read_orders(MailContext(), [part], own=OwnCompany(names=("Nordwerk Handel GmbH",)), mode="layout").orders
    assert order.order.lines == STATED.order.lines
    return {(problem.code, problem.path) for problem in order.problems}


def test_pages_that_show_the_same_add_nothing() -> None:
    assert found_in(*table("200")) == set()


def test_another_quantity_on_the_page_is_named() -> None:
    assert found_in(*table("2000")) == {("readings_disagree", "lines[0].quantity")}


def test_a_wish_on_the_page_is_for_a_person() -> None:
    wish: Printed = (200, [(40, "Please cancel line 2.")])
    assert found_in(*table("200"), wish) == {("note_needs_reading", "documents[0]")}
