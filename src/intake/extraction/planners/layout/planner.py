"""From documents to the layout planner's plan.

Tables first, because what stands in a line belongs to no head; then each document's head, parties, kind and sentences; then what
of all of it makes one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.domain.documents import Document
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.domain.plans import FieldPlace, ReadingPlan
from intake.extraction.document_conventions import conventions_of_rows
from intake.extraction.planners.layout.heads import is_head
from intake.extraction.planners.layout.orders_split import Share, order_plans
from intake.extraction.planners.layout.segments import rows_of
from intake.extraction.planners.layout.survey import is_body, survey
from intake.extraction.planners.layout.tables import FoundTable, find_tables
from intake.extraction.planners.layout.totals import totals_elsewhere

NAME = "layout"


def plan(context: MailContext, documents: Sequence[Document], own: OwnCompany) -> ReadingPlan:
    shares: list[Share] = []
    plans = []
    for number, document in enumerate(documents):
        tables = [table for table in find_tables(number, document) if not is_head(table.plan, table.line_count, documents)]
        found = survey(number, document, tuple(table.plan for table in tables), context, own)
        plans.append(found.plan)
        totals = _totals(number, document, tables)
        shares += [replace(share, fields=(*share.fields, *totals)) for share in found.shares]
    return ReadingPlan(planner=NAME, documents=tuple(plans), orders=order_plans(shares))


def _totals(number: int, document: Document, tables: Sequence[FoundTable]) -> tuple[FieldPlace, ...]:
    """Those of the last table; where it has none, those that stand apart from it."""
    found = tuple(field for table in tables[-1:] for field in table.fields)
    if any(field.path.startswith("total_") for field in found) or (is_body(document) and not tables):
        return found
    rows = rows_of(number, document)
    apart = totals_elsewhere(document, rows, tables[-1].plan if tables else None, conventions_of_rows(rows))
    return found + tuple(field for field in apart if not (found and field.path.startswith("charges.")))
