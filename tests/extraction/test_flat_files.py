"""Exports in which every row repeats the head: the number makes the order, constant columns its head, the rest its lines."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.extraction.grid_orders import lines_said, sheet_orders

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.wiring import open_reader


@pytest.fixture
def read(tmp_path):
    def read(text):
        raw = text.strip().encode()
        return (
            open_reader(load_settings(tmp_path), "layout")
            .read(raw, "orders.csv", Origin.UPLOAD, datetime(2026, 3, 2, tzinfo=UTC))
            .reading
        )

    return read


def lines(order):
    return [(line.customer_part_number, line.quantity) for line in order.order.lines]


def test_columns_that_never_change_are_the_head(read):
    (order,) = read("""
PO_NUM,PO_DATE,SHIP_NAME,SHIP_ADDR,SHIP_ZIP,SHIP_CITY,ITEM,ITEM_DESC,QTY,UOM
E-100231,2026-03-01,Harris Dental,55 Oak Avenue,60601,Chicago,DT-11,Dental bib,10,CS
E-100231,2026-03-01,Harris Dental,55 Oak Avenue,60601,Chicago,DT-40,Saliva ejector,25,BG
""").orders
    assert order.order.customer_po_number == "E-100231"
    assert str(order.order.order_date) == "2026-03-01"
    assert (order.order.ship_to.street, order.order.ship_to.postal_code) == ("55 Oak Avenue", "60601")
    assert lines(order) == [("DT-11", Decimal(10)), ("DT-40", Decimal(25))]
    assert [line.description for line in order.order.lines] == ["Dental bib", "Saliva ejector"]
    assert order.problems == ()


def test_every_number_is_an_order_of_its_own(read):
    first, second = read("""
cislo_objednavky;kod;nazev;mnozstvi;mj
A-1001;DT-11;Rouska;10;ks
A-1001;DT-40;Savka;25;bal
A-1002;DT-11;Rouska;4;ks
A-1002;DT-77;Gaza;7;bal
""").orders
    assert [order.order.customer_po_number for order in (first, second)] == ["A-1001", "A-1002"]
    assert lines(first) == [("DT-11", Decimal(10)), ("DT-40", Decimal(25))]
    assert lines(second) == [("DT-11", Decimal(4)), ("DT-77", Decimal(7))]
    assert (first.problems, second.problems) == ((), ())


def test_the_makers_number_alone_names_the_article(read):
    (order,) = read("""
PO Number,MPN,Qty,UOM
E-100231,6204-2RS,10,EA
E-100231,6205-2RS,25,EA
""").orders
    assert order.order.customer_po_number == "E-100231"
    assert [line.manufacturer_part_number for line in order.order.lines] == ["6204-2RS", "6205-2RS"]


def test_article_numbers_that_are_called_order_numbers_make_no_orders(read):
    (order,) = read("""
Bestellung;B-7;;
Bestell-Nr.;Bezeichnung;Menge;ME
1001;Serviette;10;Pack
2001;Teelicht;4;Beutel
3001;Kerze;2;Karton
""").orders
    assert [line.quantity for line in order.order.lines] == [10, 4, 2]
    assert [line.customer_part_number for line in order.order.lines] == ["1001", "2001", "3001"]


def test_a_number_that_may_be_an_articles_is_the_orders_where_it_never_changes(read):
    (order,) = read("""
Bestellnummer;Position;Material;Kurztext;Bestellmenge;Nettopreis;Lieferdatum
4500911820;10;77123;Hydraulikschlauch;5;185,00;20.03.2026
4500911820;20;77200;Verschraubung;250;1,42;27.03.2026
""").orders
    assert order.order.customer_po_number == "4500911820"
    assert lines(order) == [("77123", Decimal(5)), ("77200", Decimal(250))]
    assert [str(line.requested_delivery_date) for line in order.order.lines] == ["2026-03-20", "2026-03-27"]


XERO = [
    "*PurchaseOrderNumber",
    "*PurchaseOrderDate",
    "InventoryItemCode",
    "Description",
    "*Quantity",
    "*UnitAmount",
    "*AccountCode",
]


def test_small_orders_under_the_orders_own_number_are_orders_each() -> None:
    first, second = sheet_orders(
        [
            XERO,
            ["PO-0418", "2026-09-03", "SAT150", "Satin 150gsm", 12, "61.50", "300"],
            ["PO-0418", "2026-09-03", "CRT300", "Card 300gsm", 8, "48.20", "300"],
            ["PO-0419", "2026-09-04", "TNR-K", "Toner black", 2, "189.00", "310"],
        ]
    )
    assert (first.order.customer_po_number, lines_said(first, "quantity", "unit_price")) == (
        "PO-0418",
        [("12", "61.5"), ("8", "48.2")],
    )
    assert (second.order.customer_po_number, lines_said(second, "quantity", "unit_price")) == ("PO-0419", [("2", "189")])
    assert first.order.buyer.customer_no is None
