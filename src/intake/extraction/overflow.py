"""Descriptions set so long that their last words stand in the next column, one blank before its figure or unit.

In: rows and a table's columns. Out: their cells, with such words given back to the description. A figure is told by where the
column's other figures end, a unit by being one; where neither tells, the cell stays as it is and is named when it is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction.printed import Cell, Piece, cells_of
from intake.extraction.segments import Row

Cells = tuple[Cell, ...]

_FIGURE = re.compile(r"\d[\d.,'’]*")
_THOUSANDS = re.compile(r"\d{3}(?:[.,]\d+)?")
_BLANK_IN_HEIGHTS = 0.65
"""A typewriter's blank is wider than a printer's."""
_ALIGNED = {CanvasKind.PAGE: 1.0, CanvasKind.TEXT: 0.1}
_FEWEST = 2


def settled_cells(rows: Sequence[Row], document: Document, columns: Sequence[Column]) -> list[Cells]:
    """The cells of each row."""
    found = [cells_of(row, document, columns) for row in rows]
    kinds = {document.canvases[row.canvas].kind for row in rows}
    kind = kinds.pop() if len(kinds) == 1 else CanvasKind.GRID
    if kind is CanvasKind.GRID:
        return found
    for at, (before, column) in enumerate(pairwise(columns), start=1):
        if before.role is ColumnRole.DESCRIPTION and column.role in (ColumnRole.QUANTITY, ColumnRole.UOM):
            ends = Counter(round(cells[at].pieces[-1].x1, 1) for cells in found if cells[at].pieces)
            found = [_settled(cells, at, column.role, ends, kind) for cells in found]
    return found


def _settled(found: Cells, at: int, role: ColumnRole, ends: Counter[float], kind: CanvasKind) -> Cells:
    described, pieces = found[at - 1].pieces, found[at].pieces
    if len(pieces) < 2 or not described or not all(_adjoins(a, b, kind) for a, b in pairwise((described[-1], *pieces))):
        return found
    last = pieces[-1]
    is_own = _is_lone_unit(pieces) if role is ColumnRole.UOM else _is_aligned_figure(pieces, ends, kind)
    if not is_own:
        return found
    return (*found[: at - 1], Cell((*described, *pieces[:-1])), Cell((last,)), *found[at + 1 :])


def _adjoins(left: Piece, right: Piece, kind: CanvasKind) -> bool:
    blank = 1.0 if kind is CanvasKind.TEXT else _BLANK_IN_HEIGHTS * max(left.bottom - left.top, right.bottom - right.top)
    return right.x0 - left.x1 <= max(blank, 1.0)


def _is_lone_unit(pieces: Sequence[Piece]) -> bool:
    whole = " ".join(piece.text for piece in pieces)
    return not unit_codes(whole) and bool(unit_codes(pieces[-1].text)) and not unit_codes(pieces[0].text)


def _is_aligned_figure(pieces: Sequence[Piece], ends: Counter[float], kind: CanvasKind) -> bool:
    """Whether the last piece is a figure that ends where the others of its column do, and not the end of a longer number."""
    last, before = pieces[-1], pieces[-2]
    alike = sum(count for end, count in ends.items() if abs(end - last.x1) <= _ALIGNED[kind])
    may_be_one = before.text[-1:].isdigit() and _THOUSANDS.fullmatch(last.text) is not None
    return alike >= _FEWEST and _FIGURE.fullmatch(last.text) is not None and not may_be_one
