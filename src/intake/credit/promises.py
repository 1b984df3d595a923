"""Was a promise to pay kept? Told from the ERP's ledgers alone, never from what somebody says.

What comes in are a promise, the figures, and the rates; what goes out is a verdict, None while it is too early to say. Money
counts that has cleared by the promised day and the days of grace.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from intake.credit.rates import RateTable
from intake.credit.rounding import floor_minor
from intake.domain.ledger import BILLS, LedgerSnapshot, OpenItemKind
from intake.domain.reminders import Promise, PromiseState, PromiseVerdict


def judge_promise(
    promise: Promise, customer_no: str, snapshot: LedgerSnapshot, figures_of: date, rates: RateTable, grace_days: int
) -> PromiseVerdict | None:
    """`figures_of` is the local day of the snapshot. Kept as soon as the money is there; broken only by figures of a day after
    the last one that counts."""
    last = promise.by + timedelta(days=grace_days)
    history = money_since(promise, customer_no, snapshot, last, rates) - Fraction(promise.already)
    paid = max(history, _by_items(promise, customer_no, snapshot, rates))
    told = floor_minor(paid, promise.currency)
    if paid >= promise.amount:
        return PromiseVerdict(state=PromiseState.KEPT, paid=told)
    if figures_of > last:
        return PromiseVerdict(state=PromiseState.BROKEN, paid=told)
    return None


def money_since(promise: Promise, customer_no: str, snapshot: LedgerSnapshot, last: date, rates: RateTable) -> Fraction:
    """Payments from the day of the promise on, and receipts that have cleared and are not allocated yet."""
    return sum(_receipts(promise, customer_no, snapshot, last, rates), Fraction(0))


def _receipts(promise: Promise, customer_no: str, snapshot: LedgerSnapshot, last: date, rates: RateTable) -> Iterator[Fraction]:
    for row in snapshot.payments:
        is_meant = not promise.documents or row.document_no in promise.documents
        if row.customer_no == customer_no and is_meant and promise.noted_on <= row.paid_date <= last:
            yield _worth(row.amount, row.currency, promise, rates)
    for item in snapshot.open_items:
        is_receipt = item.kind is OpenItemKind.PAYMENT and item.cleared and not item.order_key
        if item.customer_no == customer_no and is_receipt and promise.noted_on <= item.issue_date <= last:
            yield _worth(item.open_amount, item.currency, promise, rates)


def _by_items(promise: Promise, customer_no: str, snapshot: LedgerSnapshot, rates: RateTable) -> Fraction:
    """How much less the documents have open than when it was promised: for an ERP that tells no history."""
    if any(row.customer_no == customer_no for row in snapshot.payments):
        return Fraction(0)
    now: dict[str, Fraction] = {}
    for item in snapshot.open_items:
        if item.customer_no == customer_no and item.kind in BILLS:
            now[item.document_no] = now.get(item.document_no, Fraction(0)) + _worth(
                item.open_amount, item.currency, promise, rates
            )
    less = (max(Fraction(0), Fraction(owed) - now.get(number, Fraction(0))) for number, owed in promise.owed.items())
    return sum(less, Fraction(0))


def _worth(amount: Decimal, currency: str, promise: Promise, rates: RateTable) -> Fraction:
    return Fraction(amount) * (rates.for_credit(currency, promise.currency) or Fraction(0))
