"""Many orders for a benchmark of the desk: the demo's own orders, read and decided, then copied row by row into a year of orders.

The copies have everything that lists and decisions look at (orders, holds, what was read and matched, the trail) under ids,
numbers and times of their own. The documents themselves are not copied: a page shows one order's, however many there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Table, func, insert, select

from intake.store.engine import Connection, Database
from intake.store.searching import search_text
from intake.store.tables import blobs, events, extractions, holds, matches, order_summaries, orders, raw_messages

CHUNK = 2_000
FINAL = {"state": "pushed", "queue": None}
"""What became of most orders; a copy of a held order is held in one case of ten."""


@dataclass(frozen=True, slots=True)
class Original:
    """One order's rows, as they are copied."""

    order: Row[Any]
    message: Row[Any]
    rows: dict[Table, Sequence[Row[Any]]]


def copy_orders(database: Database, count: int, advance: Callable[[int], None]) -> None:
    """Fills the store up with `count` copies of the orders that are in it, spread over the year before them."""
    with database.read() as tx:
        originals = [_original(tx, row) for row in tx.execute(select(orders).order_by(orders.c.order_id))]
        seq = tx.execute(select(func.max(events.c.seq))).scalar_one()
    for start in range(0, count, CHUNK):
        numbers = range(start, min(count, start + CHUNK))
        filled: dict[Table, list[dict[str, Any]]] = {table: [] for table in _TABLES}
        for number in numbers:
            _copy(filled, originals[number % len(originals)], number, count)
        for event in filled[events]:
            seq += 1
            event["seq"] = seq
        with database.write() as tx:
            for table, rows in filled.items():
                if rows:
                    tx.execute(insert(table), rows)
        advance(len(numbers))


_PER_ORDER = (extractions, order_summaries, matches, holds, events)
_TABLES = (blobs, raw_messages, orders, *_PER_ORDER)
_OWN_KEYS = {matches: "match_id", holds: "hold_id", events: "seq"}


def _original(tx: Connection, order: Row[Any]) -> Original:
    message = tx.execute(select(raw_messages).where(raw_messages.c.message_id == order.message_id)).one()
    rows = {table: tx.execute(select(table).where(table.c.order_id == order.order_id)).all() for table in _PER_ORDER}
    return Original(order, message, rows)


def _copy(filled: dict[Table, list[dict[str, Any]]], original: Original, number: int, count: int) -> None:
    message_id = hashlib.sha256(b"copy %d" % number).hexdigest()
    order_id = f"{message_id[:20]}-1"
    earlier = timedelta(seconds=365 * 86_400 * (number + 1) // (count + 1))
    ids = {"order_id": order_id, "message_id": message_id}
    at = {"received_at": original.order.received_at - earlier, "changed_at": original.order.changed_at - earlier}
    row = {**original.order._mapping, **ids, **at, "live_key": None, "ordinal": 1}
    row["customer_po_number"], row["po_key"] = f"{row['customer_po_number'] or 'PO'}-{number}", f"{row['po_key'] or ''}{number}"
    stays_held = row["state"] == "held" and number % 10 == 0
    if row["state"] == "held" and not stays_held:
        row |= FINAL
    row["search_text"] = search_text(row)
    filled[blobs].append({"sha256": message_id, "size": 0, "encoding": "plain", "content": b""})
    filled[raw_messages].append({**original.message._mapping, "message_id": message_id, "received_at": at["received_at"]})
    filled[orders].append(row)
    for table in _PER_ORDER:
        for each in original.rows[table]:
            copied = {**each._mapping, **{name: ids[name] for name in ids if name in table.c}}
            copied.pop(_OWN_KEYS.get(table, ""), None)
            if table is holds and not stays_held:
                copied |= {"closed_at": at["changed_at"], "closed_by": "somebody", "ended_as": "released"}
            filled[table].append(copied)
