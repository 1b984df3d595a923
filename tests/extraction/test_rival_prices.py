"""Prices for a piece beside prices for a box: what is counted says which is meant, or nobody does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.extraction.grid_orders import sheet_order

HEADINGS = [
    ("Price per piece", "Price per box"),
    ("Stückpreis", "Kartonpreis"),
    ("Prijs per stuk", "Prijs per doos"),
    ("Cena/szt.", "Cena/karton"),
    ("Adet fiyatı", "Koli fiyatı"),
    ("Unit price", "Case price"),
]


@pytest.mark.parametrize("prices", HEADINGS)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_prices_none_is_read_where_nothing_says_what_is_counted(prices, turned):
    headings = prices[::-1] if turned else prices
    cells = (48, 0.8) if turned else (0.8, 48)
    order = sheet_order([["Item no.", "Description", "Qty", *headings], ["K-101", "Paper cup 200 ml", 10, *cells]])
    assert order.order.lines[0].quantity == 10
    assert order.order.lines[0].unit_price is None
    assert order.order.lines[0].price_basis_quantity is None
    assert any(problem.path == "lines[0].unit_price" for problem in order.problems)


@pytest.mark.parametrize("turned", [False, True])
def test_the_unit_that_is_counted_chooses_its_price(turned):
    headings = ["Price per box", "Price per piece"] if turned else ["Price per piece", "Price per box"]
    cells = [48, 0.8] if turned else [0.8, 48]
    order = sheet_order([["Item no.", "Description", "Qty", "Unit", *headings], ["K-101", "Paper cup 200 ml", 10, "box", *cells]])
    assert order.order.lines[0].unit_price == 48
    assert order.problems == ()


def test_the_product_chooses_among_prices():
    rows = [["K-101", "Paper cup 200 ml", 0.8, 48, 10, 480], ["K-102", "Lid 80 mm", 0.5, 30, 4, 120]]
    order = sheet_order([["Item no.", "Description", "Price/ea", "Price/ctn", "Qty", "Total"], *rows])
    assert [line.unit_price for line in order.order.lines] == [48, 30]
    assert order.problems == ()


def test_a_price_for_a_box_is_not_what_the_line_costs():
    """Six of a box of six: the product is right by chance."""
    order = sheet_order(
        [["Item no.", "Description", "Qty", "Price per bottle", "Price per case"], ["W-1", "Rioja Crianza 2021", 6, 8.9, 53.4]]
    )
    assert order.order.lines[0].line_amount is None


def test_a_list_price_beside_the_price_is_no_second_basis():
    order = sheet_order([["Item no.", "Description", "Qty", "List price", "Price"], ["K-101", "Paper cup 200 ml", 10, 48, 38.4]])
    assert order.order.lines[0].unit_price == Decimal("38.4")
    assert order.problems == ()


def test_an_abbreviation_before_a_price_is_no_unit() -> None:
    """ "J." of "J.cena" stands for "jednotková"; the last column is the amount with the tax."""
    heading = ["Označení", "Množství", "J.cena", "Cena", "%DPH", "Kč Celkem"]
    order = sheet_order([heading, ["Lepidlo D3", 6, 485, 2910, 21, 3521.1], ["Hrana ABS dub", 150, 9.8, 1470, 21, 1778.7]])
    assert [(line.unit_price, line.line_amount) for line in order.order.lines] == [(485, 2910), (Decimal("9.8"), 1470)]
