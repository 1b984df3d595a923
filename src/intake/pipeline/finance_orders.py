"""Finance's view of the orders that wait for it: the arithmetic, how long, what would let each go; and what it asks of a buyer.

What comes in is the line; what goes out are values for the command line and the API. Who may release is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from intake.credit.explain import explain_to_buyer
from intake.domain.base import Value
from intake.domain.credit import AccountPosition, CreditDecision, CreditOutcome, WayForward
from intake.domain.errors import BadInput, NotAllowed
from intake.domain.finance import RecordKind
from intake.domain.reasons import Queue, Reason
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor, may_hold
from intake.pipeline.line import Line
from intake.pipeline.people import refuse, seen_order
from intake.pipeline.releasing import signatures_of
from intake.store.decisions import load_decision, load_hold
from intake.store.engine import Connection
from intake.store.finance import keep_record, records_of
from intake.store.orders import OrderRow, load_order
from intake.store.queries import list_held

PAYABLE = ("pay_excess", "pay_in_advance", "pay_overdue", "pay_older_debt")
"""Ways forward that a buyer can be asked for, the least first."""


class HeldOrder(Value):
    """`positions` are the accounts of the chain, the bill-to first; empty where the order was not checked. `signed_by` has signed
    a release that waits for a second person; `asked_for` is a payment the buyer was asked for."""

    order_id: str
    version: int
    customer_no: str | None
    bill_to_no: str | None
    customer_po_number: str | None
    received_at: datetime
    waiting_since: datetime
    gross_amount: Decimal | None
    currency: str | None
    outcome: CreditOutcome | None
    reasons: tuple[Reason, ...]
    positions: tuple[AccountPosition, ...]
    ways_forward: tuple[WayForward, ...]
    figures_as_of: datetime | None
    signed_by: tuple[str, ...] = ()
    asked_for: tuple[str, ...] = ()


class PaymentRequest(Value):
    """What the buyer is asked to pay, and the words for it. Nothing is sent: the words are a draft."""

    order_id: str
    amount: Decimal
    currency: str
    documents: tuple[str, ...]
    draft: str


def held_orders(line: Line) -> list[HeldOrder]:
    """Longest waiting first."""
    with line.database.read() as tx:
        return [found for order_id in list_held(tx, Queue.FINANCE) if (found := held_order(tx, order_id)) is not None]


def held_order(tx: Connection, order_id: str) -> HeldOrder | None:
    order, hold = load_order(tx, order_id), load_hold(tx, order_id)
    if order is None or hold is None:
        return None
    credit = _credit(tx, order_id)
    return HeldOrder(
        order_id=order_id,
        version=order.version,
        customer_no=order.customer_no,
        bill_to_no=order.bill_to_no,
        customer_po_number=order.customer_po_number,
        received_at=order.received_at,
        waiting_since=hold.opened_at,
        gross_amount=credit.order.gross_amount if credit else None,
        currency=credit.order.currency if credit else order.currency,
        outcome=credit.outcome if credit else None,
        reasons=hold.reasons,
        positions=credit.positions if credit else (),
        ways_forward=credit.ways_forward if credit else (),
        figures_as_of=credit.inputs.snapshot.as_of if credit else None,
        signed_by=tuple(record.actor for record in signatures_of(tx, order)),
        asked_for=tuple(_asked(tx, order_id)),
    )


def ask_for_payment(line: Line, order_id: str, version: int, actor: Actor, comment: str = "") -> PaymentRequest:
    """Notes that the buyer is asked for the least payment that lets this order go, and drafts the words.

    Raises NotAllowed where no payment could release it, where the actor is not finance's, or where the order has changed since
    (StaleVersion).
    """
    refuse(may_hold(actor, line.policy().release))
    with line.writing(actor.name) as work:
        order = seen_order(work, order_id, version)
        credit = _credit(work.tx, order_id)
        way = _payable(order, credit)
        assert credit is not None
        assert way.amount is not None
        assert way.currency is not None
        request = PaymentRequest(
            order_id=order_id,
            amount=way.amount,
            currency=way.currency,
            documents=way.documents,
            draft=_draft(credit, way),
        )
        said = {"amount": str(way.amount), "currency": way.currency, "documents": " ".join(way.documents), "comment": comment}
        keep_record(
            work.tx,
            RecordKind.PAYMENT_REQUEST,
            at=work.at,
            actor=actor.name,
            said=said,
            customer_no=order.bill_to_no,
            order_id=order_id,
        )
        work.note("payment_asked", order_id=order_id, message_id=order.message_id, **said)
    return request


def _draft(credit: CreditDecision, way: WayForward) -> str:
    said = explain_to_buyer(credit)
    return said if way.message in said else f"{said} {way.message}"


def _payable(order: OrderRow, credit: CreditDecision | None) -> WayForward:
    if order.state is not OrderStatus.HELD or credit is None:
        raise BadInput(f"Order {order.order_id} does not wait for a payment; it is {order.state}.")
    ways = {way.kind: way for way in credit.ways_forward if way.kind in PAYABLE and way.amount}
    if not ways:
        raise NotAllowed(f"No payment could release order {order.order_id}; `intake policy explain` says what would.")
    return next(ways[kind] for kind in PAYABLE if kind in ways)


def _asked(tx: Connection, order_id: str) -> Iterator[str]:
    for record in records_of(tx, RecordKind.PAYMENT_REQUEST, order_id=order_id):
        yield f"{record.said['amount']} {record.said['currency']}"


def _credit(tx: Connection, order_id: str) -> CreditDecision | None:
    stored = load_decision(tx, order_id)
    return stored.decided.credit if stored else None
