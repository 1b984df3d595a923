"""Step `match`: what the order means to us, under the current master data, the policy and what people said about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from intake.domain.errors import BrokenPromise
from intake.domain.history import OrderedLine, OrderSummary
from intake.domain.matched import MatchedLine, MatchedOrder
from intake.domain.messages import InboundMessage
from intake.domain.orders import ExtractedLine, ReadOrder
from intake.domain.status import OrderStatus
from intake.matching.po_numbers import po_key
from intake.pipeline.engine import Conclusion
from intake.pipeline.line import Line
from intake.pipeline.reading import mail_context
from intake.store.decisions import keep_match, load_corrections
from intake.store.messages import load_author
from intake.store.orders import OrderRow, change_order, get_order, keep_summary, load_extraction
from intake.store.writing import Writing


def match_step(line: Line, order_id: str) -> Conclusion:
    with line.database.read() as tx:
        order = get_order(tx, order_id)
        read = load_extraction(tx, order_id)
        corrections = load_corrections(tx, order_id)
        message = load_author(tx, order.message_id)
    if read is None or message is None:
        raise BrokenPromise(f"Order {order_id} is to be matched, but it was not read.")
    master = line.masters.current()
    matched = line.match(
        read,
        mail_context(message),
        master,
        line.own,
        line.policy().matching,
        corrections=corrections,
        today=line.local_date(line.clock()),
    )
    summary = summary_of(order, read, matched, thread=_thread(message), received_on=line.local_date(order.received_at))
    version = order.version
    return lambda work: _conclude(work, summary, version, matched, master.version)


def _conclude(work: Writing, summary: OrderSummary, version: int, matched: MatchedOrder, master_version: str) -> None:
    order_id = summary.order_id
    order = get_order(work.tx, order_id, lock=True)
    if order.state is not OrderStatus.READING:
        return
    if order.version != version:
        work.ask("match", order_id)
        return
    keep_summary(work.tx, summary)
    keep_match(work.tx, order_id, matched, master_version, work.at)
    change_order(work.tx, order, work.at, **_known(matched, summary))
    work.note(
        "matched",
        order_id=order_id,
        message_id=order.message_id,
        customer_no=matched.customer_no,
        skus=[line.sku for line in matched.lines],
        master=master_version,
        reasons=[reason.code.value for reason in matched.reasons],
    )
    work.ask("decide", order_id)


def _known(matched: MatchedOrder, summary: OrderSummary) -> dict[str, Any]:
    return {
        "customer_no": matched.customer_no,
        "bill_to_no": matched.bill_to_no,
        "ship_to_code": matched.ship_to_code,
        "customer_po_number": matched.customer_po_number,
        # What changes or cancels an order is found under that order's number.
        "po_key": po_key(matched.customer_po_number) or po_key(summary.changes_po),
        "order_date": matched.order_date,
        "currency": matched.currency,
        "net_amount": matched.net_amount,
        "line_count": len(matched.lines),
    }


def summary_of(
    order: OrderRow, read: ReadOrder, matched: MatchedOrder, thread: tuple[str, ...], received_on: date
) -> OrderSummary:
    """The order as later ones are held against it; a line without a proven article asks for as many as it says."""
    said = read.order.lines if len(read.order.lines) == len(matched.lines) else (None,) * len(matched.lines)
    return OrderSummary(
        order_id=order.order_id,
        customer_no=matched.customer_no or "",
        bill_to_no=matched.bill_to_no,
        customer_po_number=matched.customer_po_number,
        kind=read.kind,
        status=order.state,
        received_on=received_on,
        order_date=matched.order_date,
        ship_to_code=matched.ship_to_code,
        lines=tuple(_ordered(line, claim) for line, claim in zip(matched.lines, said, strict=True)),
        thread=thread,
        changes_po=read.order.references.changes_po,
    )


def _ordered(line: MatchedLine, said: ExtractedLine | None) -> OrderedLine:
    claimed = said.quantity if said is not None and line.sku is None else None
    return OrderedLine(
        line_number=line.line_number,
        sku=line.sku,
        description=line.description,
        quantity=line.quantity_base if line.quantity_base is not None else claimed,
        requested_delivery_date=line.requested_delivery_date,
    )


def _thread(message: InboundMessage) -> tuple[str, ...]:
    """The ids of the mails that this one belongs to."""
    ids = (message.mail_message_id, message.in_reply_to, *message.references)
    return tuple(dict.fromkeys(each for each in ids if each))
