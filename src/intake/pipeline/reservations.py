"""Headroom that pushed orders hold until the ERP shows them: ended by a snapshot, or by a person where none ever will.

An order that was invoiced, or cancelled in the ERP, between two snapshots is never among its open orders. Its reservation is kept
and shown; it is never dropped by age.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from intake.domain.base import Value
from intake.domain.errors import BadInput, NotAllowed
from intake.domain.ledger import LedgerSnapshot
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor, may_hold
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.accounts import all_reservations, end_reservation
from intake.store.orders import get_order
from intake.store.snapshots import count_ledgers_since
from intake.store.writing import Writing

UNSEEN = 3
"""After so many good snapshots without the order somebody should ask the ERP."""


class OpenReservation(Value):
    order_id: str
    customer_no: str
    amount: Decimal
    currency: str
    reserved_at: datetime
    sales_order_number: str | None
    snapshots_since: int

    @property
    def is_overlooked(self) -> bool:
        return self.snapshots_since >= UNSEEN


def end_seen_reservations(work: Writing, snapshot: LedgerSnapshot) -> None:
    """The ERP's own figure takes the place of our reservation as soon as the ERP shows the order, under our key or its number."""
    shown = {key for order in snapshot.open_orders for key in (order.external_key, order.sales_order_number) if key}
    for row in all_reservations(work.tx):
        if row.order_key in shown or row.sales_order_number in shown:
            end_reservation(work.tx, row.order_key, work.at, "seen_in_erp")
            work.note("reservation_ended", order_id=row.order_key, because="seen_in_erp")


def open_reservations_of_all(line: Line) -> list[OpenReservation]:
    """Oldest first, each with how many good snapshots have come since."""
    with line.database.read() as tx:
        return [
            OpenReservation(
                order_id=row.order_key,
                customer_no=row.customer_no,
                amount=row.gross,
                currency=row.currency,
                reserved_at=row.reserved_at,
                sales_order_number=row.sales_order_number,
                snapshots_since=count_ledgers_since(tx, row.reserved_at),
            )
            for row in all_reservations(tx)
        ]


def free_reservation(line: Line, order_id: str, actor: Actor, comment: str) -> None:
    """A person's word that the ERP accounts for this order in another way. Only of an order that the ERP took."""
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever frees headroom says what became of the order.")
    with line.writing(actor.name) as work:
        order = get_order(work.tx, order_id, lock=True)
        if order.state is not OrderStatus.PUSHED:
            raise NotAllowed(f"Order {order_id} is {order.state}; only of an order that the ERP took can headroom be freed.")
        if not end_reservation(work.tx, order_id, work.at, "freed"):
            raise NotAllowed(f"Order {order_id} holds no headroom.")
        work.note("reservation_ended", order_id=order_id, because="freed", comment=comment.strip())
