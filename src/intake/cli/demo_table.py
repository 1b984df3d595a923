"""What the demo shows: a row for each order, in at most 120 columns of text, and one sentence that sums it up.

Comes in: what became of each case; goes out: a table and a line of text. Nothing is looked up here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich import box
from rich.table import Table

from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOrder:
    """`place` is the sales order's number where it was pushed, the queue where it is held."""

    sender: str
    customer_no: str
    customer_po_number: str
    lines: str
    amount: str
    state: str
    place: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """`is_wrong`: something was pushed that should not have been, or not so."""

    case: str
    orders: tuple[ShownOrder, ...]
    is_wrong: bool


WIDE = 120
"""The terminal's columns that all of it takes; a narrower one goes without what is said elsewhere."""


def demo_table(played: Sequence[Played], width: int = WIDE) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, show_lines=False)
    columns = [column for column in _COLUMNS if width >= WIDE or column.is_needed]
    for column in columns:
        table.add_column(column.title, max_width=column.most, justify=column.justify, overflow="fold")
    for case in played:
        for at, order in enumerate(case.orders):
            cells = {
                "what arrived": case.case if at == 0 else "",
                "from": order.sender,
                "cust.": order.customer_no,
                "PO number": order.customer_po_number,
                "lines": order.lines,
                "amount": order.amount,
                "outcome": f"{order.state.replace('_', ' ')} {order.place.replace('_', ' ')}".strip(),
                "reasons": ", ".join(reason.replace("_", " ") for reason in order.reasons),
            }
            row = (cells[column.title] for column in columns)
            table.add_row(*row, style="bold red" if case.is_wrong else _style(order.state))
    return table


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    most: int
    justify: Literal["left", "right"] = "left"
    is_needed: bool = True


_COLUMNS = (
    _Column("what arrived", 23),
    _Column("from", 16, is_needed=False),
    _Column("cust.", 5, is_needed=False),
    _Column("PO number", 13),
    _Column("lines", 5, "right", is_needed=False),
    _Column("amount", 12, "right"),
    _Column("outcome", 11),
    _Column("reasons", 18),
)


def _style(state: str) -> str:
    return {"pushed": "green", "held": "yellow"}.get(state, "dim")


def closing_line(played: Sequence[Played]) -> str:
    """How many arrived, what became of them, and how many were pushed wrong."""
    orders = [order for case in played for order in case.orders]
    states = Counter(order.state for order in orders)
    queues = Counter(order.place for order in orders if order.state == OrderStatus.HELD)
    held = ", ".join(f"{queues[queue.value]} by {queue.value.replace('_', ' ')}" for queue in Queue if queues[queue.value])
    rest = len(orders) - states[OrderStatus.PUSHED] - states[OrderStatus.HELD]
    wrong = sum(case.is_wrong for case in played)
    return (
        f"{len(orders)} arrived: {states[OrderStatus.PUSHED]} pushed untouched, {states[OrderStatus.HELD]} held"
        f"{f' ({held})' if held else ''}, {rest} no orders; pushed wrong: {wrong}."
    )
