"""Decisions explained, decided again, quoted beforehand, chained, and held against the ERP's own figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.credit.chain import GENESIS, chain_hash, first_break
from intake.credit.explain import explain, explain_to_buyer
from intake.credit.quote import quote
from intake.credit.recheck import why_decide_again
from intake.credit.replay import decide_again, is_reproduced, replay
from intake.credit.selfcheck import check_against_erp
from intake.domain.credit import CreditDecision, CreditOutcome, Stage


def held(books: Any) -> CreditDecision:
    books.parent("P", {"C1", "SISTER"}, credit_limit=Decimal(1200))
    books.invoice("300", "SISTER-SECRET", customer_no="SISTER")
    books.invoice("900", "INV-1", days_late=10)
    decision: CreditDecision = books.check("400")
    return decision


def test_every_hold_states_rule_scope_threshold_observed_amount_and_what_clears_it(books: Any) -> None:
    decision = held(books)
    failed = [result for result in decision.rule_results if result.stands and result.effect != "watch"]
    assert {result.rule for result in failed} == {"R1", "R5", "R6", "R15"}
    for result in failed:
        assert result.scope
        assert result.threshold
        assert result.observed
        assert result.clears_when
        assert result.amount is not None
        assert result.message
    amounts = {(result.rule, result.amount) for result in failed}
    assert amounts == {("R1", Decimal("300.00")), ("R5", Decimal(900)), ("R6", Decimal(900)), ("R15", Decimal("400.00"))}


def test_the_explanation_shows_the_whole_arithmetic(books: Any) -> None:
    text = explain(held(books))
    for said in (
        "Held: order this of C1 over 400 EUR gross",
        "900.00",
        "1300.00",
        "excess",
        "INV-1",
        "Account P",
        "FAILED",
        "sha256:",
    ):
        assert said in text, said
    for number in range(1, 26):
        assert f"R{number} " in text


def test_the_buyers_text_hides_other_customers_and_the_group(books: Any) -> None:
    text = explain_to_buyer(held(books))
    assert "overdue" in text
    for secret in ("SISTER", "P ", "1200", "300", "group"):
        assert secret not in text, secret
    books.obligations.clear()
    assert explain_to_buyer(books.check("10")) == "Your order is accepted on account."


def test_every_stored_decision_gives_the_same_again_after_a_round_trip(books: Any) -> None:
    held(books)
    for gross in ("1", "99.99", "400", "5000", None):
        decision = books.check(gross)
        stored = CreditDecision.model_validate_json(decision.model_dump_json())
        assert stored == decision
        assert decide_again(stored, books.policy) == decision
        assert is_reproduced(stored, books.policy)


def test_a_stored_decision_that_was_changed_is_not_reproduced(books: Any) -> None:
    decision = held(books)
    assert not is_reproduced(decision.model_copy(update={"outcome": CreditOutcome.ACCEPT, "decision_id": "x"}), books.policy)
    assert not is_reproduced(decision, books.policy.model_copy(update={"sha256": "another"}))


def test_replay_shows_what_another_policy_would_newly_hold_and_release(books: Any) -> None:
    books.invoice("200", days_late=5)
    decisions = [books.check("100", order_key="a"), books.check("300", order_key="b"), books.check("5000", order_key="c")]
    kinder = books.policy.model_copy(update={"grace_days": 10})
    found = replay(decisions, kinder)
    assert found.compared == 3
    assert [difference.order_key for difference in found.differences if difference.is_newly_released] == ["a", "b"]
    assert found.newly_released == {"EUR": Decimal(400)}
    assert found.newly_held == {}
    back = replay([decide_again(decision, kinder) for decision in decisions], books.policy)
    assert back.newly_held == {"EUR": Decimal(400)}
    assert replay(decisions, books.policy).differences == ()


@pytest.mark.parametrize("gross", ["0", "50", "100", "100.01", "5000"])
def test_a_quote_says_what_the_order_will_then_be_told(books: Any, gross: str) -> None:
    books.invoice("900", "INV-1", days_late=2)
    order = books.order(gross)
    said, decided = quote(books.facts(), order, books.policy), books.check(gross)
    assert said.outcome is decided.outcome
    assert (said.exposure, said.limit, said.available) == (Decimal("900.00"), Decimal("1000.00"), Decimal("100.00"))
    assert said.excess == decided.summary().excess
    assert said.ways_forward == tuple(way for way in decided.ways_forward if way.kind != "release")


def test_a_buyer_without_terms_is_shown_prepayment_and_one_with_terms_the_account(books: Any) -> None:
    assert quote(books.facts(), books.order("10"), books.policy).ways_to_pay[0] == "account"
    books.account(payment_terms="prepayment")
    assert quote(books.facts(), books.order("10"), books.policy).ways_to_pay[0] == "prepayment"


def test_a_quote_names_the_overdue_items_of_the_customer_alone(books: Any) -> None:
    held(books)
    said = quote(books.facts(), books.order("10"), books.policy)
    assert [item.document_no for item in said.overdue] == ["INV-1"]


def test_a_chain_shows_the_first_record_that_was_changed_left_out_or_swapped(books: Any) -> None:
    records: list[tuple[str, Any]] = []
    previous = GENESIS
    for gross in ("10", "20", "30", "40"):
        record = books.check(gross).summary()
        previous = chain_hash(previous, record)
        records.append((previous, record))
    assert first_break(records) is None
    changed = [*records]
    changed[2] = (records[2][0], records[1][1].model_copy(update={"excess": Decimal(1)}))
    assert first_break(changed) == 2
    assert first_break([records[0], *records[2:]]) == 1
    assert first_break([records[1], records[0]]) == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"order_version": "v2"}, "order has changed"),
        ({"minutes": 61}, "minutes old"),
        ({"snapshot": "s2"}, "New figures"),
        ({"policy": "another"}, "policy has changed"),
    ],
)
def test_a_decision_is_taken_again_when_what_it_rests_on_has_changed(books: Any, change: dict[str, Any], why: str | None) -> None:
    decision = books.check("10")
    policy = books.policy.model_copy(update={"sha256": change["policy"]}) if "policy" in change else books.policy
    snapshot = decision.inputs.snapshot.model_copy(update={"snapshot_id": change.get("snapshot", "s1")})
    said = why_decide_again(
        decision,
        policy,
        now=books.now + timedelta(minutes=change.get("minutes", 60)),
        order_version=change.get("order_version", "v1"),
        snapshot=snapshot,
    )
    assert said is None if why is None else why in (said or "")


def test_our_exposure_is_explained_against_the_erps_own(books: Any) -> None:
    books.invoice("500")
    books.open_order("200")
    books.reserve("40", "ours")
    books.credit("30", open_amount=Decimal(0), cleared=False)
    same = check_against_erp(books.facts(), Decimal(700), books.policy)
    assert same is not None
    assert same.unexplained == 0
    assert dict(same.explained) == {"reserved": Decimal("40.00"), "receipts_at_risk": Decimal("30.00")}
    off = check_against_erp(books.facts(), Decimal("699.99"), books.policy)
    assert off is not None
    assert off.unexplained == Decimal("0.01")


@pytest.mark.parametrize(
    ("age", "owed", "late", "accepted"),
    [
        (timedelta(0), "990", 0, True),
        (timedelta(hours=26), "990", 0, True),
        (timedelta(hours=26, seconds=1), "990", 0, False),
        (timedelta(hours=26, seconds=1), "890", 0, True),
        (timedelta(hours=26, seconds=1), "891", 0, False),
        (timedelta(hours=26, seconds=1), "100", 2, False),
        (timedelta(hours=50), "890", 0, True),
        (timedelta(hours=50, seconds=1), "0", 0, False),
        (-timedelta(seconds=60), "990", 0, True),
        (-timedelta(seconds=61), "0", 0, False),
    ],
)
def test_figures_carry_an_order_as_far_as_their_age_allows(
    books: Any, age: timedelta, owed: str, late: int, accepted: bool
) -> None:
    """Limit 1000, order 10: between fresh and usable a tenth of the limit has to stay free, and nothing may be past due."""
    books.invoice(owed, days_late=late)
    books.as_of = books.now - age
    decision = books.check("10")
    assert decision.accepts is accepted
    assert decision.provisional is (accepted and age > timedelta(hours=26))


def test_a_card_pays_the_excess_and_with_late_items_the_whole_order(new_books: Callable[..., Any]) -> None:
    books = new_books()
    books.invoice("950")
    decision = books.check("100", pays_by_card=True)
    assert (decision.outcome, decision.prepay_amount) == (CreditOutcome.REQUIRE_PREPAY, Decimal("50.00"))
    books.invoice("20", days_late=30)
    decision = books.check("100", pays_by_card=True)
    assert (decision.outcome, decision.prepay_amount) == (CreditOutcome.REQUIRE_PREPAY, Decimal("100.00"))
    strict = new_books(card=books.policy.card.model_copy(update={"overdue_blocks": "yes"}))
    strict.invoice("20", days_late=30)
    assert strict.check("100", pays_by_card=True).outcome is CreditOutcome.HOLD


def test_no_payment_is_offered_that_could_not_release_the_order(books: Any) -> None:
    books.invoice("1130")
    decision = books.check("100")
    kinds = {way.kind: way for way in decision.ways_forward}
    assert "pay_excess" not in kinds
    assert "split_order" not in kinds
    assert "130.00 EUR of older debt" in kinds["pay_older_debt"].message


def test_a_written_exception_waives_its_rule_for_its_customer_in_its_time(books: Any, with_rules: Any) -> None:
    books.policy = with_rules(
        """
[[credit.exceptions]]
name = "campaign"
customer = "C1"
rules = ["R1"]
valid_from = 2026-03-01
valid_until = 2026-03-10
owner = "credit-control@example.test"
reason = "Agreed campaign stock."
max_amount = 2000
"""
    )
    decision = books.check("1500")
    assert decision.accepts
    assert "exception campaign" in next(result.waived_by or "" for result in decision.rule_results if result.rule == "R1")
    assert not books.check("2000.01").accepts
    books.invoice("50", days_late=30)
    assert books.codes("1500") == {"account_overdue"}
    books.obligations.clear()
    books.now += timedelta(days=1)
    books.as_of = books.now
    assert not books.check("1500").accepts


def test_a_risk_class_and_a_customer_have_their_own_thresholds(books: Any, with_rules: Any) -> None:
    books.invoice("100", days_late=2)
    assert books.check("10").accepts
    books.account(risk_class="high")
    decision = books.check("10")
    assert next(result.scope for result in decision.rule_results if result.rule == "R5") == "risk high"
    assert "account_overdue" in {reason.code for reason in decision.reasons}
    books.policy = with_rules('[[credit.rules.R5.scopes]]\ncustomer = "C1"\ndays = 9')
    assert books.check("10").accepts


def test_terms_with_an_instalment_in_advance_require_that_part_first(books: Any) -> None:
    books.account(payment_terms="30% in advance, 70% 30 days net")
    decision = books.check("100")
    assert (decision.outcome, decision.prepay_amount) == (CreditOutcome.REQUIRE_PREPAY, Decimal("30.00"))
    assert books.check("100", prepaid=Decimal(30)).accepts
    assert not books.check("100", prepaid=Decimal("29.99")).accepts


def test_open_orders_beyond_the_horizon_do_not_count_under_r2(books: Any, with_rules: Any) -> None:
    books.policy = with_rules("[credit.rules.R1]\non = false\n[credit.rules.R2]\non = true\nhorizon_days = 30")
    books.owe("900", Stage.ORDERED, "far", order_key="far", ship_date=books.now.date() + timedelta(days=31))
    assert books.check("500").accepts
    books.owe("600", Stage.ORDERED, "near", order_key="near", ship_date=books.now.date() + timedelta(days=30))
    assert not books.check("500").accepts
