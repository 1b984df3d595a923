"""What people look at: lists of orders by queue and state, counts, and what waits. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, tuple_

from intake.domain.errors import BadInput
from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus
from intake.store.engine import Connection
from intake.store.orders import OrderRow, as_order
from intake.store.searching import fits
from intake.store.tables import orders, raw_messages

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, newest first. `is_first` and `is_last`: nothing newer, nothing older stands in the list."""

    rows: list[OrderRow]
    is_first: bool
    is_last: bool


def list_orders(
    tx: Connection,
    *,
    queue: Queue | None = None,
    state: OrderStatus | None = None,
    text: str = "",
    older_than: str | None = None,
    newer_than: str | None = None,
    limit: int = 100,
) -> Page:
    """A page of orders, newest first. `text` is looked for in what `searching.SEARCHED` names. `older_than` and `newer_than` are
    the ids of the last and the first order of the page before and after: a page costs the same however far down it is.
    Raises `BadInput` where there is no such order.
    """
    place = orders.c.received_at, orders.c.order_id
    query = select(orders).where(_wanted(queue, state, text))
    beside = older_than or newer_than
    here = tx.execute(select(*place).where(orders.c.order_id == beside)).one_or_none() if beside else None
    if beside and here is None:
        raise BadInput(f"There is no order {beside} to go on from; start from the first page.")
    backwards = here is not None and older_than is None
    if here is not None:
        query = query.where(tuple_(*place) > tuple(here) if backwards else tuple_(*place) < tuple(here))
    order = (column.asc() if backwards else column.desc() for column in place)
    # One more than asked for tells whether there is another page.
    found = [as_order(row) for row in tx.execute(query.order_by(*order).limit(limit + 1))]
    rows, more = found[:limit], len(found) > limit
    if backwards:
        return Page(rows[::-1], is_first=not more, is_last=False)
    return Page(rows, is_first=here is None, is_last=not more)


def count_found(tx: Connection, text: str, *, queue: Queue | None = None, state: OrderStatus | None = None) -> int:
    """How many orders a search finds, MOST_COUNTED at most."""
    found = select(orders.c.order_id).where(_wanted(queue, state, text)).limit(MOST_COUNTED).subquery()
    return tx.execute(select(func.count()).select_from(found)).scalar_one()


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


def list_held_of(tx: Connection, bill_to_no: str) -> list[str]:
    """The ids of a debtor's orders that wait, whoever they wait for, longest waiting first."""
    query = select(orders.c.order_id).where(orders.c.bill_to_no == bill_to_no, orders.c.state == OrderStatus.HELD.value)
    return list(tx.execute(query.order_by(orders.c.received_at, orders.c.order_id)).scalars())


def count_messages(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(raw_messages)).scalar_one()


def _wanted(queue: Queue | None, state: OrderStatus | None, text: str) -> ColumnElement[bool]:
    wanted = fits(text)
    if queue is not None:
        wanted = wanted & (orders.c.queue == queue.value)
    if state is not None:
        wanted = wanted & (orders.c.state == state.value)
    return wanted
