"""What the score and the early warnings look at: one account's standing, behaviour and history, gathered into observations.

What comes in are figures that were computed elsewhere; what goes out are `Observed` for the score. None = the figure should be
there and is missing; left out = there is nothing to observe it on. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from intake.credit.behaviour import TREND, PaymentBehaviour
from intake.credit.case import Standing
from intake.credit.policy_values import CreditPolicy
from intake.credit.score import Observed
from intake.domain.base import Value
from intake.domain.ledger import OpenItem, Payment
from intake.domain.risk import AccountDay

LEAST_DAYS_OF_CHANGE = 20


class PromiseRecord(Value):
    """Promises to pay that ended in the window. Open ones say nothing yet."""

    kept: int = 0
    broken: int = 0


def observe(
    standing: Standing,
    behaviour: PaymentBehaviour,
    promises: PromiseRecord,
    first_business: date | None,
    external_points: Decimal | None,
    policy: CreditPolicy,
    today: date,
) -> Observed:
    figures: dict[str, Decimal | None] = {"days_beyond_terms": behaviour.days_beyond_terms}
    if behaviour.payments >= 2 * TREND:
        figures["trend_days"] = behaviour.trend_days
    whole = not standing.exposure.missing_rates and not standing.sums.absurd
    late = standing.overdue.beyond(policy.grace_days, policy.materiality)
    figures["overdue_percent"] = _percent(late.total, standing.overdue.total_open) if whole else None
    figures["oldest_overdue_days"] = Decimal(late.oldest.days if late.oldest else 0) if whole else None
    if standing.limit.amount is not None and not standing.limit.is_no_credit:
        figures["utilisation_percent"] = utilisation_percent(standing)
    if behaviour.dispute_percent is not None:
        figures["dispute_percent"] = behaviour.dispute_percent
    ended = promises.kept + promises.broken
    if ended:
        figures["broken_promise_percent"] = _percent(Fraction(promises.broken), Fraction(ended))
    return Observed(
        figures=figures,
        payments=behaviour.payments,
        days_of_business=(today - first_business).days if first_business else 0,
        external_points=external_points,
        faults=tuple(f"There is no exchange rate from {pair}." for pair in standing.exposure.missing_rates),
    )


def utilisation_percent(standing: Standing) -> Decimal | None:
    """Exposure over the limit in force; None where there is no limit to compare with, or a rate is missing."""
    limit = standing.limit.amount
    if limit is None or standing.limit.is_no_credit or standing.exposure.missing_rates:
        return None
    return _percent(max(Fraction(0), standing.exposure.total), limit)


def first_business_of(items: Iterable[OpenItem], payments: Iterable[Payment]) -> date | None:
    """The earliest day on which the ERP knows of an invoice to the account, or of one that was due."""
    days = [item.issue_date for item in items]
    days += [payment.issue_date or min(payment.due_date, payment.paid_date) for payment in payments]
    return min(days, default=None)


def daily_change_p95(days: Sequence[AccountDay]) -> Decimal | None:
    """By how much the exposure grows from one known day to the next, at the 95th percentile; None where too few days are known,
    or the account's currency changed. Days on which it fell count as nothing."""
    if len(days) < LEAST_DAYS_OF_CHANGE or len({day.currency for day in days}) > 1:
        return None
    return percentile([max(Decimal(0), later.exposure - day.exposure) for day, later in pairwise(days)], 95)


def percentile(values: Sequence[Decimal], share: int) -> Decimal | None:
    """The smallest value that at least `share` percent of all do not exceed (nearest rank)."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, -(-share * len(ordered) // 100) - 1)]


def _percent(part: Fraction, whole: Fraction) -> Decimal:
    share = part * 100 / whole if whole > 0 else Fraction(0 if part <= 0 else 100)
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
