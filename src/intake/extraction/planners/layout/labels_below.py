"""Forms that print what a line is for below it: "44-26-1187" on a rule, "PURCHASE ORDER NUMBER" in small print under it.

In: the rows of a document and which of their pieces are nothing but a label. Out: the canvases on which values stand above their
labels. Days tell: a label for a day has one right above it on such a form, and none below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.extraction.segments import Row, Segment
from intake.extraction.shapes import is_date

_REACH_IN_HEIGHTS = 1.5
_LABELS = 2


def canvases_with_labels_below(
    rows: Sequence[Row], is_label: Callable[[int, int], bool], is_day: Callable[[int, int], bool]
) -> frozenset[int]:
    """`is_label(row, column)`: the piece is a label and nothing else; `is_day`: it announces a day."""
    above: set[int] = set()
    below: set[int] = set()
    for at, row in enumerate(rows):
        columns = range(len(row.segments))
        if len(row.segments) < _LABELS or not all(is_label(at, column) for column in columns):
            continue
        for column in columns:
            if is_day(at, column):
                label = row.segments[column]
                above |= {row.canvas} if _is_day(beside(rows, at, label, -1)) else set()
                below |= {row.canvas} if _is_day(beside(rows, at, label, 1)) else set()
    return frozenset(above - below)


def beside(rows: Sequence[Row], at: int, label: Segment, step: int) -> Segment | None:
    """What stands in the label's column on the next row up (`step` -1) or down (1)."""
    number = at + step
    if not 0 <= number < len(rows) or rows[number].canvas != label.canvas:
        return None
    found = next((one for one in rows[number].segments if one.x0 < label.x1 and one.x1 > label.x0), None)
    if found is None:
        return None
    gap = label.top - found.bottom if step < 0 else found.top - label.bottom
    return found if gap <= _REACH_IN_HEIGHTS * (found.bottom - found.top) else None


def _is_day(segment: Segment | None) -> bool:
    return segment is not None and is_date(segment.text)
