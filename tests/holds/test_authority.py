"""Who may release, reject, correct and hold: within a role, an amount and a risk class, never one's own order, never
another's reasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.domain.errors import NotAllowed
from intake.domain.reasons import REASONS, Queue, Reason, ReasonCode
from intake.domain.releases import NEVER_WAIVABLE, AuthorityRow, GrantedOrder, ReleasePolicy
from intake.holds.authority import Actor, ReleaseRequest, may_correct, may_hold, may_reject, may_release
from intake.holds.release import grant_covers, release

R = ReasonCode
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
POLICY = ReleasePolicy(
    authority=(
        AuthorityRow(role="finance", max_amount=Decimal(5000)),
        AuthorityRow(role="finance", max_amount=Decimal(500), risk_classes=("high",)),
        AuthorityRow(role="finance_lead", max_amount=None, four_eyes_above=Decimal(20000)),
    ),
    reason_codes=("payment_announced", "desk_checked"),
    block_reason_codes=("block_lifted",),
)
ORDER = GrantedOrder(order_key="o1", version_hash="v1", identity_hash="i1", gross_amount=Decimal(1000), currency="EUR")
CONTROLLER = Actor(name="controller", roles=frozenset({"finance"}))
LEAD = Actor(name="lead", roles=frozenset({"finance_lead"}))
CLERK = Actor(name="clerk", roles=frozenset({"order_desk"}))


def request(*codes: ReasonCode, **changes: Any) -> ReleaseRequest:
    return ReleaseRequest(
        **{
            "order": ORDER,
            "reasons": tuple(Reason.of(code) for code in codes),
            "codes": codes,
            "seen_version": "v1",
            "actor": CONTROLLER,
            "submitter": "buyer@customer.example",
            "amount": Decimal(1000),
            "reason_code": "payment_announced",
            "comment": "Bank confirmation of 9 March.",
            "at": NOW,
            **changes,
        }
    )


def faults(*codes: ReasonCode, **changes: Any) -> str:
    return " ".join(may_release(request(*codes, **changes), POLICY))


def test_finance_releases_finances_reasons_within_its_amount() -> None:
    assert faults(R.OVER_CREDIT_LIMIT) == ""
    (grant,) = release(request(R.OVER_CREDIT_LIMIT), POLICY)
    assert grant.waived_reasons == (R.OVER_CREDIT_LIMIT,)
    assert grant.approved_amount == Decimal(1000)
    assert grant.valid_until == NOW + timedelta(days=5)
    assert grant.approvers == ("controller",)


@pytest.mark.parametrize(
    ("amount", "risk", "actor", "second", "said"),
    [
        ("5000", None, CONTROLLER, None, ""),
        ("5000.01", None, CONTROLLER, None, "may not release 5000.01 EUR"),
        ("5000.01", None, LEAD, None, ""),
        ("20000", None, LEAD, None, ""),
        ("20000.01", None, LEAD, None, "a second person"),
        ("20000.01", None, LEAD, CONTROLLER, "a second person"),
        ("20000.01", None, LEAD, Actor(name="lead two", roles=frozenset({"finance_lead"})), ""),
        ("20000.01", None, LEAD, Actor(name=" LEAD ", roles=frozenset({"finance_lead"})), "another person"),
        ("1", None, CLERK, None, "may not release 1 EUR"),
    ],
)
def test_authority_goes_by_role_amount_and_number_of_eyes(
    amount: str, risk: str | None, actor: Actor, second: Actor | None, said: str
) -> None:
    found = faults(R.OVER_CREDIT_LIMIT, amount=Decimal(amount), risk_class=risk, actor=actor, second=second)
    assert (said in found) if said else not found


def test_a_row_for_a_risk_class_grants_nothing_for_another() -> None:
    policy = POLICY.model_copy(
        update={"authority": (AuthorityRow(role="finance", max_amount=Decimal(500), risk_classes=("high",)),)}
    )
    assert not may_release(request(R.OVER_CREDIT_LIMIT, amount=Decimal(400), risk_class="high"), policy)
    assert may_release(request(R.OVER_CREDIT_LIMIT, amount=Decimal(501), risk_class="high"), policy)
    assert may_release(request(R.OVER_CREDIT_LIMIT, amount=Decimal(400)), policy)


def test_nobody_releases_an_order_that_he_submitted() -> None:
    assert "submitted" in faults(R.OVER_CREDIT_LIMIT, submitter="Controller")
    second = Actor(name="submitter", roles=frozenset({"finance_lead"}))
    assert "submitted" in faults(R.OVER_CREDIT_LIMIT, actor=LEAD, second=second, submitter="submitter")


def test_the_order_desk_does_not_waive_finances_reasons_nor_finance_the_desks() -> None:
    assert "may not release" in faults(R.ACCOUNT_OVERDUE, actor=CLERK)
    assert "order_desk only" in faults(R.SHIP_TO_UNKNOWN, actor=CONTROLLER)
    assert faults(R.SHIP_TO_UNKNOWN, actor=CLERK, reason_code="desk_checked") == ""


def test_a_release_over_both_queues_needs_both_roles_and_becomes_two_grants() -> None:
    codes = (R.SHIP_TO_UNKNOWN, R.OVER_CREDIT_LIMIT)
    assert faults(*codes, actor=CLERK)
    assert faults(*codes, actor=CONTROLLER)
    both = Actor(name="both", roles=frozenset({"order_desk", "finance"}))
    grants = release(request(*codes, actor=both), POLICY)
    assert [(grant.owner, grant.waived_reasons) for grant in grants] == [
        (Queue.ORDER_DESK, (R.SHIP_TO_UNKNOWN,)),
        (Queue.FINANCE, (R.OVER_CREDIT_LIMIT,)),
    ]
    assert len({grant.grant_id for grant in grants}) == 2


@pytest.mark.parametrize("code", sorted(NEVER_WAIVABLE))
def test_what_has_only_a_cure_is_never_waived(code: ReasonCode) -> None:
    everything = Actor(name="admin", roles=frozenset({"admin", "order_desk", "operations", "finance", "finance_lead"}))
    found = faults(code, actor=everything)
    assert f"{code} cannot be waived" in found
    assert REASONS[code].clears_when in found


def test_a_block_needs_a_code_of_its_own_and_that_code_releases_nothing_else() -> None:
    assert "no reason for a block" in faults(R.ACCOUNT_BLOCKED)
    assert faults(R.ACCOUNT_BLOCKED, reason_code="block_lifted") == ""
    assert "no reason for a release" in faults(R.OVER_CREDIT_LIMIT, reason_code="block_lifted")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seen_version": "v0"}, "changed since it was shown"),
        ({"codes": ()}, "names none"),
        ({"codes": (R.MANUAL_HOLD,)}, "not held for"),
        ({"reason_code": "because"}, "no reason for a release"),
        ({"comment": "  "}, "needs a comment"),
        ({"amount": None}, "gross amount is not known"),
        ({"actor": Actor(name="  ", roles=frozenset({"finance"}))}, "needs the name"),
    ],
)
def test_a_release_that_is_not_whole_is_refused_with_its_sentence(changes: dict[str, Any], said: str) -> None:
    assert said in faults(R.OVER_CREDIT_LIMIT, **changes)
    with pytest.raises(NotAllowed, match=said):
        release(request(R.OVER_CREDIT_LIMIT, **changes), POLICY)


@pytest.mark.parametrize(
    ("change", "covers"),
    [
        ({}, True),
        ({"gross_amount": Decimal(500), "version_hash": "v2"}, True),
        ({"gross_amount": Decimal(1020), "version_hash": "v2"}, True),
        ({"gross_amount": Decimal("1020.01"), "version_hash": "v2"}, False),
        ({"gross_amount": None}, False),
        ({"currency": "USD"}, False),
        ({"identity_hash": "another address or better terms"}, False),
        ({"identity_hash": ""}, False),
        ({"order_key": "o2"}, False),
    ],
)
def test_a_finance_release_bounds_every_field_of_its_order(change: dict[str, Any], covers: bool) -> None:
    (grant,) = release(request(R.OVER_CREDIT_LIMIT), POLICY)
    assert grant_covers(grant, R.OVER_CREDIT_LIMIT, ORDER.model_copy(update=change), NOW) is covers


def test_a_release_covers_only_its_reasons_and_its_time() -> None:
    (grant,) = release(request(R.OVER_CREDIT_LIMIT), POLICY)
    assert not grant_covers(grant, R.ACCOUNT_OVERDUE, ORDER, NOW)
    assert grant_covers(grant, R.OVER_CREDIT_LIMIT, ORDER, grant.valid_until)
    assert not grant_covers(grant, R.OVER_CREDIT_LIMIT, ORDER, grant.valid_until + timedelta(seconds=1))


def test_a_desk_release_is_void_as_soon_as_anything_in_the_order_changes() -> None:
    (grant,) = release(request(R.SHIP_TO_UNKNOWN, actor=CLERK, reason_code="desk_checked"), POLICY)
    assert grant_covers(grant, R.SHIP_TO_UNKNOWN, ORDER, NOW)
    smaller = ORDER.model_copy(update={"version_hash": "v2", "gross_amount": Decimal(1)})
    assert not grant_covers(grant, R.SHIP_TO_UNKNOWN, smaller, NOW)


def test_the_same_click_twice_is_one_release() -> None:
    assert release(request(R.OVER_CREDIT_LIMIT), POLICY) == release(request(R.OVER_CREDIT_LIMIT), POLICY)


@pytest.mark.parametrize(
    ("actor", "code", "allowed"),
    [
        (CLERK, R.SKU_UNKNOWN, True),
        (CLERK, R.OVER_CREDIT_LIMIT, False),
        (CONTROLLER, R.OVER_CREDIT_LIMIT, True),
        (CONTROLLER, R.SKU_UNKNOWN, False),
        (Actor(name="boss", roles=frozenset({"admin"})), R.OVER_CREDIT_LIMIT, True),
        (Actor(name="ops", roles=frozenset({"operations"})), R.ERP_REFUSED, True),
        (Actor(name="nobody", roles=frozenset()), R.ERP_REFUSED, False),
    ],
)
def test_whoever_owns_a_reason_may_reject(actor: Actor, code: ReasonCode, allowed: bool) -> None:
    assert (not may_reject(actor, (Reason.of(code),), POLICY)) is allowed


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("lines[2].sku", True),
        ("lines[2].quantity", True),
        ("customer_no", True),
        ("ship_to_code", True),
        ("customer_po_number", True),
        ("lines[3]", True),
        ("credit.R1", False),
        ("credit_limit", False),
        ("net_amount", False),
        ("lines[2].__class__", False),
        ("", False),
    ],
)
def test_the_desk_corrects_what_is_ordered_and_nothing_of_finances(path: str, allowed: bool) -> None:
    assert (not may_correct(CLERK, [path], POLICY)) is allowed
    assert may_correct(CONTROLLER, [path], POLICY)


def test_a_hold_is_finances_to_place_and_to_lift() -> None:
    assert not may_hold(CONTROLLER, POLICY)
    assert may_hold(CLERK, POLICY)
