"""Sheets that programs export and forms that buyers fill in: what is repeated, added up or left empty orders nothing."""

from __future__ import annotations

import pytest
from tests.extraction.grid_orders import lines_said, sheet_order, sheet_orders


def test_a_last_row_that_names_nothing_and_adds_up_is_no_line() -> None:
    rows: list[list[object]] = [
        ["Article", "Description", "Qty", "Amount"],
        ["BK-1", "Notebook", 10, 50],
        ["BK-2", "Diary", 6, 54],
        ["BK-3", "Planner", 12, 96],
        ["", "", 28, 200],
    ]
    assert lines_said(sheet_order(rows), "quantity") == [("10",), ("6",), ("12",)]
    assert lines_said(sheet_order([*rows[:-1], ["", "", 5, 200]]), "quantity")[-1] == ("5",)


def test_what_an_export_repeats_on_every_row_names_no_article() -> None:
    rows = [
        ["Internal ID", "Name", "Item", "Memo", "Quantity"],
        [881204, "Harbor Marine Supply", "ANC-10", "Delta anchor 10 kg", 12],
        [881204, "Harbor Marine Supply", "ROP-12", "Braided rope 12 mm", 4],
        [881204, "Harbor Marine Supply", "FND-F3", "Fender F3 navy", 20],
    ]
    assert lines_said(sheet_order(rows), "customer_part_number", "description", "quantity") == [
        ("ANC-10", "Delta anchor 10 kg", "12"),
        ("ROP-12", "Braided rope 12 mm", "4"),
        ("FND-F3", "Fender F3 navy", "20"),
    ]


def test_remarks_name_no_article_that_is_ordered_for_several_people() -> None:
    rows = [
        ["Code", "Description", "Qty", "Remarks"],
        ["LT-4711", "Laptop X 14", 1, "for Anna"],
        ["LT-4711", "Laptop X 14", 2, "for Ben"],
        ["LT-4711", "Laptop X 14", 1, "for Carl"],
    ]
    read = lines_said(sheet_order(rows), "customer_part_number", "description", "note")
    assert read == [("LT-4711", "Laptop X 14", said) for said in ("for Anna", "for Ben", "for Carl")]


ROWS: list[list[object]] = [
    ["Artikel", "Einheit", "Menge"],
    ["Tomaten", "kg", 15],
    ["Gurken", "Kiste", 20],
    ["Zucchini", "kg", None],
    ["Kopfsalat", "Kiste", 2],
]


@pytest.mark.parametrize(
    ("title", "held"), [("Bestellung Obst & Gemüse", {"lines_incomplete"}), ("Bestellformular Obst & Gemüse", set())]
)
def test_goods_without_a_quantity_are_no_words_of_others_and_on_a_form_nothing(title: str, held: set[str]) -> None:
    (order,) = sheet_orders([[title], ["Bestell-Nr.", "AM-0723"], [], *ROWS])
    assert lines_said(order, "description", "quantity") == [("Tomaten", "15"), ("Gurken", "20"), ("Kopfsalat", "2")]
    assert {problem.code for problem in order.problems} == held


@pytest.mark.parametrize("heading", ["Preis je VE", "Prix par carton", "Cena za opak.", "Prezzo per confezione", "Price per box"])
def test_a_price_for_the_pack_that_is_ordered_is_the_price(heading: str) -> None:
    rows = [["Code", "Description", "Quantity", heading], ["TP-130", "Coloured paper 130 g", 6, "8,95"]]
    assert lines_said(sheet_order(rows), "quantity", "unit_price") == [("6", "8.95")]


@pytest.mark.parametrize("count", ["1500 1502", "zwanzig", "5 oder 6"])
@pytest.mark.parametrize("title", ["Bestellung", "Bestellformular"])
def test_a_count_that_is_none_leaves_a_gap_on_forms_too(title: str, count: str) -> None:
    rows = [
        ["Artikel", "Bezeichnung", "Menge", "Einheit"],
        ["31-281", "Mopp", 2, "Stück"],
        ["31-564", "Nadel 0,4 x 20", count, "Stück"],
    ]
    (order,) = sheet_orders([[title], ["Bestell-Nr.", "AM-0723"], [], *rows, ["31-999", "Tuch", 4, "Stück"]])
    assert lines_said(order, "customer_part_number", "quantity") == [("31-281", "2"), ("31-999", "4")]
    assert "lines_incomplete" in {problem.code for problem in order.problems}


def test_an_order_number_above_an_address_in_the_column_of_values_is_nobodys_name() -> None:
    rows: list[list[object]] = [
        ["Inkoopordernummer", "B07302"],
        ["Orderdatum", "2026-03-17"],
        ["Aflevering", "Universiteit Zuidland, Heidelberglaan 7, 3584 CS Utrecht"],
        ["Artikelnummer", "Omschrijving", "Aantal", "Eenheid"],
        ["LL-5292", "Methanol 25 l", 40, "st"],
        ["LL-5610", "Bleach 15 l canister", 24, "st"],
    ]
    (read,) = sheet_orders(rows)
    order = read.order
    assert order.customer_po_number == "B07302"
    assert order.buyer is None or order.buyer.name is None
    assert order.ship_to is not None
    assert (order.ship_to.name, order.ship_to.city) == ("Universiteit Zuidland", "Utrecht")


@pytest.mark.parametrize("sum_of", [("Summa rader", 2), ("Total", 550)], ids=["so many lines", "so many pieces"])
def test_what_counts_lines_or_pieces_is_no_total(sum_of: tuple[str, int]) -> None:
    head, *rows = [["Artnr", "Benämning", "Antal"], ["HX-M8X40", "Skruv M8x40", 250], ["NU-M8", "Mutter M8", 300]]
    order = sheet_order([head, *rows, [], list(sum_of)])
    assert order.order.total_net is None


def test_numbers_in_two_parts_that_do_not_go_up_are_the_articles() -> None:
    rows = [["Item", "Description", "Quantity"], ["0364-55", "Garden hose", 24], ["0338-49", "Helmet S", 5]]
    assert lines_said(sheet_order(rows), "line_number", "customer_part_number") == [(None, "0364-55"), (None, "0338-49")]
    rows = [["Item", "Description", "Quantity"], ["1.1", "Garden hose", 24], ["1.2", "Helmet S", 5]]
    assert lines_said(sheet_order(rows), "line_number", "customer_part_number") == [("1.1", None), ("1.2", None)]
