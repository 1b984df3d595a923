"""Sheets as companies send them: what is in a pack, codes in letters, days over the quantities, sums that count pieces."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from tests.extraction.grid_orders import codes, is_complete, lines_said, sheet_order, sheet_orders

PRICED = ["Prix unitaire HT", "Montant HT"]
_BOLTS: list[list[object]] = [["Code", "Description", "Qty"], ["HX-8", "Hex bolt", 200], ["HX-9", "Nut", 50]]


def test_what_a_pack_holds_is_the_unit_and_no_part_of_the_name() -> None:
    order = sheet_order(
        [
            ["Réf.", "Désignation", "Cond.", "Quantité", *PRICED],
            ["BOC-0720", "Bocal 720 ml", "Carton de 12", "40", "9,84", "393,60"],
            ["CAP-82", "Capsule dorée", "Sachet de 100", "6", "8,50", "51,00"],
        ]
    )
    assert lines_said(order, "description", "uom") == [("Bocal 720 ml", "Carton de 12"), ("Capsule dorée", "Sachet de 100")]


def test_what_a_pack_holds_without_its_name_is_no_unit() -> None:
    order = sheet_order([["Art.Nr.", "Artikel", "Packungsinhalt", "Menge"], ["204511", "Watterollen", "300 g weich", "4"]])
    assert lines_said(order, "description", "uom") == [("Watterollen", None)]


@pytest.mark.parametrize("heading", [["Código", "Descripción"], ["Artículo", "Descripción"]])
def test_one_word_in_capitals_under_a_heading_of_codes_is_one(heading: list[str]) -> None:
    rows = [["LEJ05", "Lejía alimentaria", 12], ["PAPH", "Papel higiénico", 10], ["GELD", "Gel dosificador", 5]]
    order = sheet_order([[*heading, "Cant."], *rows])
    assert lines_said(order, "customer_part_number") == [("LEJ05",), ("PAPH",), ("GELD",)]


def test_numbers_in_two_long_groups_are_codes_and_number_no_lines() -> None:
    order = sheet_order([["Item #", "Description", "Qty"], ["470014-232", "Beaker", 6], ["470092-118", "Goggles", 60]])
    assert lines_said(order, "line_number", "customer_part_number") == [(None, "470014-232"), (None, "470092-118")]


def test_a_pharmacys_number_over_its_codes_is_no_term_of_delivery() -> None:
    order = sheet_order([["CIP", "Libellé", "Quantité"], ["3400930000120", "Doliprane 1000 mg", 40]])
    assert order.order.incoterms is None


def test_weekdays_over_the_quantities_tell_day_and_year() -> None:
    order = sheet_order(
        [
            ["Week commencing", "08/06/2026"],
            [],
            ["Code", "Item", "Mon 08/06", "Tue 09/06", "Sat 13/06"],
            ["SD800", "Sourdough 800g", 6, None, 12],
            ["BG250", "Baguette 250g", None, 10, 20],
        ]
    )
    assert lines_said(order, "description", "quantity", "requested_delivery_date") == [
        ("Sourdough 800g", "6", "2026-06-08"),
        ("Sourdough 800g", "12", "2026-06-13"),
        ("Baguette 250g", "10", "2026-06-09"),
        ("Baguette 250g", "20", "2026-06-13"),
    ]
    assert codes(order) == set()


def test_bare_weekdays_count_and_leave_open_which_day() -> None:
    order = sheet_order([["Code", "Item", "Mon", "Tue", "Wed"], ["SD800", "Sourdough 800g", 6, None, 12]])
    assert [line.quantity for line in order.order.lines] == [Decimal(6), Decimal(12)]
    assert "value_ambiguous" in codes(order)


def test_a_sum_of_pairs_is_no_sum_of_money() -> None:
    order = sheet_order([["Codice", "Descrizione", "Quantità"], ["CF-77", "Mocassino", 38], [], ["Totale paia", None, 38]])
    assert order.order.total_net is None
    assert order.order.total_gross is None


def test_what_a_piece_costs_beside_how_many_heads_no_second_table() -> None:
    order = sheet_order([["Artikel-Nr.", "Bezeichnung", "Stk.", "€/Stk."], ["0410022", "Türband", "48", "3,95"]])
    assert lines_said(order, "quantity", "unit_price") == [("48", "3.95")]
    assert codes(order) == set()
    assert order.order.order_date == date(2026, 3, 17)


def test_an_article_left_blank_adds_no_words_to_the_one_above() -> None:
    rows = [["WB-100", "Werkbroek", 8], ["PS-20", "Poloshirt", 20], ["JS-7", "Softshell jas", None]]
    order = sheet_order([["Artikel", "Omschrijving", "Aantal"], *rows])
    assert lines_said(order, "description", "quantity") == [("Werkbroek", "8"), ("Poloshirt", "20")]


def test_a_second_code_below_every_line_is_the_lines_own() -> None:
    rows = [
        ["WB-100", "Werkbroek", 8],
        ["LX-7", "met kniezakken", None],
        ["PS-20", "Poloshirt", 20],
        ["LX-9", "met knopen", None],
    ]
    order = sheet_order([["Artikel", "Omschrijving", "Aantal"], *rows])
    assert [line.description for line in order.order.lines] == ["Werkbroek met kniezakken", "Poloshirt met knopen"]


@pytest.mark.parametrize("label", ["Business name", "Bedrijfsnaam:", "Ragione sociale"])
def test_a_form_asks_for_the_name_of_who_fills_it_in(label: str) -> None:
    order = sheet_order([[label, "Fern & Finch Gifts", None, "Contact", "Orla Finch"], [], *_BOLTS])
    assert order.order.buyer.name == "Fern & Finch Gifts"


def test_a_shop_a_sheet_has_its_own_total() -> None:
    def shop(number: str, quantity: int, amount: str) -> list[list[object]]:
        priced = ["Code", "Description", "Qty", "Unit price", "Amount"]
        return [["PO number:", number], priced, ["HX-8", "Bolt", quantity, "2.50", amount], [None, None, None, "Total", amount]]

    orders = sheet_orders(shop("ZW-114", 4, "10.00"), shop("ZW-115", 8, "20.00"))
    assert [each.order.total_net for each in orders] == [Decimal("10.00"), Decimal("20.00")]


def test_a_date_that_lost_its_format_is_still_a_day() -> None:
    rows = [["HX-8", "Bolt", 1500, 46098], ["HX-9", "Nut", 3000, 99999]]
    order = sheet_order([["Code", "Description", "Qty", "Due date"], *rows])
    assert [line.requested_delivery_date for line in order.order.lines] == [date(2026, 3, 17), None]


def test_a_date_that_lost_its_format_is_counted_as_its_workbook_counts() -> None:
    def from_1904(sheet: Worksheet) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904

    rows = [["HX-8", "Bolt", 1500, 44636], ["HX-9", "Nut", 3000, 46098]]
    order = sheet_order([["Code", "Description", "Qty", "Due date"], *rows], from_1904)
    assert [line.requested_delivery_date for line in order.order.lines] == [date(2026, 3, 17), None]


def test_a_code_is_over_where_a_bar_stands() -> None:
    rows = [["Kabelbinder\nArt.-Nr.: WB-2090 | Packung: 100 Stück", 10], ["Reiniger\nArt.-Nr.: WB-4711", 24]]
    order = sheet_order([["Artikel", "Menge"], *rows])
    assert lines_said(order, "customer_part_number") == [("WB-2090",), ("WB-4711",)]


def test_a_group_of_pupils_is_no_price() -> None:
    rows = [["LM-1120", "Rekenschrift", 28, 26, 54, "0,85"], ["LM-3301", "Kleurpotloden", 28, 27, 55, "3,20"]]
    order = sheet_order([["Artikelnr", "Omschrijving", "Groep 3", "Groep 4", "Totaal", "Prijs p/st"], *rows])
    assert {line.unit_price for line in order.order.lines} == {Decimal("0.85"), Decimal("3.20")}


def test_a_sections_heading_between_the_names_is_no_part_of_the_name_above() -> None:
    rows = [[None, "Türen"], ["0410022", "Türband", 48], [None, "Fenster"], ["0520077", "Fenstergriff", 22]]
    order = sheet_order([["Artikel-Nr.", "Bezeichnung", "Menge"], *rows])
    assert [line.description for line in order.order.lines] == ["Türband", "Fenstergriff"]


def test_a_name_that_goes_on_below_the_line_is_one() -> None:
    rows = [["0410022", "Türband", 48], [None, "matt vernickelt"], ["0520077", "Fenstergriff", 22]]
    order = sheet_order([["Artikel-Nr.", "Bezeichnung", "Menge"], *rows])
    assert [line.description for line in order.order.lines] == ["Türband matt vernickelt", "Fenstergriff"]


def test_the_orders_number_over_a_letterhead_is_no_name() -> None:
    lines = [["Varenr.", "Varetekst", "Antal"], ["118203", "Kopipapir A4", 10], ["220417", "Penne", 4]]
    (order,) = sheet_orders([["Rekvisition nr. 4471"], ["Sønderå Efterskole"], ["Åvej 12, 6760 Ribe"], [], *lines])
    said = order.order
    assert (said.customer_po_number, said.buyer.name, said.buyer.city) == ("4471", "Sønderå Efterskole", "Ribe")


def test_a_quantity_that_was_forgotten_is_noticed_though_another_sheet_lists_the_article() -> None:
    lines = [["Artikel-Nr.", "Bezeichnung", "Menge", "Einheit"], ["AB-10", "Schraube", 5, "Stk"], ["AB-11", "Dübel", None, "Stk"]]
    order, *_ = sheet_orders(
        [["Bestellung Nr.", "PO-4711"], [], *lines, ["AB-12", "Mutter", 7, "Stk"]], [["AB-11", "Dübel", "Stk"]]
    )
    assert not is_complete(order)
    assert any("“AB-11 Dübel Stk” names an article and no quantity" in problem.message for problem in order.problems)
