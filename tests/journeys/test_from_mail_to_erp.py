"""What happens to an order, from the customer's mail to the ERP, as the order desk would tell it."""

from __future__ import annotations

from typing import Any

from fixtures.generate.demo_forms import PRICED, UNPRICED, delivered_to, order
from fixtures.generate.demo_order import Line

from intake.domain.decisions import PushedOrder, SalesOrder
from intake.domain.errors import Unavailable
from intake.domain.reasons import ReasonCode
from intake.pipeline.web_orders import submit_web_order
from intake.wiring import open_engine

OURS = "line_number ours description quantity uom"


def codes(outcome: dict[str, Any]) -> list[str]:
    return sorted({reason["code"] for reason in outcome["reasons"]})


def test_a_clean_order_is_pushed_once_and_nobody_touched_it(house) -> None:
    (booked,) = house.receives(house.mail(order("C1003", "PO-90001", Line("RL-24", 10), Line("HM-500", 4))))
    assert (booked["state"], booked["customer_no"], booked["ship_to_code"]) == ("pushed", "C1003", "MAIN")
    assert [(line["sku"], line["quantity_base"]) for line in booked["lines"]] == [("RL-24", "10"), ("HM-500", "4")]
    assert [event["event"] for event in booked["history"]].count("pushed") == 1
    assert house.erp_has(booked)


def test_the_same_mail_twice_is_one_order(house) -> None:
    raw = house.mail(order("C1003", "PO-90002", Line("RL-24", 10)))
    (first,) = house.receives(raw)
    (again,) = house.receives(raw)
    assert (again["id"], again["sales_order_number"]) == (first["id"], first["sales_order_number"])


def test_a_number_of_one_size_with_the_words_of_another_waits_until_the_desk_has_asked(house) -> None:
    made = order("C1001", "4500020003", Line("HX-M8X40", 500, text="Sechskantschraube M8x50 DIN 933 A2-70"), columns=OURS)
    (held,) = house.receives(house.mail(made))
    assert (held["state"], held["queue"], codes(held)) == ("held", "order_desk", ["sku_contradicted"])
    assert not house.erp_has(held)
    booked = house.desk_corrects(held, line_0_sku="HX-M8X50")
    assert (booked["state"], booked["lines"][0]["sku"]) == ("pushed", "HX-M8X50")


def test_an_order_over_the_limit_goes_when_finance_releases_it(house) -> None:
    made = order("C1010", "HO-9004", Line("TR-M16", 200), columns=UNPRICED)
    (held,) = house.receives(house.mail(made))
    assert (held["queue"], codes(held)) == ("finance", ["over_credit_limit"])
    assert held["credit"]["limit"] == "5000.00"
    booked = house.finance_releases(held, ReasonCode.OVER_CREDIT_LIMIT)
    assert booked["state"] == "pushed"
    assert "released" in [event["event"] for event in booked["history"]]


def test_an_overdue_account_goes_on_by_itself_once_the_erp_shows_the_payment(house) -> None:
    (held,) = house.receives(house.mail(order("C1011", "SK-9005", Line("CD-230-16", 50), columns=UNPRICED)))
    assert (held["queue"], codes(held)) == ("finance", ["account_overdue"])
    house.syncs()
    assert house.order(held["id"])["state"] == "held"
    house.is_paid("RE-251120", "RE-260102")
    house.syncs()
    assert house.order(held["id"])["state"] == "pushed"


def test_a_partial_payment_is_not_enough_and_changes_nothing(house) -> None:
    (held,) = house.receives(house.mail(order("C1011", "SK-9006", Line("CD-230-16", 50), columns=UNPRICED)))
    house.is_paid("RE-260102")
    house.syncs()
    assert house.order(held["id"])["version"] == held["version"]


def test_two_orders_in_one_mail_are_two_sales_orders(house) -> None:
    first = order("C1003", "PO-90007", Line("RL-24", 10))
    second = order("C1003", "PO-90008", Line("HM-500", 4))
    mail = house.mail_of("C1003", "Two orders", "Hello,\n\nplease find our two orders attached.\n\nRegards\n", first, second)
    one, other = house.receives(mail)
    assert {one["customer_po_number"], other["customer_po_number"]} == {"PO-90007", "PO-90008"}
    assert one["state"] == other["state"] == "pushed"
    assert one["sales_order_number"] != other["sales_order_number"]


def test_the_same_order_as_pdf_today_and_as_excel_tomorrow_is_one_order(house) -> None:
    made = order("C1003", "PO-90009", Line("RL-24", 10), columns=UNPRICED)
    (first,) = house.receives(house.mail(made))
    (second,) = house.receives(house.mail(made, as_excel=True))
    assert (first["state"], second["state"], codes(second)) == ("pushed", "held", ["duplicate_order"])
    assert not house.erp_has(second)


def test_a_revision_waits_beside_what_was_pushed(house) -> None:
    house.receives(house.mail(order("C1003", "PO-90010", Line("RL-24", 10), columns=UNPRICED)))
    (revised,) = house.receives(house.mail(order("C1003", "PO-90010", Line("RL-24", 15), columns=UNPRICED)))
    assert revised["state"] == "held"
    assert set(codes(revised)) <= {"revision_of_order", "po_number_reused"}
    assert not house.erp_has(revised)


def test_a_cancellation_is_for_a_person_and_touches_nothing(house) -> None:
    (booked,) = house.receives(house.mail(order("C1003", "PO-90011", Line("RL-24", 10))))
    text = "Hello,\n\nplease cancel our order PO-90011.\n\nKind regards\nOlivia Finch\n"
    (asked,) = house.receives(house.mail_of("C1003", "Cancellation of PO-90011", text))
    assert (asked["state"], codes(asked)) == ("held", ["order_cancellation_request"])
    assert house.order(booked["id"])["state"] == "pushed"


def test_goods_to_an_unknown_address_wait_until_the_desk_has_confirmed_where_they_go(house) -> None:
    made = order(
        "C1003", "PO-90012", Line("RL-24", 10), columns=UNPRICED,
        ship_to=delivered_to("en", "Harrow & Finch Ltd", "44 Dock Road", "E16 2AB", "London"),
    )  # fmt: skip
    (held,) = house.receives(house.mail(made))
    assert codes(held) == ["ship_to_unknown"]
    booked = house.desk_corrects(held, ship_to_code="DEPOT")
    assert (booked["state"], booked["ship_to_code"]) == ("pushed", "DEPOT")


def test_a_web_order_and_a_mail_get_the_same_credit_decision(house) -> None:
    cart = {
        "customer_no": "C1010",
        "customer_po_number": "WEB-90013",
        "currency": "EUR",
        "lines": [{"line_number": "10", "sku": "TR-M16", "quantity": "200", "uom": "EA"}],
        "charges": [],
    }
    by_web = submit_web_order(house.line, open_engine(house.settings, house.line), cart, idempotency_key=None, shop="shop")
    (by_mail,) = house.receives(house.mail(order("C1010", "HO-90013", Line("TR-M16", 200), columns=UNPRICED)))
    assert codes(by_web) == codes(by_mail) == ["over_credit_limit"]
    for figure in ("outcome", "exposure", "limit", "headroom", "excess", "policy"):
        assert by_web["credit"][figure] == by_mail["credit"][figure]


class ErpThatComesBack:
    """The ERP, away until somebody switches it on again."""

    def __init__(self, erp: Any) -> None:
        self._erp, self.is_away = erp, True

    def find_sales_order(self, external_key: str) -> PushedOrder | None:
        return self._answering().find_sales_order(external_key)

    def create_sales_order(self, sales_order: SalesOrder) -> PushedOrder:
        return self._answering().create_sales_order(sales_order)

    def _answering(self) -> Any:
        if self.is_away:
            raise Unavailable("The ERP did not answer.")
        return self._erp


def test_an_erp_that_is_away_loses_nothing_and_gets_the_order_once_when_it_is_back(house, monkeypatch) -> None:
    monkeypatch.setattr("intake.pipeline.retry.FIRST_WAIT", type(house.now - house.now)(milliseconds=1))
    erp = ErpThatComesBack(house.line.erp)
    house = house.with_erp(erp)
    (waiting,) = house.receives(house.mail(order("C1003", "PO-90014", Line("RL-24", 10), columns=PRICED)))
    assert (waiting["state"], waiting["queue"], codes(waiting)) == ("held", "operations", ["erp_unavailable"])
    erp.is_away = False
    booked = house.operations_try_again(waiting)
    assert booked["state"] == "pushed"
    assert [event["event"] for event in booked["history"]].count("pushed") == 1
