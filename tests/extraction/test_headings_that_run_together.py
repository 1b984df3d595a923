"""Two headings printed into each other: parted where each part is a known heading, else no label for either column."""

from __future__ import annotations

import pytest
from tests.extraction.grid_orders import codes, lines_said, sheet_order
from tests.extraction.page_orders import page_order, rows

from intake.extraction.words import vocabulary


@pytest.mark.parametrize("heading", ["Order QtyPrice", "Hoeveelheid Prijs", "Qty Price", "Menge Einzelpreis"])
def test_a_heading_over_quantity_and_price_names_neither(heading):
    assert vocabulary().names_two_factors(heading)


@pytest.mark.parametrize(
    "heading", ["Order Qty", "Total quantity", "Price per unit", "Einzelpreis", "Cena jedn. netto", "Menge gesamt"]
)
def test_a_heading_over_one_of_them_names_it(heading):
    assert not vocabulary().names_two_factors(heading)


def test_seven_headings_set_close_together_are_seven():
    heads = (80, [(40, "Codice"), (110, "Descrizione"), (210, "UM"), (229, "Quantità"), (270, "Prezzo unit.")])
    close = (80, [(324, "Sc.%"), (348, "Importo"), (383, "IVA"), (403, "Consegna")])
    first = (
        100,
        [(40, "MIS1105"), (110, "Miscelatore"), (210, "NR"), (-263, "8"), (-318, "62,00"), (-341, "10"), (-378, "446,40")],
    )
    second = (114, [(40, "SIF3340"), (110, "Sifone"), (210, "NR"), (-263, "25"), (-318, "4,10"), (-378, "102,50")])
    beside = [(100, [(385, "22"), (403, "20/03/26")]), (114, [(385, "22"), (403, "27/03/26")])]
    lines = page_order([heads, close, first, second, *beside]).order.lines
    assert [(line.description, f"{line.quantity:f}", f"{line.unit_price:f}", f"{line.line_amount:f}") for line in lines] == [
        ("Miscelatore", "8", "62.00", "446.40"),
        ("Sifone", "25", "4.10", "102.50"),
    ]
    assert [f"{line.requested_delivery_date:%d.%m.}" for line in lines] == ["20.03.", "27.03."]


def test_headings_that_touch_are_parted_as_their_figures_are():
    heads = (80, [(40, "Artikel"), (110, "Omschrijving"), (300, "AantalEhd"), (380, "Prijs"), (420, "PerBedrag")])
    first = (100, [(40, "VB-1040"), (110, "Zeskantbout"), (-327, "2.500"), (331, "ST"), (-403, "14,80"), (-437, "100")])
    second = (114, [(40, "MO-0010"), (110, "Moer"), (-327, "2.500"), (331, "ST"), (-403, "38,00"), (-437, "1000")])
    amounts = [(100, [(-469, "370,00")]), (114, [(-469, "95,00")])]
    lines = page_order([heads, first, second, *amounts]).order.lines
    assert [(f"{line.quantity:f}", f"{line.price_basis_quantity:f}", f"{line.line_amount:f}") for line in lines] == [
        ("2500", "100", "370.00"),
        ("2500", "1000", "95.00"),
    ]


def test_more_than_a_blank_parts_headings_though_one_is_unknown() -> None:
    xs = (50, 110, -320, 328, -405, 415, -510)
    order = page_order(
        [
            *rows(100, xs, ["Cat. No.", "Product", "Qty", "Zzq", "Price", "Per", "Value"]),
            *rows(116, xs, ["WB3320", "Patient wristband", "4,000", "EA", "62.00", "1000", "248.00"]),
        ]
    )
    assert lines_said(order, "quantity", "unit_price", "price_basis_quantity") == [("4000", "62", "1000")]


def test_a_row_that_numbers_the_columns_is_no_line() -> None:
    xs = (40, 90, -330, 340, -430, -510)
    order = page_order(
        [
            *rows(100, xs, ["No.", "Description", "Qty", "UOM", "Unit price", "Amount"], ["0", "1", "2", "3", "4", "5 (2x4)"]),
            *rows(128, xs, ["1", "Copy paper A4", "200", "pcs", "18.50", "3,700.00"]),
        ]
    )
    assert lines_said(order, "description", "quantity") == [("Copy paper A4", "200")]
    assert codes(order) == set()


def test_a_number_and_codes_set_on_two_lines_beside_it_are_two_columns() -> None:
    heads = [
        (100, [(50, "Item"), (78, "Your ref"), (160, "Details"), (-345, "Qty"), (352, "Per"), (390, "List £"), (-480, "Net £")])
    ]
    printed = []
    for down, number, code, name, quantity, unit, price, amount in (
        (126, "10", ("CLMP-", "HOOK"), "Light frost sheet", "24", "sheet", "5.00", "120.00"),
        (166, "20", ("TAPE-", "WHT-50"), "White tape", "48", "roll", "1.10", "52.80"),
    ):
        printed += [(down - 6, [(82, code[0])]), (down, [(50, number), (160, name), (-345, quantity), (352, unit)])]
        printed += [(down, [(-420, price), (-480, amount)]), (down + 6, [(82, code[1])])]
    lines = page_order([*heads, *printed]).order.lines
    assert [(line.line_number, line.sku, f"{line.quantity:f}", line.uom, f"{line.unit_price:f}") for line in lines] == [
        ("10", "CLMP-HOOK", "24", "sheet", "5.00"),
        ("20", "TAPE-WHT-50", "48", "roll", "1.10"),
    ]


def test_a_unit_and_a_price_that_stand_close_are_no_basis_of_a_price() -> None:
    heads = (100, [(50, "Details"), (300, "Qty"), (330, "Per"), (400, "Zzq Disc. Zzq")])
    first = (116, [(50, "Hook clamp"), (300, "24"), (330, "sheet 5.90"), (400, "15% 120.36")])
    second = (132, [(50, "White tape"), (300, "48"), (330, "roll 1.10"), (400, "15% 44.88")])
    lines = page_order([heads, first, second]).order.lines
    assert [(line.description, line.price_basis_quantity) for line in lines] == [("Hook clamp", None), ("White tape", None)]


@pytest.mark.parametrize(
    ("left", "right"), [("List price", "Net price"), ("Listenpreis", "Nettopreis"), ("Prix brut", "Prix net")]
)
def test_of_two_prices_the_lower_one_is_paid_on_whichever_side_it_stands(left: str, right: str) -> None:
    goods = [["TP-130", "Paper A", 6], ["TP-131", "Paper B", 7]]
    rows = [["Code", "Description", "Qty", left, right], [*goods[0], "8,95", "7,20"], [*goods[1], "9,95", "9,95"]]
    assert lines_said(sheet_order(rows), "unit_price") == [("7.2",), ("9.95",)]
    turned = [[*row[:3], row[4], row[3]] for row in rows]
    assert lines_said(sheet_order(turned), "unit_price") == [("7.2",), ("9.95",)]


@pytest.mark.parametrize(
    ("price", "old"), [("Price", "Old price"), ("Preis", "Preis alt"), ("Prix", "Ancien prix"), ("Cena", "Stara cena")]
)
def test_what_goods_cost_before_is_no_price_of_them(price: str, old: str) -> None:
    rows = [
        ["Code", "Description", "Qty", price, old],
        ["TP-130", "Paper A", 6, "8,95", "7,20"],
        ["TP-131", "Paper B", 7, "9,95", "9,50"],
    ]
    assert lines_said(sheet_order(rows), "unit_price") == [("8.95",), ("9.95",)]


def test_two_headings_that_both_name_codes_are_parted_where_more_than_a_blank_stands_between() -> None:
    xs = (50, 92, 135, 201)
    order = page_order(
        [
            *rows(100, xs, ["Aantal", "Eenheid", "Artikelnummer", "Artikel"]),
            *rows(116, xs, ["12", "st", "KG7270", "Laminaat noten 8 mm"]),
            *rows(130, xs, ["4", "doos", "KG7108", "Muurverf zand 1 L"]),
        ]
    )
    assert lines_said(order, "quantity", "uom", "customer_part_number", "description") == [
        ("12", "st", "KG7270", "Laminaat noten 8 mm"),
        ("4", "doos", "KG7108", "Muurverf zand 1 L"),
    ]
