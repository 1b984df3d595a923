"""Which printed rows begin an order line, which go on with one, and which are none.

In: the rows under a heading and the columns. Out: `LineRows`. A line begins where its number or its quantity stands; rows without
either belong to a line when they stand close to it within a text column; everything else is excluded by name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction import cells
from intake.extraction.column_kinds import COUNTING, NAMING, PRICING
from intake.extraction.conventions import Conventions
from intake.extraction.deliveries import says_delivery
from intake.extraction.further_rows import parts_of
from intake.extraction.line_blocks import middle_blocks, ruled_heights
from intake.extraction.matrices import is_matrix
from intake.extraction.overflow import settled_cells
from intake.extraction.planners.layout.numbered_sections import numbered_sections
from intake.extraction.planners.layout.unfilled import unfilled_rows
from intake.extraction.printed import Cell, runs_on
from intake.extraction.segments import Row
from intake.extraction.shapes import is_code, is_date
from intake.extraction.table_rows import is_position
from intake.extraction.totals import FINAL, sum_of
from intake.extraction.words import vocabulary

_TIMES = re.compile(r"\s*\d{1,6}\s?[x×*]\s?\d")
"""Packs of so many: it counts, though what it counts is the executor's question."""
_ALIGNED = 1.5


_FEWEST_SUMMED = 2


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


@dataclass(slots=True)
class _Seen:
    """One row as the classification sees it."""

    cells: tuple[Cell, ...]
    has_position: bool
    has_quantity: bool
    has_name: bool
    has_code: bool
    has_money: bool
    meaning: str | None
    is_charge: bool
    runs_on: bool = False
    is_section: bool = False

    @property
    def is_whole(self) -> bool:
        """A line, whatever total stands above it: numbered and named, or known by a code and priced."""
        return self.has_quantity and ((self.has_position and self.has_name) or (self.has_code and self.has_money))

    def filled(self, columns: Sequence[Column]) -> frozenset[ColumnRole]:
        """The roles that the row fills, with more than nought; none where its words run on or name a total."""
        if self.runs_on or self.meaning is not None or self.is_charge:
            return frozenset()
        both = zip(columns, self.cells, strict=True)
        return frozenset(column.role for column, cell in both if not cells.is_blank(cell.text) and cell.text.strip(" 0.,"))


def classify(
    rows: Sequence[Row], document: Document, columns: Sequence[Column], conventions: Conventions, *, goes_on: bool = False
) -> LineRows:
    """The lines among `rows`; none where no row counts anything. `goes_on`: the top finishes the page before's last line."""
    cells_of_rows = settled_cells(rows, document, columns)
    seen = [
        _see(row, at, in_bands, document, columns, conventions)
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
    blocks = _middle_blocks(rows[:end], seen, starts, columns, document)
    if blocks is not None:
        found.in_the_middle = True
        found.first, found.last = blocks[0][0], blocks[-1][1]
    else:
        found.text_above = not is_grid and _is_above(rows, seen, starts)
        found.first = _first_going_on(rows, seen, starts) if goes_on else _first(rows, seen, starts, found.text_above)
        found.last = _last(rows, seen, starts, end, document, found.text_above)
    unfilled = unfilled_rows([row.filled(columns) for row in seen[:end]], starts)
    named_below = _named_below(rows, seen, starts, columns, document)
    for at in range(found.first, found.last + 1):
        if at in named_below:
            continue
        if at in unfilled:
            found.excluded[at] = "no quantity"
        elif at not in starts and (reason := _reason(seen[at], rows[at], columns, document)) is not None:
            found.excluded[at] = reason
    return found


def _without_sum(starts: Sequence[int], seen: Sequence[_Seen], columns: Sequence[Column], conventions: Conventions) -> list[int]:
    """Without a last row that names nothing and counts what all rows above it count together."""
    counted = [_quantities(seen[at], columns, conventions) for at in starts]
    if len(starts) <= _FEWEST_SUMMED or seen[starts[-1]].has_name or not all(counted):
        return list(starts)
    added = sum((readings[0] for readings in counted[:-1]), Decimal(0))
    return list(starts[:-1] if added in counted[-1] else starts)


def _quantities(row: _Seen, columns: Sequence[Column], conventions: Conventions) -> Sequence[Decimal]:
    said = [cell.text for column, cell in zip(columns, row.cells, strict=True) if _counts(column.role, cell, conventions)]
    found = cells.quantity(said[0], conventions) if len(said) == 1 else None
    return found.readings if found is not None else ()


def _middle_blocks(
    rows: Sequence[Row], seen: Sequence[_Seen], starts: Sequence[int], columns: Sequence[Column], document: Document
) -> tuple[tuple[int, int], ...] | None:
    """First and last row of each line where the figures are set to the middle of their words; rows that are none of a line
    stand in no block's way."""
    canvas = document.canvases[rows[0].canvas]
    if canvas.kind is not CanvasKind.PAGE:
        return None
    kept = [at for at, row in enumerate(rows) if at in starts or _reason(seen[at], row, columns, document) is None]
    own = [rows[at] for at in kept]
    blocks = middle_blocks(own, [kept.index(at) for at in starts], ruled_heights(canvas.rules, own))
    found = tuple((kept[first], kept[last]) for first, last in blocks or ())
    if not found:
        return None
    both = zip(found, starts, strict=True)
    return found if all(_is_even(seen[first:start], seen[start + 1 : last + 1]) for (first, last), start in both) else None


def _is_even(above: Sequence[_Seen], below: Sequence[_Seen]) -> bool:
    """Whether each column has as many rows above a line's figures as below them; the heading of a section has none below."""
    return len(above) == len(below) and _rows_in_columns(above) == _rows_in_columns(below)


def _rows_in_columns(rows: Sequence[_Seen]) -> list[int]:
    return (
        [sum(bool(cell.pieces) for cell in column) for column in zip(*(row.cells for row in rows), strict=True)] if rows else []
    )


def _see(
    row: Row, at: int, in_bands: tuple[Cell, ...], document: Document, columns: Sequence[Column], conventions: Conventions
) -> _Seen:
    by_role = list(zip((column.role for column in columns), in_bands, strict=True))
    total = sum_of(row, at, conventions)
    if total is not None and total.is_charge and not _charges(row, by_role, conventions):
        total = None
    meaning = total.meaning if total is not None else _named_total(row)
    if runs_on(in_bands, columns, document.canvases[row.canvas].kind):
        named = any(role in NAMING and not cells.is_blank(cell.text) for role, cell in by_role)
        return _Seen(in_bands, False, False, named, False, False, meaning, total is not None and total.is_charge, runs_on=True)
    return _Seen(
        cells=in_bands,
        has_position=any(role is ColumnRole.LINE_NUMBER and is_position(cell.text) for role, cell in by_role),
        has_quantity=any(_counts(role, cell, conventions) for role, cell in by_role),
        has_name=any(role in NAMING and not cells.is_blank(cell.text) and not is_date(cell.text) for role, cell in by_role),
        has_code=any(role in NAMING and is_code(cell.text) and not is_date(cell.text) for role, cell in by_role),
        has_money=any(role in PRICING and cells.price(cell.text, conventions) is not None for role, cell in by_role),
        meaning=meaning,
        is_charge=total is not None and total.is_charge,
    )


def _named_total(row: Row) -> str | None:
    """A total named without its amount, which then stands in the next row; a sentence that begins alike is none."""
    text = row.segments[0].text
    return vocabulary().total(text) if vocabulary().is_total(text) else None


def _charges(row: Row, by_role: Sequence[tuple[ColumnRole, Cell]], conventions: Conventions) -> bool:
    """Whether a row that begins with a charge's name is one: what is counted under more words than that is goods."""
    is_counted = any(_counts(role, cell, conventions) for role, cell in by_role)
    return not is_counted or any(vocabulary().is_charge_alone(segment.text) for segment in row.segments)


def _counts(role: ColumnRole, cell: Cell, conventions: Conventions) -> bool:
    if role not in COUNTING:
        return False
    found = cells.quantity(cell.text, conventions)
    is_bare = found is not None and (not any(map(str.isdigit, found.rest)) or _TIMES.match(cell.text) is not None)
    return found is not None and is_bare and any(value != 0 for value in found.readings)


def _end(seen: Sequence[_Seen], rows: Sequence[Row]) -> int:
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


def _anchors(seen: Sequence[_Seen]) -> tuple[ColumnRole, ...]:
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


def _starts(row: _Seen, anchors: tuple[ColumnRole, ...]) -> bool:
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


def _alike(starts: list[int], seen: Sequence[_Seen]) -> list[int]:
    """Drops from the end what counts something with neither number nor money where the first line has them: a bank's digits."""
    if not starts or not (seen[starts[0]].has_position or seen[starts[0]].has_money):
        return starts
    last = max(at for at in starts if seen[at].has_position or seen[at].has_money)
    return [at for at in starts if at <= last]


def _is_text(row: _Seen) -> bool:
    return not row.has_quantity and not row.has_money and row.meaning is None and not row.is_charge and not row.is_section


def _is_above(rows: Sequence[Row], seen: Sequence[_Seen], starts: list[int]) -> bool:
    """Whether the words of a line stand above its numbers: text closer to the line below than to the one above."""
    nearer_below = nearer_above = 0
    first = starts[0]
    if first > 0 and _is_text(seen[first - 1]) and seen[first - 1].has_name and rows[first].top - rows[first - 1].bottom < 6:
        nearer_below += 1
    for a, b in itertools.pairwise(starts):
        between = [at for at in range(a + 1, b) if _is_text(seen[at])]
        if not between:
            continue
        gap_above = rows[between[0]].top - rows[a].bottom
        gap_below = rows[b].top - rows[between[-1]].bottom
        if gap_below < gap_above - 0.5:
            nearer_below += 1
        elif gap_above < gap_below - 0.5:
            nearer_above += 1
    last = starts[-1]
    if last + 1 < len(rows) and _is_text(seen[last + 1]) and seen[last + 1].has_name:
        gap = rows[last + 1].top - rows[last].bottom
        nearer_above += gap < 6
    return nearer_below > nearer_above


def _first(rows: Sequence[Row], seen: Sequence[_Seen], starts: list[int], above: bool) -> int:
    first = starts[0]
    while above and first > 0 and _is_text(seen[first - 1]) and seen[first - 1].has_name:
        if rows[first].top - rows[first - 1].bottom > 8 or seen[first - 1].runs_on:
            break
        first -= 1
    return first


def _first_going_on(rows: Sequence[Row], seen: Sequence[_Seen], starts: list[int]) -> int:
    """The first row under a repeated heading that finishes the line of the page before: words alone, in one column."""
    first = starts[0]
    while first > 0 and _is_text(seen[first - 1]) and seen[first - 1].has_name and not seen[first - 1].runs_on:
        if len(rows[first - 1].segments) > 1:
            break
        first -= 1
    return first


def _last(rows: Sequence[Row], seen: Sequence[_Seen], starts: list[int], end: int, document: Document, above: bool) -> int:
    """The last row that belongs to the last line."""
    last = starts[-1]
    kind = document.canvases[rows[last].canvas].kind
    if above and kind is CanvasKind.PAGE:
        return last
    own = _reach_within(rows, seen, starts)
    # The figures of a numbered line may stand below its words.
    lacks_figures = not seen[last].has_quantity and len(starts) > 1
    while last + 1 < end:
        row, following = rows[last], rows[last + 1]
        height = row.bottom - row.top
        gap = following.top - row.bottom
        is_near = gap <= (max(0.9 * height, own) if kind is CanvasKind.PAGE else 0.1)
        is_near = is_near or (_is_labelled(following) and gap <= 1.8 * height and _stands_under(following, seen[starts[-1]]))
        is_figures = lacks_figures and seen[last + 1].has_quantity and seen[last + 1].meaning is None
        lacks_figures = lacks_figures and not is_figures
        is_figures = is_figures or _is_delivery(seen[last + 1], following)
        is_words = _is_text(seen[last + 1]) and seen[last + 1].has_name and not _reason_text(seen[last + 1], following)
        if not is_near or not (is_words or is_figures):
            break
        last += 1
    return last


def _is_delivery(row: _Seen, printed: Row) -> bool:
    """How many on another day: a part of the line above, in the columns or at places of its own."""
    if row.runs_on and says_delivery(printed.text):
        return True
    is_bare = row.has_quantity and not row.has_name and not row.has_money and not row.has_position and row.meaning is None
    return is_bare and any(is_date(segment.text) for segment in printed.segments)


def _is_labelled(row: Row) -> bool:
    """ "MPN: 83.759.85": what names itself in a line's own words goes with it."""
    label, colon, value = row.segments[0].text.partition(":")
    return bool(colon and value.strip()) and len(row.segments) == 1 and bool(vocabulary().column_roles(label))


def _stands_under(row: Row, start: _Seen) -> bool:
    """Whether the row begins where a cell of its line begins."""
    return any(abs(cell.pieces[0].x0 - row.segments[0].x0) <= _ALIGNED for cell in start.cells if cell.pieces)


def _reach_within(rows: Sequence[Row], seen: Sequence[_Seen], starts: list[int]) -> float:
    """The widest space between the rows of one line, as the lines with further rows show it."""
    gaps = []
    for a, b in itertools.pairwise(starts):
        inside = [at for at in range(a, b) if at == a or (_is_text(seen[at]) and not seen[at].runs_on)]
        gaps += [rows[y].top - rows[x].bottom for x, y in itertools.pairwise(inside) if y == x + 1]
    return max(gaps, default=0.0) + 0.5


def _reason(row: _Seen, printed: Row, columns: Sequence[Column], document: Document) -> str | None:
    """Why a row between lines is none of them and part of none; None where it goes on with a line."""
    if row.is_section:
        return "heading"
    if row.meaning in ("carried_forward", "subtotal", *FINAL):
        return "carried forward" if row.meaning == "carried_forward" else "subtotal"
    if row.is_charge:
        return "charge"
    is_grid = document.canvases[printed.canvas].kind is CanvasKind.GRID
    is_article = row.has_money or row.has_position or (is_grid and _has_unit(row, columns))
    if row.has_name and is_article and not row.has_quantity:
        return "no quantity"
    if is_matrix(columns) and row.has_name and (row.has_code or sum(1 for cell in row.cells if cell.pieces) > 1):
        # A colour that nothing is ordered of; it says nothing of the row above.
        return "no quantity"
    if is_grid and _is_grid_alone(row, columns, printed):
        said = parts_of(printed.text)
        if any(part.label for part in said):
            return None
        return "note" if any(part.role is ColumnRole.NOTE for part in said) else "heading"
    return _reason_text(row, printed)


def _has_unit(row: _Seen, columns: Sequence[Column]) -> bool:
    both = zip(columns, row.cells, strict=True)
    return any(column.role is ColumnRole.UOM and not cells.is_blank(cell.text) for column, cell in both)


def _named_below(
    rows: Sequence[Row], seen: Sequence[_Seen], starts: Sequence[int], columns: Sequence[Column], document: Document
) -> frozenset[int]:
    """The rows of a grid that say in one cell what the line above them is, where no column does and every line has one."""
    is_grid = document.canvases[rows[0].canvas].kind is CanvasKind.GRID
    if not is_grid or any(column.role is ColumnRole.DESCRIPTION for column in columns):
        return frozenset()
    below = frozenset(at + 1 for at in starts if at + 1 < len(rows) and at + 1 not in starts)
    alone = [at for at in below if _is_text(seen[at]) and seen[at].has_name and _is_grid_alone(seen[at], columns, rows[at])]
    return below if len(alone) == len(starts) else frozenset()


def _is_grid_alone(row: _Seen, columns: Sequence[Column], printed: Row) -> bool:
    """One cell alone that is not under the description: a section's heading. Lines of a cell stand at fractions of a row."""
    filled = [(column, cell.pieces[-1]) for column, cell in zip(columns, row.cells, strict=True) if cell.pieces]
    if len(filled) != 1 or not float(printed.top).is_integer():
        return False
    column, piece = filled[0]
    # One cell merged through further columns heads what stands below it, wherever it begins.
    return column.role is not ColumnRole.DESCRIPTION or piece.x1 > column.x1 + 1


def _reason_text(row: _Seen, printed: Row) -> str | None:
    """A row of words that runs through several columns is a note or a heading, not a cell's second line."""
    spread = sum(1 for cell in row.cells if cell.pieces)
    if row.runs_on:
        return "note"
    if len(printed.segments) == 1 and spread >= 3:
        return "note"
    return None
