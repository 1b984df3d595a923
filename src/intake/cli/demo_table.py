"""What the demo shows: a row for each order, narrow enough for 120 columns, and one sentence that sums it up.

Comes in: what became of each case; goes out: a table and a line of text. Nothing is looked up here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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


def demo_table(played: Sequence[Played]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, show_lines=False)
    table.add_column("what arrived", width=27)
    table.add_column("from", width=18, overflow="fold")
    table.add_column("cust.", width=5)
    table.add_column("PO number", width=13, overflow="fold")
    table.add_column("lines", width=5, justify="right")
    table.add_column("amount", width=12, justify="right")
    table.add_column("outcome", width=10)
    table.add_column("reasons", width=20, overflow="fold")
    for case in played:
        for at, order in enumerate(case.orders):
            table.add_row(
                case.case if at == 0 else "",
                order.sender,
                order.customer_no,
                order.customer_po_number,
                order.lines,
                order.amount,
                f"{order.state.replace('_', ' ')} {order.place.replace('_', ' ')}".strip(),
                ", ".join(reason.replace("_", " ") for reason in order.reasons),
                style="bold red" if case.is_wrong else _style(order.state),
            )
    return table


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
