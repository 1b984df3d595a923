"""A credit application held against what the policy asks for, and weighed: which facts are wrong, and how much is suggested.

What comes in are the form, the account's risk class and the policy; what goes out are faults in words, or a weighed application.
What an applicant says of himself may worsen his class, never better it: he says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from intake.credit.policy_risk_values import AskedFact, RiskPolicy
from intake.credit.rounding import floor_minor
from intake.credit.score import band_of, band_text
from intake.domain.limit_changes import CreditApplication, WeighedApplication
from intake.domain.risk import InputState, RiskClass, ScoredInput

FLAGS = ("yes", "no")
LARGEST = Decimal("1e12")


def application_faults(application: CreditApplication, policy: RiskPolicy) -> tuple[str, ...]:
    """Every fault of the form; empty where it can be weighed."""
    return tuple(_faults(application, policy))


def _faults(application: CreditApplication, policy: RiskPolicy) -> Iterator[str]:
    asked = {fact.name: fact for fact in policy.applications.facts}
    if not application.requested_limit.is_finite() or not 0 < application.requested_limit <= LARGEST:
        yield f"The limit asked for, {application.requested_limit}, is no amount."
    for name in sorted(set(application.facts) - set(asked)):
        yield f"The policy asks for no fact {name!r}."
    for name, fact in asked.items():
        said = application.facts.get(name, "").strip()
        if not said and fact.needed:
            yield f"{name} is missing."
        elif said and not _fits(said, fact):
            yield f"{name}: {said!r} is no {fact.kind}."


def _fits(said: str, fact: AskedFact) -> bool:
    match fact.kind:
        case "number":
            return _number(said) is not None
        case "flag":
            return said.casefold() in FLAGS
        case "date":
            return _is_date(said)
        case _:
            return len(said) <= 2_000


def weigh(application: CreditApplication, risk_class: RiskClass, to_policy: Fraction, policy: RiskPolicy) -> WeighedApplication:
    """Of a form without faults. `to_policy` is the rate from the application's currency to the policy's."""
    inputs = tuple(_scored(application, fact) for fact in policy.applications.facts if fact.weight)
    points = _points(inputs)
    found = risk_class
    if points is not None:
        by_facts = RiskClass.HIGH if points >= policy.score.high_from else None
        by_facts = by_facts or (RiskClass.MEDIUM if points >= policy.score.medium_from else RiskClass.LOW)
        found = max(risk_class, by_facts, key=lambda each: each.severity)
    most = floor_minor(Fraction(policy.applications.most[found]) / to_policy, application.currency)
    return WeighedApplication(risk_class=found, points=points, inputs=inputs, suggested=min(application.requested_limit, most))


def _scored(application: CreditApplication, fact: AskedFact) -> ScoredInput:
    value = _number(application.facts.get(fact.name, ""))
    if value is None:
        return ScoredInput(name=fact.name, state=InputState.MISSING, weight=fact.weight, points=Decimal(100))
    band = band_of(value, fact.bands)
    return ScoredInput(
        name=fact.name,
        state=InputState.KNOWN,
        observed=value,
        band=band_text(band, fact.bands),
        points=band.points,
        weight=fact.weight,
    )


def _points(inputs: tuple[ScoredInput, ...]) -> Decimal | None:
    """A fact that was left out counts at its worst."""
    total = sum((each.weight for each in inputs), Decimal(0))
    if not total:
        return None
    return (sum((each.weight * (each.points or 0) for each in inputs), Decimal(0)) / total).quantize(Decimal("0.1"))


def _number(said: str) -> Decimal | None:
    try:
        value = Decimal(said.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= LARGEST else None


def _is_date(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True
