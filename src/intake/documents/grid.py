"""A table as a GRID canvas: cells with row and column in, placed words out. Shared by the readers of sheets and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from intake.domain.documents import Canvas, CanvasKind, CellValue, Quoting, Word
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class Cell:
    """`row` and `column` count from 0; the spans say how many rows and columns a merged cell covers."""

    row: int
    column: int
    text: str
    value: CellValue = None
    row_span: int = 1
    column_span: int = 1
    is_bold: bool = False
    is_hidden: bool = False
    quoting: Quoting = Quoting.OWN


@lru_cache(maxsize=1_024)
def column_letters(column: int) -> str:
    """
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """
    >>> address(6, 1)
    'B7'
    """
    return f"{column_letters(column)}{row + 1}"


def grid_canvas(
    number: int, cells: Iterable[Cell], *, name: str | None, addressed: bool, height: int = 0, is_hidden: bool = False
) -> Canvas:
    """Cells in reading order. `addressed`: words carry their address, as in a sheet; `height` counts empty rows at the end."""
    visible: list[Word] = []
    hidden: list[Word] = []
    width = 0
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        width = max(width, cell.column + cell.column_span)
        height = max(height, cell.row + cell.row_span)
        word = Word(
            text=cell.text,
            x0=float(cell.column),
            top=float(cell.row),
            x1=float(cell.column + cell.column_span),
            bottom=float(cell.row + cell.row_span),
            bold=cell.is_bold,
            cell=address(cell.row, cell.column) if addressed else None,
            value=cell.value,
            quoting=cell.quoting,
        )
        (hidden if cell.is_hidden else visible).append(word)
    return Canvas(
        number=number,
        kind=CanvasKind.GRID,
        name=name,
        width=float(width),
        height=float(height),
        words=tuple(visible),
        hidden=tuple(hidden),
        is_hidden=is_hidden,
    )


def too_many_cells(limits: Limits, place: str | None) -> Problem:
    return Problem(
        code=ReasonCode.DOCUMENT_TOO_COMPLEX,
        path=place or "",
        message=f"The table holds more than {limits.cells:,} cells; the rest was not read. The desk looks at it.",
    )
