"""An account's kept days and ended promises, read for its figures of conduct. Nothing is reckoned here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from intake.credit.behaviour import WINDOW_DAYS
from intake.credit.conduct import Conduct, conduct
from intake.domain.finance import RecordKind
from intake.domain.reminders import PromiseState
from intake.pipeline.line import Line
from intake.store.account_days import account_days_of
from intake.store.engine import Connection
from intake.store.finance import records_of


def conduct_of(line: Line, tx: Connection, customer_no: str, today: date) -> Conduct:
    first = today - timedelta(days=WINDOW_DAYS)
    days = account_days_of(tx, customer_no, first + timedelta(days=1), today)
    return conduct(days, _ended(line, tx, customer_no, first), WINDOW_DAYS)


def _ended(line: Line, tx: Connection, customer_no: str, after: date) -> Iterator[tuple[PromiseState, Decimal]]:
    for record in records_of(tx, RecordKind.PROMISE, customer_nos=[customer_no], open_only=False):
        if record.closed_at is not None and record.closed_as and line.local_date(record.closed_at) > after:
            yield PromiseState(record.closed_as), Decimal(record.said["amount"])
