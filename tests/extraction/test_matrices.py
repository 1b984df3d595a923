"""Matrices of sizes and colours: every filled cell is a line, and what cannot be told apart holds the order."""

from __future__ import annotations

import pytest
from tests.extraction.grid_orders import codes, html_order, is_complete, lines_said, sheet_order

from intake.domain.orders import Proof

FIELDS = ("customer_part_number", "description", "quantity")
HEADING = ["Style", "Description", "Colour", "S", "M", "L", "XL", "Total", "Price"]
WHITE = ["PS-1", "Polo shirt", "White", 4, None, 12, None, 16, 9.5]
BLACK = ["PS-1", "Polo shirt", "Black", None, 3, None, 2, 5, 9.5]


def test_every_filled_cell_is_a_line_of_the_rows_article_in_that_size() -> None:
    order = sheet_order([HEADING, WHITE, BLACK])
    assert lines_said(order, *FIELDS, "unit_price") == [
        ("PS-1", "Polo shirt White S", "4", "9.5"),
        ("PS-1", "Polo shirt White L", "12", "9.5"),
        ("PS-1", "Polo shirt Black M", "3", "9.5"),
        ("PS-1", "Polo shirt Black XL", "2", "9.5"),
    ]
    assert (is_complete(order), codes(order)) == (True, set())


def test_a_quantity_points_at_its_cell_and_is_labelled_by_its_heading() -> None:
    order = sheet_order([HEADING, WHITE])
    assert [line.evidence["quantity"].cell for line in order.order.lines] == ["D6", "F6"]
    assert order.proofs["lines[1].quantity"] >= {Proof.LABELLED, Proof.PLACED, Proof.TYPED}
    assert order.order.lines[1].evidence["description"].text == "Polo shirt White L"


@pytest.mark.parametrize("sizes", [["Gr. 36", "Gr. 38", "Gr. 40"], [36, 38, 40], [6, 6.5, 7], ["98/104", "110/116", "122/128"]])
def test_sizes_may_be_figures(sizes: list[object]) -> None:
    order = sheet_order([["Item code", "Description", "Farbe", *sizes], ["B-7", "Hose", "blau", 2, None, 5]])
    assert lines_said(order, *FIELDS) == [("B-7", f"Hose blau {sizes[0]}", "2"), ("B-7", f"Hose blau {sizes[2]}", "5")]
    assert is_complete(order)


def test_columns_may_be_colours() -> None:
    order = sheet_order([["Item code", "Description", "Red", "Navy"], ["C-1", "Cap", 10, 20], ["C-2", "Scarf", None, 5]])
    assert lines_said(order, *FIELDS) == [("C-1", "Cap Red", "10"), ("C-1", "Cap Navy", "20"), ("C-2", "Scarf Navy", "5")]


def test_a_word_for_size_over_the_sizes_is_no_part_of_one() -> None:
    order = sheet_order(
        [["Item code", "Description", "Size", None, None], [None, None, "S", "M", "L"], ["C-1", "Shirt", 1, 2, 3]],
        change=lambda sheet: sheet.merge_cells("C5:E5"),
    )
    assert lines_said(order, "description", "quantity") == [("Shirt S", "1"), ("Shirt M", "2"), ("Shirt L", "3")]


def test_the_sum_of_the_rows_is_no_line() -> None:
    order = sheet_order([HEADING, WHITE, BLACK, ["Total", None, None, 4, 3, 12, 2, 21, None]])
    assert len(order.order.lines) == 4
    assert is_complete(order)


def test_a_row_with_nothing_ordered_is_left_out_and_adds_no_words_to_another() -> None:
    order = sheet_order([HEADING, WHITE, ["PS-1", "Polo shirt", "Green", None, None, None, None, None, 9.5], BLACK])
    assert [line.description for line in order.order.lines][1:3] == ["Polo shirt White L", "Polo shirt Black M"]
    assert is_complete(order)


def test_cells_that_do_not_make_the_printed_sum_hold_the_order() -> None:
    order = sheet_order([HEADING, WHITE, BLACK, [*BLACK[:7], 6, 9.5]])
    assert "total_off" in codes(order)


def test_the_amount_is_the_rows_and_is_held_against_all_its_cells() -> None:
    heading = ["Style", "Description", "S", "M", "Total", "Unit price", "Amount"]
    rows = [["A-1", "Shirt", 2, 3, 5, 9.5, 47.5], ["A-2", "Vest", 4, 4, 8, 5.25, 42.0]]
    right = sheet_order([heading, *rows])
    assert lines_said(right, "quantity", "unit_price", "line_amount") == [
        *(("2", "9.5", None), ("3", "9.5", None), ("4", "5.25", None), ("4", "5.25", None))
    ]
    assert codes(right) == set()
    wrong = sheet_order([heading, rows[0], [*rows[1][:6], 43.0]])
    assert "arithmetic_off" in codes(wrong)


def test_a_total_under_no_size_holds_the_order() -> None:
    order = sheet_order([HEADING, WHITE, ["PS-2", "Polo shirt", "Green", None, None, None, None, 7, 9.5]])
    assert not is_complete(order)


def test_sizes_nobody_knows_that_add_up_to_the_quantity_hold_the_order() -> None:
    order = sheet_order(
        [["Item code", "Description", "70B", "75B", "Qty"], ["A-1", "Bra", 2, 3, 5], ["A-2", "Bra lace", 1, 1, 2]]
    )
    assert not is_complete(order)


@pytest.mark.parametrize("price", [[], ["Unit price EUR"], ["Prix de vente"]])
def test_numbers_that_may_be_weeks_hold_the_order(price: list[str]) -> None:
    order = sheet_order(
        [["Item code", "Description", 12, 13, 14, *price], ["A-1", "Bolt", 100, None, 200, *(2.5 for _ in price)]]
    )
    assert not is_complete(order)


def test_sizes_under_two_groups_that_are_not_told_apart_hold_the_order() -> None:
    order = sheet_order([["Item code", "Description", "S", "M", "S", "M"], ["A-1", "Shirt", 1, 2, 3, 4]])
    assert not is_complete(order)


def test_a_lone_size_is_no_matrix() -> None:
    order = sheet_order([["Item code", "Description", "L", "Qty"], ["A-1", "Pipe", 3, 10], ["A-2", "Rod", 2, 20]])
    assert lines_said(order, "description", "quantity") == [("Pipe", "10"), ("Rod", "20")]


def test_prices_from_so_many_pieces_on_are_no_sizes() -> None:
    order = sheet_order([["Item code", "Description", "1", "5", "10", "Qty"], ["A-1", "Bolt", 1.25, 1.15, 1.05, 7]])
    assert lines_said(order, "description", "quantity") == [("Bolt", "7")]


def test_a_table_of_a_page_or_mail_is_read_alike() -> None:
    head = "".join(f"<th>{text}</th>" for text in ("Article", "Description", "S", "M", "L", "Total"))
    body = "".join(f"<td>{text}</td>" for text in ("A-1", "Shirt", "1", "", "4", "5"))
    order = html_order(f"<table><tr>{head}</tr><tr>{body}</tr></table>")
    assert lines_said(order, "description", "quantity") == [("Shirt S", "1"), ("Shirt L", "4")]


def test_a_style_may_be_a_code_without_figures() -> None:
    order = sheet_order([["Item code", "Description", "S", "M"], ["PS-NV", "Polo navy", 4, 10], ["PS-BK", "Polo black", None, 6]])
    assert lines_said(order, *FIELDS) == [
        *(("PS-NV", "Polo navy S", "4"), ("PS-NV", "Polo navy M", "10"), ("PS-BK", "Polo black M", "6"))
    ]


def test_a_row_that_leaves_its_style_to_the_row_above_holds_the_order() -> None:
    order = sheet_order([HEADING, WHITE, [None, None, *BLACK[2:]]])
    assert not is_complete(order)


def test_sizes_with_prices_of_their_own_leave_the_price_open() -> None:
    order = sheet_order([["Style", "Description", "S", "M", "3XL", "Price", "Price 3XL"], ["PS-1", "Polo", 1, 2, 4, 9.5, 10.5]])
    assert {line.unit_price for line in order.order.lines} == {None}
    assert "value_ambiguous" in codes(order)


def test_a_mark_under_a_size_is_no_quantity_and_holds_the_order() -> None:
    order = sheet_order(
        [["Style", "Description", "S", "M", "Qty"], ["P-1", "Polo", "x", None, 10], ["P-2", "Polo", None, "x", 5]]
    )
    assert {line.quantity for line in order.order.lines} == {None}
    assert "value_ambiguous" in codes(order)


SCHOOL = ["Art.-Nr.", "Bezeichnung", None, None, None, "Gesamt"]
BOOK = ["K-10", "Heft A5", 24, 26, 22, 72]


def test_a_total_counts_what_columns_without_headings_add_up_to() -> None:
    order = sheet_order([SCHOOL, BOOK, ["K-11", "Bleistift HB", 30, None, 28, 58]])
    assert lines_said(order, *FIELDS) == [("K-10", "Heft A5", "72"), ("K-11", "Bleistift HB", "58")]


@pytest.mark.parametrize("row", [["K-11", "Bleistift HB", 30, 30, 28, 99], ["K-11", "Bleistift HB", None, None, None, 88]])
def test_a_total_that_its_columns_do_not_add_up_to_counts_nothing(row: list[object]) -> None:
    assert not any(line.quantity for line in sheet_order([SCHOOL, BOOK, row]).order.lines)


def test_columns_of_a_total_under_headings_nobody_knows_are_held() -> None:
    order = sheet_order([["Varenr", "Beskrivelse", "1.A", "1.B", "I alt"], ["K-10", "Kladdehæfte", 24, 26, 50]])
    assert [quantity for (quantity,) in lines_said(order, "quantity")] == ["24", "26"]
    assert "lines_incomplete" in codes(order)
