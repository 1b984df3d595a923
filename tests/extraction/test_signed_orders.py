"""Who orders where only the mail's signature says it, and whose "kr." and "$" an order counts in."""

from __future__ import annotations

import pytest

from intake.domain.orders import Proof

BODY = "Hello,\n\nplease send 5 pcs HX-M8X40 bolts on our PO 4711.\n\n"
HARBOUR = "Kind regards\nKim Doe\nStores\n\n{firm}\nHavnevej 22, 8400 Ebeltoft\nTel. 55 55 12 40\n"


def test_the_firm_in_the_signature_orders_where_nobody_else_is_named(read_mail):
    found = read_mail(BODY + HARBOUR.format(firm="Sea & Shore Kayaks")).orders[0]
    buyer = found.order.buyer
    assert (buyer.name, buyer.street, buyer.postal_code, buyer.city) == (
        "Sea & Shore Kayaks", "Havnevej 22", "8400", "Ebeltoft",
    )  # fmt: skip
    assert Proof.LABELLED not in found.proofs["buyer.name"]


def test_we_and_the_writer_are_no_firms_that_order(read_mail):
    ours = read_mail(BODY + HARBOUR.format(firm="Nordwerk GmbH")).orders[0].order
    alone = read_mail(BODY + "Kind regards\nKim Doe\nHavnevej 22, 8400 Ebeltoft\n").orders[0].order
    assert (ours.buyer.name, alone.buyer.name) == (None, None)


LINES = """

Item  Part No    Description    Qty  Unit  Price        Total
1     HX-M8X40   Bolt M8x40     200  EA    {sign} 1.20   {sign} 240.00
2     HX-M8X50   Bolt M8x50     100  EA    {sign} 1.50   {sign} 150.00
"""
SIGNS = {
    ("kr.", "Denmark"): "DKK",
    ("kr.", "Sweden"): "SEK",
    ("$", "USA"): "USD",
    ("$", "Canada"): None,
    ("kr.", ""): None,
}


@pytest.mark.parametrize(("sign", "country"), SIGNS)
def test_a_sign_that_countries_share_is_the_buyers_own(read_mail, sign, country):
    head = f"Purchase Order 4711\n\nACME Ltd\nHavnevej 22\n8400 Ebeltoft\n{country}\n"
    reading = read_mail("Hello,\n\nsee the attached order.\n", attached=[("order.txt", head + LINES.format(sign=sign))])
    found = reading.orders[0]
    assert found.order.currency == SIGNS[sign, country]
    assert Proof.LABELLED not in found.proofs.get("currency", ())


@pytest.mark.parametrize("line", ["Unit 3, Eco Park, Sheet Road, Ludlow SY8 1ST", "Dorf 112, 6764 Lech"])
def test_a_house_in_a_line_of_its_own_orders_nothing(read_mail, line):
    found = (
        read_mail(f"Hello,\n\nplease send on our PO 4711:\n\n5 pcs HX-M8X40 bolts\n\nThe place is new:\n{line}\n").orders[0].order
    )
    assert [(each.quantity, each.customer_part_number) for each in found.lines] == [(5, "HX-M8X40")]
