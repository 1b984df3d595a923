"""Why a row between lines is none of them and part of none: a heading, a total, a charge, a note, something nobody ordered.

In: a row as `seen_rows.py` sees it. Out: the reason in a word, or None where the row may go on with a line. Where lines begin is
`line_rows.py`, how far they go `line_reach.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction import cells
from intake.extraction.further_rows import parts_of
from intake.extraction.matrices import is_matrix
from intake.extraction.planners.layout.seen_rows import SeenRow, is_text
from intake.extraction.segments import Row
from intake.extraction.totals import FINAL


def why_excluded(row: SeenRow, printed: Row, columns: Sequence[Column], document: Document) -> str | None:
    """Why a row between lines is none of them and part of none; None where it goes on with a line."""
    if row.is_section:
        return "heading"
    if row.meaning in ("carried_forward", "subtotal", *FINAL):
        return "carried forward" if row.meaning == "carried_forward" else "subtotal"
    if row.is_charge:
        return "charge"
    is_grid = document.canvases[printed.canvas].kind is CanvasKind.GRID
    is_article = row.has_money or row.has_position or (is_grid and _has_unit(row, columns))
    if row.has_name and is_article and not row.has_quantity:
        return "no quantity"
    if is_matrix(columns) and row.has_name and (row.has_code or sum(1 for cell in row.cells if cell.pieces) > 1):
        # A colour that nothing is ordered of; it says nothing of the row above.
        return "no quantity"
    if is_grid and _is_grid_alone(row, columns, printed):
        said = parts_of(printed.text)
        if any(part.label for part in said):
            return None
        return "note" if any(part.role is ColumnRole.NOTE for part in said) else "heading"
    return why_words_excluded(row, printed)


def _has_unit(row: SeenRow, columns: Sequence[Column]) -> bool:
    both = zip(columns, row.cells, strict=True)
    return any(column.role is ColumnRole.UOM and not cells.is_blank(cell.text) for column, cell in both)


def rows_named_below(
    rows: Sequence[Row], seen: Sequence[SeenRow], starts: Sequence[int], columns: Sequence[Column], document: Document
) -> frozenset[int]:
    """The rows of a grid that say in one cell what the line above them is, where no column does and every line has one."""
    is_grid = document.canvases[rows[0].canvas].kind is CanvasKind.GRID
    if not is_grid or any(column.role is ColumnRole.DESCRIPTION for column in columns):
        return frozenset()
    below = frozenset(at + 1 for at in starts if at + 1 < len(rows) and at + 1 not in starts)
    alone = [at for at in below if is_text(seen[at]) and seen[at].has_name and _is_grid_alone(seen[at], columns, rows[at])]
    return below if len(alone) == len(starts) else frozenset()


def _is_grid_alone(row: SeenRow, columns: Sequence[Column], printed: Row) -> bool:
    """One cell alone that is not under the description: a section's heading. Lines of a cell stand at fractions of a row."""
    filled = [(column, cell.pieces[-1]) for column, cell in zip(columns, row.cells, strict=True) if cell.pieces]
    if len(filled) != 1 or not float(printed.top).is_integer():
        return False
    column, piece = filled[0]
    # One cell merged through further columns heads what stands below it, wherever it begins.
    return column.role is not ColumnRole.DESCRIPTION or piece.x1 > column.x1 + 1


def why_words_excluded(row: SeenRow, printed: Row) -> str | None:
    """A row of words that runs through several columns is a note or a heading, not a cell's second line."""
    spread = sum(1 for cell in row.cells if cell.pieces)
    if row.runs_on:
        return "note"
    if len(printed.segments) == 1 and spread >= 3:
        return "note"
    return None
