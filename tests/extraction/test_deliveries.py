"""Lines that are delivered in parts, and items on cards beside each other."""

from __future__ import annotations

from tests.extraction.grid_orders import codes, lines_said
from tests.extraction.page_orders import Printed, page_order, rows

XS = (40, 90, 170, -330, 340, -430, 450)
HEADING: list[Printed] = rows(100, XS, ["Item", "Part No.", "Description", "Qty", "UOM", "Unit price", "Delivery date"])
SAID = ("line_number", "customer_part_number", "quantity", "requested_delivery_date")


def test_rows_of_a_day_and_a_number_are_parts_that_add_up_to_the_line() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["10", "PX-4410", "Impeller casting", "300", "pcs", "12.40"]),
            *rows(134, (170, 185, 320), ["Delivery schedule:"], ["", "Delivery date: 2026-04-20", "100 pcs"]),
            *rows(162, (185, 320), ["Delivery date: 2026-05-18", "200 pcs"]),
            *rows(184, XS, ["20", "PX-4415", "Wear ring", "80", "pcs", "7.15", "2026-04-20"]),
        ]
    )
    assert lines_said(order, *SAID) == [
        ("10", "PX-4410", "100", "2026-04-20"),
        ("10", "PX-4410", "200", "2026-05-18"),
        ("20", "PX-4415", "80", "2026-04-20"),
    ]
    assert codes(order) == set()


def test_a_part_that_begins_like_a_charge_is_a_part() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["10", "PX-4410", "Impeller casting", "30", "pcs", "12.40"]),
            *rows(134, (170,), ["Delivery 2026-04-20: 10 pcs"], ["Delivery 2026-05-18: 20 pcs"]),
            *rows(168, XS, ["20", "PX-4415", "Wear ring", "80", "pcs", "7.15", "2026-04-20"]),
        ]
    )
    assert lines_said(order, "quantity") == [("10",), ("20",), ("80",)]
    assert order.order.charges == ()


def test_parts_that_do_not_add_up_leave_the_line_open() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["10", "PX-4410", "Impeller casting", "300", "pcs", "12.40"]),
            *rows(134, (185, 320), ["Delivery date: 2026-04-20", "100 pcs"], ["Delivery date: 2026-05-18", "100 pcs"]),
            *rows(184, XS, ["20", "PX-4415", "Wear ring", "80", "pcs", "7.15", "2026-04-20"]),
        ]
    )
    assert lines_said(order, "quantity") == [("300",), ("80",)]
    assert "value_ambiguous" in codes(order)


def test_a_dated_row_without_a_name_is_of_the_goods_above() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["10", "PX-4410", "Impeller casting", "50", "pcs", "88.00", "2026-04-06"]),
            *rows(134, XS, ["", "", "", "50", "pcs", "88.00", "2026-05-04"]),
            *rows(148, XS, ["20", "PX-4415", "Wear ring", "80", "pcs", "7.15", "2026-04-20"]),
        ]
    )
    assert lines_said(order, *SAID)[:2] == [("10", "PX-4410", "50", "2026-04-06"), ("10", "PX-4410", "50", "2026-05-04")]


def test_days_that_head_quantities_are_when_they_are_wanted() -> None:
    xs = (40, 120, -330, -400, -470)
    order = page_order(
        [
            *rows(100, xs, ["Part No.", "Description", "2026-03-23", "2026-03-30", "2026-04-06"]),
            *rows(120, xs, ["PL-7700", "MDF board 19 mm", "40", "", "60"], ["PL-7712", "Plywood 12 mm", "", "25", ""]),
        ]
    )
    assert lines_said(order, "customer_part_number", "description", "quantity", "requested_delivery_date") == [
        ("PL-7700", "MDF board 19 mm", "40", "2026-03-23"),
        ("PL-7700", "MDF board 19 mm", "60", "2026-04-06"),
        ("PL-7712", "Plywood 12 mm", "25", "2026-03-30"),
    ]


def test_cards_beside_each_other_are_items_of_their_own() -> None:
    xs = (40, 120, 300, 380)
    cards = [
        ["Part No.:", "SER-4410", "Part No.:", "SER-4415"],
        ["Description:", "Mortise lock", "Description:", "Cylinder 30/30"],
        ["Quantity:", "20 pcs", "Quantity:", "40 pcs"],
    ]
    order = page_order(
        [*rows(100, xs, *cards), *rows(170, xs, ["Part No.:", "MAN-02"], ["Description:", "Handle"], ["Quantity:", "5 pcs"])]
    )
    assert lines_said(order, "customer_part_number", "description", "quantity") == [
        ("SER-4410", "Mortise lock", "20"),
        ("SER-4415", "Cylinder 30/30", "40"),
        ("MAN-02", "Handle", "5"),
    ]


def test_a_label_over_words_or_codes_means_what_stands_beside_it() -> None:
    xs = (40, 98, 215, 273)
    cards = [["Código:", "5601111", "Código:", "5602222"], ["Produto:", "Gaze 10x10", "Produto:", "Termómetro"]]
    order = page_order(rows(100, xs, *cards, ["Quantidade:", "40 cx", "Quantidade:", "6 un"]))
    assert lines_said(order, "customer_part_number", "description", "quantity") == [
        ("5601111", "Gaze 10x10", "40"),
        ("5602222", "Termómetro", "6"),
    ]


def test_a_week_printed_close_behind_another_heading_heads_its_own_quantities() -> None:
    heading = rows(100, (40, 110, 330, 365, 420), ["Artnr", "Omschrijving", "Eenheid", "wk 13", "wk 14"])
    order = page_order([*heading, *rows(115, (40, 110, 330, -390, -440), ["8010-03", "Kabeljauwfilet", "kg", "40", "24"])])
    assert lines_said(order, "quantity", "uom") == [("40", "kg"), ("24", "kg")]


def test_several_parts_in_one_row_are_lines_of_their_own() -> None:
    order = page_order(
        [
            *HEADING,
            *rows(120, XS, ["10", "PX-4410", "Impeller casting", "30", "pcs", "12.40"]),
            *rows(134, (170,), ["Leveres: 10 pcs 2026-04-20, 20 pcs 2026-05-18"]),
            *rows(162, XS, ["20", "PX-4415", "Wear ring", "80", "pcs", "7.15"]),
        ]
    )
    assert lines_said(order, *SAID)[:2] == [("10", "PX-4410", "10", "2026-04-20"), ("10", "PX-4410", "20", "2026-05-18")]


def test_parts_under_a_heading_of_their_own_say_when_the_last_line_is_wanted() -> None:
    xs, own = (40, 80, 150, -385, 392, -470, -545), (150, 225, -330)
    order = page_order(
        [
            *rows(100, xs, ["Item", "Part No.", "Description", "Qty", "UOM", "Unit price", "Amount"]),
            *rows(116, xs, ["10", "7712-004", "Mechanical seal 32 mm", "60", "pcs", "88.50", "5,310.00"]),
            *rows(
                128,
                own,
                ["Schedule", "Delivery date", "Qty"],
                ["", "2026-04-06", "20 pcs"],
                ["", "2026-05-04", "40 pcs"],
                step=10,
            ),
            *rows(164, xs, ["20", "8800-017", "Impeller bronze", "12", "pcs", "142.00", "1,704.00"]),
            *rows(176, own, ["Schedule", "Delivery date", "Qty"], ["", "2026-05-11", "12 pcs"], step=10),
        ]
    )
    said = lines_said(order, "description", "quantity", "line_amount", "requested_delivery_date")
    assert said[2:] == [("Impeller bronze", "12", "1704", "2026-05-11")]
    assert [line[1] for line in said] == ["20", "40", "12"]


def test_a_row_of_cells_that_calls_its_quantity_by_name_is_an_item() -> None:
    xs = (40, 100, 200, 340, 420)
    order = page_order(
        rows(
            100,
            xs,
            ["Item 10", "SKU SHK-8-316", "D-shackle 8mm", "qty 40 ea", "@ GBP 3.15"],
            ["Item 20", "SKU ROP-12-DB", "Braided rope", "qty 200 m", "@ GBP 1.92"],
            ["Item 30", "SKU FND-F3-NV", "Fender F3", "qty", "12 ea"],
        )
    )
    said = lines_said(order, "customer_part_number", "description", "quantity", "uom")
    assert said == [
        ("SHK-8-316", "D-shackle 8mm", "40", "ea"),
        ("ROP-12-DB", "Braided rope", "200", "m"),
        ("FND-F3-NV", "Fender F3", "12", "ea"),
    ]
