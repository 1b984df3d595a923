"""Figures with which nobody could reckon: not finite, below zero, without a time zone, an account twice in its own chain.

What comes in are facts and an order; what goes out are sentences. Where there is one, no arithmetic is tried and the order is
held.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import list_currencies

from intake.domain.credit import CreditAccount, CreditFacts, OrderForCredit

CURRENCIES = frozenset(list_currencies())
LARGEST = Decimal("1e15")


def absurd_inputs(facts: CreditFacts, order: OrderForCredit) -> tuple[str, ...]:
    return (*_order_faults(order), *_time_faults(facts), *_account_faults(facts, order), *_reservation_faults(facts))


def _order_faults(order: OrderForCredit) -> Iterator[str]:
    for name, text in (("order key", order.order_key), ("version", order.version_hash), ("bill-to", order.bill_to_no)):
        if not text:
            yield f"The order has no {name}."
    if order.currency not in CURRENCIES:
        yield f"The order's currency {order.currency!r} is no ISO 4217 code."
    for name, amount in (("gross amount", order.gross_amount), ("net amount", order.net_amount)):
        if amount is not None and not _is_finite(amount):
            yield f"The order's {name} is {amount}."
    if not _is_finite(order.prepaid) or order.prepaid < 0:
        yield f"The order's prepayment is {order.prepaid}."
    gross, net = order.gross_amount, order.net_amount
    if gross is not None and net is not None and _is_finite(gross) and _is_finite(net) and net > 0 and gross < net:
        yield f"The order's gross amount {gross} is less than its net amount {net}."
    if order.cash_discount_percent is not None and not 0 <= order.cash_discount_percent < 100:
        yield f"The order's cash discount is {order.cash_discount_percent} %."


def _time_faults(facts: CreditFacts) -> Iterator[str]:
    if facts.decided_at.tzinfo is None:
        yield f"The time of the decision, {facts.decided_at}, has no time zone."
        return
    try:
        zone = ZoneInfo(facts.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"The selling company's time zone {facts.time_zone!r} is not known."
        return
    today = facts.decided_at.astimezone(zone).date()
    if today != facts.business_date:
        yield f"The business date {facts.business_date} is not the day of the decision in {facts.time_zone}, {today}."


def _account_faults(facts: CreditFacts, order: OrderForCredit) -> Iterator[str]:
    numbers = [account.customer_no for account in facts.accounts]
    if len(set(numbers)) != len(numbers):
        yield f"The chain of accounts goes round in a circle: {' → '.join(numbers)}."
    if numbers and numbers[0] != order.bill_to_no:
        yield f"The figures are those of {numbers[0]}, the order is billed to {order.bill_to_no}."
    for account in facts.accounts:
        yield from _limit_faults(account)


def _limit_faults(account: CreditAccount) -> Iterator[str]:
    if account.currency not in CURRENCIES:
        yield f"The currency {account.currency!r} of {account.customer_no} is no ISO 4217 code."
    amounts = [account.credit_limit, *(limit.amount for limit in account.temporary_limits)]
    amounts += [figure for cover in account.insurances for figure in (cover.amount, cover.percent)]
    for amount in amounts:
        if amount is not None and (not _is_finite(amount) or amount < 0):
            yield f"A limit of {account.customer_no} is {amount}."


def _reservation_faults(facts: CreditFacts) -> Iterator[str]:
    for row in facts.reservations:
        if not _is_finite(row.gross) or not _is_finite(row.prepaid) or row.gross < 0 or row.prepaid < 0:
            yield f"The reservation of order {row.order_key} is {row.gross} {row.currency} with {row.prepaid} prepaid."


def _is_finite(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount) < LARGEST
