"""New figures from the ERP: orders that finance holds are looked at again, and go on where nothing speaks against them any more.

A payment does not release an order; it changes what the same rules say. Longest waiting first, each in a transaction of its own.
An order that would still be held is left alone, so that nobody's screen goes stale for nothing.
"""

from __future__ import annotations

from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus
from intake.pipeline.decide_step import claim_of, decide_claim
from intake.pipeline.line import Line
from intake.store.decisions import close_hold, load_match
from intake.store.orders import change_order, get_order, load_extraction
from intake.store.pushes import load_push
from intake.store.queries import list_held

ACTOR = "sync"


def reconsider(line: Line) -> list[str]:
    """The ids of the orders that go on."""
    with line.database.read() as tx:
        waiting = list_held(tx, Queue.FINANCE)
    return [order_id for order_id in waiting if _reconsidered(line, order_id)]


def _reconsidered(line: Line, order_id: str) -> bool:
    with line.database.read() as tx:
        read, found = load_extraction(tx, order_id), load_match(tx, order_id)
    if read is None or found is None:
        return False
    matched, master_version = found
    master = line.masters.open(master_version)
    with line.writing(ACTOR) as work:
        order = get_order(work.tx, order_id, lock=True)
        if order.state is not OrderStatus.HELD or load_push(work.tx, order_id) is not None:
            return False
        if decide_claim(line, work, claim_of(work, order, read, matched, master)).push is None:
            return False
        close_hold(work.tx, order_id, work.at, closed_by=ACTOR, ended_as="figures_changed")
        change_order(work.tx, order, work.at, state=OrderStatus.READING)
        work.note("reconsidered", order_id=order_id, message_id=order.message_id)
        # From matching on, as prices may have changed with the figures.
        work.ask("match", order_id)
    return True
