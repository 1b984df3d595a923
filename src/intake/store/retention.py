"""Messages whose time is over: which they are, and what is removed of them.

Removed are the bytes as they came, the parts and the words read from them. The row of the message, its orders, decisions and the
trail stay: they say that it came, what became of it, and why. Bytes that another message still needs stay as well, until that
message's time is over too.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, select, update

from intake.domain.status import FINAL, OrderStatus
from intake.store.engine import Connection
from intake.store.packing import REMOVED
from intake.store.tables import blobs, documents, orders, parts, raw_messages, readings

_DONE = [state.value for state in sorted(FINAL | {OrderStatus.NOT_AN_ORDER})]

_whole = blobs.alias()
_HELD = (
    select(parts.c.sha256)
    .join(_whole, _whole.c.sha256 == parts.c.message_id)
    .where(_whole.c.encoding != REMOVED, parts.c.sha256 != parts.c.message_id)
)
"""The parts of all messages that were not emptied; the rows of an emptied message's parts stay and hold nothing."""


def list_expired(tx: Connection, before: datetime, *, limit: int, message_id: str | None = None) -> list[str]:
    """Messages of which every order has been done with since `before`, oldest first; `message_id` asks about one.

    A file that also came with another mail waits for that mail."""
    own = orders.c.message_id == raw_messages.c.message_id
    waits = exists().where(own, orders.c.state.not_in(_DONE) | (orders.c.changed_at >= before))
    query = (
        select(raw_messages.c.message_id)
        .join(blobs, blobs.c.sha256 == raw_messages.c.message_id)
        .where(blobs.c.encoding != REMOVED, raw_messages.c.received_at < before, exists().where(own), ~waits)
        .where(raw_messages.c.message_id.not_in(_HELD))
        .order_by(raw_messages.c.received_at)
        .limit(limit)
    )
    return list(tx.execute(query if message_id is None else query.where(raw_messages.c.message_id == message_id)).scalars())


def remove_message(tx: Connection, message_id: str) -> None:
    """Empties the message's bytes, and those of its parts that no other message holds."""
    # A file that also came by itself, or with another mail, is that message's too.
    came_alone = exists().where(raw_messages.c.message_id == blobs.c.sha256)
    elsewhere = blobs.c.sha256.in_(_HELD.where(parts.c.message_id != message_id))
    own = select(parts.c.sha256).where(parts.c.message_id == message_id)
    is_own_part = blobs.c.sha256.in_(own) & ~came_alone & ~elsewhere
    gone = {"encoding": REMOVED, "content": b""}
    tx.execute(update(blobs).where((blobs.c.sha256 == message_id) | is_own_part).values(gone))
    for table in (documents, readings):
        tx.execute(delete(table).where(table.c.message_id == message_id))
