"""An .ods workbook: bytes in, one GRID canvas a sheet out.

OpenDocument stores beside each value the text that a person saw, so nothing has to be formatted. Repeated cells are written once
in the file and unfolded here within the limit on cells.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from intake.documents.grid import Cell, address
from intake.documents.number_formats import exact, plain
from intake.documents.ooxml import attribute, local, stream_xml
from intake.documents.spreadsheet_cells import SheetCells, sheet_canvas, sheet_findings, too_many_sheets
from intake.domain.archives import Archive, ArchiveRefused
from intake.domain.documents import Canvas, CellValue
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_HIDING = ("collapse", "filter")
_UNSTRUCK = (None, "none")
_FRACTION = re.compile(r"\d[.,](\d+)\D*$")
_MOST_COLUMNS = 16_384


@dataclass(slots=True)
class _Table:
    found: SheetCells = field(default_factory=SheetCells)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0
    rows: int = 0
    struck_columns: set[int] = field(default_factory=set)


def read_ods(content: bytes, limits: Limits, name: str | None) -> tuple[list[Canvas], list[Problem]]:
    """Raises `ArchiveRefused` where the workbook cannot be read."""
    archive = Archive(content, limits, name)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        message = "The workbook is protected by a password. The customer sends it without one."
        raise ArchiveRefused(Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, message=message))
    return _read_tables(archive.read("content.xml"), limits)


def _read_tables(content: bytes, limits: Limits) -> tuple[list[Canvas], list[Problem]]:
    canvases: list[Canvas] = []
    problems: list[Problem] = []
    hidden_styles: set[str] = set()
    struck_styles: set[str] = set()
    left, table, number = limits.cells, _Table(), 0
    for element in stream_xml(content, "content.xml", ("style", "table-column", "table-row", "table")):
        kind = local(element)
        if kind == "style":
            if any(attribute(part, "display") == "false" for part in element if local(part) == "table-properties"):
                hidden_styles.add(attribute(element, "name") or "")
            if any(_strikes(part) for part in element if local(part) == "text-properties"):
                struck_styles.add(attribute(element, "name") or "")
        elif kind == "table-column":
            _note_column(element, table, struck_styles)
        elif kind == "table-row":
            _take_row(element, table, left, struck_styles)
            element.clear()
            if table.found.is_cut:
                break
        else:
            number += 1
            if number > limits.sheets:
                problems.append(too_many_sheets(number, limits))
                break
            canvases.append(_finished(element, number, table, hidden_styles, problems, limits))
            left -= len(table.found.cells)
            table = _Table()
    if table.found.is_cut:
        problems.extend(sheet_findings(table.found, f"Sheet{number + 1}", limits, is_hidden=False))
        canvases.append(sheet_canvas(number + 1, f"Sheet{number + 1}", table.found.cells, is_hidden=False))
    return canvases, problems


def _finished(
    element: Any, number: int, table: _Table, hidden_styles: set[str], problems: list[Problem], limits: Limits
) -> Canvas:
    title = attribute(element, "name") or f"Sheet{number}"
    is_hidden = (attribute(element, "style-name") or "") in hidden_styles
    problems.extend(sheet_findings(table.found, title, limits, is_hidden=is_hidden))
    element.clear()
    return sheet_canvas(number, title, table.found.cells, is_hidden=is_hidden)


def _count(element: Any, name: str) -> int:
    text = attribute(element, name) or "1"
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _strikes(properties: Any) -> bool:
    """Whether text properties draw a line through (ODF 1.2, 20.359 style:text-line-through-style and 20.360 -type)."""
    return any(attribute(properties, f"text-line-through-{name}") not in _UNSTRUCK for name in ("style", "type"))


def _note_column(element: Any, table: _Table, struck_styles: Set[str]) -> None:
    repeated = _count(element, "number-columns-repeated")
    if (attribute(element, "default-cell-style-name") or "") in struck_styles:
        table.struck_columns.update(range(table.columns, min(table.columns + repeated, _MOST_COLUMNS)))
    if attribute(element, "visibility") in _HIDING:
        table.hidden_columns.update(range(table.columns, min(table.columns + repeated, _MOST_COLUMNS)))
    table.columns += repeated


def _take_row(row: Any, table: _Table, most_cells: int, struck_styles: Set[str]) -> None:
    is_hidden = attribute(row, "visibility") in _HIDING
    repeated = _count(row, "number-rows-repeated")
    at = len(table.found.cells)
    _take_cells(row, table, struck_styles, is_hidden=is_hidden, most_cells=most_cells)
    written = table.found.cells[at:]
    if written:
        for further in range(1, repeated):
            if len(table.found.cells) + len(written) > most_cells:
                table.found.is_cut = True
                break
            table.found.cells.extend(_lower(cell, further) for cell in written)
    table.rows += repeated


def _lower(cell: Cell, rows: int) -> Cell:
    return Cell(
        cell.row + rows, cell.column, cell.text, cell.value, cell.row_span, cell.column_span, cell.is_bold, cell.is_hidden
    )


def _take_cells(row: Any, table: _Table, struck_styles: Set[str], *, is_hidden: bool, most_cells: int) -> None:
    column = 0
    of_row = attribute(row, "default-cell-style-name")
    for entry in row:
        kind = local(entry)
        if kind not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _count(entry, "number-columns-repeated")
        struck: list[str] = []
        text, value = _reading(entry, struck_styles, struck)
        style = attribute(entry, "style-name") or of_row
        if style in struck_styles if style else column in table.struck_columns:
            struck, text = [*struck, text], ""
        if any(struck) and not is_hidden and column not in table.hidden_columns and kind == "table-cell":
            table.found.struck.extend(struck)
        if text:
            for at in range(column, min(column + repeated, _MOST_COLUMNS)):
                if len(table.found.cells) >= most_cells:
                    table.found.is_cut = True
                    return
                spans = (_count(entry, "number-rows-spanned"), _count(entry, "number-columns-spanned"))
                cannot_be_seen = is_hidden or at in table.hidden_columns or kind == "covered-table-cell"
                table.found.cells.append(Cell(table.rows, at, text, value, *spans, is_hidden=cannot_be_seen))
        elif attribute(entry, "formula") and not attribute(entry, "value-type") and not is_hidden:
            table.found.uncached.append(address(table.rows, column))
        column += repeated


def _reading(cell: Any, struck_styles: Set[str], struck: list[str]) -> tuple[str, CellValue]:
    """The cell's text and value; what is crossed out in its text goes to `struck`, and the text counts alone then."""
    text = "\n".join(_letters(part, struck_styles, struck) for part in cell if local(part) == "p").strip()
    if struck:
        return text, None
    kind = attribute(cell, "value-type")
    stored = attribute(cell, "value") or ""
    if kind in ("float", "currency"):
        number = exact(stored)
        if number is None:
            return text, None
        is_computed = attribute(cell, "formula") is not None
        return text or plain(number), _as_shown(number, text) if is_computed else Decimal(plain(number))
    if kind == "date":
        return _date(attribute(cell, "date-value") or "", text)
    if kind == "boolean":
        return text or stored, (attribute(cell, "boolean-value") or stored).lower() == "true"
    return text or (attribute(cell, "string-value") or "").strip(), None


def _as_shown(number: Decimal, text: str) -> Decimal:
    """A computed number counts as shown: rounded to the decimals of its text, where the text is that rounding."""
    found = _FRACTION.search(text)
    rounded = number.quantize(Decimal(1).scaleb(-len(found[1]) if found else 0), rounding=ROUND_HALF_UP)
    is_that = re.sub(r"\D", "", format(abs(rounded), "f")) == re.sub(r"\D", "", text)
    return Decimal(plain(rounded if is_that else number))


def _date(stored: str, text: str) -> tuple[str, CellValue]:
    """Shown as ISO 8601, as in the other kinds of workbook: 03/04/2026 reads two ways, the stored day does not."""
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError:
        return text or stored, None
    if "T" not in stored or moment.time() == datetime.min.time():
        return moment.date().isoformat(), moment.date()
    return moment.isoformat(sep=" "), moment


def _letters(element: Any, struck_styles: Set[str], struck: list[str]) -> str:
    if (attribute(element, "style-name") or "") in struck_styles:
        struck.append("".join(element.itertext()))
        return ""
    pieces = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "s":
            pieces.append(" " * min(_count(child, "c"), 100))
        elif kind == "tab":
            pieces.append("\t")
        elif kind == "line-break":
            pieces.append("\n")
        elif kind not in ("annotation", "note"):
            pieces.append(_letters(child, struck_styles, struck))
        pieces.append(child.tail or "")
    return "".join(pieces)
