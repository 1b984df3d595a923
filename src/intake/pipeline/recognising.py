"""Which order is this? What matching says about a document and the customer's other orders, as reasons of the order.

The same order again, in whatever form, is never pushed; a revision, a number used anew, or an unclear case is for a person. An
order of which a revision or a cancellation waits is not pushed before that is decided.
"""

from __future__ import annotations

from intake.domain.history import ChangeKind, OrderRelation, OrderSummary, Relation
from intake.domain.orders import DocumentKind
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.status import OrderStatus
from intake.matching.po_numbers import po_keys
from intake.matching.revision import relate
from intake.store.engine import Connection
from intake.store.orders import OrderRow, get_order, later_orders, load_summary, related_orders
from intake.store.pushes import load_push

_CODES = {
    Relation.SAME: ReasonCode.DUPLICATE_ORDER,
    Relation.RESENT: ReasonCode.DUPLICATE_ORDER,
    Relation.REVISED: ReasonCode.REVISION_OF_ORDER,
    Relation.REUSED: ReasonCode.PO_NUMBER_REUSED,
}

_OF_KIND = {
    DocumentKind.ORDER_CHANGE: ReasonCode.ORDER_CHANGE_REQUEST,
    DocumentKind.ORDER_CANCELLATION: ReasonCode.ORDER_CANCELLATION_REQUEST,
}
_NOT_PUSHED = frozenset((OrderStatus.READING, OrderStatus.HELD))
_SAYS_OTHERWISE = frozenset((Relation.REVISED, Relation.CANCELLED))


def relation_of(tx: Connection, order: OrderRow, kind: DocumentKind | None = None) -> OrderRelation | None:
    """What the order is to those before it; `kind` as a person says it. None while the order was not matched."""
    summary = load_summary(tx, order.order_id)
    return _relation(tx, order, summary, kind or summary.kind) if summary is not None else None


def recognise(tx: Connection, order: OrderRow, kind: DocumentKind) -> tuple[Reason, ...]:
    """None, or the reasons that say which other order is meant and what differs."""
    summary = load_summary(tx, order.order_id)
    if summary is None:
        return ()
    relation = _relation(tx, order, summary, kind)
    overtaken = _overtaken(tx, order, summary) if kind is DocumentKind.ORDER else ()
    if relation.relation is Relation.NEW:
        return overtaken
    return (reason_for(kind, relation, _names_one_in_erp(tx, relation)), *overtaken)


def may_be_in_erp(tx: Connection, order: OrderRow) -> bool:
    """Whether the ERP has the order, or may have it: it may wait there with another total, or its answer was lost."""
    push = load_push(tx, order.order_id)
    return order.state not in _NOT_PUSHED or (push is not None and not push.state.is_over)


def reason_for(kind: DocumentKind, relation: OrderRelation, is_in_erp: bool = False) -> Reason:
    code = _code(kind, relation)
    clears = None
    if code is ReasonCode.REVISION_OF_ORDER and relation.order_id is not None:
        clears = (
            "The change is made in the ERP; a release pushes this beside it, as an order of its own."
            if is_in_erp
            else "A release takes the revision over, and the order before it is superseded; else it is rejected."
        )
    return Reason.of(code, "customer_po_number", _sentence(relation), clears)


def _relation(tx: Connection, order: OrderRow, summary: OrderSummary, kind: DocumentKind) -> OrderRelation:
    return relate(summary.model_copy(update={"kind": kind}), related_orders(tx, order, _keys(summary)))


def _keys(summary: OrderSummary) -> frozenset[str]:
    return po_keys(summary.customer_po_number) | po_keys(summary.changes_po)


def _names_one_in_erp(tx: Connection, relation: OrderRelation) -> bool:
    return relation.order_id is not None and may_be_in_erp(tx, get_order(tx, relation.order_id))


def _overtaken(tx: Connection, order: OrderRow, summary: OrderSummary) -> tuple[Reason, ...]:
    """A later paper that changes or cancels this order and waits: what it says comes first."""
    for later in later_orders(tx, order, _keys(summary)):
        relation = relate(later, [summary])
        if relation.order_id == order.order_id and (relation.relation in _SAYS_OTHERWISE or relation.changes):
            asks = "cancels it" if relation.relation is Relation.CANCELLED else "says otherwise"
            on = later.received_on.isoformat()
            message = f"A later message of {on} under the same number {asks} and waits: {later.order_id}."
            clears = "What came later is taken over or rejected first."
            return (Reason.of(ReasonCode.REVISION_OF_ORDER, "customer_po_number", message, clears),)
    return ()


def _code(kind: DocumentKind, relation: OrderRelation) -> ReasonCode:
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    if relation.relation in _CODES:
        return _CODES[relation.relation]
    # Unclear: with the same goods it may be sent twice, with others it may revise what stands, or what never came here.
    return ReasonCode.REVISION_OF_ORDER if relation.changes or relation.order_id is None else ReasonCode.DUPLICATE_ORDER


def _sentence(relation: OrderRelation) -> str:
    told = []
    for change in relation.changes[:5]:
        what = "delivery address" if change.kind is ChangeKind.SHIP_TO else (change.sku or f"line {change.line_number or '?'}")
        told.append(f"{what}: {change.before or 'nothing'} → {change.after or 'nothing'}")
    if len(relation.changes) > len(told):
        told.append(f"and {len(relation.changes) - len(told)} more")
    message = f"{relation.message[:1].upper()}{relation.message[1:]}"
    return f"{message} {'; '.join(told)}." if told else message
