"""Finance's list, the payment it asks for, and orders that are looked at again, first in first out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from intake.domain.errors import NotAllowed, StaleVersion
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor
from intake.pipeline.finance_orders import ask_for_payment, held_orders
from intake.pipeline.manual_holds import place_hold
from intake.pipeline.reconsidering import reconsider
from intake.pipeline.sync import take_ledger

FINANCE = Actor(name="fred", roles=frozenset({"finance"}))
DESK = Actor(name="anna", roles=frozenset({"order_desk"}))


def test_a_held_order_comes_with_its_arithmetic_and_the_least_payment_that_lets_it_go(company, mail) -> None:
    """Limit 1000, 100 owed, an order of 1190 gross: 290 too much."""
    company.take(mail("1", ("HX-M8X40", 1000)))
    (held,) = held_orders(company.line)
    (account,) = held.positions
    assert (held.gross_amount, account.exposure, account.limit, account.excess) == tuple(
        Decimal(figure) for figure in ("1190.00", "100.00", "1000.00", "290.00")
    )
    asked = ask_for_payment(company.line, held.order_id, held.version, FINANCE)
    assert (asked.amount, asked.currency) == (Decimal("290.00"), "EUR")
    assert "290.00 EUR" in asked.draft
    assert held_orders(company.line)[0].asked_for == ("290.00 EUR",)


def test_no_payment_is_asked_for_that_could_not_release_the_order(company, mail) -> None:
    place_hold(company.line, FINANCE, "their bank is closed", customer_no="C1001")
    company.take(mail("1", ("HX-M8X40", 1000)))
    (held,) = held_orders(company.line)
    with pytest.raises(NotAllowed, match="No payment could release"):
        ask_for_payment(company.line, held.order_id, held.version, FINANCE)
    with pytest.raises(NotAllowed, match="finance may"):
        ask_for_payment(company.line, held.order_id, held.version, DESK)


def test_a_payment_for_an_older_version_is_told_to_look_again(company, mail) -> None:
    company.take(mail("1", ("HX-M8X40", 1000)))
    (held,) = held_orders(company.line)
    with pytest.raises(StaleVersion, match="look at it again"):
        ask_for_payment(company.line, held.order_id, held.version - 1, FINANCE)


def test_orders_looked_at_again_take_the_headroom_in_the_order_in_which_they_came(company, mail) -> None:
    """Three orders of 595 wait; a payment makes room for one of them: the first."""
    books = company.erp.pull_ledger()
    owed = books.open_items[0].model_copy(update={"amount": Decimal(500), "open_amount": Decimal(500)})
    full = {"sequence": 50, "open_items": (owed,), "control_total": Decimal(500)}
    assert take_ledger(company.line, books.model_copy(update=full)) is None
    waiting = []
    for number in range(3):
        company.clocks.business += timedelta(minutes=1)
        (order,) = company.take(mail(str(number), ("HX-M8X40", 500)))
        waiting.append(order.order_id)
    assert [each.order_id for each in held_orders(company.line)] == waiting
    assert take_ledger(company.line, books.model_copy(update={"sequence": 51})) is None
    assert reconsider(company.line) == waiting[:1]
    company.work()
    states = [company.order(order_id).state for order_id in waiting]
    assert states == [OrderStatus.PUSHED, OrderStatus.HELD, OrderStatus.HELD]
