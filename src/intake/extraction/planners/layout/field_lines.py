"""Further lines of a head's value: a number broken behind its hyphen, terms in a narrow cell, a note that was wrapped.

In: the piece in which a value begins, and the rows. Out: the pieces or places that go on with it. What the value is and whose,
is `field_values.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.domain.documents import CanvasKind
from intake.domain.plans import Place
from intake.extraction.address_words import ends_in_joint
from intake.extraction.planners.layout.labels import Candidate, LabelHit
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary


def whole_number(candidate: Candidate, start: int, end: int, rows: Sequence[Row]) -> tuple[Place, ...]:
    """A number that was broken behind its hyphen or stroke ("PO/0412/26-" over "27") goes on in the next line."""
    first = candidate.segment
    place = first.place(start, end)
    if first.kind is not CanvasKind.PAGE or first.text[end:].strip() not in ("-", "/", "–"):
        return (place,)
    rest = next(_right_below(first, rows), None)
    is_number = rest is not None and re.fullmatch(r"[\w/.-]{1,12}", rest.text) is not None
    return (first.place(start), rest.place()) if rest is not None and is_number else (place,)


def second_line(hit: LabelHit, candidate: Candidate, rows: Sequence[Row]) -> list[Segment]:
    """The second line of a narrow cell below its heading ("2 % 10 Net" / "45"): set solid, in the same column, and no label."""
    first = candidate.segment
    # "Cond. Pagto: 28/42/56" says no unit yet.
    is_said = candidate.where == "same" and any(map(str.isalpha, candidate.text))
    if is_said or first.kind is not CanvasKind.PAGE:
        return []
    # What stands in the label's column is the next label, and the line its value.
    labels = hit.segment.x0 if candidate.where == "right" else -1.0
    return [
        segment
        for segment in _right_below(first, rows, labels)
        if _may_go_on(segment.text) or (ends_in_joint(first.text) and ":" not in segment.text)
    ][:1]


def _right_below(first: Segment, rows: Sequence[Row], labels: float = -1.0) -> Iterator[Segment]:
    """What is set solid under a piece and begins where it does, on rows that have nothing at `labels`."""
    height = first.bottom - first.top
    for row in rows:
        is_next = row.canvas == first.canvas and row.top > first.top
        if not is_next or not -0.3 * height <= row.top - first.bottom <= 0.5 * height:
            continue
        if not any(abs(segment.x0 - labels) <= 1 for segment in row.segments):
            yield from (segment for segment in row.segments if abs(segment.x0 - first.x0) <= 1)


def _may_go_on(text: str) -> bool:
    known = vocabulary()
    return len(text.split()) <= 3 and ":" not in text and not known.labels(text) and (text[:1].islower() or text[:1].isdigit())


def wrapped_lines(first: Segment, rows: Sequence[Row]) -> Iterator[Segment]:
    """Further lines of a text that was wrapped: the first is long, the next begins in lower case right below."""
    if first.kind is CanvasKind.GRID or len(first.text) < 40:
        return
    bottom, height = first.bottom, first.bottom - first.top
    for row in rows:
        if row.canvas != first.canvas or row.top < bottom - 0.3 * height:
            continue
        if row.top - bottom > height or len(row.segments) != 1 or not row.segments[0].text[:1].islower():
            return
        yield row.segments[0]
        bottom = row.segments[0].bottom
