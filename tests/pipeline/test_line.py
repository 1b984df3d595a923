"""From a mail to the ERP, as the order desk would tell it."""

from __future__ import annotations

from decimal import Decimal

from intake.domain.reasons import Queue, ReasonCode
from intake.domain.status import OrderStatus
from intake.store.decisions import load_decision, load_hold
from intake.store.experience import StoredExperience
from intake.store.trail import events_of, verify_trail


def test_a_clean_order_is_in_the_erp_and_nobody_touched_it(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 200)))
    assert order.state is OrderStatus.PUSHED
    booked = company.erp.find_sales_order(order.order_id)
    assert (booked.sales_order_number, booked.net_amount) == (order.sales_order_number, Decimal(200))


def test_what_a_customer_bought_comes_first_the_latest_of_it_before_all(company, mail) -> None:
    company.take(mail("1", ("HX-M8X40", 1)))
    company.take(mail("2", ("HX-M8X50", 1)))
    past = StoredExperience(company.line.database)
    assert past.bought_articles("C1001") == ("HX-M8X50", "HX-M8X40")
    assert past.bought_articles("C1002") == ()
    company.take(mail("3", ("HX-M8X40", 2)))
    assert past.bought_articles("C1001") == ("HX-M8X40", "HX-M8X50")


def test_the_history_tells_every_step_once(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 200)))
    with company.line.database.read() as tx:
        told = [entry.event for entry in events_of(tx, order_id=order.order_id)]
        assert verify_trail(tx) == []
    assert told == ["received", "read", "matched", "decided", "push_intended", "pushed"]


def test_two_orders_in_one_mail_become_two_sales_orders(company, mail) -> None:
    orders = [{"po": "1", "lines": [["HX-M8X40", 1]]}, {"po": "2", "lines": [["HX-M8X50", 1]]}]
    first, second = company.take(mail(None, orders=orders))
    assert first.sales_order_number != second.sales_order_number
    assert {first.state, second.state} == {OrderStatus.PUSHED}


def test_the_same_mail_sent_again_is_one_message_and_one_order(company, mail) -> None:
    raw = mail("4711", ("HX-M8X40", 200))
    (order,) = company.take(raw)
    assert company.take(raw) == [order]


def test_the_same_purchase_order_as_another_document_is_a_duplicate(company, mail) -> None:
    (first,) = company.take(mail("4711", ("HX-M8X40", 200)))
    (second,) = company.take(mail("4711", ("HX-M8X40", 200), subject="and as Excel"))
    assert (first.state, second.state) == (OrderStatus.PUSHED, OrderStatus.HELD)
    assert _codes(company, second) == [ReasonCode.DUPLICATE_ORDER]


def test_an_order_above_the_credit_limit_waits_for_finance(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    assert (order.state, order.queue) == (OrderStatus.HELD, Queue.FINANCE)
    assert _codes(company, order) == [ReasonCode.OVER_CREDIT_LIMIT]
    assert company.erp.find_sales_order(order.order_id) is None


def test_orders_that_fit_alone_but_not_together_do_not_both_go(company, mail) -> None:
    """Limit 1000, 100 owed, each 595 gross: the first reserves its headroom, though the ERP's figures do not show it yet."""
    (first,) = company.take(mail("1", ("HX-M8X40", 500)))
    (second,) = company.take(mail("2", ("HX-M8X40", 500)))
    assert (first.state, second.state) == (OrderStatus.PUSHED, OrderStatus.HELD)


def test_an_unknown_article_waits_for_the_order_desk(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M9X99", 1)))
    assert (order.queue, _codes(company, order)) == (Queue.ORDER_DESK, [ReasonCode.SKU_UNKNOWN])


def test_a_newsletter_is_no_order_and_still_to_be_found(company, mail) -> None:
    (order,) = company.take(mail(None, orders=[], kind="other", subject="Spring offers"))
    assert (order.state, order.subject) == (OrderStatus.NOT_AN_ORDER, "Spring offers")


def test_an_inquiry_waits_for_the_desk(company, mail) -> None:
    (order,) = company.take(mail(None, orders=[], kind="inquiry"))
    assert _codes(company, order) == [ReasonCode.INQUIRY]


def test_a_message_of_which_something_was_not_read_is_never_put_away(company, mail) -> None:
    (order,) = company.take(mail(None, orders=[], kind="other", problems=["document_encrypted"]))
    assert (order.state, _codes(company, order)) == (OrderStatus.HELD, [ReasonCode.DOCUMENT_ENCRYPTED])


def test_an_order_without_lines_is_held_and_says_so(company, mail) -> None:
    (order,) = company.take(mail(None, orders=[], kind="order"))
    assert _codes(company, order) == [ReasonCode.NO_LINES]


def test_every_decision_is_kept_with_its_inputs(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    with company.line.database.read() as tx:
        stored = load_decision(tx, order.order_id)
    assert stored.decision_id == order.decision_id
    assert stored.decided.credit.order.gross_amount == Decimal(952)
    assert stored.decided.credit.inputs.accounts[0].credit_limit == Decimal(1000)
    assert stored.decided.hold.queue is Queue.FINANCE


def _codes(company, order) -> list[ReasonCode]:
    with company.line.database.read() as tx:
        return [reason.code for reason in load_hold(tx, order.order_id).reasons]


def test_two_papers_of_one_mail_that_say_different_things_under_one_number_are_both_held(company, mail) -> None:
    """The second is a revision of the first, so the first is not pushed either. A copy that says the same stops nothing."""
    first, second = company.take(mail(None, orders=[{"po": "1", "lines": [["HX-M8X40", quantity]]} for quantity in (10, 20)]))
    assert [each.state for each in (first, second)] == [OrderStatus.HELD, OrderStatus.HELD]
    clean, copy = company.take(mail(None, orders=[{"po": "2", "lines": [["HX-M8X40", 10]]}] * 2))
    assert [each.state for each in (clean, copy)] == [OrderStatus.PUSHED, OrderStatus.HELD]
