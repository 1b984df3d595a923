"""The plans of several questions about one message → one plan: an order that goes on in the next part is the same order.

In: the plans in the order of their rows, and the documents. Out: one plan. What begins with a number of its own is another order;
a table whose columns are named by the same headings goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Document
from intake.domain.identifiers import normalise_code
from intake.domain.orders import DocumentKind
from intake.domain.plans import DocumentPlan, OrderPlan, ReadingPlan, TablePlan
from intake.extraction.quoting_places import text_at


def joined(plans: Sequence[ReadingPlan], documents: Sequence[Document]) -> ReadingPlan:
    orders: list[OrderPlan] = []
    for plan in plans:
        for order in plan.orders:
            if orders and _goes_on(orders[-1], order, documents):
                orders[-1] = _together(orders[-1], order)
            elif order.fields or order.tables or order.lines:
                orders.append(order)
    return ReadingPlan(planner=plans[0].planner, documents=_kinds(plans), orders=tuple(orders))


def _goes_on(before: OrderPlan, order: OrderPlan, documents: Sequence[Document]) -> bool:
    own, known = _number(order, documents), _number(before, documents)
    return order.kind is before.kind and (own is None or own == known)


def _number(order: OrderPlan, documents: Sequence[Document]) -> str | None:
    places = (field.places[0] for field in order.fields if field.path == "customer_po_number")
    return next((normalise_code(text_at(place, documents)) for place in places), None)


def _together(before: OrderPlan, order: OrderPlan) -> OrderPlan:
    tables = [*before.tables]
    for table in order.tables:
        if tables and _names(tables[-1]) == _names(table):
            tables[-1] = _longer(tables[-1], table)
        else:
            tables.append(table)
    return before.model_copy(
        update={
            "documents": tuple(sorted({*before.documents, *order.documents})),
            "fields": (*before.fields, *order.fields),
            "tables": tuple(tables),
            "lines": (*before.lines, *order.lines),
        }
    )


def _names(table: TablePlan) -> list[tuple[object, object]]:
    return [(column.role, column.heading) for column in table.columns]


def _longer(before: TablePlan, table: TablePlan) -> TablePlan:
    own = table.columns if table.columns != before.columns else ()
    regions = tuple(region.model_copy(update={"columns": own}) for region in table.regions)
    return before.model_copy(
        update={"regions": (*before.regions, *regions), "exclusions": (*before.exclusions, *table.exclusions)}
    )


def _kinds(plans: Sequence[ReadingPlan]) -> tuple[DocumentPlan, ...]:
    """A part of a document that shows no order says nothing of the rest of it."""
    found: dict[int, DocumentPlan] = {}
    for plan in plans:
        for each in plan.documents:
            if each.document not in found or found[each.document].kind is DocumentKind.OTHER:
                found[each.document] = each
    return tuple(found[number] for number in sorted(found))
