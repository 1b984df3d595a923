"""How an account has paid: weighted days to pay, days beyond terms, DSO and its kin, collection effectiveness, disputes, trend.

What comes in are the ERP's open items and payment history with the rates; what goes out are figures, None where they cannot be
told. The formulas and windows stand in docs/credit.md. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from intake.credit.rates import RateTable
from intake.domain.base import Value
from intake.domain.ledger import BILLS, OpenItem, Payment

WINDOW_DAYS = 365
TREND = 3


class PaymentBehaviour(Value):
    """Days and percentages, rounded to a tenth. `trend_days`: how many days later (or, negative, earlier) the last three payments
    came than the three before, weighted by amount."""

    window_days: int
    payments: int
    weighted_days_to_pay: Decimal | None = None
    days_beyond_terms: Decimal | None = None
    dso: Decimal | None = None
    count_back_dso: Decimal | None = None
    best_possible_dso: Decimal | None = None
    average_days_delinquent: Decimal | None = None
    collection_effectiveness_percent: Decimal | None = None
    dispute_percent: Decimal | None = None
    trend_days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Bill:
    """An invoice, open or paid, in the account's currency. `paid_on` None = still open with `left`."""

    amount: Fraction
    left: Fraction
    issued_on: date | None
    due_on: date
    paid_on: date | None
    disputed: bool


def payment_behaviour(
    items: Sequence[OpenItem],
    payments: Sequence[Payment],
    currency: str,
    rates: RateTable,
    today: date,
    window_days: int = WINDOW_DAYS,
) -> PaymentBehaviour:
    """Of one account's own rows. Amounts without a rate leave everything untold that they would belong to."""
    start = today - timedelta(days=window_days)
    currencies = {item.currency for item in items} | {payment.currency for payment in payments}
    convertible = all(rates.for_debt(each, currency) is not None for each in currencies)
    if not convertible:
        return PaymentBehaviour(window_days=window_days, payments=len(payments))
    bills = list(_bills(items, payments, currency, rates))
    paid = [bill for bill in bills if bill.paid_on is not None and start < bill.paid_on <= today]
    sales = _sales(bills, start, today)
    owed = sum((bill.left for bill in bills), Fraction(0))
    current = sum((bill.left for bill in bills if bill.due_on >= today), Fraction(0))
    days = _days_of_business(bills, start, today)
    dso = _ratio(owed * days, sales)
    best = _ratio(current * days, sales)
    before = sum((bill.amount if bill.paid_on else bill.left for bill in bills if _was_open(bill, start)), Fraction(0))
    collected = None if sales is None else _ratio((before + sales - owed) * 100, before + sales - current)
    invoiced = sum((bill.amount for bill in bills if bill.issued_on is not None and bill.issued_on > start), Fraction(0))
    disputed = sum((bill.left for bill in bills if bill.disputed), Fraction(0))
    return PaymentBehaviour(
        window_days=window_days,
        payments=len(paid),
        weighted_days_to_pay=_tenth(_days_to_pay(paid)),
        days_beyond_terms=_tenth(_beyond_terms(bills, start, today)),
        dso=_tenth(dso),
        count_back_dso=_tenth(_count_back(bills, owed, today, start)),
        best_possible_dso=_tenth(best),
        average_days_delinquent=None if dso is None or best is None else _tenth(dso - best),
        collection_effectiveness_percent=_tenth(collected),
        dispute_percent=_tenth(_ratio(disputed * 100, invoiced)),
        trend_days=_tenth(_trend(paid)),
    )


def _bills(items: Iterable[OpenItem], payments: Iterable[Payment], currency: str, rates: RateTable) -> Iterator[_Bill]:
    still_open: dict[str, Fraction] = {}
    for item in items:
        if item.kind in BILLS:
            factor = rates.for_debt(item.currency, currency) or Fraction(0)
            left = Fraction(item.open_amount) * factor
            still_open[item.document_no] = left
            # What was paid of it stands in the payments, with its own date.
            yield _Bill(left, left, item.issue_date, item.due_date, None, item.disputed)
    for payment in payments:
        amount = Fraction(payment.amount) * (rates.for_debt(payment.currency, currency) or Fraction(0))
        yield _Bill(amount, Fraction(0), payment.issue_date, payment.due_date, payment.paid_date, False)


def _sales(bills: Sequence[_Bill], start: date, today: date) -> Fraction | None:
    """None where a payment that may belong to the window does not say when its invoice was written."""
    if any(bill.issued_on is None and bill.paid_on is not None and bill.paid_on > start for bill in bills):
        return None
    return sum((bill.amount for bill in bills if bill.issued_on is not None and start < bill.issued_on <= today), Fraction(0))


def _days_of_business(bills: Sequence[_Bill], start: date, today: date) -> int:
    """The window, or as much of it as there was business."""
    first = min((bill.issued_on for bill in bills if bill.issued_on is not None), default=start)
    return (today - max(first, start)).days


def _was_open(bill: _Bill, day: date) -> bool:
    return bill.issued_on is not None and bill.issued_on <= day and (bill.paid_on is None or bill.paid_on > day)


def _days_to_pay(paid: Sequence[_Bill]) -> Fraction | None:
    dated = [bill for bill in paid if bill.issued_on is not None]
    weighted = sum(
        (bill.amount * (bill.paid_on - bill.issued_on).days for bill in dated if bill.paid_on and bill.issued_on), Fraction(0)
    )
    return _ratio(weighted, sum((bill.amount for bill in dated), Fraction(0)))


def _beyond_terms(bills: Sequence[_Bill], start: date, today: date) -> Fraction | None:
    """Early counts as 0; what is due and open counts with the days it is late by now."""
    ended = [(bill, bill.paid_on or today) for bill in bills if (bill.paid_on is None and bill.due_on <= today) or bill.paid_on]
    ended = [(bill, end) for bill, end in ended if start < end <= today]
    late = sum(((bill.left or bill.amount) * max(0, (end - bill.due_on).days) for bill, end in ended), Fraction(0))
    return _ratio(late, sum((bill.left or bill.amount for bill, _ in ended), Fraction(0)))


def _count_back(bills: Sequence[_Bill], owed: Fraction, today: date, start: date) -> Fraction | None:
    """Takes the newest months' sales off what is owed: whole months while it exceeds them, then the share of one."""
    if _sales(bills, start, today) is None:
        return None
    rest, days, end = owed, Fraction(0), today
    while rest > 0 and end > start:
        first = max(end.replace(day=1), start)
        span = (end - first).days + 1
        sold = sum((bill.amount for bill in bills if bill.issued_on is not None and first <= bill.issued_on <= end), Fraction(0))
        if sold <= 0:
            return None
        days += span if rest >= sold else span * rest / sold
        rest -= min(rest, sold)
        end = first - timedelta(days=1)
    return days if rest <= 0 else None


def _trend(paid: Sequence[_Bill]) -> Fraction | None:
    if len(paid) < 2 * TREND:
        return None
    ordered = sorted(paid, key=lambda bill: (bill.paid_on or date.min, bill.due_on))
    before, last = (_lateness(part) for part in (ordered[-2 * TREND : -TREND], ordered[-TREND:]))
    return None if before is None or last is None else last - before


def _lateness(bills: Sequence[_Bill]) -> Fraction | None:
    weighted = sum((bill.amount * ((bill.paid_on or bill.due_on) - bill.due_on).days for bill in bills), Fraction(0))
    return _ratio(weighted, sum((bill.amount for bill in bills), Fraction(0)))


def _ratio(top: Fraction, bottom: Fraction | None) -> Fraction | None:
    return None if not bottom else top / bottom


def _tenth(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
