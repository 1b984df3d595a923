"""Where labels stand and what stands beside them.

In: the rows of a document. Out: `LabelHit`s: a known label, and the pieces of text that may be its value, likeliest first: behind
it, right of it, below it. Which of them is the value, the field's shape decides (`fields.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from intake.domain.documents import CanvasKind
from intake.domain.plans import Place
from intake.extraction.address_words import legal_form
from intake.extraction.planners.layout.centred_cells import centred_value
from intake.extraction.planners.layout.labels_below import beside, canvases_with_labels_below
from intake.extraction.planners.layout.wrapped_labels import Mark, join_headings, join_wrapped
from intake.extraction.segments import Row, Segment
from intake.extraction.shapes import date_span
from intake.extraction.words import Label, vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

_PIECE = re.compile(r"[^\s:]+:?|:")
_REMARK = re.compile(r"\s*\([^()\d]{2,40}\)(?=\s*(?::|$))")
_OTHER_LANGUAGE = re.compile(r"\s*/\s*([^:/\d]{2,30}?)(?=\s*(?::|$))")
_LONGEST_LABEL = 7
_BELOW_IN_HEIGHTS = 2.4
_DAYS = ("order_date", "requested_delivery_date")
_FEWEST_HEADINGS = 3
_FEWEST_KNOWN = 2
_NUMBERING = re.compile(r"\s*\d{1,2}[a-z]?[.)]\s+(?=[^\W\d_])")
_SERIES = re.compile(r"\s*(?:[Ss]eria|[Ss]erie|[Ss]érie|SERIA|SERIE)\s+[A-Z]{1,5}[,\s]+(?=[^\W\d_])")
"""Romania counts papers in series: "Seria TC nr. 871"."""
_UP_TO_COLON = re.compile(r"[^:]*:\s*")
_COUNTED = re.compile(r"\s(?:#|[Nn][ro°]\.?)?\s?\d{1,2}(?:\s\w{1,4})?\s*$")
_PAIR = re.compile(r"([^/:]{2,40}?)\s?/\s?([^/:]{2,40}?)\s?:?")


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
    marks = [[_marks(segment.text) for segment in row.segments] for row in rows]
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


def _marks(text: str) -> list[Mark]:
    """Labels within one segment. One that stands in the middle needs a colon, or follows a value that a label introduced."""
    pieces = [(found.start(), found.end(), found.group()) for found in _PIECE.finditer(text)]
    said = [tokens(piece) for _, _, piece in pieces]
    marks: list[Mark] = []
    at = 0
    if (pair := _pair(text)) is not None:
        return [pair]
    if (only := _only_labels(text, pieces, said)) is not None:
        return only
    first = _first_piece(text, pieces)
    while at < len(pieces):
        mark, size = _mark_at(text, pieces, said, at, begins=at in (0, first))
        if mark is not None and _begins_a_name(text, mark):
            mark = None
        follows = marks and _is_value_between(text, marks[-1], mark) if mark is not None else False
        begins = follows or _follows_title(text, mark) or _names_paper(text, mark) if mark is not None else False
        if mark is not None and (at in (0, first) or mark.is_marked or begins):
            marks.append(mark)
            at += size
        else:
            at += 1
    return marks


def _first_piece(text: str, pieces: list[tuple[int, int, str]]) -> int:
    """Where a label may begin that stands behind a form's numbering ("3. ORDER NO.") or behind "Subject:"."""
    lead = _NUMBERING.match(text) or _SERIES.match(text)
    if lead is None:
        head, colon, _ = text.partition(":")
        lead = _UP_TO_COLON.match(text) if colon and vocabulary().means("about", head) else None
    start = lead.end() if lead is not None else 0
    return next((number for number, piece in enumerate(pieces) if piece[0] >= start), 0)


def _only_labels(text: str, pieces: list[tuple[int, int, str]], said: list[tuple[str, ...]]) -> list[Mark] | None:
    """Headings that stand so close that they are one piece: "Payment Delivery date", each with its value below."""
    marks: list[Mark] = []
    at = 0
    while at < len(pieces):
        mark, size = _mark_at(text, pieces, said, at, begins=at == 0)
        if mark is None or ":" in text[mark.start : mark.value_start]:
            return None
        marks.append(replace(mark, value_start=mark.end, is_marked=True))
        at += size
    return marks if len(marks) > 1 and len({mark.labels for mark in marks}) == len(marks) else None


def _mark_at(
    text: str, pieces: list[tuple[int, int, str]], said: list[tuple[str, ...]], at: int, *, begins: bool = True
) -> tuple[Mark | None, int]:
    """The longest label at piece `at`; one that `begins` the text and is all of it is marked without a colon."""
    look_up = vocabulary().label_of_tokens
    for size in range(min(_LONGEST_LABEL, len(pieces) - at), 0, -1):
        if any(":" in piece for _, _, piece in pieces[at : at + size - 1]):
            continue
        found = tuple(token for one in said[at : at + size] for token in one)
        if not found or not said[at + size - 1] or (not begins and found == (NUMBER_SIGN,)):
            continue
        labels = look_up(found)
        if labels:
            start, end = pieces[at][0], pieces[at + size - 1][1]
            until = _end_with_remarks(text, labels, end)
            rest = text[until:]
            colon = text[start:end].endswith(":") or re.match(r"\s*[:=]", rest) is not None
            value = re.match(r"[\s:=#.\-–]*", rest)
            mark = Mark(labels, start, end, until + (value.end() if value else 0), colon or (not rest.strip() and begins))
            return mark, sum(1 for piece in pieces[at:] if piece[0] < until)
    return None, 0


def _pair(text: str) -> Mark | None:
    """A whole piece that names two things with a slash between them."""
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    known = [vocabulary().labels(part) for part in found.groups()]
    if {label.path for label in known[0]} & {label.path for label in known[1]}:
        return Mark(known[0], 0, len(text), len(text), is_marked=True)
    first, second = (tuple(label for label in labels if not label.weak) for labels in known)
    if not first and second and not any(sign.isdigit() for sign in text):
        # "Conditions / Terms": one of two languages is enough.
        return Mark(second, 0, len(text), len(text), is_marked=True)
    if not first or not second:
        return None
    return Mark(first, 0, len(text), len(text), is_marked=True, second=second)


def _end_with_remarks(text: str, labels: tuple[Label, ...], end: int) -> int:
    """A remark in brackets belongs to the label ("Order no. (always quote)"), and so does the same in a second language."""
    if text[end - 1] == ":":
        return end
    bracket = _REMARK.match(text, end)
    if bracket is not None:
        return bracket.end()
    slash = _OTHER_LANGUAGE.match(text, end)
    if slash is None:
        return end
    again = vocabulary().labels(slash[1])
    return slash.end(1) if {label.path for label in again} & {label.path for label in labels} else end


def _follows_title(text: str, mark: Mark) -> bool:
    """ "Order change to order 4711", "Bestelländerung 1 zur Bestellung 4711": a title, then what it is about."""
    after = text[mark.value_start :].split(" ", 1)[0]
    title = _COUNTED.sub("", text[: mark.start])
    return any(sign.isdigit() for sign in after) and bool(vocabulary().kinds(title))


def _names_paper(text: str, mark: Mark) -> bool:
    """ "… on the invoice. Your quotation 4471": another paper's name behind a stop, and its number."""
    is_paper = any(label.path == "references.quotation" and not label.weak for label in mark.labels)
    after = re.match(r"\S*\d", text[mark.value_start :])
    is_apart = (
        text[: mark.start].rstrip().endswith((".", ",", ";", "-", "–", "(")) or len(tokens(text[mark.start : mark.end])) > 1
    )
    return is_paper and after is not None and is_apart


def _begins_a_name(text: str, mark: Mark) -> bool:
    """ "Van Houten B.V.", "Order Solutions Ltd": a word that could be a label is somebody's name where no value follows."""
    rest = text[mark.value_start :].split()
    if not mark.is_marked and mark.end - mark.start == 1 and tokens(text[mark.start : mark.end]) != (NUMBER_SIGN,):
        # "A 26/7712" is an offer, though letters go out "A" somebody in Portugal.
        return True
    if mark.is_marked or not rest or any(sign.isdigit() for sign in rest[0]):
        return False
    return mark.end - mark.start <= 3 or legal_form(text[mark.value_start :])


def _is_value_between(text: str, before: Mark, mark: Mark) -> bool:
    """A value was said since the last label, and what follows looks like another: "Order 4711 Date 12.03.2026"."""
    between = text[before.value_start : mark.start]
    after = text[mark.value_start :]
    is_terms = any(label.path == "payment_terms" for label in before.labels)
    if any(label.path.endswith("_date") for label in mark.labels) and not mark.is_marked:
        # "30 days end of month le 10" goes on; "Order 4711 du 12/03/2026" has a date.
        span = date_span(after)
        paths = {label.path for label in before.labels} - {label.path for label in mark.labels}
        is_of_a_day = any(path.endswith("_date") for path in paths) and not any(map(str.isdigit, between))
        # "Delivery date: before the 25/03/2026" says one day, and not another one behind "the".
        return span is not None and span[0] <= 1 and not is_of_a_day
    # "14 days 2 %, within 30 net": figures go on in terms, whatever the word before them.
    return not is_terms and any(sign.isdigit() for sign in between) and re.match(r"\S*\d", after) is not None


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
