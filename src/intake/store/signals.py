"""What others told of accounts: each signal once, never changed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select

from intake.domain.external import ExternalSignal
from intake.store.engine import Connection
from intake.store.messages import insert_missing
from intake.store.tables import external_signals


def keep_signal(tx: Connection, signal: ExternalSignal, at: datetime) -> bool:
    """False where it was told before."""
    body = signal.model_dump_json()
    digest = hashlib.sha256(body.encode()).hexdigest()
    return insert_missing(tx, external_signals, customer_no=signal.customer_no, sha256=digest, at=at, body=body)


def signals_of(tx: Connection, customer_no: str) -> tuple[ExternalSignal, ...]:
    """As they were told, oldest first."""
    query = select(external_signals.c.body).where(external_signals.c.customer_no == customer_no)
    rows = tx.execute(query.order_by(external_signals.c.signal_id))
    return tuple(ExternalSignal.model_validate_json(row.body) for row in rows)
