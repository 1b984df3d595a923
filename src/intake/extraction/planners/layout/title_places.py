"""Where the name of another paper ("Invoice", "Offer") is no title of this one: in a column, behind a label, within a sentence.

In: the first rows of a canvas, the row and the segment that begins like a title, and whether it is printed large. Out: whether it
belongs to something else. What it names is decided in `kind.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import CanvasKind
from intake.extraction.said_words import begins_one_of
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary

_FEWEST_CELLS = 4
_FEWEST_COLUMNS = 3
_FEWEST_NAMED = 2
_FEWEST_OF_A_TABLE = 4
_FEWEST_SAID = 3
_WIDEST_GAP = 1.0
"""Between lines of one sentence, in their height."""


def stands_within(rows: Sequence[Row], number: int, segment: Segment, *, is_large: bool) -> bool:
    row = rows[number]
    if _is_value(row, segment) or _headings(row) >= _FEWEST_OF_A_TABLE:
        # "Catalog #" among the headings of a table of lines makes no catalogue of it, however large they are.
        return True
    if is_large:
        return False
    return _is_cell(rows[:number], row, segment) or _goes_on(rows[:number], row, segment)


def _is_cell(above: Sequence[Row], row: Row, segment: Segment) -> bool:
    """A heading over a column or a cell under one: web shops export "Invoice" as a way to pay. A title may have its number and
    its day beside it."""
    if segment.kind is CanvasKind.GRID and len(row.segments) >= _FEWEST_COLUMNS and any(map(_heads_columns, above)):
        return True
    if len(row.segments) < _FEWEST_CELLS:
        return False
    return segment is not row.segments[0] or not any(map(str.isdigit, row.text))


def _heads_columns(row: Row) -> bool:
    return len(row.segments) >= _FEWEST_COLUMNS and _headings(row) >= _FEWEST_NAMED


def _headings(row: Row) -> int:
    return sum(vocabulary().is_exact_heading(segment.text) for segment in row.segments)


def _is_value(row: Row, segment: Segment) -> bool:
    """ "Payment: Invoice"; a "Document: Invoice" is one."""
    left = [each.text.strip() for each in row.segments[: row.segments.index(segment)]]
    if not left or any(begins_one_of("papers_named", word) for word in left[-1].casefold().split()):
        return False
    return left[-1].endswith(":") or bool(vocabulary().labels(left[-1]))


def _goes_on(above: Sequence[Row], row: Row, segment: Segment) -> bool:
    """The last words of a sentence that began on the line above: "please send the | invoice"."""
    over = [
        each
        for before in above[-1:]
        for each in before.segments
        if each.x0 < segment.x1 and segment.x0 < each.x1 and row.top - before.bottom <= _WIDEST_GAP * (row.bottom - row.top)
    ]
    said = over[-1].text.split() if over else []
    return len(said) >= _FEWEST_SAID and said[-1].isalpha() and said[-1].islower()
