"""The door that every message comes through: its bytes are stored before anything looks at them.

Whoever hands a message over may forget it when `receive` returns; the transaction is committed by then.
"""

from __future__ import annotations

from datetime import datetime

from intake.domain.messages import Origin
from intake.domain.status import OrderStatus
from intake.pipeline.line import Line
from intake.store.messages import keep_raw
from intake.store.orders import add_order
from intake.store.writing import Writing


def receive(
    line: Line, raw: bytes, *, filename: str | None, origin: Origin, actor: str = "intake", received_at: datetime | None = None
) -> str:
    """Stores a message and starts the line for it. Returns its message id; the same bytes again start nothing new."""
    with line.writing(actor) as work:
        return receive_within(work, raw, filename=filename, origin=origin, received_at=received_at)


def receive_within(
    work: Writing, raw: bytes, *, filename: str | None, origin: Origin, received_at: datetime | None = None
) -> str:
    """The same within a transaction that the caller has open."""
    at = received_at or work.at
    message_id, is_new = keep_raw(work.tx, raw, origin=origin, filename=filename, at=at)
    if not is_new:
        work.note("received_again", message_id=message_id, filename=filename, origin=origin.value)
        return message_id
    # One order stands for the message from the start, so that nothing that arrived is ever out of sight.
    order = add_order(work.tx, message_id, 1, origin=origin, state=OrderStatus.RECEIVED, at=at)
    work.note("received", order_id=order.order_id, message_id=message_id, filename=filename, origin=origin.value, size=len(raw))
    work.ask("read", message_id)
    return message_id
