"""An .xlsx or .xlsm workbook: bytes in, one GRID canvas a sheet out. Macros and links are never looked at."""

from __future__ import annotations

from typing import Any

from intake.documents.ooxml import attribute, local, main_part, parse_xml, relationships, stream_xml
from intake.documents.spreadsheet_cells import sheet_canvas, sheet_findings, too_many_sheets
from intake.documents.spreadsheet_sheet import Workbook, read_sheet, rich_text
from intake.documents.spreadsheet_styles import CellStyle, read_styles
from intake.domain.archives import Archive, ArchiveRefused
from intake.domain.documents import Canvas
from intake.domain.limits import Limits
from intake.domain.problems import Problem


def read_xlsx(content: bytes, limits: Limits, name: str | None) -> tuple[list[Canvas], list[Problem]]:
    """Raises `ArchiveRefused` where the workbook as a whole cannot be read; a damaged sheet is a problem of its own."""
    archive = Archive(content, limits, name)
    book_part = main_part(archive, "workbook.xml")
    book = parse_xml(archive.read(book_part), book_part)
    targets = relationships(archive, book_part)
    workbook = Workbook(*_strings(archive, targets), _styles(archive, targets), _from_1904(book))
    sheets = [entry for entry in book.iter() if local(entry) == "sheet"]
    canvases: list[Canvas] = []
    problems: list[Problem] = []
    if len(sheets) > limits.sheets:
        problems.append(too_many_sheets(len(sheets), limits))
    left = limits.cells
    for number, sheet in enumerate(sheets[: limits.sheets], 1):
        kind, part = targets.get(attribute(sheet, "id") or "", ("", ""))
        if kind in ("chartsheet", "dialogsheet") or "macrosheet" in kind.lower():
            continue
        title = attribute(sheet, "name") or f"Sheet{number}"
        is_hidden = attribute(sheet, "state") in ("hidden", "veryHidden")
        try:
            found = read_sheet(archive.read(part), part, workbook, left)
        except ArchiveRefused as refused:
            problems.append(Problem(code=refused.problem.code, path=title, message=refused.problem.message))
            continue
        left -= len(found.cells)
        problems.extend(sheet_findings(found, title, limits, is_hidden=is_hidden))
        canvases.append(sheet_canvas(number, title, found.cells, is_hidden=is_hidden, from_1904=workbook.from_1904))
    return canvases, problems


def _from_1904(book: Any) -> bool:
    return any(
        local(entry) == "workbookPr" and (attribute(entry, "date1904") or "").lower() in ("1", "true", "on") for entry in book
    )


def _strings(archive: Archive, targets: dict[str, tuple[str, str]]) -> tuple[list[str], dict[int, str]]:
    """The workbook's strings, and what is crossed out in some of them by their number."""
    part = next((target for kind, target in targets.values() if kind == "sharedStrings"), None)
    if part is None or part not in archive:
        return [], {}
    strings: list[str] = []
    struck: dict[int, str] = {}
    for item in stream_xml(archive.read(part), part, ("si",)):
        text, crossed_out = rich_text(item)
        if crossed_out:
            struck[len(strings)] = crossed_out
        strings.append(text)
        item.clear()
        while item.getprevious() is not None:
            del item.getparent()[0]
    return strings, struck


def _styles(archive: Archive, targets: dict[str, tuple[str, str]]) -> tuple[CellStyle, ...]:
    """Styles that cannot be read leave every number in its plain form; dates then come out as serials and fail to parse."""
    part = next((target for kind, target in targets.values() if kind == "styles"), None)
    if part is None or part not in archive:
        return ()
    return read_styles(parse_xml(archive.read(part), part))
