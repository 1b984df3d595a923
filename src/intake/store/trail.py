"""The trail: what happened to an order or a message, in one chain of hashes without gaps. Written once, never changed.

Each entry's hash covers its content and the hash before it, so an entry that was altered, taken out or slipped in shows. The head
is a row of its own: an entry cut off at the end shows as well. Entries are written last in a transaction, because on PostgreSQL
the head's lock makes writers wait for each other until commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from intake.store.decision_bodies import ledger_fault, unpack_decided
from intake.store.engine import Connection
from intake.store.tables import chain_heads, decisions, events

GENESIS = "0" * 64

# Built once: putting a statement together costs more than running it.
_LOCK_HEAD = select(chain_heads).where(chain_heads.c.chain == bindparam("chain_name")).with_for_update()
_MOVE_HEAD = (
    update(chain_heads)
    .where(chain_heads.c.chain == bindparam("chain_name"))
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)
_ADD_EVENT = insert(events)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEvent:
    """`event` is a verb in the past ("order_held"); `detail` is JSON with the values that matter."""

    event: str
    actor: str
    at: datetime
    order_id: str | None = None
    message_id: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record(tx: Connection, entries: Iterable[TrailEvent]) -> None:
    """Appends entries to the trail."""
    entries = list(entries)
    if not entries:
        return
    seq, last = lock_head(tx, "events")
    for entry in entries:
        seq += 1
        body = json.dumps(entry.detail, sort_keys=True, ensure_ascii=False, default=str)
        digest = _event_hash(last, seq, entry.at, entry.actor, entry.event, entry.order_id, entry.message_id, body)
        row = {"seq": seq, "at": entry.at, "actor": entry.actor, "event": entry.event, "body": body}
        row |= {"order_id": entry.order_id, "message_id": entry.message_id, "prev_hash": last, "hash": digest}
        tx.execute(_ADD_EVENT, row)
        last = digest
    move_head(tx, "events", seq, last)


def events_of(tx: Connection, *, order_id: str | None = None, message_id: str | None = None) -> list[TrailEvent]:
    """The trail of an order (with its message's, where both are given), oldest first."""
    wanted = (events.c.order_id == order_id) if order_id is not None else (events.c.message_id == message_id)
    if order_id is not None and message_id is not None:
        wanted = wanted | ((events.c.message_id == message_id) & events.c.order_id.is_(None))
    rows = tx.execute(select(events).where(wanted).order_by(events.c.seq)).all()
    return [
        TrailEvent(
            event=row.event,
            actor=row.actor,
            at=row.at,
            order_id=row.order_id,
            message_id=row.message_id,
            detail=json.loads(row.body),
        )
        for row in rows
    ]


def lock_head(tx: Connection, chain: str) -> tuple[int, str]:
    """The number and hash of a chain's last entry, locked until commit."""
    row = tx.execute(_LOCK_HEAD, {"chain_name": chain}).one_or_none()
    if row is None:
        tx.execute(insert(chain_heads).values(chain=chain, seq=0, hash=GENESIS))
        return 0, GENESIS
    return row.seq, row.hash


def move_head(tx: Connection, chain: str, seq: int, digest: str) -> None:
    tx.execute(_MOVE_HEAD, {"chain_name": chain, "new_seq": seq, "new_hash": digest})


def verify_trail(tx: Connection) -> list[str]:
    """One sentence for each break in the trail and in the chain of decisions; none when both are whole."""
    return [*_verify_events(tx), *_verify_decisions(tx)]


def count_trail(tx: Connection) -> tuple[int, int]:
    """How many events and decisions the chains hold, by their heads."""
    heads = {row.chain: row.seq for row in tx.execute(select(chain_heads))}
    return heads.get("events", 0), heads.get("decisions", 0)


def decision_hash(prev: str, seq: int, body: bytes, *columns: str) -> str:
    return _digest(prev, seq, *columns, hashlib.sha256(body).hexdigest())


def _verify_events(tx: Connection) -> Iterable[str]:
    seq, last = 0, GENESIS
    for row in tx.execute(select(events).order_by(events.c.seq).execution_options(yield_per=1_000)):
        if row.seq != seq + 1:
            yield f"The trail jumps from entry {seq} to entry {row.seq}: entries are missing."
        if row.prev_hash != last:
            yield f"Entry {row.seq} of the trail does not follow from the entry before it."
        if row.hash != _event_hash(row.prev_hash, row.seq, row.at, row.actor, row.event, row.order_id, row.message_id, row.body):
            yield f"Entry {row.seq} of the trail ({row.event}) was altered."
        seq, last = row.seq, row.hash
    yield from _verify_head(tx, "events", "trail", seq, last)


def _verify_decisions(tx: Connection) -> Iterable[str]:
    seq, last = 0, GENESIS
    ledgers: dict[str, None] = {}
    for row in tx.execute(select(decisions).order_by(decisions.c.seq).execution_options(yield_per=100)):
        if row.seq != seq + 1:
            yield f"The decisions jump from number {seq} to number {row.seq}: decisions are missing."
        if row.prev_hash != last:
            yield f"Decision {row.decision_id} does not follow from the decision before it."
        if row.hash != decision_hash(row.prev_hash, row.seq, row.body, row.decision_id, row.order_id, row.outcome):
            yield f"Decision {row.decision_id} on order {row.order_id} was altered."
        else:
            ledger = unpack_decided(row.body)[1]
            ledgers |= {} if ledger is None else {ledger: None}
        seq, last = row.seq, row.hash
    yield from (fault for ledger in ledgers if (fault := ledger_fault(tx, ledger)) is not None)
    yield from _verify_head(tx, "decisions", "chain of decisions", seq, last)


def _verify_head(tx: Connection, chain: str, name: str, seq: int, last: str) -> Iterable[str]:
    head = tx.execute(select(chain_heads).where(chain_heads.c.chain == chain)).one_or_none()
    if (head.seq, head.hash) != (seq, last) if head is not None else seq != 0:
        yield f"The {name} ends at entry {seq}, its head says {head.seq if head is not None else 'nothing'}: the end was changed."


def _event_hash(prev: str, seq: int, at: datetime, *rest: str | None) -> str:
    return _digest(prev, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), *rest)


def _digest(*values: Any) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
