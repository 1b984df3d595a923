"""Printed pieces: what a reader takes in at one glance, on every kind of canvas alike.

In: a document. Out: its rows, each with its segments: words that stand close together on a PAGE, cells of a GRID (one segment a
printed line of the cell), runs between wide gaps in a TEXT. A segment can point at any of its characters as a `Place`. Quoted
and signature words, hidden words and hidden sheets are left out. What a segment means is no business of this module.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from intake.domain.documents import Canvas, CanvasKind, Document, Quoting, Rule, Word
from intake.domain.plans import Place

SUBJECT = "subject"
_WIDE_GAP_IN_HEIGHTS = 0.9
_WIDE_GAP_IN_COLUMNS = 3
_FIGURE_GAP_IN_HEIGHTS = 0.7
"""The blank within a number is narrower, even one of a font that has no thin blank; what stands farther apart are two numbers."""
_COLUMN_GAP = 2
"""Two blanks part columns of a text too, except after a sentence's end, where typists set two."""
_CODE_OF_TWO = re.compile(r"\d{4} [A-Z]{2}|\d{3} \d{2}")
_LONGEST_TOWN = 6
_SENTENCE_END = (".", "!", "?", ":", ";", ",")
_DASHES = re.compile(r"-{2,}|={2,}|_{2,}|─{2,}|═{2,}|[-=]")
_FEWEST_DASHES = 3
_MOST_HEADING_ROWS = 2
_DRAWN_ROW = re.compile(r"[-=_*~]{5,}")
"""On a page too, where nothing else stands in the row; behind a label such signs are a blank to be filled in."""
_DRAWN = re.compile(r"[-=_*+~#|¦─━═│┃║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]{3,}|[|¦│┃║]")
"""Rules of a text table: drawn with signs, but lines and no words."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`text` is what the words `words` of the canvas say joined by blanks, from character `offset` on."""

    document: int
    canvas: int
    kind: CanvasKind
    words: tuple[int, ...]
    lengths: tuple[int, ...]
    text: str
    offset: int
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False
    size: float | None = None
    word_spans: tuple[tuple[float, float], ...] = ()
    """Where each word stands, on pages and in texts."""
    is_typed: bool = False
    """The file holds a number here, and its text is only how that is shown."""

    def words_between(self, first: int, last: int) -> Segment:
        """The part of the segment from word `first` up to `last`."""
        lengths = self.lengths[first:last]
        start = sum(self.lengths[:first]) + first
        spans = self.word_spans[first:last]
        return replace(
            self,
            words=self.words[first:last],
            lengths=lengths,
            text=self.text[start : start + sum(lengths) + len(lengths) - 1],
            x0=spans[0][0],
            x1=spans[-1][1],
            word_spans=spans,
        )

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """The place of characters [start, end) of `text`, on as few words as hold them."""
        end = len(self.text) if end is None else end
        start, end = start + self.offset, end + self.offset
        chosen: list[int] = []
        begin, at = 0, 0
        last = 0
        for word, length in zip(self.words, self.lengths, strict=True):
            if at < end and at + length > start:
                if not chosen:
                    begin = at
                chosen.append(word)
                last = at + length
            at += length + 1
        cut_start, cut_end = start - begin, end - begin
        return Place(
            document=self.document,
            canvas=self.canvas,
            words=tuple(chosen),
            start=cut_start or None,
            end=None if end >= last else cut_end,
        )


def joined(parts: Sequence[Segment]) -> Segment:
    """Printed lines of one canvas that say one thing, as one piece."""
    return replace(
        parts[0],
        words=tuple(word for part in parts for word in part.words),
        lengths=tuple(length for part in parts for length in part.lengths),
        text=" ".join(part.text for part in parts),
        x0=min(part.x0 for part in parts),
        x1=max(part.x1 for part in parts),
        bottom=parts[-1].bottom,
        word_spans=tuple(span for part in parts for span in part.word_spans),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Segments at one height, left to right. `lines` of a cell stand in rows of their own, at fractions of the cell's height."""

    canvas: int
    top: float
    bottom: float
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


def is_subject(canvas: Canvas) -> bool:
    """Whether the canvas is the subject line that travels with a mail's body; it is no line of the body."""
    return canvas.kind is CanvasKind.TEXT and canvas.name == SUBJECT


def subject_rows(number: int, document: Document) -> tuple[Row, ...]:
    return tuple(
        row for index, canvas in enumerate(document.canvases) if is_subject(canvas) for row in _rows(number, index, canvas)
    )


def signature_rows(number: int, document: Document) -> tuple[Row, ...]:
    """The rows of a mail's signature, which are no rows of what is written above it."""
    return tuple(
        row
        for index, canvas in enumerate(document.canvases)
        if not (canvas.is_hidden or is_subject(canvas))
        for row in _rows(number, index, canvas, Quoting.SIGNATURE)
    )


def rows_of(number: int, document: Document) -> tuple[Row, ...]:
    """The rows of a document, canvas by canvas from top to bottom. `number` is the document's index in the reading."""
    return tuple(row for index in range(len(document.canvases)) for row in rows_on(number, document, index))


def rows_on(number: int, document: Document, canvas: int) -> tuple[Row, ...]:
    """The rows of one canvas; none of a hidden one, nor of a subject."""
    shown = document.canvases[canvas]
    return () if shown.is_hidden or is_subject(shown) else _laid(number, canvas, shown)


_RECENT = 512
"""So many canvases keep their rows: planner, executor and `verify` ask for the same ones again and again."""
_laid_out: OrderedDict[tuple[int, int, int], tuple[Canvas, tuple[Row, ...]]] = OrderedDict()


def _laid(number: int, index: int, canvas: Canvas) -> tuple[Row, ...]:
    """The rows of a canvas, laid out once while it is in use. A canvas is frozen; it is known again by identity."""
    name = (number, index, id(canvas))
    kept = _laid_out.get(name)
    if kept is not None and kept[0] is canvas:
        return kept[1]
    rows = tuple(_rows(number, index, canvas))
    _laid_out[name] = (canvas, rows)
    while len(_laid_out) > _RECENT:
        _laid_out.popitem(last=False)
    return rows


def _rows(document: int, index: int, canvas: Canvas, quoting: Quoting = Quoting.OWN) -> Iterator[Row]:
    own = [(number, word) for number, word in enumerate(canvas.words) if word.quoting is quoting and word.text.strip()]
    if canvas.kind is CanvasKind.GRID:
        segments = [segment for number, word in own for segment in _cell_lines(document, index, number, word)]
        yield from _group(index, segments)
        return
    upright = tuple(rule for rule in canvas.rules if rule.x0 == rule.x1)
    if canvas.kind is CanvasKind.TEXT:
        upright = tuple(Rule(word.x0, word.top, word.x0, word.bottom) for _, word in own if word.text in "|¦│┃║")
        dashed, edges = _dashed(own)
        upright += edges
        own = [entry for entry in own if entry[1].top not in dashed and not _DRAWN.fullmatch(entry[1].text)]
    for line in _lines(canvas.kind, own):
        if all(_DRAWN_ROW.fullmatch(word.text) for _, word in line):
            continue
        segments = [_segment(document, index, canvas.kind, part) for part in _parts(canvas, upright, line)]
        yield Row(index, min(s.top for s in segments), max(s.bottom for s in segments), tuple(segments))


def _dashed(words: Sequence[tuple[int, Word]]) -> tuple[set[float], tuple[Rule, ...]]:
    """The rows of a text that underline each heading by itself ("--- ------- ---"), and the edges that they tell: through the
    rows that follow each other above and below."""
    lines: dict[float, list[Word]] = {}
    for _, word in words:
        lines.setdefault(word.top, []).append(word)
    dashed = {
        top for top, line in lines.items() if len(line) >= _FEWEST_DASHES and all(_DASHES.fullmatch(word.text) for word in line)
    }
    edges = []
    for top in dashed:
        first, last = top, top
        while first - 1 in lines and first - 1 not in dashed and top - first < _MOST_HEADING_ROWS:
            first -= 1
        while last + 1 in lines and last + 1 not in dashed:
            last += 1
        line = sorted(lines[top], key=lambda word: word.x0)
        edges += [Rule(x, first, x, last + 1) for a, b in pairwise(line) for x in [(a.x1 + b.x0) / 2]]
    return dashed, tuple(edges)


def _cell_lines(document: int, canvas: int, number: int, word: Word) -> Iterator[Segment]:
    lines = word.text.split("\n")
    height = (word.bottom - word.top) / len(lines)
    offset = 0
    for at, line in enumerate(lines):
        text = line.strip()
        if text:
            yield Segment(
                document,
                canvas,
                CanvasKind.GRID,
                (number,),
                (len(word.text),),
                text,
                offset + line.index(text[0]),
                word.x0,
                word.top + at * height,
                word.x1,
                word.top + (at + 1) * height,
                word.bold,
                word.size,
                is_typed=isinstance(word.value, Decimal),
            )
        offset += len(line) + 1


def _group(canvas: int, segments: list[Segment]) -> Iterator[Row]:
    by_top: dict[float, list[Segment]] = {}
    for segment in segments:
        by_top.setdefault(round(segment.top, 4), []).append(segment)
    for _, found in sorted(by_top.items()):
        ordered = tuple(sorted(found, key=lambda segment: segment.x0))
        yield Row(canvas, ordered[0].top, max(segment.bottom for segment in ordered), ordered)


def _lines(kind: CanvasKind, words: Sequence[tuple[int, Word]]) -> list[list[tuple[int, Word]]]:
    """Words at one height. On a page a word joins a line when its middle lies within it."""
    lines: list[list[tuple[int, Word]]] = []
    for number, word in sorted(words, key=lambda entry: (entry[1].top, entry[1].x0)):
        middle = (word.top + word.bottom) / 2
        home = next((line for line in reversed(lines[-4:]) if _holds(kind, line, word, middle)), None)
        if home is None:
            lines.append([(number, word)])
        else:
            home.append((number, word))
    ordered = [sorted(line, key=lambda entry: entry[1].x0) for line in lines]
    return sorted(ordered, key=lambda line: min(word.top for _, word in line))


def _holds(kind: CanvasKind, line: list[tuple[int, Word]], word: Word, middle: float) -> bool:
    first = line[0][1]
    if kind is CanvasKind.TEXT:
        return first.top == word.top
    return first.top <= middle <= first.bottom and abs((first.top + first.bottom) / 2 - middle) <= 0.45 * max(
        first.bottom - first.top, word.bottom - word.top
    )


def _parts(canvas: Canvas, upright: Sequence[Rule], line: list[tuple[int, Word]]) -> Iterator[list[tuple[int, Word]]]:
    part = [line[0]]
    town = _town_behind_code(canvas, line)
    gaps = sum(after.x0 - before.x1 >= _COLUMN_GAP for (_, before), (_, after) in pairwise(line))
    is_tabular = canvas.kind is CanvasKind.TEXT and gaps > 1
    for before, after in pairwise(line):
        if after is not town and _is_apart(canvas, upright, before[1], after[1], is_tabular=is_tabular):
            yield part
            part = []
        part.append(after)
    yield part


def _town_behind_code(canvas: Canvas, line: list[tuple[int, Word]]) -> tuple[int, Word] | None:
    """ "5627 BZ  Eindhoven", "586 01  Jihlava": behind a code of two groups that begins a line, two blanks part nothing."""
    if canvas.kind is not CanvasKind.TEXT or not 3 <= len(line) <= _LONGEST_TOWN:
        return None
    code, rest = " ".join(word.text for _, word in line[:2]), line[2:]
    is_code = _CODE_OF_TWO.fullmatch(code) is not None and rest[0][1].x0 - line[1][1].x1 <= _COLUMN_GAP
    is_name = rest[0][1].text[:1].isupper() and not any(map(str.isdigit, "".join(word.text for _, word in rest)))
    return rest[0] if is_code and is_name else None


def _is_apart(canvas: Canvas, upright: Sequence[Rule], before: Word, after: Word, *, is_tabular: bool) -> bool:
    if canvas.kind is CanvasKind.TEXT:
        return _is_apart_in_text(canvas, before, after, is_tabular=is_tabular) or _is_ruled(upright, before, after, slack=0)
    gap = after.x0 - before.x1
    height = max(before.bottom - before.top, after.bottom - after.top)
    if before.text[-1:].isdigit() and after.text[:1].isdigit() and is_figure_gap(canvas.kind, gap, height):
        return True
    return gap > _WIDE_GAP_IN_HEIGHTS * height or (gap > 0 and _is_ruled(upright, before, after))


def is_figure_gap(kind: CanvasKind, gap: float, height: float) -> bool:
    """Whether two figures stand too far apart to be one number."""
    return gap > _FIGURE_GAP_IN_HEIGHTS * height if kind is CanvasKind.PAGE else gap >= _COLUMN_GAP


def _is_apart_in_text(canvas: Canvas, before: Word, after: Word, *, is_tabular: bool) -> bool:
    if before.end is not None and after.start is not None and "\t" in canvas.text[before.end : after.start]:
        return True
    gap = after.x0 - before.x1
    ends_sentence = before.text.endswith(_SENTENCE_END)
    return gap >= _WIDE_GAP_IN_COLUMNS or (gap >= _COLUMN_GAP and (is_tabular or not ends_sentence))


def _is_ruled(upright: Sequence[Rule], before: Word, after: Word, slack: float = 1) -> bool:
    middle = (before.top + before.bottom) / 2
    return any(before.x1 - slack <= rule.x0 <= after.x0 + slack and rule.top <= middle <= rule.bottom for rule in upright)


def _segment(document: int, canvas: int, kind: CanvasKind, part: list[tuple[int, Word]]) -> Segment:
    words = [word for _, word in part]
    return Segment(
        document,
        canvas,
        kind,
        tuple(number for number, _ in part),
        tuple(len(word.text) for word in words),
        " ".join(word.text for word in words),
        0,
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        any(word.bold for word in words),
        max((word.size for word in words if word.size), default=None),
        tuple((word.x0, word.x1) for word in words),
    )
