"""Order forms that list every article: only what has a quantity is ordered, and what is left blank says nothing of its neighbours."""

from __future__ import annotations

from tests.extraction.grid_orders import is_complete, lines_said, sheet_order

HEADING = ["Article number Nordwerk", "Description", "Unit", "Qty"]
FORM = [
    ["CP-75", "Copy paper 75 g", "pack", None],
    ["CP-80", "Copy paper 80 g", "pack", 40],
    ["CP-90", "Copy paper 90 g", "pack", None],
    ["BP-BL", "Ball pen blue", "pcs", 100],
    ["BP-RD", "Ball pen red", "pcs", None],
]


def test_an_article_left_blank_is_no_part_of_the_line_above() -> None:
    order = sheet_order([HEADING, *FORM])
    assert lines_said(order, "description", "quantity") == [("Copy paper 80 g", "40"), ("Ball pen blue", "100")]
    assert is_complete(order)


def test_one_article_without_a_quantity_among_ordered_ones_was_forgotten() -> None:
    order = sheet_order([HEADING, *FORM[1:4]])
    assert lines_said(order, "description") == [("Copy paper 80 g",), ("Ball pen blue",)]
    assert not is_complete(order)


def test_a_code_and_words_under_every_line_belong_to_it() -> None:
    rows = [["A-1", "Hex bolt", 5], ["B-77", "zinc plated", None], ["A-2", "Hex nut", 7], ["B-78", "stainless", None]]
    order = sheet_order([["Item code", "Description", "Qty"], *rows])
    assert lines_said(order, "description") == [("Hex bolt zinc plated",), ("Hex nut stainless",)]


def test_a_quantity_that_cannot_be_read_is_not_blank() -> None:
    order = sheet_order([HEADING, *FORM, ["BP-GN", "Ball pen green", "pcs", "4 or 5"]])
    assert not is_complete(order)


def test_codes_under_our_own_name_are_ours() -> None:
    order = sheet_order([HEADING, *FORM])
    assert lines_said(order, "sku", "customer_part_number") == [("CP-80", None), ("BP-BL", None)]


def test_codes_under_another_name_are_left_open() -> None:
    order = sheet_order([["Article number Brunner", *HEADING[1:]], *FORM])
    assert lines_said(order, "sku", "customer_part_number") == [(None, "CP-80"), (None, "BP-BL")]
