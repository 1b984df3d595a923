"""Printed pieces of a table: the words of a row, one by one, and the column band that each belongs to.

In: rows of `segments` and a table's columns. Out: cells, each the pieces that stand in a band. Planner and executor share this,
so that what was planned is what is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from intake.domain.documents import CanvasKind, CellValue, Document, Word
from intake.domain.plans import Column, Place
from intake.extraction.segments import Row, Segment

_BLANK_IN_HEIGHTS = 0.4
"""A blank between words is narrower than this; between cells the space is wider."""
_OVER = {CanvasKind.PAGE: 1.0, CanvasKind.TEXT: 0.5}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of word `word` of a canvas. `value` is a sheet cell's own typed value."""

    document: int
    canvas: int
    word: int
    text: str
    start: int
    end: int
    x0: float
    top: float
    x1: float
    bottom: float
    value: CellValue = None

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def part(self, start: int, end: int) -> Piece:
        """The characters [start, end) of this piece; a typed value belongs to the whole cell."""
        return replace(self, text=self.text[start:end], start=self.start + start, end=self.start + end, value=None)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one band of one printed row, left to right."""

    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def typed_number(self) -> Decimal | None:
        """The number that a sheet's cell holds, however it is shown."""
        value = self.pieces[0].value if len(self.pieces) == 1 else None
        return value if isinstance(value, Decimal) else None

    def place(self, span: tuple[int, int] | None = None) -> Place:
        """The place of the characters [start, end) of `text`; of all of it without a span."""
        return place_of(self.pieces, span)

    def cut(self, start: int, end: int) -> Cell:
        """The cell of the characters [start, end) of `text` alone."""
        kept: list[Piece] = []
        at = 0
        for piece in self.pieces:
            begin, stop = max(0, start - at), min(len(piece.text), end - at)
            if begin < stop:
                is_whole = begin == 0 and stop == len(piece.text)
                kept.append(piece if is_whole else piece.part(begin, stop))
            at += len(piece.text) + 1
        return Cell(tuple(kept))


def place_of(pieces: Sequence[Piece], span: tuple[int, int] | None = None) -> Place:
    start, end = span if span is not None else (0, len(" ".join(piece.text for piece in pieces)))
    chosen: list[Piece] = []
    at, cut_start, cut_end, joined = 0, 0, 0, 0
    for piece in pieces:
        if at < end and at + len(piece.text) > start:
            begin = max(0, start - at)
            stop = min(len(piece.text), end - at)
            if not chosen:
                cut_start = piece.start + begin
            cut_end = joined + piece.start + stop
            joined += piece_length(piece) + 1
            chosen.append(piece)
        at += len(piece.text) + 1
    first = chosen[0]
    return Place(
        document=first.document,
        canvas=first.canvas,
        words=tuple(dict.fromkeys(piece.word for piece in chosen)),
        start=cut_start or None,
        end=cut_end,
    )


def piece_length(piece: Piece) -> int:
    return piece.end


def pieces_of(row: Row, document: Document) -> Iterator[Piece]:
    """The words of a row; a line of a sheet's or table's cell is one piece."""
    canvas = document.canvases[row.canvas]
    for segment in row.segments:
        if canvas.kind is CanvasKind.GRID:
            yield _cell_line(segment, canvas.words[segment.words[0]])
            continue
        for number in segment.words:
            word = canvas.words[number]
            yield Piece(
                segment.document,
                row.canvas,
                number,
                word.text,
                0,
                len(word.text),
                word.x0,
                word.top,
                word.x1,
                word.bottom,
                word.value,
            )


def _cell_line(segment: Segment, word: Word) -> Piece:
    is_whole = segment.text == word.text.strip()
    return Piece(
        segment.document,
        segment.canvas,
        segment.words[0],
        segment.text,
        segment.offset,
        segment.offset + len(segment.text),
        segment.x0,
        segment.top,
        segment.x1,
        segment.bottom,
        word.value if is_whole else None,
    )


def cells_of(row: Row, document: Document, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """One cell for each column; what lies in no band is left out (`strays_of` has it)."""
    by_column: list[list[Piece]] = [[] for _ in columns]
    for piece in pieces_of(row, document):
        number = column_at(piece, columns, document.canvases[row.canvas].kind)
        if number is not None:
            by_column[number].append(piece)
    return tuple(Cell(tuple(pieces)) for pieces in by_column)


def strays_of(row: Row, document: Document, columns: Sequence[Column]) -> tuple[Piece, ...]:
    kind = document.canvases[row.canvas].kind
    return tuple(piece for piece in pieces_of(row, document) if column_at(piece, columns, kind) is None)


def runs_on(found: Sequence[Cell], columns: Sequence[Column], kind: CanvasKind) -> bool:
    """Whether words go on over the edges of the columns as if there were none: a sentence or a foot, not cells."""
    if kind is CanvasKind.GRID:
        return False
    filled = [(column, cell.pieces) for column, cell in zip(columns, found, strict=True) if cell.pieces]
    edges = narrow = 0
    for (left, before), (right, after) in pairwise(filled):
        last, first = before[-1], after[0]
        height = max(last.bottom - last.top, first.bottom - first.top)
        edges += 1
        crosses = last.x1 > left.x1 + _OVER[kind] or first.x0 < right.x0 - _OVER[kind]
        narrow += crosses or first.x0 - last.x1 <= (1.0 if kind is CanvasKind.TEXT else _BLANK_IN_HEIGHTS * height)
    return 2 * narrow > edges


def column_at(piece: Piece, columns: Sequence[Column], kind: CanvasKind) -> int | None:
    # A merged cell belongs to the first of its columns.
    x = piece.x0 + 0.5 if kind is CanvasKind.GRID else piece.middle
    return next((number for number, column in enumerate(columns) if column.x0 <= x < column.x1), None)
