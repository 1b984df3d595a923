"""Utilisation over the days that are known, and promises kept, on vectors reckoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from intake.credit.conduct import conduct
from intake.domain.reminders import PromiseState
from intake.domain.risk import AccountDay


def day(number: int, exposure: str, limit: str | None = "1000") -> AccountDay:
    return AccountDay(
        day=date(2026, 3, number), exposure=Decimal(exposure), limit=None if limit is None else Decimal(limit), currency="EUR"
    )


def test_utilisation_is_told_by_day_against_the_limit_of_that_day() -> None:
    """50 %, 100 % of a limit that was halved, 120 %: 90 % on average."""
    found = conduct([day(1, "500"), day(2, "500", "500"), day(3, "1200")], [], 365)
    assert (found.days, found.average_utilisation_percent, found.peak_utilisation_percent) == (
        3,
        Decimal("90.0"),
        Decimal("120.0"),
    )


def test_days_without_a_limit_say_nothing_and_a_credit_balance_uses_nothing() -> None:
    assert conduct([day(1, "500", None), day(2, "500", "0")], [], 365).average_utilisation_percent is None
    assert conduct([day(1, "-300")], [], 365).peak_utilisation_percent == 0


def test_promises_are_counted_by_number_and_by_amount_and_only_when_they_ended() -> None:
    """Two kept of 100 each, one broken of 800: two thirds by number, a fifth by amount."""
    kept, broken = (PromiseState.KEPT, Decimal(100)), (PromiseState.BROKEN, Decimal(800))
    found = conduct([], [kept, kept, broken, (PromiseState.WITHDRAWN, Decimal(9000)), (PromiseState.OPEN, Decimal(9000))], 365)
    assert (found.promises_kept, found.promises_broken) == (2, 1)
    assert (found.kept_percent, found.kept_amount_percent) == (Decimal("66.7"), Decimal("20.0"))
    assert conduct([], [], 365).kept_percent is None
