"""An account's risk score: banded, weighted inputs, each shown with what was observed, its band and its points.

What comes in are observations and the policy; what goes out is a `Score` with the class of today's figures. Whether that class
comes into force is `risk_class.py`'s question. An input that is missing is taken at its best and at its worst: where the class
depends on it, the class is unknown, so that nothing better is ever said for want of a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from intake.credit.policy_risk_values import Band, ScoreInput, ScorePolicy
from intake.credit.rounding import plain
from intake.domain.base import Value
from intake.domain.risk import InputState, RiskClass, Score, ScoredInput

EXTERNAL = "outside_score"
WORST = Decimal(100)


class Observed(Value):
    """What is known of an account. `figures` has one entry an input: None = it should be there and is missing; no entry = there
    is nothing to observe it on. `external_points` are an outside source's, 0 to 100; None = there is none."""

    figures: dict[str, Decimal | None]
    payments: int
    days_of_business: int
    external_points: Decimal | None = None
    faults: tuple[str, ...] = ()


def score(observed: Observed, policy: ScorePolicy, external_weight_percent: Decimal = Decimal(0)) -> Score:
    """Own inputs first. An outside score is mixed in with its capped share and counts only where it makes the class worse."""
    own = tuple(_scored(name, each, observed.figures) for name, each in policy.inputs.items() if each.weight)
    lacks = tuple(_lacks(observed, policy))
    points, least, most = (_points(own, missing) for missing in (None, Decimal(0), WORST))
    inputs = own
    computed, eased = (_class(least, most, policy, lacks, margin) for margin in (Decimal(0), policy.better_margin))
    if observed.external_points is not None and points is not None and external_weight_percent > 0:
        inputs = (*own, _external(observed.external_points, own, external_weight_percent))
        mixed = tuple(_mixed(each, observed.external_points, external_weight_percent) for each in (points, least, most))
        worse = [_class(mixed[1], mixed[2], policy, lacks, margin) for margin in (Decimal(0), policy.better_margin)]
        computed, eased = _worse(computed, worse[0]), _worse(eased, worse[1])
        points, least, most = (max(one or Fraction(0), other) for one, other in zip((points, least, most), mixed, strict=True))
    return Score(
        points=_tenth(points),
        least=_tenth(least),
        most=_tenth(most),
        computed=computed,
        eased=eased,
        inputs=inputs,
        lacks=lacks,
    )


def band_of(value: Decimal, bands: Sequence[Band]) -> Band:
    """The first band that still holds `value`; the last one holds everything."""
    return next(band for band in bands if band.up_to is None or value <= band.up_to)


def band_text(band: Band, bands: Sequence[Band]) -> str:
    place = bands.index(band)
    before = bands[place - 1].up_to if place else None
    parts = [
        f"over {plain(before)}" if before is not None else "",
        f"up to {plain(band.up_to)}" if band.up_to is not None else "",
    ]
    return " ".join(part for part in parts if part) or "any"


def _scored(name: str, kind: ScoreInput, figures: Mapping[str, Decimal | None]) -> ScoredInput:
    if name not in figures:
        return ScoredInput(name=name, state=InputState.NOT_APPLICABLE, weight=kind.weight)
    value = figures[name]
    if value is None or not value.is_finite():
        return ScoredInput(name=name, state=InputState.MISSING, weight=kind.weight)
    band = band_of(value, kind.bands)
    return ScoredInput(
        name=name,
        state=InputState.KNOWN,
        observed=value,
        band=band_text(band, kind.bands),
        points=band.points,
        weight=kind.weight,
    )


def _points(inputs: Sequence[ScoredInput], missing: Decimal | None) -> Fraction | None:
    """The weighted mean. A missing input gives `missing` points; None leaves it out."""
    given = [
        (each.weight, missing if each.points is None else each.points)
        for each in inputs
        if each.state is InputState.KNOWN or (each.state is InputState.MISSING and missing is not None)
    ]
    total = sum((Fraction(weight) for weight, _ in given), Fraction(0))
    if not total:
        return None
    return sum((Fraction(weight) * Fraction(points or 0) for weight, points in given), Fraction(0)) / total


def _class(
    least: Fraction | None, most: Fraction | None, policy: ScorePolicy, lacks: Sequence[str], margin: Decimal
) -> RiskClass:
    if lacks or least is None or most is None:
        return RiskClass.UNKNOWN
    best, worst = (_class_of(points + Fraction(margin), policy) for points in (least, most))
    return best if best is worst else RiskClass.UNKNOWN


def _class_of(points: Fraction, policy: ScorePolicy) -> RiskClass:
    if points >= policy.high_from:
        return RiskClass.HIGH
    return RiskClass.MEDIUM if points >= policy.medium_from else RiskClass.LOW


def _lacks(observed: Observed, policy: ScorePolicy) -> list[str]:
    lacks = list(observed.faults)
    if observed.payments < policy.least_payments:
        lacks.append(f"{observed.payments} payments are known; a class needs {policy.least_payments}.")
    if observed.days_of_business < policy.least_days:
        lacks.append(f"Business is known for {observed.days_of_business} days; a class needs {policy.least_days}.")
    return lacks


def _mixed(own: Fraction | None, external: Decimal, percent: Decimal) -> Fraction:
    share = Fraction(percent) / 100
    return (own or Fraction(0)) * (1 - share) + Fraction(external) * share


def _external(points: Decimal, own: Sequence[ScoredInput], percent: Decimal) -> ScoredInput:
    """Its weight beside the others': `percent` of the whole."""
    total = sum((each.weight for each in own if each.state is InputState.KNOWN), Decimal(0))
    weight = (total * percent / (100 - percent)).quantize(Decimal("0.1"))
    return ScoredInput(name=EXTERNAL, state=InputState.KNOWN, observed=points, band="as told", points=points, weight=weight)


def _worse(one: RiskClass, other: RiskClass) -> RiskClass:
    return max(one, other, key=lambda each: each.severity)


def _tenth(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
