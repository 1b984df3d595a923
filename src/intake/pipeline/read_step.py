"""Step `read`: a message's bytes become documents and orders; one order row for each order, and a visible end for a message
that has none.

What is not an order is told apart here: an inquiry waits for the desk, an auto-reply or newsletter ends as not an order, and a
message of which something could not be read is never put away as "not an order".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.domain.decisions import Hold
from intake.domain.errors import BrokenPromise
from intake.domain.orders import DocumentKind, Reading, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.status import OrderStatus
from intake.pipeline.engine import Conclusion
from intake.pipeline.holding import hold_of, hold_order, reasons_of
from intake.pipeline.line import Line, ReadMessage
from intake.store.messages import keep_opened, load_raw
from intake.store.orders import OrderRow, add_order, change_order, get_order, keep_extraction, orders_of_message
from intake.store.writing import Writing

NOT_READ = frozenset(
    {
        ReasonCode.EMPTY_FILE,
        ReasonCode.FILE_TOO_LARGE,
        ReasonCode.FILE_TYPE_UNSUPPORTED,
        ReasonCode.FILE_TYPE_CONTRADICTS,
        ReasonCode.DOCUMENT_ENCRYPTED,
        ReasonCode.DOCUMENT_BROKEN,
        ReasonCode.DOCUMENT_EMPTY,
        ReasonCode.DOCUMENT_TOO_COMPLEX,
        ReasonCode.MESSAGE_MALFORMED,
        ReasonCode.OCR_UNAVAILABLE,
        ReasonCode.OCR_UNCERTAIN,
        ReasonCode.PART_NOT_READ,
        ReasonCode.KIND_UNCLEAR,
    }
)
"""An order could hide in what was not read."""

WITHOUT_LINES = {
    DocumentKind.INQUIRY: ReasonCode.INQUIRY,
    DocumentKind.ORDER_CHANGE: ReasonCode.ORDER_CHANGE_REQUEST,
    DocumentKind.ORDER_CANCELLATION: ReasonCode.ORDER_CANCELLATION_REQUEST,
    DocumentKind.ORDER: ReasonCode.NO_LINES,
}


def read_step(line: Line, message_id: str) -> Conclusion:
    with line.database.read() as tx:
        stored = load_raw(tx, message_id)
    if stored is None:
        raise BrokenPromise(f"The message {message_id} is to be read, but it is not in the store.")
    read = line.read(stored)
    return lambda work: _conclude(work, read)


def _conclude(work: Writing, read: ReadMessage) -> None:
    message_id = read.message.message_id
    rows = orders_of_message(work.tx, message_id)
    first = get_order(work.tx, rows[0].order_id, lock=True)
    if first.state not in (OrderStatus.RECEIVED, OrderStatus.READING):
        return
    keep_opened(work.tx, read.message, read.opened, read.reading, work.at)
    first = change_order(work.tx, first, work.at, state=OrderStatus.READING, **_envelope(read))
    work.note(
        "read",
        message_id=message_id,
        order_id=first.order_id,
        kind=read.reading.kind.value,
        reader=read.reading.reader,
        orders=len(read.reading.orders),
        documents=[[document.filename, document.kind.value] for document in read.reading.documents],
        usage=read.reading.usage.model_dump(mode="json") if read.reading.usage else None,
    )
    if read.reading.orders:
        _start_orders(work, first, read)
    else:
        _end_without_order(work, first, read)


def _start_orders(work: Writing, first: OrderRow, read: ReadMessage) -> None:
    for ordinal, order in enumerate(read.reading.orders, 1):
        row = first
        if ordinal > 1:
            row = add_order(
                work.tx, first.message_id, ordinal, origin=first.origin, state=OrderStatus.READING, at=first.received_at
            )
            row = change_order(work.tx, row, work.at, **_envelope(read))
            work.note("found_in_message", order_id=row.order_id, message_id=row.message_id, ordinal=ordinal)
        keep_extraction(work.tx, row.order_id, order, work.at)
        change_order(work.tx, row, work.at, **_said(order))
        work.ask("match", row.order_id)


def _end_without_order(work: Writing, first: OrderRow, read: ReadMessage) -> None:
    first = change_order(work.tx, first, work.at, kind=read.reading.kind.value)
    hold = end_without_order(read.reading, read.message.problems)
    if hold is not None:
        hold_order(work, first, hold)
        return
    change_order(work.tx, first, work.at, state=OrderStatus.NOT_AN_ORDER)
    work.note("not_an_order", order_id=first.order_id, message_id=first.message_id)


def end_without_order(reading: Reading, problems: Sequence[Problem]) -> Hold | None:
    """Why a message without an order waits; None when it is no business of the desk."""
    everything = (*problems, *reading.problems, *(problem for document in reading.documents for problem in document.problems))
    found = reasons_of(everything)
    if reading.kind in WITHOUT_LINES:
        return hold_of([Reason.of(WITHOUT_LINES[reading.kind]), *found])
    unread = [reason for reason in found if reason.code in NOT_READ]
    if not unread and reading.kind is DocumentKind.SKIPPED:
        unread = [Reason.of(ReasonCode.PART_NOT_READ, message="Nothing in the message could be read.")]
    return hold_of(unread) if unread else None


def _envelope(read: ReadMessage) -> dict[str, Any]:
    author = read.message.author
    return {"sender": author.address if author else None, "subject": read.message.subject}


def _said(read: ReadOrder) -> dict[str, Any]:
    """What the list of orders shows until matching says more."""
    order = read.order
    return {
        "kind": read.kind.value,
        "buyer_name": order.buyer.name,
        "customer_po_number": order.customer_po_number,
        "order_date": order.order_date,
        "currency": order.currency,
        "line_count": len(order.lines),
    }
