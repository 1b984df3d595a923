"""From documents to the layout planner's plan.

Tables first, because what stands in a line belongs to no head; then each document's head, parties, kind and sentences; then what
of all of it makes one order.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.identifiers import normalise_code
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.domain.plans import ColumnRole, FieldPlace, LinePlan, ReadingPlan
from intake.extraction.bodies import is_body
from intake.extraction.column_kinds import CODES, PRICING
from intake.extraction.counted import counted
from intake.extraction.document_conventions import conventions_of
from intake.extraction.planners.layout.found import FoundTable
from intake.extraction.planners.layout.heads import is_head
from intake.extraction.planners.layout.named_after_us import with_our_codes
from intake.extraction.planners.layout.orders_split import Share, order_plans
from intake.extraction.planners.layout.survey import survey
from intake.extraction.planners.layout.tables import find_tables
from intake.extraction.quoting_places import text_at
from intake.extraction.segments import rows_of
from intake.extraction.total_fields import totals_elsewhere

NAME = "layout"


def plan(context: MailContext, documents: Sequence[Document], own: OwnCompany) -> ReadingPlan:
    found = [
        [
            replace(table, plan=with_our_codes(table.plan, documents, own))
            for table in find_tables(number, document)
            if not is_head(table.plan, table.line_count, documents)
        ]
        for number, document in enumerate(documents)
    ]
    return plan_around(found, NAME, context, documents, own)


def plan_around(
    found_tables: Sequence[Sequence[FoundTable]],
    name: str,
    context: MailContext,
    documents: Sequence[Document],
    own: OwnCompany,
) -> ReadingPlan:
    """Everything else around tables that were found, however that was: `found_tables` holds those of each document."""
    shares: list[Share] = []
    plans = []
    for number, (document, tables) in enumerate(zip(documents, found_tables, strict=True)):
        is_alone = len(documents) == 1
        found = survey(number, document, tuple(table.plan for table in tables), context, own, is_alone=is_alone)
        plans.append(found.plan)
        alone = len(found.shares) == 1
        shares += [
            replace(share, fields=(*share.fields, *(_totals(number, documents, tables) if alone else _own_totals(share, tables))))
            for share in found.shares
        ]
    return ReadingPlan(planner=name, documents=tuple(plans), orders=order_plans(_without_repeats(shares, documents)))


def _without_repeats(shares: Sequence[Share], documents: Sequence[Document]) -> list[Share]:
    """A body that names articles of its attachment's lines repeats them or contradicts them; it orders no more of them."""
    attached = {share.document for share in shares if share.has_lines and not share.is_body}
    words = {
        normalise_code(part)
        for number in attached
        for canvas in documents[number].canvases
        for word in canvas.words
        for part in word.text.split()
    }
    return [
        replace(share, lines=tuple(line for line in share.lines if _is_new(line, documents, words)))
        if attached and share.is_body
        else share
        for share in shares
    ]


def _is_new(line: LinePlan, documents: Sequence[Document], words: Set[str]) -> bool:
    codes = {normalise_code(text_at(place, documents)) for role, place in line.places if role in CODES}
    if codes:
        return not codes & words
    named = [text_at(place, documents).split() for role, place in line.places if role is ColumnRole.DESCRIPTION]
    return any(normalise_code(word) not in words for part in named for word in part)


def _own_totals(share: Share, tables: Sequence[FoundTable]) -> tuple[FieldPlace, ...]:
    """One of several orders has the totals under its last table, if that table is its own to the end, or under the one part of it
    that is."""
    own = {region for table in share.tables for region in table.regions}
    last = next((table for table in reversed(tables) if set(table.plan.regions) & own), None)
    if last is None or set(last.plan.regions) <= own:
        return last.fields if last is not None else ()
    parts = [fields for region, fields in zip(last.plan.regions, last.by_region, strict=False) if region in own]
    return parts[0] if len(parts) == len(own) == 1 else ()


def _totals(number: int, documents: Sequence[Document], tables: Sequence[FoundTable]) -> tuple[FieldPlace, ...]:
    """Those of the last table; where it has none, those that stand apart from it."""
    document = documents[number]
    found = tuple(field for table in tables[-1:] for field in table.fields)
    if not any(field.path.startswith("total_") for field in found) and (tables or not is_body(document)):
        rows = rows_of(number, document)
        apart = totals_elsewhere(document, rows, tables[-1].plan if tables else None, conventions_of(number, document))
        found += tuple(field for field in apart if not (found and field.path.startswith("charges.")))
    return tuple(field for field in found if not _counts_lines(field, documents, tables))


def _counts_lines(field: FieldPlace, documents: Sequence[Document], tables: Sequence[FoundTable]) -> bool:
    """Below a table without prices "Total 6" may say how many lines it has, or how many pieces they order."""
    plans = [table.plan for table in tables]
    columns = [column for plan in plans for region in plan.regions for column in region.columns or plan.columns]
    if not columns or not field.path.startswith("total_") or any(column.role in PRICING for column in columns):
        return False
    lines = [each for plan in plans for each in counted(documents[plan.regions[0].document], [plan])]
    pieces = sum((Decimal(quantity) for _, quantity in lines), Decimal(0))
    stated = {text_at(place, documents) for place in field.places}
    return bool(stated & {str(sum(table.line_count for table in tables)), f"{pieces:f}"})
