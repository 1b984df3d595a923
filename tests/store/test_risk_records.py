"""What is kept of risk and limits: the last word counts, what was found before is still there, and nothing is asked twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from intake.domain.external import ExternalSignal
from intake.domain.finance import RecordKind
from intake.domain.limit_changes import ChangeState, LimitChange
from intake.domain.risk import AccountDay, Assessment, PastClass, RiskClass, RiskRating, Score
from intake.store.account_days import account_days_of, keep_account_day, last_account_day
from intake.store.assessments import (
    assessments_of,
    keep_assessment,
    last_assessments,
    last_policy,
    past_classes_of,
    risk_classes_of,
)
from intake.store.engine import Database, IntegrityError
from intake.store.finance import keep_record
from intake.store.limit_changes import ask_change, changes_in, end_change, mark_sent
from intake.store.signals import keep_signal, signals_of

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)


def found(customer_no: str, on: date, risk_class: RiskClass) -> Assessment:
    return Assessment(
        customer_no=customer_no,
        rated_on=on,
        snapshot_id=1,
        policy_sha256=f"policy of {on}",
        score=Score(points=None, computed=risk_class, eased=risk_class, inputs=()),
        rating=RiskRating(risk_class=risk_class, rated_on=on, why="a test"),
        erp_class=None,
        utilisation_percent=None,
        dispute_percent=Decimal("1.5"),
    )


def test_the_last_assessment_is_in_force_and_the_earlier_ones_stay(database: Database, morning: datetime) -> None:
    told = [
        found("C1", FIRST, RiskClass.LOW),
        found("C2", FIRST, RiskClass.UNKNOWN),
        found("C1", FIRST + 5 * DAY, RiskClass.MEDIUM),
        found("C1", FIRST + 5 * DAY, RiskClass.HIGH),
    ]
    with database.write() as tx:
        for each in told:
            keep_assessment(tx, each, morning)
        assert last_assessments(tx) == {"C1": told[3], "C2": told[1]}
        assert last_assessments(tx, ["C2", "C3"]) == {"C2": told[1]}
        assert risk_classes_of(tx, ["C1", "C3"]) == {"C1": RiskClass.HIGH}
        assert list(assessments_of(tx, "C1", 2)) == [told[3], told[2]]
        assert last_policy(tx) == f"policy of {FIRST + 5 * DAY}"
        of_the_first = PastClass(rated_on=FIRST, risk_class=RiskClass.LOW, dispute_percent=Decimal("1.5"))
        # What was in force when the days begin belongs to them.
        assert past_classes_of(tx, "C1", FIRST + 2 * DAY, FIRST + 5 * DAY) == (of_the_first,)
        whole = past_classes_of(tx, "C1", FIRST, FIRST + 9 * DAY)
        assert [past.risk_class for past in whole] == [RiskClass.LOW, RiskClass.HIGH]


def test_a_day_has_one_figure_and_the_later_word_stands_in_for_the_earlier(database: Database) -> None:
    days = [
        AccountDay(day=FIRST, exposure=Decimal("10.00"), limit=None, currency="EUR"),
        AccountDay(day=FIRST, exposure=Decimal("20.00"), limit=Decimal(100), currency="EUR"),
        AccountDay(day=FIRST + DAY, exposure=Decimal("30.00"), limit=Decimal(100), currency="EUR"),
    ]
    with database.write() as tx:
        assert last_account_day(tx) is None
        for each in days:
            keep_account_day(tx, "C1", each)
        assert account_days_of(tx, "C1", FIRST, FIRST + DAY) == tuple(days[1:])
        assert account_days_of(tx, "C1", FIRST + DAY, FIRST + DAY) == (days[2],)
        assert last_account_day(tx) == FIRST + DAY


def test_a_signal_that_is_told_twice_is_kept_once(database: Database, morning: datetime) -> None:
    signal = ExternalSignal(customer_no="C1", source="bureau", observed_on=FIRST, score=Decimal(3))
    with database.write() as tx:
        told = [signal, signal, signal.model_copy(update={"score": Decimal(4)})]
        assert [keep_signal(tx, each, morning) for each in told] == [True, False, True]
        assert signals_of(tx, "C1") == (told[0], told[2])
        assert signals_of(tx, "C2") == ()


def test_a_proposal_is_asked_for_once_and_a_request_ends_once(database: Database, morning: datetime) -> None:
    change = LimitChange(
        change_key="limit-1",
        customer_no="C1",
        amount=Decimal(2000),
        currency="EUR",
        approved_by=("Fina",),
        approved_at=morning,
        reason="seen their figures",
    )
    with database.write() as tx:
        record = keep_record(tx, RecordKind.LIMIT_REQUEST, at=morning, actor="fred", said={}, customer_no="C1")
        ask_change(tx, change, record, morning)
        with pytest.raises(IntegrityError), tx.begin_nested():
            ask_change(tx, change.model_copy(update={"change_key": "limit-2"}), record, morning)
        assert mark_sent(tx, "limit-1", morning, "their number")
        assert not mark_sent(tx, "limit-1", morning, "another number")
        (asked,) = changes_in(tx, [ChangeState.SENT])
        assert (asked.change, asked.erp_said, asked.sent_at) == (change, "their number", morning)
        assert end_change(tx, "limit-1", ChangeState.IN_FORCE, morning)
        assert not end_change(tx, "limit-1", ChangeState.OVERTAKEN, morning)
        assert changes_in(tx, [ChangeState.WAITING, ChangeState.SENT]) == []
        assert [each.state for each in changes_in(tx, tuple(ChangeState), "C1")] == [ChangeState.IN_FORCE]
