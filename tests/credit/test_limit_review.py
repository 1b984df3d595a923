"""When a limit is proposed to be raised, lowered or confirmed: only on figures that are known, and outside scores have no say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.credit.limit_review import Reviewed, next_review_on, suggest
from intake.credit.policy_risk_values import ReviewPolicy
from intake.domain.limit_changes import ProposalRule
from intake.domain.risk import AccountDay, RiskClass

TODAY = date(2026, 3, 10)
POLICY = ReviewPolicy()
LIMIT = Decimal(1050)


def used(percent: int, days: int = 180, every: int = 5) -> tuple[AccountDay, ...]:
    return tuple(
        AccountDay(day=TODAY - timedelta(days=ago), exposure=LIMIT * percent / 100, limit=LIMIT, currency="EUR")
        for ago in range(days, -1, -every)
    )


def seen(**changes: Any) -> Reviewed:
    """An account that uses 90 % of its limit and pays on the day."""
    known: dict[str, Any] = {
        "limit": LIMIT,
        "next_review": None,
        "days": used(90),
        "days_of_business": 400,
        "days_beyond_terms": Decimal("0.5"),
        "broken_promises": 0,
        "is_late": False,
        "dunning_level": 0,
        "risk_class": RiskClass.LOW,
    }
    return Reviewed(**(known | changes))


def test_a_limit_that_is_used_by_whoever_pays_on_time_is_proposed_to_be_raised() -> None:
    """1050 and 25 % are 1312.50, rounded down to hundreds."""
    found = suggest(seen(), POLICY, TODAY)
    assert found is not None
    assert (found.rule, found.amount) == (ProposalRule.RAISE, Decimal(1300))
    use = next(each for each in found.evidence if each.name == "use of the limit")
    assert use.observed == "90.0 % on average, 90.0 % at the 95th percentile, 90.0 % at most, on 37 days"


@pytest.mark.parametrize(
    "less",
    [
        {"days": used(80)},
        {"days": used(90, days=60)},
        {"days": used(90, every=20)},
        {"days": ()},
        {"days_beyond_terms": None},
        {"days_beyond_terms": Decimal("3.1")},
        {"broken_promises": 1},
        {"is_late": True},
        {"days_of_business": 179},
        {"risk_class": RiskClass.UNKNOWN},
    ],
)
def test_anything_less_or_not_known_raises_nothing(less: dict[str, Any]) -> None:
    assert suggest(seen(**less), POLICY, TODAY) is None


@pytest.mark.parametrize(
    "bad", [{"risk_class": RiskClass.HIGH}, {"days_beyond_terms": Decimal(20)}, {"dunning_level": 2, "days": ()}]
)
def test_whoever_pays_late_was_reminded_or_is_a_high_risk_is_proposed_less(bad: dict[str, Any]) -> None:
    found = suggest(seen(**bad), POLICY, TODAY)
    assert found is not None
    assert (found.rule, found.amount) == (ProposalRule.LOWER, Decimal(700))


def test_a_review_that_is_due_confirms_the_limit() -> None:
    found = suggest(seen(days=used(50), next_review=TODAY), POLICY, TODAY)
    assert found is not None
    assert (found.rule, found.amount) == (ProposalRule.CONFIRM, LIMIT)
    assert suggest(seen(days=used(50), next_review=TODAY + timedelta(days=1)), POLICY, TODAY) is None


@settings(max_examples=200)
@given(
    st.builds(
        Reviewed,
        limit=st.decimals(min_value=0, max_value=10**6, places=2),
        next_review=st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1))),
        days=st.sampled_from([(), used(50), used(90), used(120), used(90, days=30)]),
        days_of_business=st.integers(0, 900),
        days_beyond_terms=st.one_of(st.none(), st.decimals(min_value=0, max_value=60, places=1)),
        broken_promises=st.integers(0, 2),
        is_late=st.booleans(),
        dunning_level=st.integers(0, 4),
        risk_class=st.sampled_from(RiskClass),
    )
)
def test_whatever_is_seen_more_is_only_proposed_on_good_figures_and_never_above_its_percentage(found: Reviewed) -> None:
    suggestion = suggest(found, POLICY, TODAY)
    if suggestion is None:
        return
    assert 0 <= suggestion.amount <= found.limit * Decimal("1.25")
    if suggestion.amount > found.limit:
        assert found.risk_class in (RiskClass.LOW, RiskClass.MEDIUM)
        assert found.days_beyond_terms is not None
        assert not found.is_late
        assert not found.broken_promises


@pytest.mark.parametrize(
    ("risk_class", "expected"),
    [("low", date(2027, 4, 1)), ("high", date(2026, 7, 1)), (None, date(2026, 10, 1)), ("C-list", date(2026, 10, 1))],
)
def test_the_next_review_comes_sooner_the_riskier_the_account(risk_class: str | None, expected: date) -> None:
    assert next_review_on(risk_class, POLICY, TODAY) == expected
