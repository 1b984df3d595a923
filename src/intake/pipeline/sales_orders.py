"""A matched order as the sales order that is handed to the ERP, and the keys that keep it single."""

from __future__ import annotations

import hashlib
from datetime import date

from intake.domain.decisions import SalesOrder, SalesOrderLine
from intake.domain.errors import BrokenPromise
from intake.domain.master import Customer
from intake.domain.matched import MatchedLine, MatchedOrder


def sales_order(order_id: str, decision_id: str, matched: MatchedOrder, today: date) -> SalesOrder:
    """Raises BrokenPromise where a value is missing that no order may be pushed without: the decision should have held it."""
    customer_no, bill_to_no = _needed(matched.customer_no, "customer_no"), _needed(matched.bill_to_no, "bill_to_no")
    if matched.net_amount is None:
        raise BrokenPromise("An order without net_amount was to be pushed.")
    return SalesOrder(
        external_key=order_id,
        decision_id=decision_id,
        customer_no=customer_no,
        bill_to_no=bill_to_no,
        ship_to_code=matched.ship_to_code,
        customer_po_number=matched.customer_po_number,
        order_date=matched.order_date or today,
        requested_delivery_date=matched.requested_delivery_date,
        currency=_needed(matched.currency, "currency"),
        lines=tuple(_line(line) for line in matched.lines),
        net_amount=matched.net_amount,
    )


def _line(line: MatchedLine) -> SalesOrderLine:
    if line.quantity is None or line.quantity_base is None or line.unit_price is None or line.line_amount is None:
        raise BrokenPromise(f"Line {line.line_number} was to be pushed without its quantity, price or amount.")
    uom = _needed(line.uom, "uom")
    return SalesOrderLine(
        line_number=line.line_number,
        sku=_needed(line.sku, "sku"),
        description=line.description,
        quantity=line.quantity,
        uom=uom,
        quantity_base=line.quantity_base,
        base_uom=_needed(line.base_uom, "base_uom"),
        unit_price=line.unit_price,
        price_uom=line.price_uom or uom,
        price_basis_quantity=line.price_basis_quantity,
        line_amount=line.line_amount,
        requested_delivery_date=line.requested_delivery_date,
    )


def _needed(value: str | None, name: str) -> str:
    if not value:
        raise BrokenPromise(f"An order or line without {name} was to be pushed.")
    return value


def live_key(bill_to_no: str, po_key: str | None, day: date, distinction: str = "") -> str | None:
    """What two orders in the ERP never share. Buyers reuse PO numbers across years; the year is part of the key.

    `distinction` is set where a person said that the same number is another order.
    """
    return f"{bill_to_no}|{po_key}|{day.year}|{distinction}" if po_key else None


def version_hash(matched: MatchedOrder) -> str:
    """Changes with anything that is ordered, where it goes, and what it costs."""
    lines = tuple(line.model_copy(update={"proposals": (), "evidence": ()}) for line in matched.lines)
    whole = matched.model_copy(update={"lines": lines, "reasons": (), "proofs": {}, "customer_evidence": ()})
    return hashlib.sha256(whole.model_dump_json().encode()).hexdigest()


def identity_hash(matched: MatchedOrder, bill_to: Customer | None) -> str:
    """Changes with the debtor, the place, the currency and the terms only; terms are always the debtor's own."""
    terms = bill_to.payment_terms if bill_to else None
    identity = f"{matched.bill_to_no}|{matched.customer_no}|{matched.ship_to_code}|{matched.currency}|{terms}"
    return hashlib.sha256(identity.encode()).hexdigest()
