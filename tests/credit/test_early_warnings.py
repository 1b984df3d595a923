"""Early warnings: each is told with its figures where its window says so, and not a day or a point before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.credit.early_warnings import LateItem, Order, Watched, early_warnings
from intake.credit.policy_risk_values import WarningPolicy
from intake.domain.external import ExternalSignal
from intake.domain.risk import AccountDay, PastClass, RiskClass, WarningKind

TODAY = date(2026, 3, 10)
POLICY = WarningPolicy(methods_best_first=("direct_debit", "transfer", "cheque"))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def used(percent: int, *days: int) -> tuple[AccountDay, ...]:
    return tuple(
        AccountDay(day=ago(each), exposure=Decimal(percent), limit=Decimal(100), currency="EUR")
        for each in sorted(days, reverse=True)
    )


def kinds(**seen: Any) -> list[WarningKind]:
    return [warning.kind for warning in early_warnings(Watched(today=TODAY, **seen), POLICY)]


HUNDRED = Decimal(100)
USUAL = (Decimal(90), HUNDRED, HUNDRED, HUNDRED, Decimal(110), Decimal(120))
FILING = ExternalSignal(customer_no="C1", source="register", observed_on=ago(90), filing="judgement")


@pytest.mark.parametrize(
    ("kind", "warns", "is_silent"),
    [
        (
            WarningKind.PAYING_LATER,
            {"recent_days_beyond": Decimal(14), "base_days_beyond": Decimal(4)},
            {"recent_days_beyond": Decimal("13.9"), "base_days_beyond": Decimal(4)},
        ),
        (
            WarningKind.FIRST_OVERDUE,
            {"late": LateItem(document_no="R1", days=5), "payments": 3},
            {"late": LateItem(document_no="R1", days=5), "payments": 3, "paid_late_before": True},
        ),
        (WarningKind.LIMIT_NEAR, {"utilisation_percent": Decimal(90)}, {"utilisation_percent": Decimal("89.9")}),
        (
            WarningKind.UTILISATION_HIGH,
            {"days": used(88, *range(1, 15)), "utilisation_percent": Decimal(86)},
            {"days": used(88, *range(1, 14)), "utilisation_percent": Decimal(86)},
        ),
        (
            WarningKind.UTILISATION_RISING,
            {"days": used(20, 40, 60) + used(60, 5, 10), "utilisation_percent": Decimal(60)},
            {"days": used(40, 40, 60) + used(60, 5, 10), "utilisation_percent": Decimal(60)},
        ),
        (WarningKind.PROMISE_BROKEN, {"broken_promises": ("R1",)}, {"broken_promises": ()}),
        (
            WarningKind.DISPUTES_RISING,
            {"past": (PastClass(rated_on=ago(90), risk_class=RiskClass.LOW, dispute_percent=Decimal(1)),)}
            | {"dispute_percent": Decimal(6), "risk_class": RiskClass.LOW},
            {"past": (PastClass(rated_on=ago(89), risk_class=RiskClass.LOW, dispute_percent=Decimal(1)),)}
            | {"dispute_percent": Decimal(6), "risk_class": RiskClass.LOW},
        ),
        (
            WarningKind.ORDER_JUMP,
            {"past_amounts": USUAL, "orders": (Order(number="SO1", ordered_on=ago(1), amount=Decimal("300.01")),)},
            {"past_amounts": USUAL, "orders": (Order(number="SO1", ordered_on=ago(1), amount=Decimal(300)),)},
        ),
        (WarningKind.REVIEW_OVERDUE, {"next_review": ago(1)}, {"next_review": TODAY}),
        (WarningKind.LIMIT_ENDS, {"limit_ends": ago(-30)}, {"limit_ends": ago(-31)}),
        (WarningKind.REMINDED, {"dunning_level": 2, "dunned_document": "R1"}, {"dunning_level": 1, "dunned_document": "R1"}),
        (
            WarningKind.PAYMENT_METHOD,
            {"methods": ("direct_debit",) * 3 + ("transfer", "cheque", "transfer")},
            {"methods": ("direct_debit", "transfer", "direct_debit") + ("transfer",) * 3},
        ),
        (
            WarningKind.CLASS_WORSE,
            {"past": (PastClass(rated_on=ago(200), risk_class=RiskClass.LOW),), "risk_class": RiskClass.HIGH},
            {"past": (PastClass(rated_on=ago(200), risk_class=RiskClass.HIGH),), "risk_class": RiskClass.HIGH},
        ),
        (
            WarningKind.EXTERNAL_SIGNAL,
            {"filings": (FILING,)},
            {"filings": (FILING.model_copy(update={"observed_on": ago(91)}),)},
        ),
    ],
)
def test_a_warning_is_told_at_its_threshold_and_not_before(
    kind: WarningKind, warns: dict[str, Any], is_silent: dict[str, Any]
) -> None:
    assert kinds(**warns) == [kind]
    assert kinds(**is_silent) == []


def test_every_kind_has_a_case_above() -> None:
    cases = test_a_warning_is_told_at_its_threshold_and_not_before.pytestmark[0].args[1]
    assert {case[0] for case in cases} == set(WarningKind)


def test_nothing_is_warned_of_for_want_of_figures() -> None:
    assert kinds() == []
