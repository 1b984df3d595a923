"""Which risk class is in force: a worse one at once, a better one only after days in a row beyond its cut-off (hysteresis).

What comes in is the rating before and today's score; what goes out is the rating in force and why. The ERP's own class and ours
are brought together here, and nowhere else.
"""

from __future__ import annotations

from datetime import date

from intake.credit.policy_risk_values import ClassSource, ScorePolicy
from intake.credit.rounding import plain
from intake.domain.risk import RiskClass, RiskRating, Score

_WORDS = {each.value for each in RiskClass}


def rate(before: RiskRating | None, score: Score, today: date, policy: ScorePolicy) -> RiskRating:
    """The rating of `today`. Looking twice on one day counts once; a missing figure never lifts a class."""
    computed = score.computed
    if before is None:
        return RiskRating(risk_class=computed, rated_on=today, why=f"First assessment: {_said(score)}")
    held = before.risk_class
    if computed.severity > held.severity:
        return RiskRating(risk_class=computed, rated_on=today, why=f"Worse than {held} at once: {_said(score)}")
    better = _better(held, score)
    if better is None:
        return RiskRating(risk_class=held, rated_on=today, why=f"It stays {held}: {_said(score)}")
    runs, wanted = _run(before, better, today)
    if runs >= policy.better_after_days:
        return RiskRating(risk_class=wanted, rated_on=today, why=f"Better than {held} on {runs} days in a row: {_said(score)}")
    return RiskRating(
        risk_class=held,
        rated_on=today,
        easing_to=wanted,
        easing_runs=runs,
        why=f"It stays {held}; {wanted} on {runs} of {policy.better_after_days} days: {_said(score)}",
    )


def _better(held: RiskClass, score: Score) -> RiskClass | None:
    """From unknown the cut-offs themselves count; between known classes the margin is needed too. Not known is never better."""
    wanted = score.computed if held is RiskClass.UNKNOWN else score.eased
    if wanted is RiskClass.UNKNOWN or wanted.severity >= held.severity:
        return None
    return wanted


def _run(before: RiskRating, better: RiskClass, today: date) -> tuple[int, RiskClass]:
    """How many days in a row asked for a better class, and the worst of those they asked for."""
    if before.easing_to is None:
        return 1, better
    runs = before.easing_runs + (1 if before.rated_on < today else 0)
    return runs, max(before.easing_to, better, key=lambda each: each.severity)


def _said(score: Score) -> str:
    if score.lacks:
        return " ".join(score.lacks)
    if score.points is None:
        return "nothing could be scored."
    if score.computed is RiskClass.UNKNOWN:
        return (
            f"between {plain(score.least or score.points)} and {plain(score.most or score.points)} points, for want of figures."
        )
    return f"{plain(score.points)} points."


def class_in_force(erps: str | None, ours: RiskClass | None, source: ClassSource) -> str | None:
    """The class that drives the rules. Where one of both says nothing, or does not know, the other stands; a word of the ERP's
    that is none of our four classes stands for itself, as only the policy knows what it means."""
    stated = " ".join((erps or "").split()).casefold()
    if source == "score":
        return ours.value if ours else RiskClass.UNKNOWN.value
    if not stated:
        return ours.value if ours else None
    if stated not in _WORDS:
        return (erps or "").strip()
    if source == "erp" or ours in (None, RiskClass.UNKNOWN):
        return stated
    if stated == RiskClass.UNKNOWN:
        return ours.value
    return max(RiskClass(stated), ours, key=lambda each: each.severity).value
