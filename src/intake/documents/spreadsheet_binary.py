"""An .xls or .xlsb workbook through python-calamine: bytes in, one GRID canvas a sheet out.

Calamine gives the values; what it does not tell (hidden rows and columns, number formats) comes from the small scanners beside.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import python_calamine

from intake.documents.grid import Cell
from intake.documents.number_formats import exact, shown
from intake.documents.ole_container import with_single_stream
from intake.documents.spreadsheet_biff import scan_xls, workbook_stream
from intake.documents.spreadsheet_cells import SheetCells, sheet_canvas, sheet_findings, too_many_sheets
from intake.documents.spreadsheet_layout import SheetLayout
from intake.documents.spreadsheet_xlsb import scan_xlsb
from intake.domain import media
from intake.domain.archives import ArchiveRefused
from intake.domain.documents import Canvas, CellValue
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

# Calamine unfolds a sheet to its full rectangle; one far-off cell must not cost gigabytes.
_LARGEST_RECTANGLE = 20_000_000


def read_binary(content: bytes, limits: Limits, name: str | None, media_type: str) -> tuple[list[Canvas], list[Problem]]:
    """Raises `ArchiveRefused` where the workbook as a whole cannot be read."""
    if media_type == media.XLS:
        layouts, stream = scan_xls(workbook_stream(content))
        content = with_single_stream("Workbook", stream)
    else:
        layouts = scan_xlsb(content, limits, name)
    if any(layout.height * layout.width > _LARGEST_RECTANGLE for layout in layouts.values()):
        message = "A sheet of the workbook spans too many rows and columns to be opened. The desk looks at it."
        raise ArchiveRefused(Problem(code=ReasonCode.DOCUMENT_TOO_COMPLEX, message=message))
    book = _guarded(python_calamine.load_workbook, io.BytesIO(content))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet]
    canvases: list[Canvas] = []
    problems: list[Problem] = []
    if len(sheets) > limits.sheets:
        problems.append(too_many_sheets(len(sheets), limits))
    left = limits.cells
    for number, sheet in enumerate(sheets[: limits.sheets], 1):
        is_hidden = sheet.visible is not python_calamine.SheetVisibleEnum.Visible
        try:
            layout = layouts.get(sheet.name, SheetLayout())
            found = _sheet(book, sheet.name, layout, left)
        except ArchiveRefused as refused:
            problems.append(Problem(code=refused.problem.code, path=sheet.name, message=refused.problem.message))
            continue
        left -= len(found.cells)
        problems.extend(sheet_findings(found, sheet.name, limits, is_hidden=is_hidden))
        canvases.append(sheet_canvas(number, sheet.name, found.cells, is_hidden=is_hidden, from_1904=layout.from_1904))
    return canvases, problems


def _guarded(call: Any, *arguments: Any) -> Any:
    """Calls into calamine. A panic of its native code arrives as a BaseException of its own kind."""
    try:
        return call(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except python_calamine.PasswordError as encrypted:
        message = "The workbook is protected by a password. The customer sends it without one."
        raise ArchiveRefused(Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, message=message)) from encrypted
    except BaseException as broken:
        why = str(broken)[:160] or type(broken).__name__
        message = f"The workbook cannot be opened: {why}. The customer sends it again."
        raise ArchiveRefused(Problem(code=ReasonCode.DOCUMENT_BROKEN, message=message)) from broken


def _sheet(book: Any, title: str, layout: SheetLayout, most_cells: int) -> SheetCells:
    sheet = _guarded(book.get_sheet_by_name, title)
    found = SheetCells()
    if layout.may_strike_letters:
        found.struck.append("letters within some cell")
    first = sheet.start or (0, 0)
    merged = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or layout.merged}
    rows = _guarded(lambda: sheet.to_python(skip_empty_area=True))
    for down, values in enumerate(rows):
        for across, stored in enumerate(values):
            if stored == "" or stored is None:
                continue
            if len(found.cells) >= most_cells:
                found.is_cut = True
                return found
            row, column = first[0] + down, first[1] + across
            text, value = _reading(stored, layout, row, column)
            if text or value is not None:
                is_hidden = layout.hides(row, column) or not text
                if layout.strikes(row, column) and not is_hidden:
                    found.struck.append(text)
                    continue
                spans = merged.get((row, column), (1, 1))
                found.cells.append(Cell(row, column, text or str(value), value, *spans, is_hidden=is_hidden))
    return found


def _reading(stored: Any, layout: SheetLayout, row: int, column: int) -> tuple[str, CellValue]:
    if isinstance(stored, bool):
        return ("TRUE" if stored else "FALSE"), stored
    if isinstance(stored, int | float):
        number = exact(repr(stored)) or Decimal(0)
        code, is_computed = layout.code(row, column) or "General", (row, column) in layout.computed
        seen = shown(number, code, is_computed=is_computed, from_1904=layout.from_1904)
        return seen.text, seen.value
    if isinstance(stored, datetime):
        if stored.time() == time.min:
            return stored.date().isoformat(), stored.date()
        return stored.isoformat(sep=" ", timespec="seconds"), stored
    if isinstance(stored, date):
        return stored.isoformat(), stored
    if isinstance(stored, time | timedelta):
        return str(stored), None
    return str(stored).strip(), None
