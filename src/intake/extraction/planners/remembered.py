"""The planner from experience: a sender's layout that led to a pushed order before is found again, and no model is asked.

A memory holds headings and bands by their printed words, never a value. It is made only where, applied to the very document it
was made from, it reads the same order; it is used only where its headings stand on the new document word for word. Head and
parties are surveyed anew each time. What becomes of a plan is `verify`'s question.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from intake.domain.base import Value
from intake.domain.documents import CanvasKind, Document
from intake.domain.identifiers import fold
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder, ModelUsage
from intake.domain.parties import OwnCompany
from intake.domain.plans import Column, ColumnRole, Place, ReadingPlan, Region, RowExclusion, RowStart, TablePlan
from intake.domain.problems import Problem
from intake.extraction.execute import execute
from intake.extraction.planners.layout.found import FoundTable
from intake.extraction.planners.layout.planner import plan_around
from intake.extraction.quoting_places import text_at
from intake.extraction.segments import Row, rows_of
from intake.extraction.table_rows import holds

NAME = "remembered"
_MOST_APART = 3.0
"""How far, in points or columns, a whole table may have moved and still be the same form."""


class RememberedColumn(Value):
    role: ColumnRole
    x0: float
    x1: float
    heading: str | None


class RememberedTable(Value):
    """`headings` are the printed rows that name the columns; `ends_before` is how the row after the last line begins, None where
    the table ends its page. `passed_over` are rows that are no lines. All of them without their digits."""

    kind: CanvasKind
    headings: tuple[str, ...]
    left: float
    columns: tuple[RememberedColumn, ...]
    anchors: tuple[ColumnRole, ...]
    text_above: bool
    row_start: RowStart = RowStart.ANCHOR
    ends_before: str | None
    passed_over: tuple[str, ...]


class LayoutMemory(Value):
    tables: tuple[RememberedTable, ...]

    @property
    def fingerprint(self) -> str:
        """What the layout is known by: the rows that name its columns."""
        said = "\n".join(f"{table.kind.value}: {' | '.join(table.headings)}" for table in self.tables)
        return hashlib.sha256(said.encode()).hexdigest()


def memory_of(
    plan: ReadingPlan,
    documents: Sequence[Document],
    context: MailContext,
    own: OwnCompany,
    read: ExtractedOrder,
    near: date | None = None,
) -> LayoutMemory | None:
    """What can be remembered of a plan that read `read`; None where remembering it would read anything else."""
    if len(plan.orders) != 1 or plan.orders[0].lines or not plan.orders[0].tables:
        return None
    tables = [_table_memory(table, documents) for table in plan.orders[0].tables]
    if any(table is None for table in tables):
        return None
    memory = LayoutMemory(tables=tuple(table for table in tables if table is not None))
    again = plan_from(memory, context, documents, own)
    if again is None:
        return None
    orders = [found.order for found in execute(again, documents, near)]
    return memory if [_said(order) for order in orders] == [_said(read)] else None


def _said(order: ExtractedOrder) -> dict[str, object]:
    return order.model_dump(exclude={"evidence": True, "lines": {"__all__": {"evidence"}}})


def _table_memory(table: TablePlan, documents: Sequence[Document]) -> RememberedTable | None:
    region = table.regions[0]
    if table.under or any(each.columns and each.columns != table.columns for each in table.regions):
        return None
    rows = rows_of(region.document, documents[region.document])
    headings = _heading_rows(table, rows)
    if not headings:
        return None
    inside = [row for row in rows if any(holds(each, row) for each in table.regions)]
    span = rows[rows.index(headings[-1]) + 1 : rows.index(inside[-1]) + 1]
    lines = [row for row in inside if not _is_passed_over(row, table)]
    after = rows[rows.index(lines[-1]) + 1 :] if lines else ()
    follows = next((row for row in after if row.canvas == lines[-1].canvas), None) if lines else None
    return RememberedTable(
        kind=documents[region.document].canvases[region.canvas].kind,
        headings=tuple(_masked(row.text) for row in headings),
        left=headings[0].segments[0].x0,
        columns=tuple(
            RememberedColumn(role=column.role, x0=column.x0, x1=column.x1, heading=_heading(column, documents))
            for column in table.columns
        ),
        anchors=table.anchors,
        row_start=table.row_start,
        text_above=table.text_above_anchor,
        ends_before=_masked(follows.segments[0].text) if follows is not None else None,
        passed_over=tuple(sorted({_masked(row.text) for row in span if row not in lines})),
    )


def _heading(column: Column, documents: Sequence[Document]) -> str | None:
    return fold(text_at(column.heading, documents)) if column.heading is not None else None


def _heading_rows(table: TablePlan, rows: Sequence[Row]) -> list[Row]:
    """The rows that hold the columns' headings, from the first to the last; they stand next to each other."""
    words = {(place.canvas, word) for column in table.columns if (place := column.heading) is not None for word in place.words}
    found = [at for at, row in enumerate(rows) if any((row.canvas, word) in words for s in row.segments for word in s.words)]
    if not found or found[-1] - found[0] > 3 or rows[found[0]].canvas != rows[found[-1]].canvas:
        return []
    return list(rows[found[0] : found[-1] + 1])


def _is_passed_over(row: Row, table: TablePlan) -> bool:
    middle = (row.top + row.bottom) / 2
    return any(each.canvas == row.canvas and each.top <= middle < each.bottom for each in table.exclusions)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", fold(text))


def plan_from(memory: LayoutMemory, context: MailContext, documents: Sequence[Document], own: OwnCompany) -> ReadingPlan | None:
    """The memory's tables on other documents, and everything else surveyed there; None where a table is not found again."""
    found: list[list[FoundTable]] = [[] for _ in documents]
    for remembered in memory.tables:
        homes = ((number, _again(remembered, number, document)) for number, document in enumerate(documents))
        number, table = next(((number, table) for number, table in homes if table is not None), (0, None))
        if table is None:
            return None
        found[number].append(FoundTable(plan=table, line_count=0))
    return plan_around(found, NAME, context, documents, own)


def _again(memory: RememberedTable, number: int, document: Document) -> TablePlan | None:
    rows = rows_of(number, document)
    starts = [at for at in range(len(rows)) if _begins(memory, rows, at)]
    if not starts or document.canvases[rows[starts[0]].canvas].kind is not memory.kind:
        return None
    headings = rows[starts[0] : starts[0] + len(memory.headings)]
    shift = headings[0].segments[0].x0 - memory.left
    if abs(shift) > _MOST_APART:
        return None
    lines = _until_end(memory, rows, starts)
    if not lines:
        return None
    columns = tuple(
        Column(role=each.role, x0=each.x0 + shift, x1=each.x1 + shift, heading=_found(each, headings, shift))
        for each in memory.columns
    )
    regions = tuple(
        Region(document=number, canvas=canvas, top=min(row.top for row in own), bottom=max(row.bottom for row in own))
        for canvas in dict.fromkeys(row.canvas for row in lines)
        for own in [[row for row in lines if row.canvas == canvas]]
    )
    passed = [
        RowExclusion(document=number, canvas=row.canvas, top=row.top, bottom=row.bottom, reason="passed over before")
        for row in lines
        if _masked(row.text) in memory.passed_over or _masked(row.text) in memory.headings
    ]
    return TablePlan(
        regions=regions,
        columns=columns,
        anchors=memory.anchors,
        row_start=memory.row_start,
        text_above_anchor=memory.text_above,
        exclusions=tuple(passed),
    )


def _begins(memory: RememberedTable, rows: Sequence[Row], at: int) -> bool:
    return tuple(_masked(row.text) for row in rows[at : at + len(memory.headings)]) == memory.headings


def _until_end(memory: RememberedTable, rows: Sequence[Row], starts: Sequence[int]) -> list[Row]:
    """The rows after the headings up to the row that came after the last line before; [] where that row is not found."""
    lines: list[Row] = []
    for at in range(starts[0] + len(memory.headings), len(rows)):
        row = rows[at]
        if memory.ends_before is not None and _masked(row.segments[0].text) == memory.ends_before:
            return lines
        if memory.ends_before is None and lines and row.canvas != lines[-1].canvas:
            return lines
        lines.append(row)
    return lines if memory.ends_before is None else []


def _found(column: RememberedColumn, headings: Sequence[Row], shift: float) -> Place | None:
    """The heading's words over the column's band, where they say what they said before."""
    if column.heading is None:
        return None
    words: list[int] = []
    wanted = column.heading
    for row in headings:
        for segment in row.segments:
            text = fold(segment.text)
            if text and wanted.startswith(text) and column.x0 + shift < segment.x1 and segment.x0 < column.x1 + shift:
                words += [word for word in segment.words if word not in words]
                wanted = wanted[len(text) :].strip()
    document, canvas = headings[0].segments[0].document, headings[0].canvas
    return Place(document=document, canvas=canvas, words=tuple(words)) if words and not wanted else None


class Memories(Protocol):
    """The layouts of each sender; kept with the orders that confirmed them."""

    def layouts(self, sender: str) -> Iterable[LayoutMemory]: ...
    def forget_layout(self, sender: str, fingerprint: str) -> None: ...


@dataclass(slots=True)
class RememberedLayouts:
    """Reads one message; the sender's address is whose layouts are tried."""

    memories: Memories
    name: str = NAME
    _last: tuple[str, str] | None = field(default=None)

    def plan(
        self, context: MailContext, documents: Sequence[Document], own: OwnCompany, problems: tuple[Problem, ...] = ()
    ) -> ReadingPlan | None:
        sender = (context.author_address or "").casefold()
        if not sender:
            return None
        for memory in self.memories.layouts(sender):
            plan = plan_from(memory, context, documents, own)
            if plan is not None and plan.orders:
                self._last = (sender, memory.fingerprint)
                return plan
        return None

    def forget(self) -> None:
        if self._last is not None:
            self.memories.forget_layout(*self._last)

    def usage(self) -> ModelUsage | None:
        return None
