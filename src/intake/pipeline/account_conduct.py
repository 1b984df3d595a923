"""An account's kept days and ended promises, read for its figures of conduct. Nothing is reckoned here."""

from __future__ import annotations

from datetime import date, timedelta

from intake.credit.behaviour import WINDOW_DAYS
from intake.credit.conduct import Conduct, conduct
from intake.pipeline.line import Line
from intake.pipeline.promises import ended_promises, promise_of
from intake.store.account_days import account_days_of
from intake.store.engine import Connection


def conduct_of(line: Line, tx: Connection, customer_no: str, today: date) -> Conduct:
    first = today - timedelta(days=WINDOW_DAYS)
    days = account_days_of(tx, customer_no, first + timedelta(days=1), today)
    ended = ended_promises(line, tx, customer_no)
    promises = ((state, promise_of(record).amount) for day, state, record in ended if day > first)
    return conduct(days, promises, WINDOW_DAYS)
