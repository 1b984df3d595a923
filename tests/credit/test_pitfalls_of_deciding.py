"""Faults of deciding that real systems shipped, each under its number in the credit design: every test fails on the faulty
rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.credit.check import check_credit
from intake.domain.credit import CreditKind, CreditOutcome, ManualHold
from intake.domain.reasons import Queue, ReasonCode
from intake.domain.releases import ReleaseGrant

HOLD = CreditOutcome.HOLD


def grant(books: Any, *codes: ReasonCode, **changes: Any) -> ReleaseGrant:
    return ReleaseGrant(
        **{
            "grant_id": "g1",
            "order_key": "this",
            "version_hash": "v1",
            "identity_hash": "i1",
            "waived_reasons": codes,
            "approved_amount": Decimal(1500),
            "currency": "EUR",
            "tolerance_percent": Decimal(2),
            "granted_at": books.now - timedelta(hours=1),
            "valid_until": books.now + timedelta(days=5),
            "approvers": ("controller",),
            "reason_code": "payment_announced",
            "owner": Queue.FINANCE,
            **changes,
        }
    )


def test_p12_a_released_order_stays_released_until_something_named_changes(books: Any) -> None:
    books.grants.append(grant(books, ReasonCode.OVER_CREDIT_LIMIT))
    decision = books.check("1500")
    assert decision.accepts
    assert [result.waived_by for result in decision.rule_results if result.rule == "R1"] == ["release g1 of controller"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"gross": "1531"}, "more than the approved"),
        ({"identity_hash": "another address"}, "ship-to"),
        ({"order_key": "another order"}, None),
    ],
)
def test_p12_a_released_order_that_grew_or_moved_is_held_again_and_says_why(books: Any, changes: Any, why: str | None) -> None:
    books.grants.append(grant(books, ReasonCode.OVER_CREDIT_LIMIT))
    gross = changes.pop("gross", "1500")
    decision = books.check(gross, **changes)
    assert decision.outcome is HOLD
    expired = [reason.message for reason in decision.reasons if reason.code is ReasonCode.RELEASE_EXPIRED]
    assert (why is None and not expired) or (why is not None and why in expired[0])


def test_p12_a_released_order_that_shrank_is_not_held_again(books: Any) -> None:
    books.grants.append(grant(books, ReasonCode.OVER_CREDIT_LIMIT))
    assert books.check("1200", version_hash="v2").accepts


def test_p12_a_release_does_not_cover_a_reason_that_it_does_not_name(books: Any) -> None:
    books.grants.append(grant(books, ReasonCode.OVER_CREDIT_LIMIT))
    books.invoice("100", days_late=40)
    assert books.codes("1300") == {"account_overdue"}


def test_p12_a_release_ends_with_its_time(books: Any) -> None:
    books.grants.append(grant(books, ReasonCode.OVER_CREDIT_LIMIT, valid_until=books.now - timedelta(minutes=1)))
    assert books.codes("1500") == {"over_credit_limit", "release_expired"}


def test_p19_the_door_an_order_came_through_changes_nothing(books: Any) -> None:
    facts, order = books.facts(), books.order("1001")
    assert (
        check_credit(facts, order, books.policy, actor="shop").decision_id == check_credit(facts, order, books.policy).decision_id
    )


def test_p21_an_impossible_order_is_held_and_never_an_error(books: Any) -> None:
    decision = books.check("1001", currency="???")
    assert decision.outcome is HOLD
    assert [reason.code for reason in decision.reasons] == ["credit_input_invalid"]


def test_p22_many_small_remainders_do_not_block_and_one_large_item_does(books: Any) -> None:
    for _ in range(30):
        books.invoice("4.99", days_late=100)
    assert books.check("10").accepts
    books.invoice("400", days_late=10)
    assert "account_overdue" in books.codes("10")


@pytest.mark.parametrize(("days", "held"), [(0, False), (3, False), (4, True)])
def test_p23_an_item_that_is_due_today_or_within_grace_is_not_overdue(books: Any, days: int, held: bool) -> None:
    books.invoice("100", days_late=days)
    assert ("account_overdue" in books.codes("10")) is held


def test_p23_late_in_the_evening_the_selling_companys_date_decides(books: Any) -> None:
    """At 23:30 UTC it is the next day in Warsaw: an item at the edge of grace is overdue there and not in UTC."""
    books.invoice("100", days_late=3)
    books.now = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    books.as_of = books.now
    assert books.check("10").accepts
    local = (books.now + timedelta(hours=1)).date()
    books.facts_changes = {"time_zone": "Europe/Warsaw", "business_date": local}
    assert "account_overdue" in books.codes("10")


def test_p24_each_instalment_is_late_by_its_own_due_date_and_none_counts_twice(books: Any) -> None:
    books.invoice("100", "INV1", days_late=30, instalment=1)
    books.invoice("100", "INV1", days_late=-1, instalment=2)
    books.invoice("100", "INV1", days_late=-30, instalment=3)
    decision = books.check("10")
    assert decision.account is not None
    assert decision.account.exposure == Decimal("300.00")
    assert decision.account.overdue_amount == Decimal("100.00")
    assert "account_overdue" in {reason.code for reason in decision.reasons}


def test_p25_a_payment_leads_to_a_new_evaluation_and_releases_nothing_by_itself(books: Any) -> None:
    books.invoice("950")
    assert books.check("250").account.excess == Decimal("200.00")
    books.credit("150")
    decision = books.check("250")
    assert decision.outcome is HOLD
    assert decision.account.excess == Decimal("50.00")
    books.credit("50")
    assert books.check("250").accepts


def test_p25_a_chargeback_holds_again(books: Any) -> None:
    books.invoice("950")
    books.credit("950", document_no="transfer")
    assert books.check("250").accepts
    books.credits.clear()
    assert books.check("250").outcome is HOLD


def test_p26_two_orders_decided_one_after_the_other_never_share_the_same_headroom(books: Any) -> None:
    assert books.check("600", order_key="a").accepts
    books.reserve("600", "a")
    assert books.check("600", order_key="b").outcome is HOLD


def test_p27_whoever_asks_and_whenever_the_same_facts_give_the_same_decision(books: Any) -> None:
    books.invoice("950")
    first, second = books.check("100"), books.check("100")
    assert first == second
    assert first.decision_id == second.decision_id


def test_p28_what_a_cap_counts_is_fixed_and_shown(books: Any, with_rules: Any) -> None:
    books.policy = with_rules("[credit.rules.R19]\non = true\nordered = 500")
    books.open_order("500")
    assert books.check("100").accepts
    books.open_order("1")
    decision = books.check("100")
    assert [reason.code for reason in decision.reasons] == ["bucket_cap_exceeded"]
    assert "ordered" in decision.reasons[0].message


def test_p29_a_stop_can_be_set_and_lifted_and_never_lifts_itself(books: Any) -> None:
    hold = ManualHold(
        customer_no="C1", placed_by="controller", placed_at=books.now - timedelta(days=400), reason="Letter returned."
    )
    books.facts_changes = {"manual_holds": (hold,)}
    books.credit("5000", CreditKind.PAYMENT)
    assert books.codes("10") == {"manual_hold"}
    books.facts_changes = {}
    assert books.check("10").accepts


def test_p30_a_limit_may_be_lowered_under_current_debt_and_then_holds(books: Any) -> None:
    books.invoice("800")
    assert books.check("100").accepts
    books.account(credit_limit=Decimal(500))
    decision = books.check("100")
    assert decision.outcome is HOLD
    assert decision.account.headroom == Decimal("-300.00")
    assert decision.account.excess == Decimal("400.00")


def test_all_rules_are_evaluated_and_no_reason_hides_another(books: Any) -> None:
    books.account(limit_valid_until=books.now.date() - timedelta(days=1))
    books.invoice("990", days_late=40)
    codes = books.codes("100", payment_terms="90 days net")
    assert codes == {"over_credit_limit", "account_overdue", "credit_limit_expired", "terms_outrank"}
    assert {f"R{number}" for number in range(1, 26)} == {result.rule for result in books.check("100").rule_results}
