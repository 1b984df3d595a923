"""How an order comes to wait: the state, the queue, the hold with all its reasons, and the entry in the trail, together.

And how one ends that the ERP never gets: with its hold, its headroom, and whatever of it was to be tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.domain.decisions import Hold
from intake.domain.problems import Problem
from intake.domain.reasons import REASONS, Queue, Reason, ReasonCode
from intake.domain.status import OrderStatus, may_become
from intake.store.accounts import end_reservation
from intake.store.decisions import close_hold, open_hold
from intake.store.jobs import drop_parked
from intake.store.orders import OrderRow, change_order, get_order, load_order, orders_of_message
from intake.store.writing import Writing

# Finance decides on a settled order: it sees one only when nothing else is open on it.
_QUEUE_ORDER = (Queue.OPERATIONS, Queue.ORDER_DESK, Queue.FINANCE)

_BEFORE_ANY_ORDER_IS_READ = "read"
_OF_NO_ORDER = "send"


def hold_order(work: Writing, order: OrderRow, hold: Hold, **columns: Any) -> OrderRow:
    """Moves an order to its queue. It may be on hold already: the new reasons then stand in place of the old."""
    changed = change_order(work.tx, order, work.at, state=OrderStatus.HELD, queue=hold.queue.value, **columns)
    open_hold(work.tx, order.order_id, hold, work.at)
    codes = [reason.code.value for reason in hold.reasons]
    work.note("held", order_id=order.order_id, message_id=order.message_id, queue=hold.queue.value, reasons=codes)
    return changed


def end_order(work: Writing, order: OrderRow, state: OrderStatus, *, superseded_by: str | None = None, **told: Any) -> None:
    """Ends an order as `state`; `told` goes into the trail. Whether it may end is the caller's to ask."""
    close_hold(work.tx, order.order_id, work.at, closed_by=work.actor, ended_as=state.value)
    end_reservation(work.tx, order.order_id, work.at, state.value)
    drop_parked(work.tx, order.order_id)
    change_order(work.tx, order, work.at, state=state, live_key=None, superseded_by=superseded_by)
    work.note(state.value, order_id=order.order_id, message_id=order.message_id, **told)


def hold_of(reasons: Sequence[Reason]) -> Hold:
    """The hold that these reasons make; it waits first where the first owner in line is."""
    owners = {reason.owner for reason in reasons}
    queue = next(queue for queue in _QUEUE_ORDER if queue in owners)
    return Hold(queue=queue, reasons=tuple(reasons))


def reasons_of(problems: Sequence[Problem]) -> tuple[Reason, ...]:
    """Problems of a message or a document as reasons of an order, those that only inform left out."""
    reasons = []
    for problem in problems:
        code = ReasonCode(problem.code)
        if REASONS[code].blocks:
            reasons.append(Reason.of(code, problem.path, problem.message))
    return tuple(dict.fromkeys(reasons))


def give_up(work: Writing, step: str, subject: str, reason: Reason) -> None:
    """A step that failed for good: its order waits in the open, whatever state it was in."""
    order = _order_of(work, step, subject)
    if order is not None and may_become(order.state, OrderStatus.HELD):
        hold_order(work, order, hold_of([reason]))
        return
    work.note("step_gave_up", order_id=order.order_id if order else None, step=step, subject=subject, error=reason.message)


def _order_of(work: Writing, step: str, subject: str) -> OrderRow | None:
    if step == _OF_NO_ORDER:
        return None
    if step != _BEFORE_ANY_ORDER_IS_READ:
        return load_order(work.tx, subject, lock=True)
    rows = orders_of_message(work.tx, subject)
    return get_order(work.tx, rows[0].order_id, lock=True) if rows else None
