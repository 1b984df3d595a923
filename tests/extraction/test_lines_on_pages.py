"""Lines as pages print them: words above and below their figures, codes broken at a hyphen, sums of sections, weights."""

from __future__ import annotations

from tests.extraction.grid_orders import lines_said
from tests.extraction.page_orders import page_order, rows

HEADS = (80, [(40, "Item no."), (110, "Description"), (260, "Qty"), (330, "Unit price"), (420, "Amount")])
AT = (40, 110, 260, 330, 420)


def described(order):
    return [(line.customer_part_number, line.description, str(line.quantity)) for line in order.order.lines]


def test_figures_in_the_middle_of_their_words():
    order = page_order(
        [
            HEADS,
            *rows(
                100,
                AT,
                ("", "Sterile gauze swab"),
                ("A-4711", "10 x 10 cm, folded", "120", "4.35", "522.00"),
                ("", "in packs of 5"),
                step=11,
            ),
            *rows(140, AT, ("KS-", "Gloves of nitrile, not"), step=11),
            (145.5, [(260, "80"), (330, "6.20"), (420, "496.00")]),
            *rows(151, AT, ("1001", "powdered, size M"), step=11),
        ]
    )
    assert described(order) == [
        ("A-4711", "Sterile gauze swab 10 x 10 cm, folded in packs of 5", "120"),
        ("KS-1001", "Gloves of nitrile, not powdered, size M", "80"),
    ]


def test_a_section_above_a_line_of_two_rows_is_none_of_its_words():
    first = ("B-12", "Hollow brick", "1200", "0.58", "696.00")
    order = page_order([HEADS, *rows(100, AT, ("Ground floor",), first, ("", "class F"))])
    assert described(order) == [("B-12", "Hollow brick class F", "1200")]


def test_lines_go_on_below_the_sum_of_a_section():
    order = page_order(
        [
            HEADS,
            *rows(100, AT, ("B-12", "Hollow brick", "100", "0.50", "50.00"), ("", "", "", "Total ground floor", "50.00")),
            *rows(140, AT, ("C-40", "Plasterboard", "20", "3.10", "62.00"), ("", "", "", "Total first floor", "62.00")),
            (170, [(330, "Total"), (420, "112.00")]),
        ]
    )
    assert [code for code, *_ in described(order)] == ["B-12", "C-40"]
    assert str(order.order.total_net) == "112.00"


def test_item_numbers_that_number_no_lines_are_the_articles():
    order = page_order(
        [HEADS, *rows(100, AT, ("10023", "Brake pads", "8", "18.40", "147.20"), ("10057", "Oil filter", "40", "3.15", "126.00"))]
    )
    assert [(line.line_number, line.customer_part_number) for line in order.order.lines] == [(None, "10023"), (None, "10057")]


def test_what_the_price_multiplies_is_the_quantity():
    at = (40, 110, 250, 300, 360, 420)
    order = page_order(
        [
            *rows(80, at, ("Item no.", "Description", "Pieces", "Kg", "€/kg", "Amount")),
            *rows(
                100,
                at,
                ("P-2101", "Loin of pork", "24", "92.40", "4.85", "448.14"),
                ("P-2117", "Belly", "12", "41.20", "3.90", "160.68"),
            ),
        ]
    )
    assert [(str(line.quantity), line.uom, str(line.unit_price)) for line in order.order.lines] == [
        ("92.40", "Kg", "4.85"),
        ("41.20", "Kg", "3.90"),
    ]


def test_a_count_of_packs_is_taken_where_the_product_bears_it_out():
    lines = rows(100, AT, ("P-1", "Potatoes", "12 x 5kg", "4.20", "50.40"), ("P-2", "Carrots", "6 x 2kg", "2.10", "99.00"))
    order = page_order([HEADS, *lines])
    assert [line.quantity for line in order.order.lines] == [12, None]


def test_two_tables_side_by_side_are_both_read():
    at = (40, 90, 230, 300, 350, 500)
    heads = ("Code", "Item", "Qty", "Code", "Item", "Qty")
    first = ("V1020", "Wine glass", "48", "N4001", "Table cloth", "15")
    order = page_order([*rows(80, at, heads), *rows(100, at, first, ("V1034", "Flute", "36"))])
    assert [code for code, *_ in described(order)] == ["V1020", "V1034", "N4001"]
    assert not any(problem.code == "lines_incomplete" for problem in order.problems)


def test_words_that_reach_the_next_column_stay_with_the_description():
    at = (40, 110, -290, 300, -400, -480)
    order = page_order(
        [
            *rows(80, at, ("Item no.", "Description", "Qty", "Unit", "Unit price", "Amount")),
            *rows(
                100, at, ("A-11", "Hexagon bolt", "40", "pcs", "1.20", "48.00"), ("A-12", "Washer", "50", "pcs", "0.10", "5.00")
            ),
            (
                128,
                [
                    (40, "A-13"),
                    (110, "Flange screw with serration M10 x 40 zinc"),
                    (-290, "25"),
                    (300, "pcs"),
                    (-400, "1.00"),
                    (-480, "25.00"),
                ],
            ),
        ]
    )
    assert described(order)[2] == ("A-13", "Flange screw with serration M10 x 40 zinc", "25")


def test_figures_of_the_last_line_may_stand_below_its_words():
    at = (40, 90, 260, 330, 420)
    heads = ("Pos", "Item / Description", "Qty", "Unit price", "Amount")
    first = (("10", "SPZ-1250"), ("", "Narrow V-belt"), ("", "", "100", "2.50", "250.00"))
    second = (("20", "GTH-40-60"), ("", "Shaft seal"), ("", "", "20", "3.10", "62.00"))
    order = page_order([*rows(80, at, heads), *rows(100, at, *first, step=11), *rows(142, at, *second, step=11)])
    assert described(order) == [("SPZ-1250", "Narrow V-belt", "100"), ("GTH-40-60", "Shaft seal", "20")]


def test_a_heading_of_catalogue_numbers_makes_no_catalogue() -> None:
    xs = (40, 90, 130, 220, -430, -510)
    order = page_order(
        [
            *rows(100, xs, ["QTY", "UNIT", "CATALOG #", "DESCRIPTION", "UNIT COST", "TOTAL COST"]),
            *rows(116, xs, ["24", "EA", "VIR-9018", "Stack chair", "64.25", "1,542.00"]),
        ],
        head=[(40, [(40, "MAPLE GROVE SCHOOL"), (300, "PURCHASE ORDER NO. 26-03318")]), (54, [(300, "DATE 03/21/2026")])],
    )
    assert lines_said(order, "customer_part_number", "quantity") == [("VIR-9018", "24")]


def test_how_many_a_price_is_for_may_be_wrapped_into_the_next_row_and_is_never_dropped():
    order = page_order(
        [
            HEADS,
            *rows(100, AT, ("A-4711", "Blade fuse 10 A", "1500", "35.27 /", "529.05"), ("", "", "", "100")),
            *rows(140, AT, ("A-4712", "Blade fuse 15 A", "20", "2.10", "42.00")),
            *rows(160, AT, ("A-4713", "Blade fuse 20 A", "50", "4.20 /", "2.10")),
        ]
    )
    assert lines_said(order, "unit_price", "price_basis_quantity") == [("35.27", "100"), ("2.1", None), (None, None)]
    assert [problem.path for problem in order.problems if problem.code == "value_ambiguous"] == ["lines[2].unit_price"]
