"""Who gets the invoice: the customer or the account above him; whoever else is named, a person decides."""

from __future__ import annotations

import pytest

from intake.domain.matched import Correction
from intake.domain.orders import Party


def codes(order):
    return [(reason.code.value, reason.path) for reason in order.reasons]


def chosen(number):
    return [Correction(path="bill_to_no", value=number, actor="desk", at="2026-03-02T09:00:00")]


@pytest.mark.parametrize(
    "bill_to",
    [
        Party(name="Rhein Leasing GmbH", street="Domstr. 3", postal_code="50668", city="Köln"),
        Party(name="Rhein Leasing GmbH"),
        Party(name="Adler Werkzeuge Leasing GmbH", street="Hafenstraße 12", postal_code="20457", city="Hamburg"),
        Party(name="Hafen Holding AG", street="Hafenstraße 12", postal_code="20457", city="Hamburg"),
        Party(name="Financial Services Ltd"),
        Party(name="Chalk Downs Learning Trust", street="4 Priory Court", postal_code="HP19 8TX"),
    ],
)
def test_an_invoice_to_somebody_who_is_no_customer_waits(matched, line, bill_to):
    order = matched(line(), bill_to=bill_to)
    assert codes(order) == [("customer_unknown", "bill_to_no")]
    assert (order.customer_no, order.bill_to_no) == ("C1001", None)
    assert bill_to.name in order.reasons[0].message


@pytest.mark.parametrize(
    "bill_to",
    [
        Party(name="Adler Werkzeuge GmbH"),
        Party(name="ADLER WERKZEUGE GMBH & CO KG", street="Postfach 11 20", postal_code="20400"),
        Party(name="Adler Werkzuege GmbH"),
        Party(name="Adler Werkzeuge GmbH & Co. KG, Kreditorenbuchhaltung"),
        Party(name="Accounts payable"),
        Party(name="Direction des finances", street="BP 20", postal_code="20401"),
        Party(name="Zentraleinkauf", street="Hafenstr. 12", postal_code="20457", city="Hamburg"),
        Party(name="Nordwest Handel GmbH"),
        Party(email="rechnung@adler-werkzeuge.example"),
        Party(street="Postfach 11 20", postal_code="20400", city="Hamburg"),
    ],
)
def test_an_invoice_to_the_customer_himself_goes_through(matched, line, bill_to):
    order = matched(line(), bill_to=bill_to)
    assert (order.bill_to_no, codes(order)) == ("C1001", [])


def test_the_name_that_the_document_gives_the_buyer_is_no_other(matched, line):
    order = matched(
        line(), buyer=Party(name="Adler Wzg. Hamburg", vat_id="DE811907980"), bill_to=Party(name="Adler Wzg. Hamburg")
    )
    assert order.bill_to_no == "C1001"


def test_a_person_says_who_pays(matched, line):
    unknown = {"bill_to": Party(name="Rhein Leasing GmbH")}
    order = matched(line(), corrections=chosen("C1001"), **unknown)
    assert (order.bill_to_no, order.reasons) == ("C1001", ())
    other = matched(line(), corrections=chosen("C1005"), **unknown)
    assert (other.bill_to_no, codes(other)) == (None, [("customer_ambiguous", "bill_to_no")])


def test_a_person_may_choose_the_account_above(matched, line):
    lines = line(customer_part_number=None, sku="HX-M8X40-A2", uom="Stk")
    order = matched(lines, sender="lager@adler-nord.example", corrections=chosen("C1001"))
    assert (order.customer_no, order.bill_to_no, order.reasons) == ("C1003", "C1001", ())
