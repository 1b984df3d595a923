"""Step `match`: what the order means to us, under the current master data, the policy and what people said about it."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from intake.domain.errors import BrokenPromise
from intake.domain.identifiers import normalise_code
from intake.domain.matched import MatchedOrder
from intake.domain.status import OrderStatus
from intake.pipeline.engine import Conclusion
from intake.pipeline.line import Line
from intake.pipeline.reading import mail_context
from intake.store.decisions import keep_match, load_corrections
from intake.store.messages import load_author
from intake.store.orders import change_order, get_order, load_extraction
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
    version = order.version
    return lambda work: _conclude(work, order_id, version, matched, master.version)


def _conclude(work: Writing, order_id: str, version: int, matched: MatchedOrder, master_version: str) -> None:
    order = get_order(work.tx, order_id, lock=True)
    if order.state is not OrderStatus.READING:
        return
    if order.version != version:
        work.ask("match", order_id)
        return
    keep_match(work.tx, order_id, matched, master_version, work.at)
    change_order(work.tx, order, work.at, **_known(matched))
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


def _known(matched: MatchedOrder) -> dict[str, Any]:
    return {
        "customer_no": matched.customer_no,
        "bill_to_no": matched.bill_to_no,
        "ship_to_code": matched.ship_to_code,
        "customer_po_number": matched.customer_po_number,
        "po_key": po_key(matched.customer_po_number),
        "order_date": matched.order_date,
        "currency": matched.currency,
        "net_amount": matched.net_amount,
        "line_count": len(matched.lines),
        "fingerprint": fingerprint(matched),
    }


def po_key(customer_po_number: str | None) -> str | None:
    """One form for all spellings of a purchase order number ("PO 4711", "po-4711")."""
    return normalise_code(customer_po_number) or None if customer_po_number else None


def fingerprint(matched: MatchedOrder) -> str:
    """What is ordered, whatever the document looked like: articles and quantities, in any order of lines."""
    goods = sorted(f"{line.sku or line.description}|{_plain(line.quantity_base)}" for line in matched.lines)
    return hashlib.sha256("\n".join(goods).encode()).hexdigest()


def _plain(quantity: Decimal | None) -> str:
    """5, 5.0 and 5.00 are one quantity."""
    return "?" if quantity is None else f"{quantity.normalize():f}"
