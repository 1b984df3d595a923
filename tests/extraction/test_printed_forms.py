"""Heads of printed and typed forms: labels below their values, on two lines, or beside a cell of two lines; addresses part by part."""

from __future__ import annotations

from tests.extraction.grid_orders import sheet_order
from tests.extraction.page_orders import page_order, rows

from intake.domain.orders import ReadOrder

LINES = rows(
    300, (40, 120, 300, 360, 430), ("Item", "Description", "Qty", "Price", "Amount"), ("A-10", "Hex bolt", "5", "2.00", "10.00")
)


def head_of(order: ReadOrder, *paths: str) -> tuple[str | None, ...]:
    found = []
    for path in paths:
        value: object = order.order
        for name in path.split("."):
            value = None if value is None else getattr(value, name)
        found.append(None if value is None else str(value))
    return tuple(found)


def test_values_may_stand_on_a_rule_above_what_they_are_called() -> None:
    values = rows(100, (40, 200, 330), ("44-26-1187", "05/26/2026", "06/19/2026"))
    names = rows(111, (40, 200, 330), ("PURCHASE ORDER NUMBER", "DATE ISSUED", "REQUIRED BY"))
    order = page_order([*values, *names, *LINES], head=())
    found = head_of(order, "customer_po_number", "order_date", "requested_delivery_date")
    assert found == ("44-26-1187", "2026-05-26", "2026-06-19")


def test_a_heading_on_two_lines_is_one_heading() -> None:
    first = rows(100, (40,), ("Expected Receipt",))
    second = rows(105.5, (200, 300), ("Terms", "Order no."))
    third = rows(111, (40,), ("Date",))
    values = rows(134, (40, 200, 300), ("6/30/2026", "Net 60", "4711"))
    order = page_order([*first, *second, *third, *values, *LINES], head=())
    assert head_of(order, "order_date", "requested_delivery_date", "customer_po_number") == (None, "2026-06-30", "4711")


def test_a_cell_of_two_lines_stands_half_above_and_half_below_its_label() -> None:
    label = rows(117, (40,), ("Ship to",))
    place = [*rows(110, (140,), ("Garden Centre of the",)), *rows(123, (140,), ("Old Mill Ltd",))]
    below = rows(146, (140,), ("12 Mill Lane",), ("Thame OX9 3RP",))
    order = page_order([*label, *place, *below, *LINES], head=())
    assert head_of(order, "ship_to.name", "ship_to.street", "ship_to.city") == (
        "Garden Centre of the Old Mill Ltd",
        "12 Mill Lane",
        "Thame",
    )


def test_a_form_that_asks_for_an_address_part_by_part() -> None:
    heading = ["Art.-Nr.", "Bezeichnung", "Menge", "Preis"]
    line = ["HX-10", "Schraube M8", 5, 2]
    across = sheet_order([["Firma", "Straße", "PLZ", "Ort"], ["Blumhof", "Am Anger 6", "99096", "Erfurt"], [], heading, line])
    down = [["Käufer:", "Blumhof"], ["USt-ID:", "?"], ["Straße:", "Am Anger 6"], ["PLZ / Ort:", "99096 Erfurt"]]
    for order in (across, sheet_order([*down, [], heading, line])):
        found = head_of(order, "buyer.name", "buyer.street", "buyer.postal_code", "buyer.city")
        assert found == ("Blumhof", "Am Anger 6", "99096", "Erfurt")


def test_a_town_right_of_the_title_is_not_the_orders_number() -> None:
    order = page_order([*rows(60, (40, 380), ("Pedido de compra", "30720 San Pedro del Pinatar")), *LINES], head=())
    assert head_of(order, "customer_po_number") == (None,)


def test_the_number_we_know_the_buyer_by_is_no_article() -> None:
    said = "wir bestellen (unsere Kd.-Nr. bei Ihnen: 70233) unter Bestellnummer DL-4471"
    order = page_order([*rows(60, (40,), (said,)), *LINES], head=())
    assert head_of(order, "buyer.customer_no", "customer_po_number") == ("70233", "DL-4471")
    assert len(order.order.lines) == 1


def test_a_total_to_which_the_tax_comes_is_the_net_one() -> None:
    order = page_order([*LINES, *rows(340, (40,), ("Summe 12,00 EUR zzgl. 19 % MwSt.",))])
    assert head_of(order, "total_net", "total_tax") == ("12.00", None)
