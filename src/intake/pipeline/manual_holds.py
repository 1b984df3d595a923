"""A person's stop on an account or an order: placed, lifted, and told to every credit check until it is lifted.

It never lifts itself, and what is placed on an account counts for every order of the account and of those below it.
"""

from __future__ import annotations

from collections.abc import Collection

from intake.domain.credit import ManualHold
from intake.domain.errors import BadInput, NotAllowed
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor, may_hold
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.accounts import lock_accounts
from intake.store.engine import Connection
from intake.store.finance import close_record, keep_record, load_record, records_of
from intake.store.orders import load_order
from intake.store.writing import Writing

_STOPPABLE = (OrderStatus.RECEIVED, OrderStatus.READING, OrderStatus.HELD)


def place_hold(
    line: Line, actor: Actor, reason: str, *, customer_no: str | None = None, order_id: str | None = None
) -> FinanceRecord:
    """Raises NotAllowed where the actor may not, or where the order is on its way to the ERP already."""
    if (customer_no is None) == (order_id is None):
        raise BadInput("A hold is on an account or on an order: name one of them.")
    if not reason.strip():
        raise BadInput("A hold says why, so that whoever lifts it knows.")
    refuse(may_hold(actor, line.policy().release))
    if customer_no is not None and line.masters.current().customer(customer_no) is None:
        raise BadInput(f"There is no customer {customer_no}.")
    with line.writing(actor.name) as work:
        if order_id is not None:
            _stoppable(work, order_id)
        return keep_hold(work, reason, customer_no=customer_no, order_id=order_id)


def keep_hold(work: Writing, reason: str, *, customer_no: str | None = None, order_id: str | None = None) -> FinanceRecord:
    if customer_no is not None:
        # Whoever decides on this account now either sees the hold or is done before it.
        lock_accounts(work.tx, [customer_no])
    record_id = keep_record(
        work.tx,
        RecordKind.HOLD,
        at=work.at,
        actor=work.actor,
        said={"reason": reason.strip()},
        customer_no=customer_no,
        order_id=order_id,
    )
    work.note("hold_placed", order_id=order_id, record_id=record_id, customer_no=customer_no, comment=reason.strip())
    record = load_record(work.tx, record_id)
    assert record is not None
    return record


def lift_hold(line: Line, actor: Actor, record_id: int, comment: str) -> FinanceRecord:
    """Raises NotAllowed where the actor may not, BadInput where there is no such hold. Lifting releases nothing by itself."""
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever lifts a hold says why.")
    with line.writing(actor.name) as work:
        record = load_record(work.tx, record_id)
        if record is None or record.kind is not RecordKind.HOLD:
            raise BadInput(f"There is no hold {record_id}.")
        if not close_record(work.tx, record_id, work.at, closed_by=actor.name, closed_as="lifted"):
            raise NotAllowed(f"{record.closed_by} lifted the hold {record_id} already.")
        work.note(
            "hold_lifted",
            order_id=record.order_id,
            record_id=record_id,
            customer_no=record.customer_no,
            comment=comment.strip(),
        )
        lifted = load_record(work.tx, record_id)
    assert lifted is not None
    return lifted


def manual_holds(tx: Connection, chain: Collection[str], order_id: str | None = None) -> tuple[ManualHold, ...]:
    """The stops on the accounts of a chain, and on an order."""
    return tuple(
        ManualHold(
            customer_no=record.customer_no,
            order_key=record.order_id,
            placed_by=record.actor,
            placed_at=record.at,
            reason=record.said["reason"],
        )
        for record in records_of(tx, RecordKind.HOLD, customer_nos=chain, order_id=order_id)
    )


def _stoppable(work: Writing, order_id: str) -> None:
    order = load_order(work.tx, order_id, lock=True)
    if order is None:
        raise BadInput(f"There is no order {order_id}.")
    if order.state not in _STOPPABLE:
        raise NotAllowed(f"Order {order_id} is {order.state}; it can no longer be put on hold here.")
