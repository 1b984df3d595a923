"""The orders' state: one row each, changed only along the table of transitions, and only by who saw its latest version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, union, update

from intake.domain.errors import NotAllowed, StaleVersion
from intake.domain.history import OrderSummary
from intake.domain.messages import Origin
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus, may_become
from intake.store.engine import Connection
from intake.store.searching import search_text
from intake.store.tables import extractions, order_summaries, orders

MOST_RELATED = 400
"""A customer who sends more than this in two weeks is compared with his latest orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order as it stands. `ordinal` counts the orders of its message from 1."""

    order_id: str
    message_id: str
    ordinal: int
    origin: Origin
    state: OrderStatus
    queue: Queue | None
    version: int
    kind: DocumentKind | None
    sender: str | None
    subject: str | None
    buyer_name: str | None
    customer_no: str | None
    bill_to_no: str | None
    ship_to_code: str | None
    customer_po_number: str | None
    po_key: str | None
    order_date: date | None
    currency: str | None
    net_amount: Decimal | None
    line_count: int | None
    live_key: str | None
    decision_id: str | None
    sales_order_number: str | None
    superseded_by: str | None
    received_at: datetime
    changed_at: datetime


def order_id_for(message_id: str, ordinal: int) -> str:
    """An order's id follows from its message, so that reading a message twice names the same orders."""
    return f"{message_id[:20]}-{ordinal}"


def add_order(tx: Connection, message_id: str, ordinal: int, *, origin: Origin, state: OrderStatus, at: datetime) -> OrderRow:
    """A new order of a message; the one that is there already where there is one."""
    order_id = order_id_for(message_id, ordinal)
    existing = load_order(tx, order_id)
    if existing is not None:
        return existing
    tx.execute(
        insert(orders).values(
            order_id=order_id,
            message_id=message_id,
            ordinal=ordinal,
            origin=origin.value,
            state=state.value,
            version=1,
            search_text=search_text({"order_id": order_id}),
            received_at=at,
            changed_at=at,
        )
    )
    return get_order(tx, order_id)


def load_order(tx: Connection, order_id: str, *, lock: bool = False) -> OrderRow | None:
    query = select(orders).where(orders.c.order_id == order_id)
    row = tx.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else as_order(row)


def get_order(tx: Connection, order_id: str, *, lock: bool = False) -> OrderRow:
    """Raises NotAllowed where there is no such order."""
    order = load_order(tx, order_id, lock=lock)
    if order is None:
        raise NotAllowed(f"There is no order {order_id}.")
    return order


def orders_of_message(tx: Connection, message_id: str) -> list[OrderRow]:
    rows = tx.execute(select(orders).where(orders.c.message_id == message_id).order_by(orders.c.ordinal))
    return [as_order(row) for row in rows]


def change_order(tx: Connection, order: OrderRow, at: datetime, *, state: OrderStatus | None = None, **values: Any) -> OrderRow:
    """Writes `values` and moves to `state`, if `order` is still the latest version.

    Raises StaleVersion where somebody was faster, ValueError for a move that the table of transitions does not have.
    """
    if state is not None and state is not order.state and not may_become(order.state, state):
        raise ValueError(f"Order {order.order_id} is {order.state} and cannot become {state}.")
    new = {**values, "state": (state or order.state).value, "version": order.version + 1, "changed_at": at}
    if state is not None and state is not OrderStatus.HELD:
        new["queue"] = None
    new["search_text"] = search_text({**asdict(order), **new})
    row = orders.c.order_id == order.order_id, orders.c.version == order.version
    if tx.execute(update(orders).where(*row).values(**new)).rowcount != 1:
        raise StaleVersion(f"Order {order.order_id} was changed by somebody else; look at it again.")
    return get_order(tx, order.order_id)


def keep_extraction(tx: Connection, order_id: str, read: ReadOrder, at: datetime) -> None:
    body = read.model_dump_json()
    if tx.execute(update(extractions).where(extractions.c.order_id == order_id).values(body=body, at=at)).rowcount == 0:
        tx.execute(insert(extractions).values(order_id=order_id, body=body, at=at))


def load_extraction(tx: Connection, order_id: str) -> ReadOrder | None:
    body = tx.execute(select(extractions.c.body).where(extractions.c.order_id == order_id)).scalar_one_or_none()
    return None if body is None else ReadOrder.model_validate_json(body)


def keep_summary(tx: Connection, summary: OrderSummary) -> None:
    body = summary.model_dump_json()
    row = order_summaries.c.order_id == summary.order_id
    if tx.execute(update(order_summaries).where(row).values(body=body)).rowcount == 0:
        tx.execute(insert(order_summaries).values(order_id=summary.order_id, body=body))


def load_summary(tx: Connection, order_id: str) -> OrderSummary | None:
    body = tx.execute(select(order_summaries.c.body).where(order_summaries.c.order_id == order_id)).scalar_one_or_none()
    return None if body is None else OrderSummary.model_validate_json(body)


def related_orders(tx: Connection, order: OrderRow, po_keys: Collection[str], recent_days: int = 14) -> list[OrderSummary]:
    """Other orders of the same customer or bill-to that arrived before this one or are in the ERP already, as they stand now:
    all with one of these purchase order numbers, and the recent ones with any or none. A duplicate or revision is one of them.
    """
    c = orders.c
    is_live = c.state.in_([OrderStatus.PUSHING.value, OrderStatus.PUSHED.value])
    same_buyer = (c.bill_to_no == order.bill_to_no) | (c.customer_no == order.customer_no)
    # Two narrow looks into an index each, and the summaries only of what is left: a customer may have ordered for years.
    same_number = select(c.order_id).where(same_buyer, c.po_key.in_(po_keys))
    recent = select(c.order_id).where(same_buyer, c.received_at >= order.received_at - timedelta(days=recent_days))
    latest = (
        select(c.order_id, c.state, c.received_at)
        .where(c.order_id.in_(union(same_number, recent)), c.order_id != order.order_id, _came_before(order) | is_live)
        .order_by(c.received_at.desc(), c.order_id)
        .limit(MOST_RELATED)
        .subquery()
    )
    query = select(order_summaries.c.body, latest.c.state).join(latest, latest.c.order_id == order_summaries.c.order_id)
    rows = tx.execute(query.order_by(latest.c.received_at.desc(), latest.c.order_id))
    return [_as_it_stands(row.body, row.state) for row in rows]


def _came_before(order: OrderRow) -> ColumnElement[bool]:
    """Of one instant the message and the place in it decide: of two orders exactly one came before the other."""
    c = orders.c
    in_message = (c.message_id < order.message_id) | ((c.message_id == order.message_id) & (c.ordinal < order.ordinal))
    return (c.received_at < order.received_at) | ((c.received_at == order.received_at) & in_message)


def later_orders(tx: Connection, order: OrderRow, po_keys: Collection[str]) -> list[OrderSummary]:
    """Orders, changes and cancellations of the same buyer under one of these numbers that arrived after this one and wait, as
    they stand now."""
    c = orders.c
    same_buyer = (c.bill_to_no == order.bill_to_no) | (c.customer_no == order.customer_no)
    waits = c.state.in_([OrderStatus.READING.value, OrderStatus.HELD.value])
    query = (
        select(order_summaries.c.body, c.state)
        .join(orders, c.order_id == order_summaries.c.order_id)
        .where(same_buyer, c.po_key.in_(po_keys), waits, ~_came_before(order), c.order_id != order.order_id)
        .order_by(c.received_at.desc())
        .limit(MOST_RELATED)
    )
    return [_as_it_stands(row.body, row.state) for row in tx.execute(query)] if po_keys else []


@lru_cache(maxsize=1_000)
def _as_it_stands(body: str, state: str) -> OrderSummary:
    """Kept by what it says: whoever has many orders waiting is asked about all of them with each one."""
    return OrderSummary.model_validate_json(body).model_copy(update={"status": OrderStatus(state)})


_KINDS = {"origin": Origin, "state": OrderStatus, "queue": Queue, "kind": DocumentKind}
_NAMES = tuple(field.name for field in fields(OrderRow))


def as_order(row: Row[Any]) -> OrderRow:
    values = {name: getattr(row, name) for name in _NAMES}
    for name, kind in _KINDS.items():
        values[name] = None if values[name] is None else kind(values[name])
    return OrderRow(**values)
