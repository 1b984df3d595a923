"""One worksheet of an xlsx file: its XML in, cells as a person sees them out.

Read as a stream, so that a sheet costs what it holds and not what it claims; stops at the limit on cells. Knows hidden rows and
columns, merged cells, number formats and formulas that were saved without a result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from openpyxl.utils.escape import unescape

from intake.documents.grid import Cell, address
from intake.documents.number_formats import exact, shown
from intake.documents.ooxml import local, stream_xml
from intake.documents.spreadsheet_cells import SheetCells
from intake.documents.spreadsheet_styles import PLAIN, CellStyle, is_on
from intake.domain.documents import CellValue

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_FALSE = (None, "0", "false")
_MOST_COVERED = 500_000


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a sheet needs to know of its workbook."""

    strings: Sequence[str]
    struck: Mapping[int, str]
    """What is crossed out in some of the strings, by their number."""
    styles: Sequence[CellStyle]
    from_1904: bool


@dataclass(slots=True)
class _Layout:
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hides_rows: bool = False
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)

    def hides_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


def read_sheet(content: bytes, part: str, workbook: Workbook, most_cells: int) -> SheetCells:
    """Raises `ArchiveRefused` on damaged XML."""
    found, layout = SheetCells(), _Layout()
    row = column = -1
    for element in stream_xml(content, part, ("c", "row", "col", "mergeCell", "sheetFormatPr")):
        name = local(element)
        if name == "c":
            row, column = _place(element, row, column)
            _take(element, row, column, workbook, layout, found)
            element.clear()
            if len(found.cells) > most_cells:
                found.is_cut = True
                break
        elif name == "row":
            row, column = _row_number(element, row if column >= 0 else row + 1), -1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        else:
            _note_layout(name, element, layout)
    found.cells = [_merged(cell, layout) for cell in found.cells[:most_cells]]
    return found


def _row_number(row: Any, fallback: int) -> int:
    number = row.get("r")
    return int(number) - 1 if number and number.isascii() and number.isdigit() and 0 < len(number) < 8 else fallback


def _place(cell: Any, row: int, column: int) -> tuple[int, int]:
    """A cell's row and column; files may leave the reference out, then it follows its neighbour."""
    found = _ADDRESS.fullmatch(cell.get("r") or "")
    if found:
        return max(int(found[2]) - 1, 0), _column(found[1])
    if column < 0:
        return _row_number(cell.getparent(), row + 1), 0
    return row, column + 1


@lru_cache(maxsize=1_024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _take(cell: Any, row: int, column: int, workbook: Workbook, layout: _Layout, found: SheetCells) -> None:
    raw, inline, is_computed, struck = _content(cell)
    if raw is None and inline is None and not is_computed:
        return
    style = _style(cell.get("s"), workbook.styles)
    is_hidden = _is_hidden_row(cell.getparent(), layout) or layout.hides_column(column) or style.is_invisible
    kind = cell.get("t") or "n"
    if kind == "s":
        struck = workbook.struck.get(_index(raw or ""), "")
    if is_computed and not raw and inline is None and kind != "str":
        if not is_hidden:
            found.uncached.append(address(row, column))
        return
    text, value = _reading(kind, raw or "", inline, style.code, is_computed, workbook)
    if struck and not is_hidden:
        found.struck.append(struck)
    if not text and value is None:
        return
    # A format such as ";;;" shows nothing: the number is there for the program, not for a reader.
    is_hidden = is_hidden or not text
    if style.is_struck and not is_hidden:
        found.struck.append(text)
    else:
        found.cells.append(Cell(row, column, text or str(value), value, is_bold=style.is_bold, is_hidden=is_hidden))


def _content(cell: Any) -> tuple[str | None, str | None, bool, str]:
    """The stored value, the inline text, whether a formula stands in the cell, and what of the inline text is crossed out."""
    raw = inline = None
    is_computed, struck = False, ""
    for child in cell:
        name = local(child)
        if name == "v":
            raw = child.text or ""
        elif name == "f":
            is_computed = True
        elif name == "is":
            inline, struck = rich_text(child)
    return raw, inline, is_computed, struck


def rich_text(element: Any) -> tuple[str, str]:
    """The letters of a string item, and those that are crossed out; pronunciation guides (rPh) are not part of them."""
    pieces: list[str] = []
    struck: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            is_struck = any(is_on(part, "strike") for part in child if local(part) == "rPr")
            (struck if is_struck else pieces).extend(run.text or "" for run in child if local(run) == "t")
    return unescape("".join(pieces)), unescape("".join(struck))


def _reading(kind: str, raw: str, inline: str | None, code: str, is_computed: bool, workbook: Workbook) -> tuple[str, CellValue]:
    if inline is not None:
        return inline.strip(), None
    if kind == "s":
        index = _index(raw)
        return (workbook.strings[index].strip() if 0 <= index < len(workbook.strings) else ""), None
    if kind == "b":
        return ("TRUE" if raw.strip() == "1" else "FALSE"), raw.strip() == "1"
    if kind == "d":
        return _iso(raw.strip())
    if kind in ("str", "e", "inlineStr"):
        return unescape(raw).strip(), None
    number = exact(raw.strip())
    if number is None:
        return raw.strip(), None
    seen = shown(number, code, is_computed=is_computed, from_1904=workbook.from_1904)
    return seen.text, seen.value


def _index(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1


def _iso(raw: str) -> tuple[str, CellValue]:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return raw, None
    if moment.time() == datetime.min.time():
        return moment.date().isoformat(), moment.date()
    return moment.isoformat(sep=" "), moment


def _style(index: str | None, styles: Sequence[CellStyle]) -> CellStyle:
    number = int(index) if index and index.isascii() and index.isdigit() and len(index) < 7 else 0
    return styles[number] if number < len(styles) else PLAIN


def _is_hidden_row(row: Any, layout: _Layout) -> bool:
    if row.get("hidden") not in _FALSE or row.get("ht") in ("0", "0.0"):
        return True
    return layout.hides_rows and row.get("hidden") is None and row.get("ht") is None


def _note_layout(name: str, element: Any, layout: _Layout) -> None:
    if name == "sheetFormatPr":
        layout.hides_rows = element.get("zeroHeight") not in _FALSE
    elif name == "col":
        first, last = element.get("min") or "", element.get("max") or ""
        is_hidden = element.get("hidden") not in _FALSE or element.get("width") in ("0", "0.0")
        if is_hidden and first.isdigit() and last.isdigit() and len(layout.hidden_columns) < 16_384:
            layout.hidden_columns.append((int(first) - 1, int(last) - 1))
    else:
        _note_merged(element.get("ref") or "", layout)
    element.clear()


def _note_merged(reference: str, layout: _Layout) -> None:
    first, _, last = reference.partition(":")
    start, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
    if not start or not end:
        return
    top, left = int(start[2]) - 1, _column(start[1])
    rows, columns = int(end[2]) - top, _column(end[1]) - left + 1
    if rows < 1 or columns < 1 or len(layout.covered) + rows * columns > _MOST_COVERED:
        return
    layout.merged[top, left] = (rows, columns)
    layout.covered.update((top + down, left + across) for down in range(rows) for across in range(columns) if down or across)


def _merged(cell: Cell, layout: _Layout) -> Cell:
    """A merged cell spans; what stands in the cells it covers cannot be seen."""
    place = (cell.row, cell.column)
    rows, columns = layout.merged.get(place, (1, 1))
    is_hidden = cell.is_hidden or place in layout.covered
    if (rows, columns) == (1, 1) and is_hidden == cell.is_hidden:
        return cell
    return Cell(cell.row, cell.column, cell.text, cell.value, rows, columns, cell.is_bold, is_hidden, cell.quoting)
