"""What finance has written down, by kind: kept, closed, found again. A record is never changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, insert, select, update

from intake.domain.finance import FinanceRecord, RecordKind
from intake.store.engine import Connection
from intake.store.tables import finance_records


def keep_record(
    tx: Connection,
    kind: RecordKind,
    *,
    at: datetime,
    actor: str,
    said: Mapping[str, str],
    customer_no: str | None = None,
    order_id: str | None = None,
    subject: str = "",
) -> int:
    row = insert(finance_records).values(
        kind=kind.value,
        customer_no=customer_no,
        order_id=order_id,
        subject=subject,
        at=at,
        actor=actor,
        body=json.dumps(dict(said), ensure_ascii=False, sort_keys=True),
    )
    return int(tx.execute(row.returning(finance_records.c.record_id)).scalar_one())


def close_record(tx: Connection, record_id: int, at: datetime, *, closed_by: str, closed_as: str) -> bool:
    """False where it was closed before."""
    row = update(finance_records).where(finance_records.c.record_id == record_id, finance_records.c.closed_at.is_(None))
    return tx.execute(row.values(closed_at=at, closed_by=closed_by, closed_as=closed_as)).rowcount == 1


def load_record(tx: Connection, record_id: int) -> FinanceRecord | None:
    found = _read(tx, select(finance_records).where(finance_records.c.record_id == record_id))
    return found[0] if found else None


def records_of(
    tx: Connection,
    kind: RecordKind,
    *,
    customer_nos: Collection[str] | None = None,
    order_id: str | None = None,
    open_only: bool = True,
) -> list[FinanceRecord]:
    """Oldest first. Of these customers, or of this order, or both kinds of records together where both are named."""
    query = select(finance_records).where(finance_records.c.kind == kind.value)
    wanted: list[ColumnElement[bool]] = []
    if customer_nos is not None:
        wanted.append(finance_records.c.customer_no.in_(customer_nos))
    if order_id is not None:
        wanted.append(finance_records.c.order_id == order_id)
    if wanted:
        query = query.where(wanted[0] if len(wanted) == 1 else wanted[0] | wanted[1])
    if open_only:
        query = query.where(finance_records.c.closed_at.is_(None))
    return _read(tx, query.order_by(finance_records.c.record_id))


def _read(tx: Connection, query: Select) -> list[FinanceRecord]:  # type: ignore[type-arg]
    return [
        FinanceRecord(
            record_id=row.record_id,
            kind=RecordKind(row.kind),
            customer_no=row.customer_no,
            order_id=row.order_id,
            subject=row.subject,
            at=row.at,
            actor=row.actor,
            said=json.loads(row.body),
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            closed_as=row.closed_as,
        )
        for row in tx.execute(query)
    ]
