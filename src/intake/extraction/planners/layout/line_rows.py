"""Which printed rows begin an order line, which go on with one, and which are none.

In: the rows under a heading and the columns. Out: `LineRows`. A line begins where its number or its quantity stands; rows without
either belong to a line when they stand close to it within a text column (`line_reach.py`); everything else is excluded by name
(`excluded_rows.py`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction.column_kinds import CODES
from intake.extraction.conventions import Conventions
from intake.extraction.overflow import settled_cells
from intake.extraction.planners.layout.excluded_rows import rows_named_below, why_excluded
from intake.extraction.planners.layout.line_reach import blocks_around, first_row, first_row_going_on, is_text_above, last_row
from intake.extraction.planners.layout.numbered_sections import numbered_sections
from intake.extraction.planners.layout.section_rows import section_rows
from intake.extraction.planners.layout.seen_rows import SeenRow, quantities, see
from intake.extraction.planners.layout.unfilled import unfilled_by_code, unfilled_rows
from intake.extraction.segments import Row
from intake.extraction.shapes import is_code
from intake.extraction.totals import FINAL

_FEWEST_WITH_SUM = 3


@dataclass(slots=True)
class LineRows:
    """`starts` are row numbers that begin a line, `excluded` rows between first and last that are none, with the reason."""

    starts: list[int] = field(default_factory=list)
    excluded: dict[int, str] = field(default_factory=dict)
    anchors: tuple[ColumnRole, ...] = (ColumnRole.QUANTITY,)
    text_above: bool = False
    in_the_middle: bool = False
    """The words of a line stand above and below its figures."""
    first: int = 0
    last: int = -1

    def span(self, rows: Sequence[Row]) -> tuple[float, float]:
        return rows[self.first].top, rows[self.last].bottom


def classify(
    rows: Sequence[Row], document: Document, columns: Sequence[Column], conventions: Conventions, *, goes_on: bool = False
) -> LineRows:
    """The lines among `rows`; none where no row counts anything. `goes_on`: the top finishes the page before's last line."""
    cells_of_rows = settled_cells(rows, document, columns)
    seen = [
        see(row, at, in_bands, document, columns, conventions)
        for at, (row, in_bands) in enumerate(zip(rows, cells_of_rows, strict=True))
    ]
    for at in numbered_sections(rows):
        seen[at].is_section = True
    end = _end(seen, rows)
    anchors = _anchors(seen[:end])
    starts = [at for at in range(end) if _starts(seen[at], anchors)]
    starts = _without_sum(_alike(_connected(starts, rows, document), seen), seen, columns, conventions)
    if not starts:
        return LineRows()
    found = LineRows(starts=starts, anchors=anchors)
    # The rows of a sheet stand no nearer to one than to the other: what is written under a line belongs to it.
    is_grid = document.canvases[rows[0].canvas].kind is CanvasKind.GRID
    blocks = blocks_around(rows[:end], seen, starts, columns, document)
    if blocks is not None:
        found.in_the_middle = True
        found.first, found.last = blocks[0][0], blocks[-1][1]
    else:
        found.text_above = not is_grid and is_text_above(rows, seen, starts)
        found.first = first_row_going_on(rows, seen, starts) if goes_on else first_row(rows, seen, starts, found.text_above)
        found.last = last_row(rows, seen, starts, end, document, found.text_above)
    filled = [row.filled(columns) for row in seen[:end]]
    unfilled = unfilled_rows(filled, starts)
    if is_grid:
        unfilled |= unfilled_by_code(filled, [_code_of(row, columns) for row in seen[:end]], starts)
    sections = section_rows(rows, seen, starts, columns, document) if is_grid else frozenset()
    named_below = rows_named_below(rows, seen, starts, columns, document)
    for at in range(found.first, found.last + 1):
        if at in named_below:
            continue
        if at in unfilled:
            found.excluded[at] = "no quantity"
        elif at in sections:
            found.excluded[at] = "heading"
        elif at not in starts and (reason := why_excluded(seen[at], rows[at], columns, document)) is not None:
            found.excluded[at] = reason
    return found


def _code_of(row: SeenRow, columns: Sequence[Column]) -> str:
    both = zip(columns, row.cells, strict=True)
    return next((cell.text.strip() for column, cell in both if column.role in CODES and is_code(cell.text)), "")


def _without_sum(starts: list[int], seen: Sequence[SeenRow], columns: Sequence[Column], conventions: Conventions) -> list[int]:
    """Without a last row that names nothing and counts what all rows above it count together."""
    if len(starts) < _FEWEST_WITH_SUM or seen[starts[-1]].has_name:
        return starts
    counted = [quantities(seen[at], columns, conventions) for at in starts]
    if not all(counted):
        return starts
    added = sum((readings[0] for readings in counted[:-1]), Decimal(0))
    return starts[:-1] if added in counted[-1] else starts


def _end(seen: Sequence[SeenRow], rows: Sequence[Row]) -> int:
    """The row at which the lines are over: the first final total after some line, with no whole line under it."""
    counted = False
    whole = [at for at, row in enumerate(seen) if row.is_whole]
    for at, row in enumerate(seen):
        if at < max(whole, default=0):
            counted = counted or row.has_quantity
            continue
        is_goods = row.has_quantity and (row.has_position or row.has_code)
        if counted and row.meaning in FINAL and not row.is_charge and not is_goods:
            return at
        counted = counted or row.has_quantity
    return len(rows)


def _anchors(seen: Sequence[SeenRow]) -> tuple[ColumnRole, ...]:
    numbered = {at for at, row in enumerate(seen) if row.has_position and row.meaning is None}
    counted = {at for at, row in enumerate(seen) if row.has_quantity and row.meaning is None}
    if not numbered or not counted:
        return (ColumnRole.QUANTITY,)
    if counted <= numbered and 2 * len(counted) > len(numbered):
        return (ColumnRole.LINE_NUMBER,)
    apart = len(numbered - counted) > len(numbered) / 2
    if apart and abs(len(numbered) - len(counted)) <= max(1, len(counted) // 5):
        return (ColumnRole.LINE_NUMBER,)
    return (ColumnRole.QUANTITY,)


def _starts(row: SeenRow, anchors: tuple[ColumnRole, ...]) -> bool:
    if row.has_quantity and row.has_code and (row.has_position or ColumnRole.LINE_NUMBER not in anchors):
        return True
    if row.meaning in (*FINAL, "subtotal", "carried_forward") or row.is_charge:
        return False
    if ColumnRole.LINE_NUMBER in anchors:
        return row.has_position
    return row.has_quantity and (row.has_name or row.has_money or row.has_position)


def _connected(starts: list[int], rows: Sequence[Row], document: Document) -> list[int]:
    """Drops what looks like a line far below the others: a footer's numbers may fall into the bands."""
    if len(starts) < 2 or document.canvases[rows[0].canvas].kind is not CanvasKind.PAGE:
        return starts
    steps = [rows[b].top - rows[a].top for a, b in itertools.pairwise(starts)]
    usual = median(steps)
    for at, step in enumerate(steps):
        if step > max(6 * usual, 150) and at + 1 >= len(steps):
            return starts[: at + 1]
    return starts


def _alike(starts: list[int], seen: Sequence[SeenRow]) -> list[int]:
    """Drops from the end what counts something with neither number nor money where the first line has them: a bank's digits."""
    if not starts or not (seen[starts[0]].has_position or seen[starts[0]].has_money):
        return starts
    last = max(at for at in starts if seen[at].has_position or seen[at].has_money)
    return [at for at in starts if at <= last]
