"""What the check is told of how an account has moved: from its kept days, without today's. Read, not decided."""

from __future__ import annotations

from datetime import date, timedelta

from intake.credit.observing import daily_change_p95
from intake.domain.credit import Behaviour
from intake.store.account_days import account_days_of
from intake.store.engine import Connection

WINDOW_DAYS = 90


def known_behaviour(tx: Connection, customer_no: str, today: date) -> Behaviour | None:
    """None while too few days are known."""
    days = account_days_of(tx, customer_no, today - timedelta(days=WINDOW_DAYS), today - timedelta(days=1))
    change = daily_change_p95(days)
    return None if change is None else Behaviour(daily_change_p95=change)
