"""Line tables of sheets and of HTML: what is a line, what belongs to one, and what is none."""

from __future__ import annotations

from tests.extraction.grid_orders import HEAD, codes, html_order, is_complete, lines_said, sheet_order, sheet_orders

HEADING = ["Pos", "Item code", "Description", "Qty", "Unit", "Unit price", "Amount"]
BOLT = [1, "A-100", "Hex bolt M8x40", 200, "pcs", 0.12, 24.0]
NUT = [2, "A-200", "Hex nut M8", 100, "pcs", 0.05, 5.0]


def test_a_heading_may_stand_late_in_the_sheet() -> None:
    (order,) = sheet_orders([*([[]] * 40), *HEAD, HEADING, BOLT, NUT])
    assert lines_said(order, "customer_part_number", "quantity") == [("A-100", "200"), ("A-200", "100")]
    assert is_complete(order)


def test_a_catalogue_orders_only_what_has_a_quantity_and_nought_is_no_order() -> None:
    heading = ["Item code", "Description", "Unit", "Unit price", "Order qty"]
    rows = [["A-1", "Bolt", "pcs", 0.12, None], ["A-2", "Nut", "pcs", 0.05, 100], ["A-3", "Washer", "pcs", 0.01, 0]]
    order = sheet_order([heading, *rows, ["A-4", "Pin", "pcs", 0.2, None]])
    assert lines_said(order, "customer_part_number", "quantity") == [("A-2", "100")]
    assert is_complete(order)


def test_a_heading_merged_over_two_columns_leaves_each_its_figures() -> None:
    def merge(sheet):
        for cells in ("A5:A6", "D5:E5", "F5:G5"):
            sheet.merge_cells(cells)

    heads = [
        ["Pos", "Item code", "Description", "Quantity", None, "Price", None],
        [None, None, None, "No.", "Unit", "each", "total"],
    ]
    order = sheet_order([*heads, BOLT, [2, "A-200", "Hex nut M8", 2, "pcs", 58, 116]], change=merge)
    assert lines_said(order, "quantity", "uom", "unit_price", "line_amount")[1] == ("2", "pcs", "58", "116")


def test_sheets_with_a_number_each_are_an_order_each() -> None:
    first = [["Purchase order"], ["PO number:", "4711"], [], HEADING, BOLT]
    second = [["Purchase order"], ["PO number:", "4712"], [], HEADING, NUT]
    assert [order.order.customer_po_number for order in sheet_orders(first, second)] == ["4711", "4712"]


def test_a_charge_with_a_line_number_is_no_line() -> None:
    order = sheet_order(
        [HEADING, BOLT, [2, None, "Freight", 1, "pcs", 15.0, 15.0], [None, None, "Total net", None, None, None, 39.0]]
    )
    assert lines_said(order, "customer_part_number") == [("A-100",)]
    assert [charge.kind for charge in order.order.charges] == ["freight"]


def test_goods_whose_name_begins_like_a_charge_are_goods() -> None:
    order = sheet_order([["Item code", "Description", "Qty"], ["P-1", "Packing tape 66 m", 12], ["P-2", "Bolt", 5]])
    assert lines_said(order, "description", "quantity") == [("Packing tape 66 m", "12"), ("Bolt", "5")]


def test_two_deliveries_that_make_up_a_line_are_lines() -> None:
    parts = [[None, None, None, 120, None, None, None, "2026-04-20"], [None, None, None, 80, None, None, None, "2026-05-20"]]
    order = sheet_order([[*HEADING, "Delivery date"], [*BOLT, None], *parts, [*NUT, "2026-04-20"]])
    assert lines_said(order, "quantity", "requested_delivery_date", "line_amount")[:2] == [
        ("120", "2026-04-20", None),
        ("80", "2026-05-20", None),
    ]
    assert "value_ambiguous" not in codes(order)


def test_where_packs_and_pieces_are_counted_the_total_is_the_quantity() -> None:
    heading = ["Item code", "Description", "Cartons", "Pcs/carton", "Total pcs", "Unit price", "Amount"]
    order = sheet_order([heading, ["A-1", "Water 0.5 l", 12, 5, 60, 1.0, 60.0], ["A-2", "Juice", 3, 6, 18, 2.0, 36.0]])
    assert lines_said(order, "quantity") == [("60",), ("18",)]


def test_a_table_within_a_layout_table_is_read() -> None:
    table = "<table><tr><th>Item code</th><th>Description</th><th>Qty</th></tr><tr><td>A-1</td><td>Bolt M8<br>zinc plated</td>"
    order = html_order(f"<table><tr><td>&nbsp;</td><td>{table}<td>10 pcs</td></tr></table></td></tr></table>")
    assert lines_said(order, "description", "quantity", "uom") == [("Bolt M8 zinc plated", "10", "pcs")]


def test_numbers_that_the_file_types_say_nothing_about_how_the_buyer_writes() -> None:
    heading = ["Item code", "Description", "Qty", "VAT %", "Unit price", "Amount"]
    rows = [["A-1", "Bolt", "100,000 pcs", 8.1, 62.9, 6290], ["A-2", "Nut", "4,000 pcs", 8.1, 2.82, 11.28]]
    assert lines_said(sheet_order([heading, *rows]), "quantity") == [("100",), ("4",)]


def test_a_hidden_row_that_counts_something_is_named_and_not_read() -> None:
    order = sheet_order([HEADING, BOLT, NUT], change=lambda sheet: setattr(sheet.row_dimensions[len(HEAD) + 3], "hidden", True))
    assert lines_said(order, "customer_part_number") == [("A-100",)]
    assert not is_complete(order)


def test_a_hidden_row_of_a_form_in_which_nothing_is_ordered_is_nobodys_concern() -> None:
    blank = [2, "A-200", "Hex nut M8", None, "pcs", 0.05, None]
    order = sheet_order([HEADING, BOLT, blank], change=lambda sheet: setattr(sheet.row_dimensions[len(HEAD) + 3], "hidden", True))
    assert is_complete(order)


def test_two_columns_that_both_count_are_told_apart_by_a_person_where_neither_is_plainly_the_ordered_one() -> None:
    heading = ["Item code", "Description", "Quantity north", "Quantity south"]
    order = sheet_order([heading, ["A-1", "Bolt", 40, 60], ["A-2", "Nut", 10, 10]])
    assert [problem.path for problem in order.problems if problem.code == "value_ambiguous"] == ["lines[0].quantity"]


def test_a_plain_quantity_beside_another_count_is_the_quantity() -> None:
    order = sheet_order([["Item code", "Description", "Qty stocked", "Qty"], ["A-1", "Bolt", 40, 60], ["A-2", "Nut", 10, 12]])
    assert lines_said(order, "quantity") == [("60",), ("12",)]
    assert "value_ambiguous" not in codes(order)


def test_items_as_grids_of_labels_and_values_are_lines() -> None:
    items = [
        [
            ["Cat. no.", "P-1000", "Quantity", "20", "Unit", "rack"],
            ["Description", "Pipette tips 1000", "Unit price", "11.90"],
            [],
        ],
        [["Cat. no.", "T-015", "Quantity", "8", "Unit", "pack"], ["Description", "Tubes 15 ml", "Unit price", "24.50"], []],
    ]
    order = sheet_order([row for item in items for row in item])
    assert lines_said(order, "customer_part_number", "description", "quantity", "uom", "unit_price") == [
        ("P-1000", "Pipette tips 1000", "20", "rack", "11.9"),
        ("T-015", "Tubes 15 ml", "8", "pack", "24.5"),
    ]


def test_a_forms_own_word_for_the_order_heads_its_quantities() -> None:
    form = [
        ["8711", "Potgrond", "zak", 8.99, 4.2, 60],
        ["8712", "Turf", "zak", 9.99, 4.8, None],
        ["8713", "Kalk", "zak", 7.99, 3.5, 24],
    ]
    order = sheet_order([["Artikelnr.", "Omschrijving", "Verp.", "Adviesprijs", "Inkoop", "Bestelling"], *form])
    assert lines_said(order, "quantity", "uom", "unit_price") == [("60", "zak", "4.2"), ("24", "zak", "3.5")]


def test_a_cell_merged_down_over_rows_says_the_same_of_each_line() -> None:
    rows = [["A-1", "Jumper navy M", 6, "2026-04-20"], ["A-2", "Jumper navy L", 8, None], ["B-1", "Blouse", 4, "2026-05-04"]]
    top = len(HEAD) + 2
    order = sheet_order(
        [["Item code", "Description", "Qty", "Delivery date"], *rows],
        change=lambda sheet: sheet.merge_cells(start_row=top, end_row=top + 1, start_column=4, end_column=4),
    )
    assert lines_said(order, "requested_delivery_date") == [("2026-04-20",), ("2026-04-20",), ("2026-05-04",)]


def test_an_article_that_spans_rows_is_ordered_on_each_of_them() -> None:
    head = "<tr><th>Item code</th><th>Description</th><th>Qty</th><th>Price</th></tr>"
    body = (
        "<tr><td rowspan=2>A-1</td><td>Jumper M</td><td>6</td><td>3.50</td></tr><tr><td>Jumper L</td><td>8</td><td>3.50</td></tr>"
    )
    order = html_order(f"<table>{head}{body}<tr><td>B-1</td><td>Blouse</td><td>4</td><td>2.40</td></tr></table>")
    assert lines_said(order, "customer_part_number", "quantity") == [("A-1", "6"), ("A-1", "8"), ("B-1", "4")]


def test_a_round_discount_makes_no_quantity_of_a_column_that_nobody_named() -> None:
    heading = ["Item code", "Description", "London", "Leeds", "Total", "Unit price", "Amount"]
    order = sheet_order([heading, ["M-1", "Mug", 24, 24, 48, 2.5, 120], ["M-2", "Cup", 12, 12, 24, 2.5, 60]])
    assert ("24", "48") not in lines_said(order, "quantity", "line_amount")


def test_words_of_packs_under_a_heading_of_pack_sizes_are_units() -> None:
    heading = ["Ref.", "Artículo", "Cantidad", "Formato"]
    order = sheet_order([heading, ["AC-5L", "Aceite de oliva 5 l", 12, "garrafa"], ["PH-96", "Papel higiénico", 10, "fardo"]])
    assert lines_said(order, "quantity", "uom") == [("12", "garrafa"), ("10", "fardo")]


def test_groups_side_by_side_whose_names_nobody_knows_are_tables_of_their_own() -> None:
    order = sheet_order(
        [
            ["Greens", "Unit", "Qty", "Orchard", "Unit", "Qty"],
            ["Carrots", "kg", 10, "Apples Braeburn", "box", 1],
            ["Leeks", "kg", None, "Lemons", "each", 30],
            ["Onions red", "kg", 5, "Limes", "each", 24],
        ]
    )
    assert lines_said(order, "description", "quantity") == [
        ("Carrots", "10"),
        ("Onions red", "5"),
        ("Apples Braeburn", "1"),
        ("Lemons", "30"),
        ("Limes", "24"),
    ]


def test_one_cell_below_every_line_names_what_no_column_does() -> None:
    merged = ("A7:D7", "A9:D9")
    order = sheet_order(
        [
            ["Product code", "Qty", "Unit", "Price"],
            ["LIN-DBL-W", 60, "each", 11.4],
            ["Duvet cover double"],
            ["TOW-500", 120, "each", 4.6],
            ["Bath towel 500gsm"],
        ],
        change=lambda sheet: [sheet.merge_cells(each) for each in merged] and None,
    )
    assert lines_said(order, "customer_part_number", "description") == [
        ("LIN-DBL-W", "Duvet cover double"),
        ("TOW-500", "Bath towel 500gsm"),
    ]


def test_a_recommended_price_is_the_price_where_the_products_say_so() -> None:
    heading = ["ISBN", "Title", "Qty", "RRP", "Disc %", "Net"]
    order = sheet_order(
        [heading, ["9780008532772", "Wolf Hall", 10, 10.99, 42, 63.74], ["9781529115543", "Osman", 20, 9.99, 45, 109.89]]
    )
    assert lines_said(order, "unit_price", "line_amount") == [("10.99", "63.74"), ("9.99", "109.89")]


def test_a_charge_costs_what_stands_in_the_column_of_amounts() -> None:
    heading = ["Part No.", "Description", "Qty", "Unit price", "Amount", "VAT %"]
    order = sheet_order([heading, ["SERT-T16", "Press tee 16", 25, 6.15, 153.75, 20], ["", "Freight", 1, 3.36, 3.36, 20]])
    assert [(charge.kind, str(charge.amount)) for charge in order.order.charges] == [("freight", "3.36")]


def test_long_numbers_under_a_heading_that_nobody_knows_are_the_articles_where_nothing_else_is() -> None:
    order = sheet_order([["Zqx", "Description", "Qty"], ["00999831", "Ibuprofen 600 mg", 20], ["01126111", "Saline 500 ml", 36]])
    assert lines_said(order, "customer_part_number") == [("00999831",), ("01126111",)]


def test_freight_that_names_its_carrier_is_no_line() -> None:
    heading = ["Part No.", "Description", "Qty", "Unit price", "Amount"]
    order = sheet_order([heading, ["SERT-T16", "Press tee 16", 25, 6.15, 153.75], ["", "Freight: DHL", 1, 9.9, 9.9]])
    assert lines_said(order, "customer_part_number") == [("SERT-T16",)]
    assert [str(charge.amount) for charge in order.order.charges] == ["9.9"]


def test_the_one_heading_that_may_name_code_or_goods_names_goods_where_the_cells_are_no_codes() -> None:
    order = sheet_order([["Qtd", "Un", "Produto", "Preço"], [8, "kg", "Dourada 400/600", 9.8], [20, "kg", "Amêijoa branca", 7.4]])
    assert lines_said(order, "customer_part_number", "description") == [(None, "Dourada 400/600"), (None, "Amêijoa branca")]


def test_what_a_pack_holds_is_not_the_unit_that_is_counted() -> None:
    heading = ["Varenummer", "Navn", "Pakning", "Antall", "Pris"]
    order = sheet_order(
        [heading, ["LY-4410", "Kubbelys hvit", "6 stk/pk", "12 pk", 118], ["SE-0101", "Serviett", "125 stk/pk", "20 pk", 39.9]]
    )
    assert lines_said(order, "quantity", "uom", "description") == [("12", "pk", "Kubbelys hvit"), ("20", "pk", "Serviett")]


def test_a_word_alone_is_a_code_where_the_heading_says_codes() -> None:
    order = sheet_order(
        [["Stok Kodu", "Ürün Adı", "Miktar"], ["PAS-PEM", "Cila pastası pembe", 15], ["EPXSEF", "Epoksi şeffaf", 8]]
    )
    assert lines_said(order, "customer_part_number") == [("PAS-PEM",), ("EPXSEF",)]


def test_line_over_amounts_is_what_the_line_costs_and_numbers_none() -> None:
    heading = ["Style", "Description", "Qty", "RRP", "Disc", "Net", "Line"]
    rows = [
        ["BS-7MM", "Semi-dry 7mm", 4, 199.0, "35%", 129.35, 517.4],
        ["SPG-52", "Pressure gauge", 10, 62.0, "40%", 37.2, 372.0],
    ]
    order = sheet_order([heading, *rows])
    assert lines_said(order, "line_number", "unit_price", "line_amount") == [(None, "199", "517.4"), (None, "62", "372")]
    assert order.problems == ()
