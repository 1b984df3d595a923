"""Codes without a column of their own: below each name, or before it in its cell."""

from __future__ import annotations

from tests.extraction.grid_orders import lines_said
from tests.extraction.page_orders import page_order, rows

XS = (40, -330, 340, -430)
SAID = ("customer_part_number", "description")


def test_codes_below_every_name_are_the_articles() -> None:
    order = page_order(
        [
            *rows(100, XS, ["Description", "Qty", "UOM", "Unit price"]),
            *rows(120, XS, ["Wood glue D3", "6", "pcs", "48.50"], ["GLU-D3-10"]),
            *rows(156, XS, ["Sanding belt 75x533", "50", "pcs", "3.85"], ["BP75533/120"]),
        ]
    )
    assert lines_said(order, *SAID) == [("GLU-D3-10", "Wood glue D3"), ("BP75533/120", "Sanding belt 75x533")]


def test_sizes_below_names_stay_with_them() -> None:
    order = page_order(
        [
            *rows(100, XS, ["Description", "Qty", "UOM", "Unit price"]),
            *rows(120, XS, ["Hex bolt", "6", "pcs", "48.50"], ["M8X40"]),
            *rows(156, XS, ["Ball valve", "50", "pcs", "3.85"], ["DN50"]),
        ]
    )
    assert lines_said(order, *SAID) == [(None, "Hex bolt M8X40"), (None, "Ball valve DN50")]


def test_an_items_cell_begins_with_its_code() -> None:
    order = page_order(
        [
            *rows(100, XS, ["Item", "Qty", "UOM", "Unit price"]),
            *rows(
                120, XS, ["4471-B Bushing, bronze", "250", "pcs", "1.87"], ["CF-2200 Cutting fluid 55 gal", "2", "pcs", "612.00"]
            ),
        ]
    )
    assert lines_said(order, *SAID) == [("4471-B", "Bushing, bronze"), ("CF-2200", "Cutting fluid 55 gal")]


def test_capitals_with_hyphens_before_every_name_are_its_code() -> None:
    lines = [
        ["PIL-STD Pillow standard", "12", "pcs"],
        ["SHT-QN-W Sheet queen", "24", "pcs"],
        ["BLK-QN Blanket queen", "6", "pcs"],
    ]
    order = page_order([*rows(100, XS, ["Item", "Qty", "UOM"]), *rows(120, XS, *lines)])
    assert lines_said(order, *SAID) == [
        ("PIL-STD", "Pillow standard"),
        ("SHT-QN-W", "Sheet queen"),
        ("BLK-QN", "Blanket queen"),
    ]
