"""Labels that a narrow cell or column prints on two lines.

In: rows with the labels marked on each of their pieces. Changed in place: where two lines together announce something else than
the second alone, that counts, and it carries the first line for whoever asks where the label stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.domain.documents import CanvasKind
from intake.extraction.segments import Row, Segment
from intake.extraction.words import Label, vocabulary

_MOST_WRAPPED = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at characters [start, end) of a piece, its value from `value_start` on; `over` is the piece of the line above that
    holds the label's first words, if one does."""

    labels: tuple[Label, ...]
    start: int
    end: int
    value_start: int
    is_marked: bool
    second: tuple[Label, ...] = ()
    over: Segment | None = None


def join_wrapped(above: Row, below: Row, marks: list[list[Mark]]) -> None:
    """A label that goes on in the next row ("Miejsce" / "dostawy: …"): what both rows say together outranks what the second
    one says alone."""
    for column, segment in enumerate(below.segments):
        head, colon, _ = segment.text.partition(":")
        over = next((one for one in above.segments if abs(one.x0 - segment.x0) <= 1), None)
        if (
            not colon
            or over is None
            or above.canvas != below.canvas
            or over.bottom < segment.top - (segment.bottom - segment.top)
        ):
            continue
        labels = vocabulary().labels(f"{over.text} {head}") if _is_short(over.text) else ()
        if labels and labels != vocabulary().labels(head):
            value = re.match(r"[\s:]*", segment.text[len(head) :])
            start = len(head) + (value.end() if value else 0)
            marks[column] = [Mark(labels, 0, len(head) + 1, start, is_marked=True, over=over)]


def join_headings(rows: Sequence[Row], marks: list[list[list[Mark]]]) -> None:
    """A heading on two lines of a page ("Expected Receipt" / "Date"): no figures stand beside either of them, and together they
    announce something else than the second one alone."""
    for at, row in enumerate(rows):
        if any(sign.isdigit() for sign in row.text):
            continue
        for column, segment in enumerate(row.segments):
            found = _heading_above(rows, at, segment)
            if found is None or not _is_short(segment.text):
                continue
            number, place = found
            over = rows[number].segments[place]
            labels = vocabulary().labels(f"{over.text} {segment.text}")
            if labels and not all(label.weak for label in labels) and labels != vocabulary().labels(segment.text):
                marks[number][place] = []
                marks[at][column] = [Mark(labels, 0, len(segment.text), len(segment.text), is_marked=True, over=over)]


def _heading_above(rows: Sequence[Row], at: int, segment: Segment) -> tuple[int, int] | None:
    """The row and column of the short piece that stands set solid above a piece, flush or centred with it."""
    if segment.kind is not CanvasKind.PAGE:
        return None
    height = segment.bottom - segment.top
    for number in range(at - 1, max(-1, at - 1 - _MOST_WRAPPED), -1):
        row = rows[number]
        if row.canvas != segment.canvas or any(sign.isdigit() for sign in row.text):
            return None
        for column, one in enumerate(row.segments):
            is_under = min(abs(one.x0 - segment.x0), abs(one.x0 + one.x1 - segment.x0 - segment.x1) / 2) <= 1
            if is_under and -0.5 * height <= segment.top - one.bottom <= 0.4 * height and _is_short(one.text):
                return number, column
    return None


def _is_short(text: str) -> bool:
    return not any(sign.isdigit() or sign in ":,." for sign in text) and len(text.split()) <= _MOST_WRAPPED
