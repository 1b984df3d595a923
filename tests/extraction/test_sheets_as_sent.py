"""Sheets as companies send them: what is in a pack, codes in letters, days over the quantities, sums that count pieces."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.extraction.grid_orders import codes, lines_said, sheet_order

PRICED = ["Prix unitaire HT", "Montant HT"]


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
