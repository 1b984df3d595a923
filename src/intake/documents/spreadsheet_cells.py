"""What the readers of workbooks share: the cells of one sheet with what was noticed about them, as canvas and problems."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from intake.documents.crossed_out import crossed_out
from intake.documents.grid import Cell, grid_canvas, too_many_cells
from intake.domain.documents import Canvas
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_SHOWN_ADDRESSES = 8


@dataclass(slots=True)
class SheetCells:
    """`uncached` are the addresses of visible formulas that were saved without a result; `struck` the texts crossed out."""

    cells: list[Cell] = field(default_factory=list)
    uncached: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    is_cut: bool = False


def sheet_canvas(number: int, title: str, cells: list[Cell], *, is_hidden: bool, from_1904: bool = False) -> Canvas:
    """On a hidden sheet every cell is hidden."""
    if is_hidden:
        cells = [
            Cell(cell.row, cell.column, cell.text, cell.value, cell.row_span, cell.column_span, cell.is_bold, is_hidden=True)
            for cell in cells
        ]
    canvas = grid_canvas(number, cells, name=title, addressed=True, is_hidden=is_hidden)
    return replace(canvas, counts_from_1904=True) if from_1904 else canvas


def sheet_findings(found: SheetCells, title: str, limits: Limits, *, is_hidden: bool) -> list[Problem]:
    problems: list[Problem] = []
    if found.is_cut:
        problems.append(too_many_cells(limits, title))
    if is_hidden:
        return problems
    problems.extend(crossed_out(found.struck, f"on sheet {title}", title))
    if found.uncached:
        message = (
            f"On sheet {title} {_listed(found.uncached)} hold formulas that were saved without their results and are read as "
            "empty. The customer opens the file in a spreadsheet program, saves it and sends it again."
        )
        problems.append(Problem(code=ReasonCode.VALUE_MISSING, path=f"{title}!{found.uncached[0]}", message=message))
    return problems


def _listed(addresses: list[str]) -> str:
    more = len(addresses) - _SHOWN_ADDRESSES
    return ", ".join(addresses[:_SHOWN_ADDRESSES]) + (f" and {more} more cells" if more > 0 else "")


def too_many_sheets(count: int, limits: Limits) -> Problem:
    message = f"The workbook has {count} sheets; only the first {limits.sheets} were read. The desk looks at the others."
    return Problem(code=ReasonCode.DOCUMENT_TOO_COMPLEX, message=message)
