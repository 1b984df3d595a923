"""New figures from the ERP: orders that finance holds are looked at again, and go on where nothing speaks against them any more.

A payment does not release an order; it changes what the same rules say. Longest waiting first, each in a transaction of its own;
what one order will take is not there for the next. An order that would still be held is left alone, so that nobody's screen goes
stale for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.credit import CreditDecision, Reservation
from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus
from intake.pipeline.decide_step import claim_of, decide_claim
from intake.pipeline.line import Line
from intake.store.decisions import close_hold, load_match
from intake.store.orders import change_order, get_order, load_extraction
from intake.store.pushes import load_push
from intake.store.queries import list_held

ACTOR = "sync"


def reconsider(line: Line, actor: str = ACTOR) -> list[str]:
    """The ids of the orders that go on."""
    with line.database.read() as tx:
        waiting = list_held(tx, Queue.FINANCE)
    promised: list[Reservation] = []
    for order_id in waiting:
        credit = _reconsidered(line, order_id, actor, promised)
        if credit is not None and credit.order.gross_amount is not None:
            promised.append(
                Reservation(
                    order_key=order_id,
                    customer_no=credit.order.bill_to_no,
                    gross=credit.order.gross_amount,
                    currency=credit.order.currency,
                    reserved_at=credit.inputs.decided_at,
                )
            )
    return [row.order_key for row in promised]


def _reconsidered(line: Line, order_id: str, actor: str, promised: Sequence[Reservation]) -> CreditDecision | None:
    """The decision under which the order goes on; None where it stays."""
    with line.database.read() as tx:
        read, found = load_extraction(tx, order_id), load_match(tx, order_id)
    if read is None or found is None:
        return None
    matched, _ = found
    # A limit or a block may have changed with the master data; whatever goes on is matched with it again.
    master = line.masters.current()
    with line.writing(actor) as work:
        order = get_order(work.tx, order_id, lock=True)
        push = load_push(work.tx, order_id)
        if order.state is not OrderStatus.HELD or (push is not None and not push.state.is_over):
            return None
        decided = decide_claim(line, work, claim_of(work, order, read, matched, master), promised)
        if decided.push is None:
            return None
        close_hold(work.tx, order_id, work.at, closed_by=actor, ended_as="figures_changed")
        change_order(work.tx, order, work.at, state=OrderStatus.READING)
        work.note("reconsidered", order_id=order_id, message_id=order.message_id)
        # From matching on, as prices may have changed with the figures.
        work.ask("match", order_id)
        return decided.credit
