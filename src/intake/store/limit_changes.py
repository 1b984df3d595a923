"""What is proposed of limits, and what the ERP is asked for: proposals as finance's records, requests with how far they came."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select, update

from intake.domain.finance import FinanceRecord
from intake.domain.limit_changes import AskedChange, ChangeState, LimitChange, LimitProposal
from intake.store.engine import Connection
from intake.store.tables import change_requests

PROPOSAL = "proposal"


def said_of(proposal: LimitProposal) -> dict[str, str]:
    return {PROPOSAL: proposal.model_dump_json()}


def proposal_of(record: FinanceRecord) -> LimitProposal:
    return LimitProposal.model_validate_json(record.said[PROPOSAL])


def ask_change(tx: Connection, change: LimitChange, record_id: int, at: datetime) -> None:
    tx.execute(
        insert(change_requests).values(
            change_key=change.change_key,
            record_id=record_id,
            customer_no=change.customer_no,
            state=ChangeState.WAITING.value,
            asked_at=at,
            body=change.model_dump_json(),
        )
    )


def changes_in(tx: Connection, states: Collection[ChangeState], customer_no: str | None = None) -> list[AskedChange]:
    """Oldest first."""
    query = select(change_requests).where(change_requests.c.state.in_([state.value for state in states]))
    if customer_no is not None:
        query = query.where(change_requests.c.customer_no == customer_no)
    return [
        AskedChange(
            change=LimitChange.model_validate_json(row.body),
            record_id=row.record_id,
            state=ChangeState(row.state),
            asked_at=row.asked_at,
            sent_at=row.sent_at,
            ended_at=row.ended_at,
            erp_said=row.erp_reference,
        )
        for row in tx.execute(query.order_by(change_requests.c.record_id))
    ]


def mark_sent(tx: Connection, change_key: str, at: datetime, erp_said: str) -> bool:
    """False where it is no longer waiting."""
    row = update(change_requests).where(
        change_requests.c.change_key == change_key, change_requests.c.state == ChangeState.WAITING.value
    )
    return tx.execute(row.values(state=ChangeState.SENT.value, sent_at=at, erp_reference=erp_said)).rowcount == 1


def end_change(tx: Connection, change_key: str, state: ChangeState, at: datetime, erp_said: str | None = None) -> bool:
    """False where it has ended already."""
    going = (ChangeState.WAITING.value, ChangeState.SENT.value)
    row = update(change_requests).where(change_requests.c.change_key == change_key, change_requests.c.state.in_(going))
    values = {"state": state.value, "ended_at": at} | ({"erp_reference": erp_said} if erp_said else {})
    return tx.execute(row.values(**values)).rowcount == 1
