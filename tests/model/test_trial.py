"""What counts as a right line when the risk-coverage curve is drawn."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from fixtures.models.trial import cases_in, right_lines

from intake.domain.orders import ExtractedLine

TRUTH = {"sku": "HX-1", "quantity": "200", "unit_price": "12.00", "price_basis_quantity": "100"}


@pytest.mark.parametrize(
    ("price", "basis", "is_right"),
    [("12.00", "100", True), ("12.00", None, False), ("12.00", "10", False), (None, None, True)],
    ids=["as ordered", "the basis lost", "another basis", "no price at all"],
)
def test_a_lost_basis_is_wrong_beside_a_price_and_says_nothing_without_one(
    price: str | None, basis: str | None, is_right: bool
) -> None:
    line = ExtractedLine(
        sku="HX-1",
        quantity=Decimal(200),
        unit_price=Decimal(price) if price else None,
        price_basis_quantity=Decimal(basis) if basis else None,
    )
    assert list(right_lines([line], [TRUTH])) == [is_right]


def test_the_fixtures_are_cases_by_their_last_message() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "orders"
    found = {case.name: case.filename for case in cases_in(folder)}
    assert len(found) > 50
    assert found["the_same_order_as_pdf_and_then_as_excel"] == "received_2.eml"
