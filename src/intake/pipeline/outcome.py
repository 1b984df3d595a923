"""What became of an order, in the shape of CONTRACTS ("Outcome"). The same for the command line, the API and the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from intake.domain.matched import MatchedLine, MatchedOrder
from intake.domain.reasons import Reason
from intake.store.decisions import StoredDecision, load_decision, load_hold, load_match
from intake.store.engine import Connection
from intake.store.orders import load_order
from intake.store.trail import TrailEvent, events_of


def outcome_of(tx: Connection, order_id: str) -> dict[str, Any] | None:
    """The outcome of an order as JSON values; None where there is no such order."""
    order = load_order(tx, order_id)
    if order is None:
        return None
    hold = load_hold(tx, order_id)
    found = load_match(tx, order_id)
    matched = found[0] if found else None
    return {
        "id": order.order_id,
        "version": order.version,
        "origin": order.origin.value,
        "state": order.state.value,
        "queue": order.queue.value if order.queue else None,
        "reasons": [_reason(reason) for reason in (hold.reasons if hold else ())],
        "customer_no": order.customer_no,
        "bill_to_no": order.bill_to_no,
        "ship_to_code": order.ship_to_code,
        "customer_po_number": order.customer_po_number,
        "currency": order.currency,
        "net_amount": _text(order.net_amount),
        "lines": _lines(matched),
        "credit": _credit(load_decision(tx, order_id)),
        "sales_order_number": order.sales_order_number,
        "message_id": order.message_id,
        "history": [_event(entry) for entry in events_of(tx, order_id=order_id, message_id=order.message_id)],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return reason.model_dump(mode="json", include={"code", "owner", "path", "message", "clears_when"})


def _lines(matched: MatchedOrder | None) -> list[dict[str, Any]]:
    return [_line(line) for line in matched.lines] if matched else []


def _line(line: MatchedLine) -> dict[str, Any]:
    return {
        "line_number": line.line_number,
        "sku": line.sku,
        "quantity": _text(line.quantity),
        "uom": line.uom,
        "quantity_base": _text(line.quantity_base),
        "base_uom": line.base_uom,
        "unit_price": _text(line.unit_price),
        "price_basis_quantity": _text(line.price_basis_quantity),
        "line_amount": _text(line.line_amount),
    }


def _credit(decision: StoredDecision | None) -> dict[str, Any] | None:
    if decision is None or decision.decided.credit is None:
        return None
    return decision.decided.credit.summary().model_dump(mode="json")


def _event(entry: TrailEvent) -> dict[str, Any]:
    return {"at": entry.at.isoformat(), "actor": entry.actor, "event": entry.event}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
