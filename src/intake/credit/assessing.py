"""One account assessed: its score, the risk class in force, its early warnings. Pure: the same books and past give the same.

What comes in are the facts of the check, the account's own rows, and what was found before; what goes out is an `Assessment`.
An account that nobody can reckon with is unknown, never passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from intake.credit.behaviour import WINDOW_DAYS, PaymentBehaviour, payment_behaviour
from intake.credit.case import Standing
from intake.credit.early_warnings import BASE_DAYS, RECENT_DAYS, LateItem, Order, Watched, early_warnings
from intake.credit.external import external_points
from intake.credit.ledger_rows import CustomerRows
from intake.credit.observing import PromiseRecord, first_business_of, observe, utilisation_percent
from intake.credit.overdue import reminder_level
from intake.credit.policy_values import CreditPolicy
from intake.credit.rates import RateTable
from intake.credit.risk_class import rate
from intake.credit.rounding import ceil_minor, floor_minor
from intake.credit.score import Observed, score
from intake.domain.base import Value
from intake.domain.credit import CreditFacts
from intake.domain.external import ExternalSignal
from intake.domain.ledger import BILLS
from intake.domain.risk import AccountDay, Assessment, PastClass, RiskClass, RiskRating


class EndedPromise(Value):
    """A promise to pay that was kept or broken. `said` names it for a person."""

    ended_on: date
    kept: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of the account from before, oldest first, without today."""

    before: RiskRating | None = None
    days: Sequence[AccountDay] = ()
    classes: Sequence[PastClass] = ()
    promises: Sequence[EndedPromise] = ()
    signals: Sequence[ExternalSignal] = ()


def assessed(
    customer_no: str,
    erp_class: str | None,
    facts: CreditFacts,
    standing: Standing | None,
    rows: CustomerRows,
    past: Past,
    policy: CreditPolicy,
    snapshot_id: int,
) -> Assessment:
    """`standing` None = the account's figures cannot be reckoned with."""
    today = facts.business_date
    rates = RateTable(facts.rates, today, policy.exchange_haircut_percent)
    paying = _behaviour(rows, standing, rates, today, WINDOW_DAYS)
    if not policy.disputed_items_are_overdue:
        # A disputed item is left to its dispute: it has its own input, and is no sign of paying late.
        disputed, rows = paying.dispute_percent, replace(rows, items=[item for item in rows.items if not item.disputed])
        paying = _behaviour(rows, standing, rates, today, WINDOW_DAYS).model_copy(update={"dispute_percent": disputed})
    observed = _observed(standing, paying, rows, past, policy, today)
    scored = score(observed, policy.risk.score, policy.risk.external.weight_percent)
    rating = rate(past.before, scored, today, policy.risk.score)
    watched = _watched(facts, standing, paying, rows, rates, past, rating.risk_class, policy)
    return Assessment(
        customer_no=customer_no,
        rated_on=today,
        snapshot_id=snapshot_id,
        policy_sha256=policy.sha256,
        score=scored,
        rating=rating,
        erp_class=erp_class,
        utilisation_percent=watched.utilisation_percent,
        dispute_percent=paying.dispute_percent,
        warnings=early_warnings(watched, policy.risk.warnings),
    )


def account_day(standing: Standing | None, today: date) -> AccountDay | None:
    """The day's exposure and limit; None where a rate is missing: half a sum is none."""
    if standing is None or standing.exposure.missing_rates:
        return None
    currency, limit = standing.account.currency, standing.limit.amount
    return AccountDay(
        day=today,
        exposure=ceil_minor(standing.exposure.total, currency),
        limit=None if limit is None else floor_minor(limit, currency),
        currency=currency,
    )


def _behaviour(
    rows: CustomerRows, standing: Standing | None, rates: RateTable, today: date, window_days: int
) -> PaymentBehaviour:
    if standing is None:
        return PaymentBehaviour(window_days=window_days, payments=0)
    return payment_behaviour(rows.items, rows.payments, standing.account.currency, rates, today, window_days)


def _observed(
    standing: Standing | None, paying: PaymentBehaviour, rows: CustomerRows, past: Past, policy: CreditPolicy, today: date
) -> Observed:
    points = external_points(past.signals, policy.risk.external, today)
    if standing is None:
        fault = "The account's figures cannot be reckoned with."
        return Observed(figures={}, payments=0, days_of_business=0, external_points=points, faults=(fault,))
    start = today - timedelta(days=WINDOW_DAYS)
    ended = [promise for promise in past.promises if promise.ended_on > start]
    kept = sum(promise.kept for promise in ended)
    return observe(
        standing,
        paying,
        PromiseRecord(kept=kept, broken=len(ended) - kept),
        first_business_of(rows.items, rows.payments),
        points,
        policy,
        today,
    )


def _watched(
    facts: CreditFacts,
    standing: Standing | None,
    paying: PaymentBehaviour,
    rows: CustomerRows,
    rates: RateTable,
    past: Past,
    risk_class: RiskClass,
    policy: CreditPolicy,
) -> Watched:
    today, warnings = facts.business_date, policy.risk.warnings
    recent = _behaviour(rows, standing, rates, today, RECENT_DAYS)
    late = standing.overdue.beyond(policy.grace_days, policy.materiality).oldest if standing else None
    account = standing.account if standing else None
    level, dunned = reminder_level(standing.overdue, facts.reminded) if standing else (0, "")
    start = today - timedelta(days=warnings.event_days)
    ends = [limit.valid_until for limit in account.temporary_limits if limit.valid_from <= today] if account else []
    if account is not None and account.limit_valid_until is not None:
        ends.append(account.limit_valid_until)
    return Watched(
        today=today,
        recent_days_beyond=recent.days_beyond_terms,
        base_days_beyond=_base_days_beyond(rows, standing, rates, today),
        payments=paying.payments,
        paid_late_before=any((row.paid_date - row.due_date).days > policy.grace_days for row in rows.payments),
        late=LateItem(document_no=late.document_no, days=late.days) if late else None,
        utilisation_percent=utilisation_percent(standing) if standing else None,
        dispute_percent=paying.dispute_percent,
        risk_class=risk_class,
        days=tuple(past.days),
        past=tuple(past.classes),
        broken_promises=tuple(each.said for each in past.promises if not each.kept and each.ended_on > start),
        past_amounts=_bill_amounts(rows, account.currency if account else "", rates, today),
        orders=_orders(rows, account.currency if account else "", rates),
        next_review=account.next_review if account else None,
        limit_ends=min((end for end in ends if end >= today), default=None),
        dunning_level=level,
        dunned_document=dunned,
        methods=tuple(row.method for row in sorted(rows.payments, key=lambda row: row.paid_date) if row.method),
        filings=tuple(signal for signal in past.signals if signal.filing),
    )


def _base_days_beyond(rows: CustomerRows, standing: Standing | None, rates: RateTable, today: date) -> Decimal | None:
    """Days beyond terms of what was paid in the days before the recent ones."""
    if standing is None:
        return None
    end = today - timedelta(days=RECENT_DAYS)
    paid = [row for row in rows.payments if row.paid_date <= end]
    return payment_behaviour((), paid, standing.account.currency, rates, end, BASE_DAYS).days_beyond_terms


def _bill_amounts(rows: CustomerRows, currency: str, rates: RateTable, today: date) -> tuple[Decimal, ...]:
    """Each bill of the window once, however many payments it took."""
    start = today - timedelta(days=WINDOW_DAYS)
    sums: dict[str, Decimal] = {}
    told = [(row.document_no, row.amount, row.currency, row.issue_date or row.due_date) for row in rows.payments]
    told += [(item.document_no, item.open_amount, item.currency, item.issue_date) for item in rows.items if item.kind in BILLS]
    for number, amount, own, day in told:
        factor = rates.for_debt(own, currency)
        if factor is not None and day > start:
            sums[number] = sums.get(number, Decimal(0)) + ceil_minor(factor * Fraction(amount), currency)
    return tuple(sums.values())


def _orders(rows: CustomerRows, currency: str, rates: RateTable) -> tuple[Order, ...]:
    found = []
    for row in rows.orders:
        factor = rates.for_debt(row.currency, currency)
        if factor is not None:
            amount = ceil_minor(factor * Fraction(row.open_amount), currency)
            found.append(Order(number=row.sales_order_number, ordered_on=row.order_date, amount=amount))
    return tuple(found)
