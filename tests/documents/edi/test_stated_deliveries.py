"""Deliveries of a line: parts that add up are a line each, others leave it to a person; and what else is no plain order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.documents.edi.test_structured_orders import CXML, EDIFACT, OPENTRANS, SOURCE, TRADACOMS, UBL, X12, read, reasons

from intake.documents.edi import read_structured

_UBL = (
    "<cac:Delivery><cbc:Quantity>{}</cbc:Quantity><cac:RequestedDeliveryPeriod><cbc:EndDate>{}</cbc:EndDate>"
    "</cac:RequestedDeliveryPeriod></cac:Delivery>"
)
_CXML = '<ScheduleLine quantity="{}" requestedDeliveryDate="{}"/>'
_OPENTRANS = (
    "<PARTIAL_DELIVERY><QUANTITY>{}</QUANTITY><DELIVERY_DATE><DELIVERY_END_DATE>{}</DELIVERY_END_DATE></DELIVERY_DATE>"
    "</PARTIAL_DELIVERY>"
)


def two_parts(name: str, first: str, second: str) -> str:
    """The first line of an order of 200, wanted in two parts."""
    days = ("2026-04-01", "2026-05-04")
    parts = list(zip((first, second), days, strict=True))
    if name == "edifact":
        said = "".join(f"SCC+1'QTY+113:{quantity}:PCE'DTM+2:{day}:102'" for quantity, day in parts).replace("-", "")
        return EDIFACT.replace("LIN+2'", said + "LIN+2'").replace("UNT+27", "UNT+33")
    if name == "x12":
        said = "".join(f"SCH*{quantity}*EA***002*{day.replace('-', '')}~\n" for quantity, day in parts)
        return X12.replace("CTT*1", said + "CTT*1").replace("SE*12", "SE*14")
    if name == "ubl":
        return UBL.replace("<cac:Price>", "".join(_UBL.format(*part) for part in parts) + "<cac:Price>")
    if name == "cxml":
        return CXML.replace("</ItemOut>", "".join(_CXML.format(*part) for part in parts) + "</ItemOut>")
    said = "".join(_OPENTRANS.format(*part) for part in parts)
    return OPENTRANS.replace("</ORDER_ITEM>", f"<PARTIAL_DELIVERY_LIST>{said}</PARTIAL_DELIVERY_LIST></ORDER_ITEM>")


@pytest.mark.parametrize("name", ["edifact", "x12", "ubl", "cxml", "opentrans"])
def test_parts_that_add_up_are_a_line_each(name: str) -> None:
    (found,) = read(two_parts(name, "120", "80"))
    first, second = found.order.lines[:2]
    assert (first.quantity, first.requested_delivery_date) == (Decimal(120), date(2026, 4, 1))
    assert (second.quantity, second.requested_delivery_date) == (Decimal(80), date(2026, 5, 4))
    assert (first.sku, first.unit_price) == (second.sku, second.unit_price)
    assert found.problems == ()


@pytest.mark.parametrize("name", ["edifact", "x12", "ubl", "cxml", "opentrans"])
def test_parts_that_do_not_add_up_stay_one_line_for_a_person(name: str) -> None:
    text = two_parts(name, "120", "90")
    assert read(text)[0].order.lines[0].quantity == Decimal(200)
    assert ("value_ambiguous", "lines[0].quantity") in reasons(text)


def test_an_interchange_in_small_letters_is_read() -> None:
    (found,) = read(EDIFACT.lower())
    assert (found.order.customer_po_number, len(found.order.lines), found.problems) == ("PO-4711", 2, ())


def test_a_name_that_goes_on_is_one_name_and_a_department_is_none() -> None:
    named = "Werkzeug ?+ Bau GmbH+"
    (whole,) = read(EDIFACT.replace(named, "Werkzeug und Bau:GmbH & Co. KG+"))
    (beside,) = read(EDIFACT.replace(named, "Werkzeug und Bau GmbH:Einkauf+"))
    assert whole.order.buyer is not None
    assert beside.order.buyer is not None
    assert (whole.order.buyer.name, beside.order.buyer.name) == ("Werkzeug und Bau GmbH & Co. KG", "Werkzeug und Bau GmbH")


def test_an_order_of_another_vocabulary_is_no_ubl() -> None:
    shop = b"<Order><OrderNumber>1000</OrderNumber><Items><Item><Sku>HX-1</Sku><Qty>3</Qty></Item></Items></Order>"
    assert read_structured(SOURCE, shop) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (CXML.replace('type="new"', 'type="new" shipComplete="yes"'), ("value_ambiguous", "")),
        (
            OPENTRANS.replace("</ORDER_INFO>", "<PARTIAL_SHIPMENT_ALLOWED>FALSE</PARTIAL_SHIPMENT_ALLOWED></ORDER_INFO>"),
            ("value_ambiguous", ""),
        ),
        (TRADACOMS.replace("14006381333938", "4006381333931"), ("value_ambiguous", "lines[0].uom")),
        (TRADACOMS.replace("+12+10+", "+12+10:25:KG+"), ("value_ambiguous", "lines[0].quantity")),
        (
            UBL.replace("<cbc:ID>10</cbc:ID>", "<cbc:ID>10</cbc:ID><cbc:LineStatusCode>2</cbc:LineStatusCode>"),
            ("value_ambiguous", "lines[0].quantity"),
        ),
    ],
)
def test_what_no_field_holds_waits_for_a_person(text: str, held: tuple[str, str]) -> None:
    assert held in reasons(text)


def test_a_buyers_own_words_in_cxml_are_a_note_and_its_codes_are_none() -> None:
    own = '<Extrinsic name="CostCenter">4410</Extrinsic><Extrinsic name="DeliveryInstructions">Dock 2 only</Extrinsic>'
    (found,) = read(CXML.replace("</OrderRequestHeader>", own + "</OrderRequestHeader>"))
    assert found.order.note == "Dock 2 only"
