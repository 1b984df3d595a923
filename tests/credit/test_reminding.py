"""Who is reminded of what: levels one at a time, one mail a customer, and everything that stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.credit.overdue import OverdueItem
from intake.credit.policy import default_policy_text, parse_policy
from intake.credit.policy_values import Staleness
from intake.credit.reminding import LateAccount, next_level, reminding, why_stale
from intake.domain.credit import AccountStatus, SnapshotFacts
from intake.domain.errors import ConfigurationError
from intake.domain.reminders import Reminded, SentBy, Tone

MONDAY = date(2026, 3, 2)
POLICY = parse_policy(default_policy_text().encode()).collections
PENNIES = Decimal("5.00")


def late(number: str, days: int, residual: str = "100", erp_level: int = 0, disputed: bool = False) -> OverdueItem:
    return OverdueItem(number, MONDAY - timedelta(days=days), days, Fraction(residual), erp_level, disputed)


def account(*items: OverdueItem, **more: object) -> LateAccount:
    plain = LateAccount(customer_no="C1", currency="EUR", status=AccountStatus.OPEN, late=items, open_items={})
    return replace(plain, **more)  # type: ignore[arg-type]


def reminded(item: OverdueItem, level: int, days_ago: int) -> dict[tuple[str, date], Reminded]:
    on = MONDAY - timedelta(days=days_ago)
    key = (item.document_no, item.due_date)
    return {key: Reminded(document_no=item.document_no, due_date=item.due_date, level=level, on=on)}


@pytest.mark.parametrize(
    ("days", "before", "level"),
    [
        (6, 0, 0),  # a week has not passed
        (7, 0, 1),
        (60, 0, 1),  # however late: the first words first
        (20, 1, 1),
        (21, 1, 2),
        (60, 2, 3),
        (90, 3, 3),  # nothing after the last
        (1, 2, 2),  # never down
        (50, 5, 5),  # an ERP that has more levels than we
    ],
)
def test_an_item_rises_one_level_at_a_time(days: int, before: int, level: int) -> None:
    assert next_level(days, before, POLICY) == level


def test_one_mail_lists_all_late_items_each_at_its_own_level() -> None:
    first, second, fresh = late("R1", 30, erp_level=1), late("R2", 8, "50"), late("R3", 4, "20")
    due = reminding(account(first, second, fresh), POLICY, PENNIES, MONDAY).due
    assert due is not None
    assert [(item.document_no, item.before, item.level) for item in due.items] == [("R1", 1, 2), ("R2", 0, 1), ("R3", 0, 0)]
    assert [item.document_no for item in due.raised] == ["R1", "R2"]
    assert (due.level, due.tone, due.total) == (2, Tone.FIRM, Decimal("170.00"))


def test_instalments_of_one_invoice_are_reminded_of_by_themselves() -> None:
    first, second = late("R1", 40), late("R1", 8)
    plan = reminding(account(first, second, reminded=reminded(first, 1, 20)), POLICY, PENNIES, MONDAY)
    assert plan.due is not None
    assert [(item.due_date, item.level) for item in plan.due.raised] == [(first.due_date, 2), (second.due_date, 1)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"disputed": {"R1"}}, "disputed"),
        ({"promised": {"R1"}}, "promised"),
        ({"promised": {None}}, "promised"),
        ({"status": AccountStatus.AGENCY}, "collection agency"),
        ({"status": AccountStatus.INSOLVENCY}, "insolvent"),
    ],
)
def test_a_dispute_a_promise_and_others_who_collect_stop_it(more: dict[str, object], why: str) -> None:
    plan = reminding(account(late("R1", 30), **more), POLICY, PENNIES, MONDAY)
    assert plan.due is None
    assert why in plan.left_out[0].why


def test_what_is_left_out_does_not_stop_the_rest() -> None:
    plan = reminding(account(late("R1", 30), late("R2", 30), disputed={"R1"}), POLICY, PENNIES, MONDAY)
    assert plan.due is not None
    assert [item.document_no for item in plan.due.items] == ["R2"]


def test_pennies_are_not_worth_a_mail() -> None:
    assert reminding(account(late("R1", 30, "5.00")), POLICY, PENNIES, MONDAY).due is None
    assert reminding(account(late("R1", 30, "5.01")), POLICY, PENNIES, MONDAY).due is not None


@pytest.mark.parametrize(("days_ago", "may_go"), [(6, False), (7, True)])
def test_between_two_mails_to_a_customer_lies_the_interval_whatever_they_are_about(days_ago: int, may_go: bool) -> None:
    old, new = late("R1", 15), late("R2", 8)
    plan = reminding(account(old, new, reminded=reminded(old, 1, days_ago)), POLICY, PENNIES, MONDAY)
    assert plan.due is not None
    assert (plan.not_now is None) is may_go


@pytest.mark.parametrize("today", [date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 24)])
def test_on_a_quiet_day_nothing_goes(today: date) -> None:
    policy = POLICY.model_copy(update={"quiet_days": frozenset({date(2026, 12, 24)})})
    plan = reminding(account(late("R1", 30)), policy, PENNIES, today)
    assert plan.due is not None
    assert "quiet day" in str(plan.not_now)


def test_on_stale_figures_there_is_not_even_a_draft() -> None:
    now = datetime(2026, 3, 2, 10, tzinfo=UTC)
    plain = SnapshotFacts(snapshot_id="1", as_of=now - timedelta(hours=26), sequence=5)
    assert why_stale(plain, Staleness(), now) is None
    for worse in (
        {"as_of": now - timedelta(hours=26, seconds=1)},
        {"as_of": now + timedelta(hours=1)},
        {"as_of": None},
        {"last_sequence": 6},
        {"problems": ("The control total does not add up.",)},
    ):
        stale = why_stale(plain.model_copy(update=worse), Staleness(), now)
        assert stale
        assert reminding(account(late("R1", 30)), POLICY, PENNIES, MONDAY, stale).due is None


def test_a_mail_goes_by_itself_only_where_the_policy_sends_every_level_in_it() -> None:
    first, second, third = POLICY.levels
    policy = POLICY.model_copy(update={"levels": (first.model_copy(update={"sent_by": SentBy.POLICY}), second, third)})
    alone = reminding(account(late("R1", 8)), policy, PENNIES, MONDAY).due
    beside = reminding(account(late("R1", 8), late("R2", 30, erp_level=1)), policy, PENNIES, MONDAY).due
    assert alone is not None
    assert beside is not None
    assert (alone.sent_by, beside.sent_by) == (SentBy.POLICY, SentBy.PERSON)


@given(st.integers(0, 400), st.integers(0, 9), st.integers(0, 9))
def test_a_level_never_falls_and_never_jumps(days: int, ours: int, erps: int) -> None:
    before = max(ours, erps)
    assert before <= next_level(days, before, POLICY) <= before + 1


HEAD = 'version = 1\nowner = "x"\n[release]\nreason_codes = ["x"]\n[[release.authority]]\nrole = "f"\nunlimited = true\n'
LEVEL = '[[collections.levels]]\ndays = {}\ntone = "{}"\n'


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[collections]\nmin_interval = 3\n", "no such key"),
        (LEVEL.format(10, "friendly") + LEVEL.format(10, "firm"), "would come before level 1"),
        (LEVEL.format(3, "friendly"), "days of grace"),
        (LEVEL.format(10, "rude"), "must be one of"),
        ('[[collections.levels]]\ntone = "firm"\n', "how many days"),
        (LEVEL.format(10, "friendly") + 'sent_by = "chance"\n', "must be one of"),
        ("[collections]\nlevels = []\n", "one level at least"),
        ("".join(LEVEL.format(10 + day, "firm") for day in range(10)), "9 at most"),
        ('[collections]\nquiet_weekdays = ["someday"]\n', "must be among"),
        ('[collections]\nquiet_days = ["2026-12-24"]\n', "a list of dates"),
        (
            f"[collections]\nquiet_weekdays = {['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']}\n",
            "every day",
        ),
        ("[collections]\npromise_grace_days = 31\n", "impossible"),
    ],
)
def test_a_collections_policy_that_cannot_be_is_refused_with_a_sentence(written: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_policy((HEAD + written).encode())
    assert any(said in problem for problem in refused.value.problems), refused.value.problems


def test_a_policy_without_collections_reminds_after_its_grace() -> None:
    policy = parse_policy((HEAD + "[credit]\ngrace_days = 14\n").encode()).collections
    assert [level.days for level in policy.levels] == [18, 32, 53]
    assert {level.sent_by for level in policy.levels} == {SentBy.PERSON}
