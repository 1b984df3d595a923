"""Early warnings of one account: what has changed for the worse before anything is lost. Each is told with its figures.

What comes in is what one assessment knows, and the thresholds; what goes out are warnings, none where a figure is not known.
The formulas and windows stand in docs/credit.md. A warning holds nothing; the rules do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from intake.credit.policy_risk_values import WarningPolicy
from intake.credit.rounding import plain
from intake.domain.base import Value
from intake.domain.external import ExternalSignal
from intake.domain.risk import AccountDay, EarlyWarning, PastClass, RiskClass, WarningKind

RECENT_DAYS = 90
BASE_DAYS = 180
RISING_RECENT_DAYS = 30
RISING_BASE_DAYS = 90
LEAST_ORDERS = 6
LAST_PAYMENTS = 3
MAD_TO_SPREAD = Decimal("1.4826")
"""The median absolute deviation times this is the standard deviation of a normal distribution."""


class LateItem(Value):
    document_no: str
    days: int


class Order(Value):
    """Gross, in the account's currency."""

    number: str
    ordered_on: date
    amount: Decimal


class Watched(Value):
    """Everything the warnings look at. `days` and `past` are oldest first, without today; `past` has an entry where something
    changed. `paid_late_before`: a payment came later than grace. `past_amounts` are the account's bills. `methods` are of the
    payments, newest last."""

    today: date
    recent_days_beyond: Decimal | None = None
    base_days_beyond: Decimal | None = None
    payments: int = 0
    paid_late_before: bool = False
    late: LateItem | None = None
    utilisation_percent: Decimal | None = None
    dispute_percent: Decimal | None = None
    risk_class: RiskClass = RiskClass.UNKNOWN
    days: tuple[AccountDay, ...] = ()
    past: tuple[PastClass, ...] = ()
    broken_promises: tuple[str, ...] = ()
    past_amounts: tuple[Decimal, ...] = ()
    orders: tuple[Order, ...] = ()
    next_review: date | None = None
    limit_ends: date | None = None
    dunning_level: int = 0
    dunned_document: str = ""
    methods: tuple[str, ...] = ()
    filings: tuple[ExternalSignal, ...] = ()


def early_warnings(watched: Watched, policy: WarningPolicy) -> tuple[EarlyWarning, ...]:
    return tuple(
        warning
        for find in (
            *(_paying_later, _first_overdue, _limit_near, _utilisation_high, _utilisation_rising, _promise_broken),
            *(_disputes_rising, _order_jump, _review_overdue, _limit_ends, _reminded, _payment_method, _class_worse, _external),
        )
        for warning in find(watched, policy)
    )


def _paying_later(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    recent, base = seen.recent_days_beyond, seen.base_days_beyond
    if recent is not None and base is not None and recent - base >= policy.later_by_days:
        yield _warning(
            WarningKind.PAYING_LATER,
            f"{plain(recent)} days beyond terms, {plain(base)} before",
            f"{plain(policy.later_by_days)} days more",
            f"Bills of the last {RECENT_DAYS} days are {plain(recent)} days beyond terms, after {plain(base)} days in the "
            f"{BASE_DAYS} days before.",
        )


def _first_overdue(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    if seen.late is not None and seen.payments >= LAST_PAYMENTS and not seen.paid_late_before:
        yield _warning(
            WarningKind.FIRST_OVERDUE,
            f"{seen.late.document_no}, {seen.late.days} days",
            "late for the first time",
            f"{seen.late.document_no} is {seen.late.days} days past due, and nothing was ever late in {seen.payments} payments.",
        )


def _limit_near(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    used = seen.utilisation_percent
    if used is not None and used >= policy.near_percent:
        yield _warning(
            WarningKind.LIMIT_NEAR,
            f"{plain(used)} %",
            f"{plain(policy.near_percent)} %",
            f"{plain(used)} % of the limit is in use.",
        )


def _utilisation_high(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    """On every day of the window that is known, and what is known goes back to its first day."""
    start = seen.today - timedelta(days=policy.high_for_days)
    days = [day for day in seen.days if day.day >= start]
    used = [day.utilisation_percent for day in days] + [seen.utilisation_percent]
    covered = bool(days) and seen.days[0].day <= start
    known = [each for each in used if each is not None]
    if covered and len(known) == len(used) and min(known) >= policy.high_percent:
        yield _warning(
            WarningKind.UTILISATION_HIGH,
            f"never below {plain(min(known))} %",
            f"{plain(policy.high_percent)} % for {policy.high_for_days} days",
            f"In the last {policy.high_for_days} days never less than {plain(min(known))} % of the limit was in use.",
        )


def _utilisation_rising(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    start = seen.today - timedelta(days=RISING_RECENT_DAYS)
    first = start - timedelta(days=RISING_BASE_DAYS)
    recent = [day.utilisation_percent for day in seen.days if day.day > start] + [seen.utilisation_percent]
    base = [day.utilisation_percent for day in seen.days if first < day.day <= start]
    now, before = _mean(recent), _mean(base)
    if now is not None and before is not None and now - before >= policy.rising_points:
        yield _warning(
            WarningKind.UTILISATION_RISING,
            f"{plain(now)} %, {plain(before)} % before",
            f"{plain(policy.rising_points)} points more",
            f"On average {plain(now)} % of the limit was in use in the last {RISING_RECENT_DAYS} days, {plain(before)} % in the "
            f"{RISING_BASE_DAYS} days before.",
        )


def _promise_broken(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    if seen.broken_promises:
        names = ", ".join(seen.broken_promises[:5])
        yield _warning(
            WarningKind.PROMISE_BROKEN,
            names,
            f"none in {policy.event_days} days",
            f"Promised and not paid in the last {policy.event_days} days: {names}.",
        )


def _disputes_rising(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    start = seen.today - timedelta(days=RECENT_DAYS)
    before = _mean([past.dispute_percent for past in seen.past if past.rated_on <= start])
    now = seen.dispute_percent
    if now is not None and before is not None and now - before >= policy.dispute_points:
        yield _warning(
            WarningKind.DISPUTES_RISING,
            f"{plain(now)} %, {plain(before)} % before",
            f"{plain(policy.dispute_points)} points more",
            f"{plain(now)} % of what was invoiced is disputed, {plain(before)} % on average until {RECENT_DAYS} days ago.",
        )


def _order_jump(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    if len(seen.past_amounts) < LEAST_ORDERS:
        return
    middle = median(seen.past_amounts)
    spread = MAD_TO_SPREAD * median(abs(amount - middle) for amount in seen.past_amounts)
    most = max(policy.order_times_median * middle, middle + policy.order_spreads * spread)
    start = seen.today - timedelta(days=policy.order_days)
    for order in seen.orders:
        if order.ordered_on >= start and order.amount > most:
            yield _warning(
                WarningKind.ORDER_JUMP,
                f"{order.number}: {plain(order.amount)}",
                plain(most.quantize(Decimal("0.01"))),
                f"Order {order.number} is worth {plain(order.amount)}; half of this account's bills are at most {plain(middle)}.",
            )


def _review_overdue(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    if seen.next_review is not None and seen.next_review < seen.today:
        due = seen.next_review.isoformat()
        yield _warning(WarningKind.REVIEW_OVERDUE, due, "not past", f"The limit was to be reviewed until {due}.")


def _limit_ends(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    last = seen.today + timedelta(days=policy.ends_within_days)
    if seen.limit_ends is not None and seen.today <= seen.limit_ends <= last:
        end = seen.limit_ends.isoformat()
        yield _warning(
            WarningKind.LIMIT_ENDS, end, f"within {policy.ends_within_days} days", f"The limit in force ends on {end}."
        )


def _reminded(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    if seen.dunning_level >= policy.reminder_level:
        yield _warning(
            WarningKind.REMINDED,
            f"level {seen.dunning_level}",
            f"level {policy.reminder_level}",
            f"{seen.dunned_document} is at reminder level {seen.dunning_level}.",
        )


def _payment_method(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    """The best of the last payments' methods is worse than the worst of those before."""
    order = [method.casefold() for method in policy.methods_best_first]
    ranks = [order.index(method.casefold()) for method in seen.methods if method.casefold() in order]
    last, before = ranks[-LAST_PAYMENTS:], ranks[:-LAST_PAYMENTS]
    if len(last) == LAST_PAYMENTS and len(before) >= LAST_PAYMENTS and min(last) > max(before):
        now, was = policy.methods_best_first[min(last)], policy.methods_best_first[max(before)]
        yield _warning(
            WarningKind.PAYMENT_METHOD,
            now,
            f"{was} before",
            f"The last {LAST_PAYMENTS} payments came by {now}, after {was} before.",
        )


def _class_worse(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    start = seen.today - timedelta(days=policy.event_days)
    # The last entry before the window was in force when it began.
    earlier = [past for past in seen.past if past.rated_on < start][-1:]
    within = [*earlier, *(past for past in seen.past if past.rated_on >= start)]
    better = [past for past in within if past.risk_class.severity < seen.risk_class.severity]
    if better:
        was, on = better[-1].risk_class, better[-1].rated_on
        yield _warning(
            WarningKind.CLASS_WORSE, seen.risk_class, was, f"The risk class is {seen.risk_class}; from {on} on it was {was}."
        )


def _external(seen: Watched, policy: WarningPolicy) -> Iterator[EarlyWarning]:
    start = seen.today - timedelta(days=policy.event_days)
    for signal in seen.filings:
        if start <= signal.observed_on <= seen.today:
            yield _warning(
                WarningKind.EXTERNAL_SIGNAL,
                f"{signal.source}: {signal.filing}",
                f"none in {policy.event_days} days",
                f"{signal.source} told of {(signal.filing or '').replace('_', ' ')} on {signal.observed_on}.",
            )


def _warning(kind: WarningKind, observed: str, threshold: str, message: str) -> EarlyWarning:
    return EarlyWarning(kind=kind, observed=observed, threshold=threshold, message=message)


def _mean(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1")) if known else None
