"""What people look at: lists of orders by queue and state, counts, and what waits. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select, true

from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus
from intake.store.engine import Connection
from intake.store.orders import OrderRow, as_order
from intake.store.tables import orders, raw_messages


def list_orders(
    tx: Connection,
    *,
    queue: Queue | None = None,
    state: OrderStatus | None = None,
    text: str = "",
    offset: int = 0,
    limit: int = 100,
) -> list[OrderRow]:
    """Newest first. `text` is looked for in sender, subject, buyer, customer, purchase order and sales order number."""
    query = select(orders).where(_wanted(queue, state, text))
    rows = tx.execute(query.order_by(orders.c.received_at.desc(), orders.c.order_id).offset(offset).limit(limit))
    return [as_order(row) for row in rows]


def count_orders(tx: Connection, *, queue: Queue | None = None, state: OrderStatus | None = None, text: str = "") -> int:
    return tx.execute(select(func.count()).select_from(orders).where(_wanted(queue, state, text))).scalar_one()


def count_by_place(tx: Connection) -> dict[str, int]:
    """How many orders are in each state and held in each queue; keys are the values of both enums, none left out."""
    counts = {**{state.value: 0 for state in OrderStatus}, **{queue.value: 0 for queue in Queue}}
    for column in (orders.c.state, orders.c.queue):
        for value, count in tx.execute(select(column, func.count()).where(column.is_not(None)).group_by(column)):
            counts[value] = count
    return counts


def list_held(tx: Connection, queue: Queue) -> list[str]:
    """The ids of the orders that wait in a queue, longest waiting first."""
    query = select(orders.c.order_id).where(orders.c.queue == queue.value).order_by(orders.c.received_at, orders.c.order_id)
    return list(tx.execute(query).scalars())


def count_messages(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(raw_messages)).scalar_one()


def _wanted(queue: Queue | None, state: OrderStatus | None, text: str) -> ColumnElement[bool]:
    wanted: ColumnElement[bool] = true()
    if queue is not None:
        wanted = wanted & (orders.c.queue == queue.value)
    if state is not None:
        wanted = wanted & (orders.c.state == state.value)
    for word in text.split():
        wanted = wanted & or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED))
    return wanted


_SEARCHED: Sequence[ColumnElement[str]] = (
    orders.c.sender,
    orders.c.subject,
    orders.c.buyer_name,
    orders.c.customer_no,
    orders.c.customer_po_number,
    orders.c.sales_order_number,
    orders.c.order_id,
)
