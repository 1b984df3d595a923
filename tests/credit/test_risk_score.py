"""The risk score: what each input gives, what outside voices may do, and how a class comes into force."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.credit.policy_risk_values import INPUTS, ScorePolicy
from intake.credit.risk_class import class_in_force, rate
from intake.credit.score import EXTERNAL, Observed, score
from intake.domain.risk import InputState, RiskClass, RiskRating, Score

TODAY = date(2026, 3, 10)
POLICY = ScorePolicy()
CAP = Decimal(20)
GOOD = dict.fromkeys(INPUTS, Decimal(0))
BAD = dict.fromkeys(INPUTS, Decimal(1000))

amounts = st.decimals(min_value=-50, max_value=500, places=1)
observations = st.builds(
    Observed,
    figures=st.fixed_dictionaries({}, optional={name: st.one_of(st.none(), amounts) for name in INPUTS}),
    payments=st.integers(0, 10),
    days_of_business=st.integers(0, 400),
    external_points=st.one_of(st.none(), st.decimals(min_value=0, max_value=100, places=1)),
)


def seen(figures: dict[str, Decimal | None] | None = None, **changes: object) -> Observed:
    known = {"figures": GOOD | (figures or {}), "payments": 12, "days_of_business": 400, **changes}
    return Observed.model_validate(known)


def test_each_input_shows_its_band_its_points_and_what_was_observed() -> None:
    """30 of 100 weights at 60 points: 18."""
    found = score(seen({"days_beyond_terms": Decimal(15)}), POLICY)
    (paying,) = (each for each in found.inputs if each.name == "days_beyond_terms")
    assert (paying.observed, paying.band, paying.points, paying.weight) == (Decimal(15), "over 10 up to 20", Decimal(60), 30)
    assert (found.points, found.computed) == (Decimal("18.0"), RiskClass.LOW)


@pytest.mark.parametrize(("figures", "expected"), [(GOOD, RiskClass.LOW), (BAD, RiskClass.HIGH)])
def test_good_figures_are_low_and_bad_ones_high(figures: dict[str, Decimal | None], expected: RiskClass) -> None:
    assert score(seen(figures), POLICY).computed is expected


def test_an_account_without_history_is_unknown_however_good_it_looks() -> None:
    found = score(seen(payments=1, days_of_business=20), POLICY)
    assert found.computed is RiskClass.UNKNOWN
    assert len(found.lacks) == 2


def test_what_cannot_be_observed_has_no_say_and_what_is_missing_may_leave_the_class_unknown() -> None:
    without_promises = seen()
    figures = {name: value for name, value in without_promises.figures.items() if name != "broken_promise_percent"}
    assert score(without_promises.model_copy(update={"figures": figures}), POLICY).computed is RiskClass.LOW
    missing = score(seen({"days_beyond_terms": None}), POLICY)
    assert missing.computed is RiskClass.UNKNOWN
    assert (missing.least, missing.most) == (Decimal("0.0"), Decimal("30.0"))


@settings(max_examples=150)
@given(observations)
def test_a_missing_figure_never_makes_a_class_better_known(observed: Observed) -> None:
    """Taking a figure away leaves the class as it was, or makes it unknown."""
    whole = score(observed, POLICY, CAP)
    for name, value in observed.figures.items():
        if value is not None:
            less = score(observed.model_copy(update={"figures": observed.figures | {name: None}}), POLICY, CAP)
            assert less.computed in (whole.computed, RiskClass.UNKNOWN)


@settings(max_examples=150)
@given(observations)
def test_an_outside_score_alone_makes_no_class_and_never_a_better_one(observed: Observed) -> None:
    own = score(observed.model_copy(update={"external_points": None}), POLICY, CAP)
    both = score(observed, POLICY, CAP)
    if own.computed is RiskClass.UNKNOWN:
        assert both.computed is RiskClass.UNKNOWN
    else:
        assert both.computed.severity >= own.computed.severity
    nothing_else = score(seen(GOOD).model_copy(update={"figures": {}, "external_points": Decimal(0)}), POLICY, CAP)
    assert nothing_else.computed is RiskClass.UNKNOWN


def test_an_outside_score_worsens_a_class_within_its_cap_only() -> None:
    """The worst there is, with a fifth of the say, on an account that is perfect: 20 points, still low; at 10 points: medium."""
    assert score(seen(external_points=Decimal(100)), POLICY, CAP).points == Decimal("20.0")
    some = seen({"days_beyond_terms": Decimal(15)}, external_points=Decimal(100))
    found = score(some, POLICY, CAP)
    assert (found.points, found.computed) == (Decimal("34.4"), RiskClass.MEDIUM)
    (outside,) = (each for each in found.inputs if each.name == EXTERNAL)
    assert (outside.state, outside.weight) == (InputState.KNOWN, Decimal("25.0"))


@settings(max_examples=150)
@given(observations, observations, st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_on_figures_that_stay_the_class_changes_at_most_once_more_and_never_back(
    before: Observed, now: Observed, steps: list[int]
) -> None:
    first = rate(None, score(before, POLICY, CAP), TODAY, POLICY)
    found, day, rating = [first.risk_class], TODAY, first
    for step in steps:
        day += timedelta(days=step)
        rating = rate(rating, score(now, POLICY, CAP), day, POLICY)
        found.append(rating.risk_class)
    changes = [(one, other) for one, other in pairwise(found) if one is not other]
    assert len(changes) <= 1


def test_a_worse_class_holds_at_once_and_a_better_one_after_two_days_beyond_its_margin() -> None:
    low, high = score(seen(), POLICY), score(seen(BAD), POLICY)
    rating = rate(rate(None, low, TODAY, POLICY), high, TODAY, POLICY)
    assert rating.risk_class is RiskClass.HIGH
    rating = rate(rating, low, TODAY, POLICY)
    rating = rate(rating, low, TODAY, POLICY)
    assert (rating.risk_class, rating.easing_to, rating.easing_runs) == (RiskClass.HIGH, RiskClass.LOW, 1)
    rating = rate(rating, low, TODAY + timedelta(days=1), POLICY)
    assert rating.risk_class is RiskClass.LOW
    assert "2 days in a row" in rating.why


def test_points_that_swing_about_a_cut_off_do_not_move_the_class() -> None:
    """24 and 26 points by turns: medium from the first 26 on, as 24 is not five points under the cut-off."""
    rating: RiskRating | None = None
    found = []
    for number in range(20):
        points = Decimal(24 if number % 2 == 0 else 26)
        today = TODAY + timedelta(days=number)
        rating = rate(rating, at(points), today, POLICY)
        found.append(rating.risk_class)
    assert found == [RiskClass.LOW] + [RiskClass.MEDIUM] * 19


def test_of_the_better_classes_that_days_asked_for_the_worst_comes_into_force() -> None:
    rating = rate(None, at(Decimal(90)), TODAY, POLICY)
    for number, points in enumerate((Decimal(5), Decimal(35)), start=1):
        rating = rate(rating, at(points), TODAY + timedelta(days=number), POLICY)
    assert rating.risk_class is RiskClass.MEDIUM


def test_lack_of_figures_never_lifts_a_high_class() -> None:
    rating = rate(None, score(seen(BAD), POLICY), TODAY, POLICY)
    for number in range(1, 9):
        rating = rate(rating, score(seen(payments=0), POLICY), TODAY + timedelta(days=number), POLICY)
    assert rating.risk_class is RiskClass.HIGH


@pytest.mark.parametrize(
    ("erps", "ours", "source", "expected"),
    [
        ("low", RiskClass.HIGH, "worse", "high"),
        ("HIGH ", RiskClass.LOW, "worse", "high"),
        ("low", RiskClass.UNKNOWN, "worse", "low"),
        ("low", None, "worse", "low"),
        (None, RiskClass.MEDIUM, "worse", "medium"),
        (None, None, "worse", None),
        ("unknown", RiskClass.MEDIUM, "worse", "medium"),
        ("C-list", RiskClass.LOW, "worse", "C-list"),
        ("low", RiskClass.HIGH, "erp", "low"),
        (None, RiskClass.HIGH, "erp", "high"),
        ("low", None, "score", "unknown"),
        ("high", RiskClass.LOW, "score", "low"),
    ],
)
def test_the_erps_class_and_ours_make_the_one_that_drives_the_rules(
    erps: str | None, ours: RiskClass | None, source: str, expected: str | None
) -> None:
    assert class_in_force(erps, ours, source) == expected  # type: ignore[arg-type]


def at(points: Decimal) -> Score:
    """Figures that come to so many points."""

    def class_of(reached: Decimal) -> RiskClass:
        if reached >= POLICY.high_from:
            return RiskClass.HIGH
        return RiskClass.MEDIUM if reached >= POLICY.medium_from else RiskClass.LOW

    return Score(points=points, computed=class_of(points), eased=class_of(points + POLICY.better_margin), inputs=())
