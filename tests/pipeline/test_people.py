"""What people say about an order, and what becomes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from intake.domain.errors import NotAllowed, StaleVersion
from intake.domain.matched import MatchedOrder
from intake.domain.messages import Origin
from intake.domain.reasons import Queue, ReasonCode
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor
from intake.pipeline.commands import correct, reject, release, try_again
from intake.pipeline.desk_port import LineDesk
from intake.pipeline.finance_orders import held_orders
from intake.pipeline.receive import receive
from intake.pipeline.sales_orders import identity_hash
from intake.store.decisions import load_corrections, load_grants, load_hold
from intake.store.doors import keep_user

DESK = Actor(name="desk", roles=frozenset({"order_desk"}))
FINANCE = Actor(name="finance", roles=frozenset({"finance"}))


def test_the_desk_names_the_article_and_the_order_goes(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M9X99", 10)))
    correct(company.line, order.order_id, order.version, [("lines[0].sku", "HX-M8X40")], DESK)
    company.work()
    order = company.order(order.order_id)
    assert order.state is OrderStatus.PUSHED
    with company.line.database.read() as tx:
        (word,) = load_corrections(tx, order.order_id)
    assert (word.path, word.value, word.actor) == ("lines[0].sku", "HX-M8X40", "desk")


def test_two_people_at_one_order_and_the_second_is_told_to_look_again(company, mail) -> None:
    (seen,) = company.take(mail("4711", ("HX-M9X99", 10)))
    correct(company.line, seen.order_id, seen.version, [("lines[0].sku", "HX-M8X50")], DESK)
    with pytest.raises(StaleVersion, match="look at it again"):
        correct(company.line, seen.order_id, seen.version, [("lines[0].sku", "HX-M8X40")], DESK)


def test_finance_releases_what_is_over_the_limit(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    let_go(company, order, FINANCE, [ReasonCode.OVER_CREDIT_LIMIT])
    assert company.order(order.order_id).state is OrderStatus.PUSHED


def test_a_large_release_waits_for_a_second_pair_of_eyes_and_one_person_is_never_both(company, mail) -> None:
    company = with_four_eyes_above_500(company)
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    for _ in range(2):
        assert not let_go(company, order, FINANCE, [ReasonCode.OVER_CREDIT_LIMIT])
        assert company.order(order.order_id).state is OrderStatus.HELD
    shown = LineDesk(company.line, company.engine).order(order.order_id)
    assert shown is not None
    assert set(shown.signed_by) == {"finance"}
    assert let_go(company, order, FINANCE.model_copy(update={"name": "flora"}), [ReasonCode.OVER_CREDIT_LIMIT])
    assert company.order(order.order_id).state is OrderStatus.PUSHED
    with company.line.database.read() as tx:
        (grant,) = load_grants(tx, order.order_id)
    assert (grant.approvers, grant.four_eyes) == (("flora", "finance"), True)


def test_a_first_signature_is_void_once_the_order_was_decided_anew(company, mail) -> None:
    """The same order, but its debtor may owe more by now: whoever signed did not see that."""
    company = with_four_eyes_above_500(company)
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    assert not let_go(company, order, FINANCE, [ReasonCode.OVER_CREDIT_LIMIT])
    try_again(company.line, order.order_id, order.version, DESK)
    company.work()
    order, flora = company.order(order.order_id), FINANCE.model_copy(update={"name": "flora"})
    assert not let_go(company, order, flora, [ReasonCode.OVER_CREDIT_LIMIT])
    assert order.state is OrderStatus.HELD
    assert held_orders(company.line)[0].signed_by == ("flora",)


def test_a_signer_whose_role_was_taken_away_signs_nothing_any_more(company, mail) -> None:
    company = with_four_eyes_above_500(company)
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    assert not let_go(company, order, FINANCE, [ReasonCode.OVER_CREDIT_LIMIT])
    with company.line.database.write() as tx:
        keep_user(tx, FINANCE.name, None, ["order_desk"], company.line.clock())
    flora = FINANCE.model_copy(update={"name": "flora"})
    with pytest.raises(NotAllowed, match="second person"):
        let_go(company, order, flora, [ReasonCode.OVER_CREDIT_LIMIT])


def test_the_desk_cannot_release_what_finance_owns(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    with pytest.raises(NotAllowed):
        let_go(company, order, DESK, [ReasonCode.OVER_CREDIT_LIMIT])
    assert company.order(order.order_id) == order


def test_nobody_releases_an_order_for_a_reason_that_it_does_not_have(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    with pytest.raises(NotAllowed, match="not held for account_blocked"):
        let_go(company, order, FINANCE, [ReasonCode.ACCOUNT_BLOCKED])


def test_finance_sees_an_order_only_when_its_goods_are_settled(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400), ("HX-M9X99", 10)))
    assert order.queue is Queue.ORDER_DESK
    correct(company.line, order.order_id, order.version, [("lines[1].sku", "HX-M8X40")], DESK)
    company.work()
    order = company.order(order.order_id)
    assert order.queue is Queue.FINANCE
    let_go(company, order, FINANCE, [ReasonCode.OVER_CREDIT_LIMIT])
    assert company.order(order.order_id).state is OrderStatus.PUSHED


def test_a_rejected_order_ends_and_never_comes_back(company, mail) -> None:
    raw = mail("4711", ("HX-M9X99", 10))
    (order,) = company.take(raw)
    reject(company.line, order.order_id, order.version, DESK, "The customer withdrew it.")
    assert company.take(raw)[0].state is OrderStatus.REJECTED
    assert company.erp.find_sales_order(order.order_id) is None


def test_a_message_taken_for_no_order_becomes_one_when_the_desk_says_so(company, mail) -> None:
    (order,) = company.take(mail(None, orders=[], kind="other"))
    correct(company.line, order.order_id, order.version, [("kind", "order"), ("customer_no", "C1001")], DESK)
    company.work()
    order = company.order(order.order_id)
    assert (order.state, order.customer_no) == (OrderStatus.HELD, "C1001")


def test_an_order_that_the_desk_calls_none_is_put_away(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M9X99", 10)))
    correct(company.line, order.order_id, order.version, [("kind", "other")], DESK)
    order = company.order(order.order_id)
    assert order.state is OrderStatus.NOT_AN_ORDER
    with company.line.database.read() as tx:
        assert load_hold(tx, order.order_id) is None


def test_what_is_in_the_erp_is_corrected_there(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 10)))
    with pytest.raises(NotAllowed, match="only a held order"):
        correct(company.line, order.order_id, order.version, [("lines[0].sku", "HX-M8X50")], DESK)


def with_four_eyes_above_500(company):
    strict = company.line.policy()
    rows = tuple(row.model_copy(update={"four_eyes_above": Decimal(500)}) for row in strict.release.authority)
    strict = strict.model_copy(update={"release": strict.release.model_copy(update={"authority": rows})})
    return company.with_line(policy=lambda: strict)


def let_go(company, order, actor: Actor, codes: list[ReasonCode]) -> bool:
    released = release(
        company.line,
        order.order_id,
        order.version,
        codes,
        actor=actor,
        reason_code="payment_announced",
        comment="Paid today, says the bank.",
    )
    company.work()
    return released


def test_whoever_handed_an_order_in_does_not_release_it(company, mail) -> None:
    raw = mail("4711", ("HX-M8X50", 400))
    message_id = receive(company.line, raw, filename="order.csv", origin=Origin.UPLOAD, actor=FINANCE.name)
    company.work()
    (order,) = company.orders(message_id)
    with pytest.raises(NotAllowed, match="submitted"):
        let_go(company, order, FINANCE, [ReasonCode.OVER_CREDIT_LIMIT])
    assert let_go(company, order, FINANCE.model_copy(update={"name": "flora"}), [ReasonCode.OVER_CREDIT_LIMIT])


def test_a_release_of_finance_ends_with_the_terms_it_was_given_under(company) -> None:
    """A debtor that paid in advance when the order was released must not get it on sixty days."""
    debtor = company.line.masters.current().customer("C1001")
    other = debtor.model_copy(update={"payment_terms": "60 days net"})
    matched = MatchedOrder(customer_no="C1001", bill_to_no="C1001", currency="EUR")
    assert identity_hash(matched, debtor) != identity_hash(matched, other)
    assert identity_hash(matched, debtor) == identity_hash(matched.model_copy(update={"net_amount": Decimal(1)}), debtor)
