"""Values that a page's table prints in the middle of their row: two or three lines beside one line of label.

In: the rows of a page, a label's piece and what stands right of it on its own line. Out: the value's lines as one piece, None
where the lines around it are no such value. Browsers print cells so: what wraps stands half above and half below its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from intake.domain.documents import CanvasKind
from intake.extraction.segments import Row, Segment, joined

_ALIGNED = 1.0
_CENTRED = 0.3
"""So far, in heights, may the middle of the value lie from the label's."""
_SOLID = 0.1
"""By so much of a height the lines of one cell are closer than cells are."""
_NEAR = 3
"""Rows above and below in which its lines may stand."""


def centred_value(rows: Sequence[Row], at: int, label: Segment, right: Segment | None) -> Segment | None:
    """`right`: the piece right of the label on its own row, the middle line of three."""
    if label.kind is not CanvasKind.PAGE:
        return None
    height = label.bottom - label.top
    for above in _nearest(rows[max(0, at - _NEAR) : at], label, right):
        for below in _nearest(rows[at + 1 : at + 1 + _NEAR], label, above):
            lines = [above, *([right] if right is not None else []), below]
            middle = (above.top + below.bottom) / 2
            is_one = all(one.top < other.top <= one.bottom + 0.5 * height for one, other in pairwise(lines))
            is_centred = abs(middle - (label.top + label.bottom) / 2) <= _CENTRED * height
            if is_one and is_centred and _is_apart(rows[max(0, at - 2 * _NEAR) : at + 2 * _NEAR], lines):
                return joined(lines)
    return None


def _nearest(rows: Sequence[Row], label: Segment, like: Segment | None) -> Iterator[Segment]:
    """Pieces right of the label, with nothing in the label's own column on their row; where `like` is given, in its column."""
    for row in rows:
        if row.canvas != label.canvas or any(one.x0 < label.x1 and one.x1 > label.x0 for one in row.segments):
            continue
        yield from (one for one in row.segments if one.x0 >= label.x1 and (like is None or abs(one.x0 - like.x0) <= _ALIGNED))


def _is_apart(rows: Sequence[Row], lines: Sequence[Segment]) -> bool:
    """Whether the lines stand closer to each other than to what is above and below them in their column."""
    height = lines[0].bottom - lines[0].top
    inner = max(other.top - one.bottom for one, other in pairwise(lines))
    for row in rows:
        for one in row.segments:
            if one in lines or row.canvas != lines[0].canvas or one.x0 >= lines[0].x1 or one.x1 <= lines[0].x0:
                continue
            gap = lines[0].top - one.bottom if one.top < lines[0].top else one.top - lines[-1].bottom
            if gap < inner + _SOLID * height:
                return False
    return True
