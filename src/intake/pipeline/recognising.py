"""Which order is this? What matching says about a document and the customer's earlier orders, as reasons of the new order.

The same order again, in whatever form, is never pushed; a revision, a number used anew, or an unclear case is for a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.history import ChangeKind, OrderRelation, OrderSummary, Relation
from intake.domain.orders import DocumentKind
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.revision import relate

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


def recognise(new: OrderSummary, earlier: Sequence[OrderSummary]) -> tuple[Reason, ...]:
    """None, or the one reason that says which earlier order is meant and what differs."""
    relation = relate(new, earlier)
    if relation.relation is Relation.NEW:
        return ()
    return (Reason.of(_code(new, relation), "customer_po_number", _sentence(relation)),)


def _code(new: OrderSummary, relation: OrderRelation) -> ReasonCode:
    if new.kind in _OF_KIND:
        return _OF_KIND[new.kind]
    if relation.relation in _CODES:
        return _CODES[relation.relation]
    # Unclear: with the same goods it may be sent twice, with others it may revise what stands.
    return ReasonCode.REVISION_OF_ORDER if relation.changes else ReasonCode.DUPLICATE_ORDER


def _sentence(relation: OrderRelation) -> str:
    told = []
    for change in relation.changes[:5]:
        what = "delivery address" if change.kind is ChangeKind.SHIP_TO else (change.sku or f"line {change.line_number or '?'}")
        told.append(f"{what}: {change.before or 'nothing'} → {change.after or 'nothing'}")
    if len(relation.changes) > len(told):
        told.append(f"and {len(relation.changes) - len(told)} more")
    return f"{relation.message} {'; '.join(told)}." if told else relation.message
