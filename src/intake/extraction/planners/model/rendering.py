"""Documents → a numbered, compact text that a model can point into, and the way back from its numbers to rows and words.

Every printed row has a number, every word of it another; a piece of text carries its position. Rows that look like many before
them are counted, not shown, so that a thousand lines cost little more than fifty. Nothing here says what a row means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from intake.domain.documents import Document
from intake.domain.uom import unit_codes
from intake.extraction.segments import Row, Segment, is_subject, rows_of, subject_rows

_ALWAYS_SHOWN = 60
_LAST_SHOWN = 15
_ALIKE_SHOWN = 6
_ALIKE, _NOT_SHOWN, _ELSEWHERE = "look like rows above", "are not shown", "are asked about in another question"
_MOST_WINDOWS = 6
_OF_A_WINDOW = 0.9
"""What marks and pages' beginnings take is left free."""
_BYTES_A_TOKEN = 2.2
"""On the safe side: numbers and marks cost more tokens for their bytes than prose does, and tokenizers differ."""

_WIDER_THAN_USUAL = 1.2
_LEAST_BLANK = 0.3
"""In heights of the text."""
_ENDED_FIGURE = re.compile(r"\S*[.,]\d{2,4}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_TOKEN = re.compile(r"\S+")
_COUNT_AND_UNIT = re.compile(r"(\d+(?:[.,]\d+)?)([^\W\d_]{1,6}\.?)")
_LABEL_AND_VALUE = re.compile(r"([^\d\s]*[:=#])(?=\S)")
_OPENING, _CLOSING = "([{\"'“„«", ")]}\"'”“»,;!?"


@dataclass(frozen=True, slots=True)
class Token:
    """Characters [start, end) of a segment's text. `apart` is where it begins, if the blank before it is wider than usual."""

    segment: Segment
    start: int
    end: int
    apart: float | None = None

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class NumberedRow:
    number: int
    document: int
    row: Row
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """`rows[n - 1]` is the row shown as number n, whether it was shown or only counted. `begins` is the first row that is asked
    about: those shown before it are another question's."""

    text: str
    rows: tuple[NumberedRow, ...]
    documents: int
    begins: int = 1

    @property
    def estimated_tokens(self) -> int:
        return tokens_in(self.text)


def tokens_in(text: str) -> int:
    """About how many tokens a text costs; servers report the true figure with each answer."""
    return int(len(text.encode()) / _BYTES_A_TOKEN) + 1


def render(documents: Sequence[Document], most_tokens: int = 24_000) -> Rendering:
    """Shows all documents; where they cost too much, rows in the middle of the longest are counted and not shown."""
    numbered = tuple(_numbered(documents))
    hidden = _alike(documents, numbered)
    text = _text(documents, numbered, hidden)
    while tokens_in(text) > most_tokens:
        shown = [row.number for row in numbered if row.number not in hidden]
        if len(shown) < 2 * _LAST_SHOWN:
            break
        # The head and the end of what is left say most; what looks like a line in between is found by `verify`.
        quarter = len(shown) // 4
        hidden |= dict.fromkeys(shown[len(shown) // 2 - quarter // 2 : len(shown) // 2 + quarter // 2 + 1], _NOT_SHOWN)
        text = _text(documents, numbered, hidden)
    return Rendering(text=text, rows=numbered, documents=len(documents))


def windows(documents: Sequence[Document], most_tokens: int = 24_000) -> tuple[Rendering, ...]:
    """Shows all documents in one question if they fit, else in several, each with the first rows again; where even that would be
    too many, in one that leaves out the middle."""
    numbered = tuple(_numbered(documents))
    alike = _alike(documents, numbered)
    whole = _text(documents, numbered, alike)
    if tokens_in(whole) <= most_tokens:
        return (Rendering(text=whole, rows=numbered, documents=len(documents)),)
    shown = [row for row in numbered if row.number not in alike]
    costs = {row.number: tokens_in(_line(row)) + 1 for row in shown}
    head = _filling([row.number for row in shown[:_ALWAYS_SHOWN]], costs, most_tokens // 4)
    runs: list[list[int]] = []
    left = [row.number for row in shown]
    while left and len(runs) <= _MOST_WINDOWS:
        again = sum(costs[number] for number in head) if runs else 0
        runs.append(_filling(left, costs, int(most_tokens * _OF_A_WINDOW) - again))
        left = left[len(runs[-1]) :]
    if left or len(runs) > _MOST_WINDOWS:
        return (render(documents, most_tokens),)
    found = []
    for at, run in enumerate(runs):
        elsewhere = dict.fromkeys({row.number for row in shown} - {*head, *run}, _ELSEWHERE)
        text = _text(documents, numbered, alike | elsewhere)
        found.append(Rendering(text=text, rows=numbered, documents=len(documents), begins=run[0] if at else 1))
    return tuple(found)


def _filling(numbers: Sequence[int], costs: Mapping[int, int], most: int) -> list[int]:
    """As many rows as may be shown for so many tokens, at least one."""
    spent = 0
    taken: list[int] = []
    for number in numbers:
        spent += costs[number]
        if taken and spent > most:
            break
        taken.append(number)
    return taken


def _alike(documents: Sequence[Document], numbered: Sequence[NumberedRow]) -> dict[int, str]:
    hidden: set[int] = set()
    for number in range(len(documents)):
        hidden |= _repeated([row for row in numbered if row.document == number])
    return dict.fromkeys(hidden, _ALIKE)


def _numbered(documents: Sequence[Document]) -> Iterator[NumberedRow]:
    count = 0
    for number, document in enumerate(documents):
        rows = (*rows_of(number, document), *subject_rows(number, document))
        usual = _usual_blank([segment for row in rows for segment in row.segments])
        for row in rows:
            count += 1
            tokens = tuple(_placed(token, usual) for segment in row.segments for token in _tokens(segment))
            yield NumberedRow(count, number, row, tokens)


def _usual_blank(segments: Sequence[Segment]) -> float:
    """The blank between words of a document, in heights of the text."""
    blanks = [
        (after[0] - before[1]) / (segment.bottom - segment.top)
        for segment in segments
        for before, after in pairwise(segment.word_spans)
        if segment.bottom > segment.top
    ]
    return max(median(blanks), _LEAST_BLANK) if blanks else _LEAST_BLANK


def _placed(token: Token, usual: float) -> Token:
    """Columns may stand closer than pieces of text are told apart: the blank between them is still wider than between words."""
    segment = token.segment
    at, before = -segment.offset, None
    for length, span in zip(segment.lengths, segment.word_spans, strict=False):
        if at == token.start:
            is_wide = before is not None and span[0] - before > _WIDER_THAN_USUAL * usual * (segment.bottom - segment.top)
            is_apart = is_wide or (before is not None and _is_another_figure(segment.text[:at].rstrip(), token.text))
            return replace(token, apart=span[0]) if is_apart else token
        at, before = at + length + 1, span[1]
    return token


def _is_another_figure(before: str, text: str) -> bool:
    """Two figures that cannot be one, however close they stand: an amount and the date in the next column."""
    last = before.rpartition(" ")[2]
    if not last[-1:].isdigit() or not text[:1].isdigit():
        return False
    return _DATE.fullmatch(text) is not None or _DATE.fullmatch(last) is not None or _ENDED_FIGURE.fullmatch(last) is not None


def _tokens(segment: Segment) -> Iterator[Token]:
    """Words, with what clings to them taken apart: "(4711)," is 4711, "10pcs" is 10 and pcs, "PO:4711" is PO: and 4711."""
    for found in _TOKEN.finditer(segment.text):
        start, end = found.span()
        cut = _COUNT_AND_UNIT.fullmatch(found[0].strip(_OPENING + _CLOSING))
        label = _LABEL_AND_VALUE.match(found[0])
        if label is not None:
            yield Token(segment, start, start + label.end())
            yield _bare(segment, start + label.end(), end)
        elif cut is not None and unit_codes(cut[2]):
            bare = _bare(segment, start, end)
            yield Token(segment, bare.start, bare.start + len(cut[1]))
            yield Token(segment, bare.start + len(cut[1]), bare.end)
        else:
            yield _bare(segment, start, end)


def _bare(segment: Segment, start: int, end: int) -> Token:
    text = segment.text[start:end]
    inner = text.strip(_OPENING + _CLOSING)
    if any(map(str.isdigit, inner)):
        # The end of a sentence or what leads up to a list, not of a number.
        inner = inner.rstrip(_CLOSING + ".:")
    if not inner:
        return Token(segment, start, end)
    begin = start + text.index(inner)
    return Token(segment, begin, begin + len(inner))


def _repeated(rows: Sequence[NumberedRow]) -> set[int]:
    """Rows far into a document that look like several before them."""
    seen: Counter[tuple[str, ...]] = Counter()
    hidden: set[int] = set()
    for at, row in enumerate(rows):
        shape = tuple(_shape(segment.text) for segment in row.row.segments)
        seen[shape] += 1
        if _ALWAYS_SHOWN <= at < len(rows) - _LAST_SHOWN and seen[shape] > _ALIKE_SHOWN:
            hidden.add(row.number)
    return hidden


def _shape(text: str) -> str:
    letters, digits = any(map(str.isalpha, text)), any(map(str.isdigit, text))
    return ("mixed" if digits else "words") if letters else ("number" if digits else "signs")


def _text(documents: Sequence[Document], rows: Sequence[NumberedRow], hidden: Mapping[int, str]) -> str:
    parts = []
    for number, document in enumerate(documents):
        name = re.sub(r"[^\w .\-]", "_", document.source.filename or "the mail")[:80]
        shape = document.canvases[0].kind.value if document.canvases else "text"
        parts.append(f'<document number="{number}" name="{name}" shape="{shape}">')
        parts += _document_lines(document, [row for row in rows if row.document == number], hidden)
        parts.append("</document>")
    return "\n".join(parts)


def _document_lines(document: Document, rows: Sequence[NumberedRow], hidden: Mapping[int, str]) -> Iterator[str]:
    canvas = None
    skipped: list[int] = []
    for row in rows:
        if row.number in hidden:
            if skipped and hidden[skipped[-1]] != hidden[row.number]:
                yield _counted(skipped, hidden)
                skipped = []
            skipped.append(row.number)
            canvas = row.row.canvas
            continue
        if skipped:
            yield _counted(skipped, hidden)
            skipped = []
        if row.row.canvas != canvas:
            canvas = row.row.canvas
            shown = document.canvases[canvas]
            name = "the mail's subject" if is_subject(shown) else f"{shown.kind.value} {shown.number}"
            yield f"--- {name}, {round(shown.width)} wide"
        yield _line(row)
    if skipped:
        yield _counted(skipped, hidden)


def _counted(skipped: Sequence[int], why: Mapping[int, str]) -> str:
    return f"… rows {skipped[0]} to {skipped[-1]} {why[skipped[0]]} …"


def _line(row: NumberedRow) -> str:
    """The row's number and bar come first, so that no text of a document can pass for a mark of ours."""
    said, segment = [f"{row.number}|"], None
    for count, token in enumerate(row.tokens, 1):
        left = token.apart
        if token.segment is not segment:
            segment, left = token.segment, token.segment.x0
        if left is not None:
            said.append(f"@{round(left)}")
        said.append(f"{count}:{token.text}")
    return " ".join(said)
