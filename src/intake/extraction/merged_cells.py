"""Cells of a sheet or table that are merged down over several rows: what they say holds for every line beside them.

In: the cells of a row that begins a line, and its columns. Out: the same, with what names or dates the goods taken from a merged
cell that reaches down to the row. A merged quantity or amount counts once, on the row where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Canvas, CanvasKind, Quoting, Word
from intake.domain.plans import Column, ColumnRole
from intake.extraction.printed import Cell, Piece
from intake.extraction.segments import Row

R = ColumnRole
_SHARED = (R.CODE, R.SKU, R.CUSTOMER_PART_NUMBER, R.MANUFACTURER_PART_NUMBER, R.DESCRIPTION, R.REQUESTED_DELIVERY_DATE)
_WITHIN = 0.5

MergedWord = tuple[int, Word]


def merged_words(canvas: Canvas) -> tuple[MergedWord, ...]:
    """The own words of one line that reach over several rows, with their numbers."""
    if canvas.kind is not CanvasKind.GRID:
        return ()
    return tuple(
        (number, word)
        for number, word in enumerate(canvas.words)
        if word.bottom - word.top > 1 + _WITHIN and word.quoting is Quoting.OWN and "\n" not in word.text
    )


def with_merged(found: Sequence[Cell], row: Row, columns: Sequence[Column], merged: Sequence[MergedWord]) -> tuple[Cell, ...]:
    cells = list(found)
    for number, word in merged:
        at = next((each for each, column in enumerate(columns) if column.x0 <= word.x0 + _WITHIN < column.x1), None)
        reaches = word.top < row.top - _WITHIN < word.bottom - 2 * _WITHIN
        if at is not None and reaches and columns[at].role in _SHARED and not found[at].pieces:
            cells[at] = Cell((_piece(row, number, word),))
    return tuple(cells)


def _piece(row: Row, number: int, word: Word) -> Piece:
    document, text = row.segments[0].document, word.text
    return Piece(document, row.canvas, number, text, 0, len(text), word.x0, word.top, word.x1, word.bottom, word.value)
