"""Which of our prices counts: customer before list before everybody, in its currency, on its days, from its quantity, per its pack."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from intake.domain.master import Customer, ListPrice, Product
from intake.matching.prices import ContractPrice, Sale, contract_price

D = Decimal
DAY = date(2026, 3, 2)


def price(amount: str, **what: Any) -> ListPrice:
    return ListPrice(**{"sku": "A", "uom": "EA", "unit_price": D(amount), "currency": "EUR"} | what)


def chosen(*prices: ListPrice, quantity: int = 10, uom: str = "EA") -> ContractPrice | None:
    customer = Customer(
        customer_no="C1", name="Adler", country="DE", currency="EUR", payment_terms="30 days net", price_list="TRADE"
    )
    product = Product(sku="A", description="Hex bolt", base_uom="EA")
    return contract_price(Sale(product, {"EA": D(1), "BX": D(100)}, prices, customer, "EUR", DAY), uom, D(quantity))


EVERYBODY, LIST, OWN = price("3"), price("2", price_list="TRADE"), price("4", customer_no="C1")


@pytest.mark.parametrize(
    ("prices", "counts"),
    [
        ((EVERYBODY, LIST, OWN), OWN),  # dearer, and agreed with him
        ((EVERYBODY, LIST), LIST),
        ((EVERYBODY, price("1", customer_no="C2"), price("1", price_list="RETAIL")), EVERYBODY),
        ((EVERYBODY, price("1", currency="USD")), EVERYBODY),
        ((EVERYBODY, price("1", valid_from=date(2026, 3, 3)), price("1", valid_until=date(2026, 3, 1))), EVERYBODY),
        ((EVERYBODY, price("1", minimum_quantity=D(11))), EVERYBODY),
        ((LIST, price("1", customer_no="C1", minimum_quantity=D(11))), LIST),  # his own begins above what he orders
    ],
)
def test_the_price_that_counts(prices: tuple[ListPrice, ...], counts: ListPrice) -> None:
    found = chosen(*prices)
    assert found is not None
    assert found.unit_price == counts.unit_price


def test_the_highest_break_that_is_reached_counts_and_then_the_latest_beginning() -> None:
    breaks = (price("3"), price("2", minimum_quantity=D(10)), price("1", minimum_quantity=D(11)))
    assert [found.unit_price for many in (9, 10, 11) if (found := chosen(*breaks, quantity=many))] == [D(3), D(2), D(1)]
    newer = chosen(price("3", valid_from=date(2025, 1, 1)), price("4", valid_from=date(2026, 1, 1)))
    assert newer is not None
    assert newer.unit_price == D(4)


def test_a_break_in_boxes_is_reached_by_as_many_pieces() -> None:
    boxes = (price("3"), price("200", uom="BX", minimum_quantity=D(2)))
    few, many = chosen(*boxes, quantity=199, uom="BX"), chosen(*boxes, quantity=200, uom="BX")
    assert few is not None
    assert many is not None
    assert (few.per_base, many.per_base) == (D(3), D(2))


def test_two_prices_that_count_alike_and_differ_are_none() -> None:
    assert chosen(price("3"), price("4")) is None
    assert chosen(OWN, price("5", customer_no="C1"), EVERYBODY) is None
    assert chosen(price("3"), price("300", price_basis_quantity=D(100))) is not None


def test_a_basis_and_a_pack_divide_the_price() -> None:
    found = chosen(price("45", price_basis_quantity=D(100)))
    assert found is not None
    assert (found.per_base, found.amount(D(200))) == (D("0.45"), D("90.00"))
    boxed = chosen(price("45", uom="BX"), uom="BX")
    assert boxed is not None
    assert boxed.per_base == D("0.45")
