"""What was to be sent to the ERP and what it answered: one row for one order for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from intake.domain.decisions import PushedOrder, SalesOrder
from intake.store.engine import Connection
from intake.store.tables import pushes


class PushState(StrEnum):
    """INTENDED: the ERP may or may not have it; only asking tells. WITHDRAWN: it did not have it and was not sent it."""

    INTENDED = "intended"
    TAKEN = "taken"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        """The ERP does not have it, and nothing is on its way."""
        return self in (PushState.REFUSED, PushState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPush:
    state: PushState
    sales_order: SalesOrder
    answer: PushedOrder | None
    intended_at: datetime
    sent_at: datetime | None


def intend_push(tx: Connection, order_id: str, sales_order: SalesOrder, at: datetime) -> None:
    """Writes the intent. One that is open, or was taken, is never overwritten; one that is over may be tried anew."""
    values = {
        "state": PushState.INTENDED.value,
        "sales_order": sales_order.model_dump_json(),
        "decision_id": sales_order.decision_id,
        "intended_at": at,
        "answer": None,
        "answered_at": None,
        "sent_at": None,
    }
    over = [state.value for state in PushState if state.is_over]
    if tx.execute(update(pushes).where(pushes.c.order_id == order_id, pushes.c.state.in_(over)).values(**values)).rowcount == 0:
        tx.execute(insert(pushes).values(order_id=order_id, external_key=sales_order.external_key, **values))


def load_push(tx: Connection, order_id: str) -> StoredPush | None:
    row = tx.execute(select(pushes).where(pushes.c.order_id == order_id)).one_or_none()
    if row is None:
        return None
    return StoredPush(
        state=PushState(row.state),
        sales_order=SalesOrder.model_validate_json(row.sales_order),
        answer=PushedOrder.model_validate_json(row.answer) if row.answer else None,
        intended_at=row.intended_at,
        sent_at=row.sent_at,
    )


def note_sending(tx: Connection, order_id: str, at: datetime) -> None:
    """Before the ERP is called: whatever comes of the call, it may have arrived."""
    tx.execute(update(pushes).where(pushes.c.order_id == order_id).values(sent_at=at))


def answer_push(tx: Connection, order_id: str, state: PushState, answer: PushedOrder | None, at: datetime) -> None:
    body = answer.model_dump_json() if answer else None
    tx.execute(update(pushes).where(pushes.c.order_id == order_id).values(state=state.value, answer=body, answered_at=at))
