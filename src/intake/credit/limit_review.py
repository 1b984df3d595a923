"""Whether an account's limit should be raised, lowered or confirmed, and by how much: a proposal with its evidence, or none.

What comes in are the account's use of its limit, how it pays and its risk class; what goes out is a `Suggestion`. Outside scores
have no say in an amount. A proposal changes nothing: people approve it, and the ERP's figures put it into force.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from intake.credit.observing import percentile
from intake.credit.policy_risk_values import ReviewPolicy
from intake.credit.rounding import plain
from intake.domain.base import Value
from intake.domain.limit_changes import Evidence, ProposalRule
from intake.domain.risk import AccountDay, RiskClass

WINDOW_DAYS = 180
LEAST_KNOWN_DAYS = 20
P95 = 95


class Reviewed(Value):
    """What a review looks at. `limit` is the ERP's standing limit; no limit and unlimited ones are not reviewed. `days` are the
    last `WINDOW_DAYS`, oldest first, today's included."""

    limit: Decimal
    next_review: date | None
    days: tuple[AccountDay, ...]
    days_of_business: int
    days_beyond_terms: Decimal | None
    broken_promises: int
    is_late: bool
    dunning_level: int
    risk_class: RiskClass
    points: Decimal | None = None


class Suggestion(Value):
    rule: ProposalRule
    amount: Decimal
    evidence: tuple[Evidence, ...]
    reason: str


def suggest(seen: Reviewed, policy: ReviewPolicy, today: date) -> Suggestion | None:
    """Lowering comes before raising, and both before a confirmation that is due."""
    if seen.limit <= 0:
        return None
    return _lower(seen, policy) or _raise(seen, policy, today) or _confirm(seen, policy, today)


def _lower(seen: Reviewed, policy: ReviewPolicy) -> Suggestion | None:
    late = seen.days_beyond_terms is not None and seen.days_beyond_terms >= policy.lower_from_days_beyond
    reminded = seen.dunning_level >= policy.lower_from_level
    if seen.risk_class is not RiskClass.HIGH and not late and not reminded:
        return None
    amount = _rounded(seen.limit * (100 - policy.lower_percent) / 100, policy)
    if amount >= seen.limit:
        return None
    return Suggestion(
        rule=ProposalRule.LOWER,
        amount=amount,
        evidence=(
            _risk(seen, RiskClass.HIGH),
            _paying(seen, f"from {plain(policy.lower_from_days_beyond)} days"),
            Evidence(name="reminder level", observed=str(seen.dunning_level), threshold=f"from {policy.lower_from_level}"),
            *_use(seen.days),
        ),
        reason="It pays late, was reminded, or is a high risk.",
    )


def _raise(seen: Reviewed, policy: ReviewPolicy, today: date) -> Suggestion | None:
    """Only what is known speaks for more: a figure that is missing speaks against it."""
    used = _utilisation(seen.days)
    high = percentile(used, P95)
    first = today - timedelta(days=WINDOW_DAYS)
    covered = len(used) >= LEAST_KNOWN_DAYS and seen.days[0].day <= first + timedelta(days=WINDOW_DAYS // 6)
    pays = seen.days_beyond_terms is not None and seen.days_beyond_terms <= policy.raise_to_days_beyond
    good = seen.risk_class in (RiskClass.LOW, RiskClass.MEDIUM) and not seen.is_late and not seen.broken_promises
    if high is None or high <= policy.raise_from_percent or not (covered and pays and good):
        return None
    if seen.days_of_business < policy.least_days:
        return None
    amount = _rounded(seen.limit * (100 + policy.raise_percent) / 100, policy)
    if amount <= seen.limit:
        return None
    return Suggestion(
        rule=ProposalRule.RAISE,
        amount=amount,
        evidence=(
            *_use(seen.days, f"95th percentile over {plain(policy.raise_from_percent)} %"),
            _paying(seen, f"up to {plain(policy.raise_to_days_beyond)} days"),
            Evidence(name="broken promises", observed=str(seen.broken_promises), threshold="none"),
            Evidence(name="business", observed=f"{seen.days_of_business} days", threshold=f"from {policy.least_days} days"),
            _risk(seen, "low or medium"),
        ),
        reason="It uses its limit and pays on time.",
    )


def _confirm(seen: Reviewed, policy: ReviewPolicy, today: date) -> Suggestion | None:
    if seen.next_review is None or seen.next_review > today:
        return None
    due = Evidence(name="review", observed=f"due on {seen.next_review}", threshold="not past")
    paying = _paying(seen, "")
    evidence = (due, *_use(seen.days), paying, _risk(seen, ""))
    return Suggestion(rule=ProposalRule.CONFIRM, amount=seen.limit, evidence=evidence, reason="Its review is due.")


def next_review_on(risk_class: str | None, policy: ReviewPolicy, today: date) -> date:
    """The next review of a limit that is approved today: the first of the month after so many months."""
    known = RiskClass(risk_class) if risk_class in {each.value for each in RiskClass} else RiskClass.UNKNOWN
    months = today.year * 12 + today.month + policy.months[known]
    return date(months // 12, months % 12 + 1, 1)


def _use(days: Sequence[AccountDay], threshold: str = "") -> tuple[Evidence, ...]:
    used = _utilisation(days)
    if not used:
        return (Evidence(name="use of the limit", observed="not known", threshold=threshold),)
    mean = (sum(used, Decimal(0)) / len(used)).quantize(Decimal("0.1"))
    high = percentile(used, P95) or Decimal(0)
    said = f"{plain(mean)} % on average, {plain(high)} % at the 95th percentile, {plain(max(used))} % at most"
    return (Evidence(name="use of the limit", observed=f"{said}, on {len(used)} days", threshold=threshold),)


def _risk(seen: Reviewed, threshold: str) -> Evidence:
    points = "" if seen.points is None else f", {plain(seen.points)} points"
    return Evidence(name="risk", observed=f"{seen.risk_class}{points}", threshold=threshold)


def _paying(seen: Reviewed, threshold: str) -> Evidence:
    observed = "not known" if seen.days_beyond_terms is None else f"{plain(seen.days_beyond_terms)} days"
    return Evidence(name="days beyond terms", observed=observed, threshold=threshold)


def _utilisation(days: Sequence[AccountDay]) -> list[Decimal]:
    return [used for day in days if (used := day.utilisation_percent) is not None]


def _rounded(amount: Decimal, policy: ReviewPolicy) -> Decimal:
    """Down, so that a proposal never gives more than its percentage."""
    return (amount / policy.round_to).to_integral_value(rounding=ROUND_DOWN) * policy.round_to
