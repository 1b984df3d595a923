"""What a later paper does to the order before it, once a person has said so: a revision supersedes it, a cancellation ends it.

Only what was not pushed yet ends here. What the ERP has, or may have, is changed and cancelled there.
"""

from __future__ import annotations

from intake.domain.errors import NotAllowed
from intake.domain.history import Relation
from intake.domain.orders import DocumentKind
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor, may_reject
from intake.pipeline.holding import end_order
from intake.pipeline.line import Line
from intake.pipeline.people import refuse, seen_order
from intake.pipeline.recognising import may_be_in_erp, relation_of
from intake.store.decisions import close_hold, load_hold
from intake.store.jobs import drop_parked
from intake.store.orders import OrderRow, change_order, get_order
from intake.store.writing import Writing


def supersede(work: Writing, order: OrderRow, kind: DocumentKind) -> None:
    """The order is about to be pushed as the revision that it is: what it revises, where that is not pushed yet, is over."""
    relation = relation_of(work.tx, order, kind)
    if relation is None or relation.order_id is None or not relation.changes:
        return
    standing = get_order(work.tx, relation.order_id, lock=True)
    if not may_be_in_erp(work.tx, standing):
        end_order(work, standing, OrderStatus.SUPERSEDED, superseded_by=order.order_id, by=order.order_id)


def cancel(line: Line, order_id: str, version: int, actor: Actor, comment: str) -> None:
    """Carries out a cancellation: the order that it names ends, and the request is done.

    Raises NotAllowed where it names none, or one that the ERP has or may have.
    """
    with line.writing(actor.name) as work:
        request = seen_order(work, order_id, version)
        hold = load_hold(work.tx, order_id)
        if hold is None:
            raise NotAllowed(f"Order {order_id} is {request.state}; only a held cancellation can be carried out.")
        refuse(may_reject(actor, hold.reasons, line.policy().release))
        relation = relation_of(work.tx, request)
        if relation is None or relation.relation is not Relation.CANCELLED or relation.order_id is None:
            raise NotAllowed(f"{order_id} cancels no order that was received here.")
        standing = get_order(work.tx, relation.order_id, lock=True)
        if may_be_in_erp(work.tx, standing):
            number = f" as {standing.sales_order_number}" if standing.sales_order_number else ""
            raise NotAllowed(f"The ERP has order {standing.order_id}{number}, or may have it; cancel it there.")
        end_order(work, standing, OrderStatus.CANCELLED, by=order_id)
        close_hold(work.tx, order_id, work.at, closed_by=actor.name, ended_as="carried_out")
        drop_parked(work.tx, order_id)
        change_order(work.tx, request, work.at, state=OrderStatus.NOT_AN_ORDER)
        work.note("cancellation_done", order_id=order_id, message_id=request.message_id, of=standing.order_id, comment=comment)
