"""Where labels stand and what stands beside them.

In: the rows of a document. Out: `LabelHit`s: a known label, and the pieces of text that may be its value, likeliest first: behind
it, right of it, below it. Which of them is the value, the field's shape decides (`fields.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.domain.documents import CanvasKind
from intake.domain.plans import Place
from intake.extraction.planners.layout.centred_cells import centred_value
from intake.extraction.planners.layout.label_marks import marks_of
from intake.extraction.planners.layout.labels_below import beside, canvases_with_labels_below
from intake.extraction.planners.layout.wrapped_labels import Mark, join_headings, join_wrapped
from intake.extraction.segments import Row, Segment
from intake.extraction.words import Label
from intake.extraction.words.keys import NUMBER_SIGN, tokens

_BELOW_IN_HEIGHTS = 2.4
_DAYS = ("order_date", "requested_delivery_date")
_FEWEST_HEADINGS = 3
_FEWEST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Characters [start, end) of a segment that may be a value; `where` is "same", "right", "below" or "above"."""

    segment: Segment
    start: int
    end: int
    where: str

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label at characters [start, end) of its segment. `is_marked` says that a colon follows or that it stands alone."""

    labels: tuple[Label, ...]
    row: int
    segment: Segment
    start: int
    end: int
    is_marked: bool
    candidates: tuple[Candidate, ...]
    second: tuple[Label, ...] = ()
    """Of two labels over one value, "PO number/date" above "4500187723 / 26.02.2026", what the other one announces."""
    over: Segment | None = None
    """The first line of a label that goes on in `segment`."""

    @property
    def place(self) -> Place:
        own = self.segment.place(self.start, self.end)
        if self.over is None:
            return own
        end = None if own.end is None else len(self.over.text) + 1 + own.end
        return own.model_copy(update={"words": (*self.over.words, *own.words), "end": end})

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]


def find_labels(rows: Sequence[Row]) -> tuple[LabelHit, ...]:
    """All labels of a document in reading order."""
    marks = [[marks_of(segment.text) for segment in row.segments] for row in rows]
    for above, below in pairwise(range(len(rows))):
        join_wrapped(rows[above], rows[below], marks[below])
    join_headings(rows, marks)
    upside_down = canvases_with_labels_below(
        rows,
        lambda at, column: _is_whole_label(rows[at].segments[column], marks[at][column]),
        lambda at, column: any(label.path in _DAYS for mark in marks[at][column] for label in mark.labels),
    )
    return tuple(hit for at in range(len(rows)) for hit in _hits(rows, marks, at, is_above=rows[at].canvas in upside_down))


def _hits(rows: Sequence[Row], marks: list[list[list[Mark]]], at: int, *, is_above: bool) -> Iterator[LabelHit]:
    are_headings = _are_headings(rows, marks, at)
    for column, segment in enumerate(rows[at].segments):
        found = marks[at][column]
        for number, mark in enumerate(found):
            stop = found[number + 1].start if number + 1 < len(found) else len(segment.text)
            candidates = tuple(_candidates(rows, marks, at, column, mark, stop))
            if is_above and _is_whole_label(segment, found):
                over = beside(rows, at, segment, -1)
                candidates = () if over is None else (Candidate(over, 0, len(over.text), "above"),)
            if are_headings:
                candidates = tuple(each for each in candidates if each.where != "right")
            yield LabelHit(mark.labels, at, segment, mark.start, mark.end, mark.is_marked, candidates, mark.second, mark.over)


def _are_headings(rows: Sequence[Row], marks: list[list[list[Mark]]], at: int) -> bool:
    """A row of labels above a row of values: what stands right of a label is the next label there, known or not."""
    segments = rows[at].segments
    if len(segments) < _FEWEST_HEADINGS or at + 1 >= len(rows) or any(sign.isdigit() for sign in rows[at].text):
        return False
    below = rows[at + 1]
    known = [segment for segment, found in zip(segments, marks[at], strict=True) if _is_whole_label(segment, found)]
    has_labels = any(_is_whole_label(segment, found) for segment, found in zip(below.segments, marks[at + 1], strict=True))
    # "To: | Firm | Ship to: | Firm" has further lines below the firms, and nothing below its labels.
    covered = sum(any(under.x0 < one.x1 and under.x1 > one.x0 for under in below.segments) for one in known)
    return below.canvas == rows[at].canvas and not has_labels and covered >= _FEWEST_KNOWN


def _candidates(
    rows: Sequence[Row], marks: list[list[list[Mark]]], at: int, column: int, mark: Mark, stop: int
) -> Iterator[Candidate]:
    row, segment = rows[at], rows[at].segments[column]
    rest = segment.text[mark.value_start : stop]
    if rest.strip(" ,;|/-–"):
        yield Candidate(segment, mark.value_start, mark.value_start + len(rest.rstrip(" ,;|/-–")), "same")
    elif stop < len(segment.text) and mark.value_start > mark.end:
        return
    right = row.segments[column + 1] if column + 1 < len(row.segments) else None
    if mark.is_marked and not rest.strip(" :") and stop == len(segment.text):
        centred = centred_value(rows, at, segment, right)
        if centred is not None:
            yield Candidate(centred, 0, len(centred.text), "right")
            return
    is_label_right = right is not None and _starts_with_label(marks[at][column + 1], mark)
    is_label_left = column > 0 and _is_whole_label(row.segments[column - 1], marks[at][column - 1])
    beside = [] if right is None or is_label_right else [_whole(right, marks[at][column + 1], "right")]
    below = list(_below(rows, marks, at, segment, mark))
    yield from (below + beside) if (is_label_left or is_label_right) else (beside + below)


def _starts_with_label(found: list[Mark], before: Mark) -> bool:
    """Whether a piece is a label itself and not the value of `before`: "Zahlungsbedingungen" | "zahlbar in 30 Tagen" is one."""
    if not found or found[0].start > 0:
        return False
    if found[0].is_marked:
        return True
    if _announces_party(before) and all(label.path == "ignore" for label in found[0].labels):
        # "Delivery address" over "Lager Nord", "Projekt Hafen": a place is called so, and nothing says that a value follows.
        return False
    says_the_same = {label.path for label in found[0].labels} & {label.path for label in before.labels}
    return not says_the_same and not any(label.weak for label in found[0].labels)


def _announces_party(mark: Mark) -> bool:
    return any(label.path.endswith(".block") for label in mark.labels)


def _is_whole_label(segment: Segment, found: list[Mark]) -> bool:
    return len(found) == 1 and found[0].start == 0 and found[0].value_start >= len(segment.text)


def _whole(segment: Segment, found: list[Mark], where: str) -> Candidate:
    stop = found[0].start if found and found[0].start > 0 else len(segment.text)
    return Candidate(segment, 0, len(segment.text[:stop].rstrip(" ,;|/-–")), where)


def _below(rows: Sequence[Row], marks: list[list[list[Mark]]], at: int, label: Segment, mark: Mark) -> Iterator[Candidate]:
    """The segment under a label that shares its column, as close as the next printed line."""
    height = max(label.bottom - label.top, 0.2)
    share = (label.x1 - label.x0) / max(len(label.text), 1)
    left, right = label.x0 + share * mark.start, label.x0 + share * mark.end
    reach = {CanvasKind.PAGE: _BELOW_IN_HEIGHTS * height, CanvasKind.GRID: 1.01, CanvasKind.TEXT: 2.0}[label.kind]
    for number in range(at + 1, min(len(rows), at + 6)):
        row = rows[number]
        if row.canvas != label.canvas or row.top - label.bottom > reach:
            return
        for column, segment in enumerate(row.segments):
            if segment.x0 < right and segment.x1 > left and segment.top >= label.top + 0.5 * height:
                if column and _is_announced(row.segments[column - 1], marks[number][column - 1], label):
                    return
                if not _starts_with_label(marks[number][column], mark):
                    yield _whole(segment, marks[number][column], "below")
                return


def _is_announced(beside: Segment, found: list[Mark], label: Segment) -> bool:
    """Whether what stands left of a piece, and not under `label`, is a label with a colon: the piece is that one's value."""
    return (
        _is_whole_label(beside, found)
        and beside.text.rstrip().endswith(":")
        and beside.x1 <= label.x0
        and beside.kind is CanvasKind.PAGE
    )


def is_number_label(hit: LabelHit) -> bool:
    """Whether the label itself says that a number follows ("Order No.")."""
    return NUMBER_SIGN in tokens(hit.text)
