"""Credit applications: the form is held against the policy, and what an applicant says may worsen his class, never better it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from intake.credit.applications import application_faults, weigh
from intake.credit.external import external_points
from intake.credit.policy import default_policy_text, parse_policy
from intake.credit.policy_risk_values import ExternalPolicy, ExternalSource, RiskPolicy
from intake.domain.external import ExternalSignal
from intake.domain.limit_changes import CreditApplication
from intake.domain.risk import RiskClass

FACTS = """
[[credit.risk.applications.facts]]
name = "years_in_business"
kind = "number"
weight = 10
bands = [{up_to = 2, points = 90}, {up_to = 5, points = 40}, {points = 0}]

[[credit.risk.applications.facts]]
name = "has_guarantee"
kind = "flag"

[[credit.risk.applications.facts]]
name = "founded_on"
kind = "date"
needed = false
"""


@pytest.fixture(scope="module")
def policy() -> RiskPolicy:
    text = default_policy_text().replace("[release]\n", FACTS + "\n[release]\n", 1)
    return parse_policy(text.encode()).credit.risk


def form(years: str = "12", **changes: object) -> CreditApplication:
    facts = {"years_in_business": years, "has_guarantee": "no"}
    known = {"customer_no": "C1", "requested_limit": Decimal(8000), "currency": "EUR", "facts": facts}
    return CreditApplication.model_validate(known | changes)


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({"years_in_business": "12", "has_guarantee": "yes", "founded_on": "2014-02-28"}, ()),
        ({"has_guarantee": "yes"}, ("years_in_business is missing.",)),
        (
            {"years_in_business": "twelve", "has_guarantee": "maybe", "founded_on": "2014-02-30"},
            (
                "years_in_business: 'twelve' is no number.",
                "has_guarantee: 'maybe' is no flag.",
                "founded_on: '2014-02-30' is no date.",
            ),
        ),
        (
            {"years_in_business": "Infinity", "has_guarantee": "no", "hobby": "sailing"},
            ("The policy asks for no fact 'hobby'.", "years_in_business: 'Infinity' is no number."),
        ),
    ],
)
def test_every_fault_of_a_form_is_named_at_once(policy: RiskPolicy, facts: dict[str, str], sentences: tuple[str, ...]) -> None:
    assert application_faults(form().model_copy(update={"facts": facts}), policy) == sentences


def test_a_form_may_say_numbers_and_flags_as_json_does(policy: RiskPolicy) -> None:
    said = '{"customer_no": "C1", "requested_limit": "1", "currency": "EUR", "facts": {"years_in_business": 12, "has_guarantee": true}}'
    assert CreditApplication.model_validate_json(said).facts == {"years_in_business": "12", "has_guarantee": "yes"}
    with pytest.raises(ValidationError):
        CreditApplication.model_validate_json(said.replace("12", "[12]"))


@pytest.mark.parametrize(
    ("years", "known", "risk_class", "suggested"),
    [
        ("12", RiskClass.LOW, RiskClass.LOW, "8000"),
        ("4", RiskClass.LOW, RiskClass.MEDIUM, "8000"),
        ("1", RiskClass.LOW, RiskClass.HIGH, "0"),
        ("12", RiskClass.UNKNOWN, RiskClass.UNKNOWN, "2500"),
        ("12", RiskClass.HIGH, RiskClass.HIGH, "0"),
    ],
)
def test_what_is_suggested_goes_by_the_class(
    policy: RiskPolicy, years: str, known: RiskClass, risk_class: RiskClass, suggested: str
) -> None:
    found = weigh(form(years), known, Fraction(1), policy)
    assert (found.risk_class, found.suggested) == (risk_class, Decimal(suggested))


@given(st.integers(0, 60), st.sampled_from(RiskClass), st.decimals(min_value=1, max_value=10**6, places=2))
def test_a_form_never_betters_a_class_nor_gives_more_than_was_asked(years: int, known: RiskClass, wanted: Decimal) -> None:
    policy = parse_policy(default_policy_text().replace("[release]\n", FACTS + "\n[release]\n", 1).encode()).credit.risk
    found = weigh(form(str(years), requested_limit=wanted), known, Fraction(1), policy)
    assert found.risk_class.severity >= known.severity
    assert 0 <= found.suggested <= min(wanted, policy.applications.most[found.risk_class])


def test_of_several_outside_scores_the_worst_of_the_newest_counts_while_it_counts() -> None:
    policy = ExternalPolicy(
        sources={
            "bureau": ExternalSource(best=Decimal(100), worst=Decimal(600), valid_days=365),
            "rating": ExternalSource(best=Decimal(100), worst=Decimal(0), valid_days=30),
        }
    )
    today = date(2026, 3, 10)

    def told(source: str, on: date, score: int) -> ExternalSignal:
        return ExternalSignal(customer_no="C1", source=source, observed_on=on, score=Decimal(score))

    older, newer = told("bureau", date(2025, 6, 1), 600), told("bureau", date(2026, 1, 1), 200)
    assert external_points([older, newer], policy, today) == Decimal("20.0")
    assert external_points([newer, told("rating", date(2026, 3, 1), 30)], policy, today) == Decimal("70.0")
    assert external_points([newer, told("rating", date(2026, 2, 1), 30)], policy, today) == Decimal("20.0")
    assert external_points([told("bureau", date(2026, 3, 11), 600), told("gossip", today, 1)], policy, today) is None


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[credit.risk.score]\nmedium_from = 60", "would be medium"),
        ("[credit.risk.score]\nbetter_after_days = 1", "must be from 2 to 90"),
        ("[credit.risk.score]\nclass_from = 'mood'", "must be one of"),
        ("[credit.risk.score.inputs.mood]\nweight = 3", "there is no such key"),
        ("[credit.risk.score.inputs.trend_days]\nbands = [{up_to = 3, points = 50}, {points = 10}]", "may not give fewer points"),
        ("[credit.risk.score.inputs.trend_days]\nbands = [{up_to = 3, points = 0}]", "the last band has no up_to"),
        (
            "[credit.risk.score.inputs.trend_days]\nbands = [{up_to = 3, points = 0}, {up_to = 3, points = 1}, {points = 9}]",
            "rise",
        ),
        ("[credit.risk.external]\nweight_percent = 31", "must be from 0 to 30"),
        ("[credit.risk.external.sources.x]\nbest = 1\nworst = 1", "a scale has two ends"),
        ("[credit.risk.reviews]\nlower_from_days_beyond = 2", "more and for less at once"),
        ("[credit.risk.applications.most]\nunknown = 99999", "a riskier class may not be given more"),
        ("[[credit.risk.applications.facts]]\nname = 'x'\nkind = 'text'\nweight = 3", "belong together"),
    ],
)
def test_a_policy_about_risk_that_cannot_work_is_refused(toml: str, sentence: str) -> None:
    from intake.domain.errors import ConfigurationError

    text = default_policy_text()
    head = toml.splitlines()[0]
    if not head.startswith("[[") and head in text:
        start = text.index(head)
        text = text[:start] + text[text.index("\n[", start + 1) + 1 :]
    with pytest.raises(ConfigurationError, match=sentence):
        parse_policy((text + "\n" + toml).encode())
