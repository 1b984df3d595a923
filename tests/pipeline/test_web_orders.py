"""A web shop's order goes through the same gate, at once, and the same request is never two orders."""

from __future__ import annotations

import pytest

from intake.domain.errors import NotAllowed
from intake.domain.messages import Origin
from intake.pipeline.web_orders import read_web_order, submit_web_order


@pytest.fixture
def shop(company):
    """The company with a web shop: its orders are read by their own reader."""
    plain = company.line.read
    return company.with_line(read=lambda stored: read_web_order(stored) if stored.origin is Origin.WEB else plain(stored))


def cart(po: str, quantity: int = 10, sku: str = "HX-M8X40", customer_no: str = "C1001"):
    lines = [{"line_number": "1", "sku": sku, "quantity": str(quantity), "uom": None}]
    return {"customer_no": customer_no, "customer_po_number": po, "currency": "EUR", "lines": lines, "charges": []}


def submit(company, order, key=None):
    return submit_web_order(company.line, company.engine, order, idempotency_key=key, shop="shop")


def test_a_cart_within_the_limit_is_in_the_erp_when_the_answer_comes(shop) -> None:
    outcome = submit(shop, cart("W-1"))
    assert (outcome["state"], outcome["origin"], outcome["customer_no"]) == ("pushed", "web", "C1001")
    assert outcome["credit"]["outcome"] == "accept"


def test_a_web_order_meets_the_same_limit_as_a_mailed_one(shop, mail) -> None:
    web = submit(shop, cart("W-1", 400, "HX-M8X50"))
    (mailed,) = shop.take(mail("M-1", ("HX-M8X50", 400)))
    assert web["state"] == mailed.state == "held"
    assert [reason["code"] for reason in web["reasons"]] == ["over_credit_limit"]


def test_the_same_key_is_the_same_order(shop) -> None:
    first = submit(shop, cart("W-1"), key="k-1")
    assert submit(shop, cart("W-1"), key="k-1") == first


def test_a_key_is_not_used_for_another_order(shop) -> None:
    submit(shop, cart("W-1"), key="k-1")
    with pytest.raises(NotAllowed, match="used for another order"):
        submit(shop, cart("W-2"), key="k-1")


def test_the_same_purchase_order_by_web_and_by_mail_is_one_order(shop, mail) -> None:
    submit(shop, cart("4711"))
    (mailed,) = shop.take(mail("4711", ("HX-M8X40", 10)))
    assert mailed.state == "held"
