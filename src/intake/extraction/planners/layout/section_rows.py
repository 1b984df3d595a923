"""Headings of sections that a sheet writes in the column of its descriptions: "Beschläge Fenster" between the lines.

In: the rows under a heading of a grid, as `seen_rows.py` sees them, and which begin a line. Out: the rows that head what follows.
A second row of a description looks the same but for what it follows: it never stands above the first line, and no program sets
it in bold under a line that is not.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction.further_rows import parts_of
from intake.extraction.planners.layout.seen_rows import SeenRow, is_text
from intake.extraction.segments import Row


def section_rows(
    rows: Sequence[Row], seen: Sequence[SeenRow], starts: Sequence[int], columns: Sequence[Column], document: Document
) -> frozenset[int]:
    """Numbers of the rows between lines that head a section, each right above a line."""
    begins = frozenset(starts)
    alone = [
        at
        for at in range(starts[-1])
        if at not in begins and at + 1 in begins and _is_alone(seen[at], columns) and is_text(seen[at]) and _only_names(rows[at])
    ]
    first = starts[0] - 1
    if first in alone:
        style = _is_bold(seen[first], rows[first], document)
        return frozenset(at for at in alone if _is_bold(seen[at], rows[at], document) is style)
    plain = not any(_is_bold(seen[at], rows[at], document) for at in starts)
    return frozenset(at for at in alone if plain and _is_bold(seen[at], rows[at], document))


def _is_alone(row: SeenRow, columns: Sequence[Column]) -> bool:
    """One whole cell, under the descriptions; the lines of a cell stand at fractions of a row."""
    filled = [(column.role, cell) for column, cell in zip(columns, row.cells, strict=True) if cell.pieces]
    return len(filled) == 1 and filled[0][0] is ColumnRole.DESCRIPTION


def _only_names(row: Row) -> bool:
    said = parts_of(row.text)
    return float(row.top).is_integer() and len(said) == 1 and said[0].role is ColumnRole.DESCRIPTION and said[0].label is None


def _is_bold(row: SeenRow, printed: Row, document: Document) -> bool:
    words = document.canvases[printed.canvas].words
    named = [piece for cell in row.cells for piece in cell.pieces]
    return bool(named) and all(words[piece.word].bold for piece in named)
