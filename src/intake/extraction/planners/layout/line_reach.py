"""How far lines reach: first row and last row of the whole, and on which side of its figures a line's words stand.

In: the rows and those at which a line begins. Out: row numbers. Where lines begin is `line_rows.py`; which rows between
them are none is `excluded_rows.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column
from intake.extraction.deliveries import says_delivery
from intake.extraction.line_blocks import middle_blocks, ruled_heights
from intake.extraction.planners.layout.excluded_rows import why_excluded, why_words_excluded
from intake.extraction.planners.layout.seen_rows import SeenRow, is_text
from intake.extraction.segments import Row
from intake.extraction.shapes import is_date
from intake.extraction.words import vocabulary

_ALIGNED = 1.5


def blocks_around(
    rows: Sequence[Row], seen: Sequence[SeenRow], starts: Sequence[int], columns: Sequence[Column], document: Document
) -> tuple[tuple[int, int], ...] | None:
    """First and last row of each line where the figures are set to the middle of their words; rows that are none of a line
    stand in no block's way."""
    canvas = document.canvases[rows[0].canvas]
    if canvas.kind is not CanvasKind.PAGE:
        return None
    kept = [at for at, row in enumerate(rows) if at in starts or why_excluded(seen[at], row, columns, document) is None]
    own = [rows[at] for at in kept]
    blocks = middle_blocks(own, [kept.index(at) for at in starts], ruled_heights(canvas.rules, own))
    found = tuple((kept[first], kept[last]) for first, last in blocks or ())
    if not found:
        return None
    both = zip(found, starts, strict=True)
    return found if all(_is_even(seen[first:start], seen[start + 1 : last + 1]) for (first, last), start in both) else None


def _is_even(above: Sequence[SeenRow], below: Sequence[SeenRow]) -> bool:
    """Whether each column has as many rows above a line's figures as below them; the heading of a section has none below."""
    return len(above) == len(below) and _rows_in_columns(above) == _rows_in_columns(below)


def _rows_in_columns(rows: Sequence[SeenRow]) -> list[int]:
    return (
        [sum(bool(cell.pieces) for cell in column) for column in zip(*(row.cells for row in rows), strict=True)] if rows else []
    )


def is_text_above(rows: Sequence[Row], seen: Sequence[SeenRow], starts: list[int]) -> bool:
    """Whether the words of a line stand above its numbers: text closer to the line below than to the one above."""
    nearer_below = nearer_above = 0
    first = starts[0]
    if first > 0 and is_text(seen[first - 1]) and seen[first - 1].has_name and rows[first].top - rows[first - 1].bottom < 6:
        nearer_below += 1
    for a, b in itertools.pairwise(starts):
        between = [at for at in range(a + 1, b) if is_text(seen[at])]
        if not between:
            continue
        gap_above = rows[between[0]].top - rows[a].bottom
        gap_below = rows[b].top - rows[between[-1]].bottom
        if gap_below < gap_above - 0.5:
            nearer_below += 1
        elif gap_above < gap_below - 0.5:
            nearer_above += 1
    last = starts[-1]
    if last + 1 < len(rows) and is_text(seen[last + 1]) and seen[last + 1].has_name:
        gap = rows[last + 1].top - rows[last].bottom
        nearer_above += gap < 6
    return nearer_below > nearer_above


def first_row(rows: Sequence[Row], seen: Sequence[SeenRow], starts: list[int], above: bool) -> int:
    first = starts[0]
    while above and first > 0 and is_text(seen[first - 1]) and seen[first - 1].has_name:
        if rows[first].top - rows[first - 1].bottom > 8 or seen[first - 1].runs_on:
            break
        first -= 1
    return first


def first_row_going_on(rows: Sequence[Row], seen: Sequence[SeenRow], starts: list[int]) -> int:
    """The first row under a repeated heading that finishes the line of the page before: words alone, in one column."""
    first = starts[0]
    while first > 0 and is_text(seen[first - 1]) and seen[first - 1].has_name and not seen[first - 1].runs_on:
        if len(rows[first - 1].segments) > 1:
            break
        first -= 1
    return first


def last_row(rows: Sequence[Row], seen: Sequence[SeenRow], starts: list[int], end: int, document: Document, above: bool) -> int:
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
        is_words = is_text(seen[last + 1]) and seen[last + 1].has_name and not why_words_excluded(seen[last + 1], following)
        if not is_near or not (is_words or is_figures):
            break
        last += 1
    return last


def _is_delivery(row: SeenRow, printed: Row) -> bool:
    """How many on another day: a part of the line above, in the columns or at places of its own."""
    if row.runs_on and says_delivery(printed.text):
        return True
    is_bare = row.has_quantity and not row.has_name and not row.has_money and not row.has_position and row.meaning is None
    return is_bare and any(is_date(segment.text) for segment in printed.segments)


def _is_labelled(row: Row) -> bool:
    """ "MPN: 83.759.85": what names itself in a line's own words goes with it."""
    label, colon, value = row.segments[0].text.partition(":")
    return bool(colon and value.strip()) and len(row.segments) == 1 and bool(vocabulary().column_roles(label))


def _stands_under(row: Row, start: SeenRow) -> bool:
    """Whether the row begins where a cell of its line begins."""
    return any(abs(cell.pieces[0].x0 - row.segments[0].x0) <= _ALIGNED for cell in start.cells if cell.pieces)


def _reach_within(rows: Sequence[Row], seen: Sequence[SeenRow], starts: list[int]) -> float:
    """The widest space between the rows of one line, as the lines with further rows show it."""
    gaps = []
    for a, b in itertools.pairwise(starts):
        inside = [at for at in range(a, b) if at == a or (is_text(seen[at]) and not seen[at].runs_on)]
        gaps += [rows[y].top - rows[x].bottom for x, y in itertools.pairwise(inside) if y == x + 1]
    return max(gaps, default=0.0) + 0.5
