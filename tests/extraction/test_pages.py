"""Line tables on pages: rows that go on over the page, deliveries below a line, headings over several rows."""

from __future__ import annotations

from tests.extraction.grid_orders import codes, is_complete, lines_said
from tests.extraction.page_orders import page_order, rows

from intake.domain.orders import Proof

XS = (40, 75, 160, -360, 370, -450, -540)
HEADING = ["Pos", "Item code", "Description", "Qty", "Unit", "Price", "Amount"]
BOLT = ["1", "A-100", "Hex bolt M8x40", "200", "pcs", "0.12", "24.00"]
NUT = ["2", "A-200", "Hex nut M8", "100", "pcs", "0.05", "5.00"]


def test_words_above_the_next_pages_first_line_finish_the_line_before() -> None:
    first = [*rows(100, XS, HEADING, BOLT), (790, [(400, "Carried forward"), (-540, "24.00")])]
    second = [*rows(60, XS, HEADING), (74, [(400, "Brought forward"), (-540, "24.00")]), (88, [(160, "zinc plated")])]
    order = page_order(first, [*second, *rows(112, XS, NUT)])
    assert lines_said(order, "description") == [("Hex bolt M8x40 zinc plated",), ("Hex nut M8",)]


def test_the_only_delivery_of_a_line_is_its_date_and_no_line_of_its_own() -> None:
    order = page_order([*rows(100, XS, HEADING, BOLT, ["", "", "2026-04-20", "200", "pcs"], NUT)])
    assert lines_said(order, "quantity", "requested_delivery_date") == [("200", "2026-04-20"), ("100", None)]
    assert is_complete(order)


def test_several_deliveries_that_do_not_make_up_their_line_are_left_to_a_person() -> None:
    parts = [["", "", "2026-04-20", "150", "pcs"], ["", "", "2026-05-20", "40", "pcs"]]
    order = page_order([*rows(100, XS, HEADING, BOLT, *parts, NUT)])
    assert lines_said(order, "quantity", "requested_delivery_date") == [("200", None), ("100", None)]
    assert "value_ambiguous" in codes(order)


def test_a_heading_over_three_rows_is_read_whole() -> None:
    xs = (40, 120, -360, 370, -460, -540)
    heading = [["", "", "Aantal", "", "Netto", "Bedrag"], ["Uw", "", "te", "Verp.", "prijs per", "excl."]]
    last = ["artikelnr.", "Omschrijving", "leveren", "eenheid", "eenheid", "BTW"]
    lines = [["A-1", "Zeep", "24", "can", "11,95", "286,80"], ["A-2", "Doek", "60", "pak", "3,45", "207,00"]]
    order = page_order([*rows(100, xs, *heading, last, step=10), *rows(140, xs, *lines)])
    assert lines_said(order, "sku", "quantity", "unit_price", "line_amount") == [
        ("A-1", "24", "11.95", "286.8"),
        ("A-2", "60", "3.45", "207"),
    ]


def test_a_word_behind_a_quantity_is_its_unit_though_nobody_knows_it() -> None:
    heading = ["Qty", "Item code", "Description", "Price"]
    lines = [["12 gfa", "A-1", "Paint", "39.90"], ["4 PQ", "A-2", "Paper", "8.20"], ["3 x 5 l", "A-3", "Oil", "9.00"]]
    order = page_order([*rows(100, (40, 120, 220, -450), heading, *lines)])
    assert lines_said(order, "quantity", "uom") == [("12", "gfa"), ("4", "PQ"), (None, None)]
    assert "value_ambiguous" in codes(order)


def test_without_headings_the_rows_products_tell_the_columns_and_a_person_confirms_them() -> None:
    lines = [["1", "A-100", "Brake pads front", "4", "sets", "349.00", "1,396.00"]]
    lines += [["2", "A-200", "Motor oil 5W-30", "12", "pcs", "289.00", "3,468.00"]]
    order = page_order([*rows(100, XS, *lines), (150, [(370, "Sum"), (-540, "4,864.00")])])
    assert lines_said(order, "customer_part_number", "description", "quantity", "uom", "unit_price") == [
        ("A-100", "Brake pads front", "4", "sets", "349"),
        ("A-200", "Motor oil 5W-30", "12", "pcs", "289"),
    ]
    assert Proof.LABELLED not in order.proofs["lines[0].quantity"]


def test_words_below_a_code_describe_the_goods_where_no_column_does() -> None:
    lines = [
        ["HOP-11", "12", "98.00"],
        ["Hop pellets 11 lb", "bags", ""],
        ["MLT-55", "40", "31.25"],
        ["2-row malt", "bricks", ""],
    ]
    order = page_order([*rows(100, (40, -350, -440), ["Item & Description", "Qty", "Rate"], *lines)])
    assert lines_said(order, "customer_part_number", "description", "quantity", "uom") == [
        ("HOP-11", "Hop pellets 11 lb", "12", "bags"),
        ("MLT-55", "2-row malt", "40", "bricks"),
    ]


def test_numbered_headings_part_the_lines_and_a_number_alone_describes_the_goods() -> None:
    sections = [["", "", "1. Project 221"], BOLT, ["", "", "2. Wahl"], ["", "", "2. Project 940"], NUT]
    order = page_order([*rows(100, XS, HEADING, *sections)])
    assert lines_said(order, "description") == [("Hex bolt M8x40 2. Wahl",), ("Hex nut M8",)]
