"""The layout of an .xlsb workbook: bytes in, for each sheet its hidden rows and columns, number formats and extent out.

Walks the records of the binary parts ([MS-XLSB] 2.1.4) and looks at the few that matter; values come from elsewhere.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.documents.number_formats import builtin_code
from intake.documents.ooxml import main_part, relationships
from intake.documents.spreadsheet_layout import SheetLayout
from intake.domain.archives import Archive
from intake.domain.limits import Limits

_ROW, _CELL_FIRST, _CELL_LAST, _FORMULA_FIRST, _FORMULA_LAST = 0, 1, 7, 8, 11
_COLUMN, _SHEET, _FORMAT, _XF, _CELL_XFS, _CELL_XFS_END, _MERGED, _FONT = 60, 156, 44, 47, 617, 618, 176, 43
_BOOK = 153
_MOST_RECORDS = 4_000_000
_STRUCK = 0x08


@dataclass(slots=True)
class _Styles:
    """Number formats and fonts of the cells' styles, in their order."""

    codes: list[str] = field(default_factory=list)
    fonts: list[int] = field(default_factory=list)
    struck_fonts: set[int] = field(default_factory=set)


def scan_xlsb(content: bytes, limits: Limits, name: str | None) -> dict[str, SheetLayout]:
    """Sheet name → layout. Raises `ArchiveRefused` where the package cannot be opened."""
    archive = Archive(content, limits, name)
    book = main_part(archive, "workbook.bin")
    targets = relationships(archive, book)
    styles = next((target for kind, target in targets.values() if kind == "styles"), "")
    cell_styles = _styles(archive.read(styles)) if styles in archive else _Styles()
    layouts: dict[str, SheetLayout] = {}
    from_1904 = False
    for kind, body in _records(archive.read(book)):
        if kind == _BOOK:
            # f1904 is the first flag of all; the book's properties stand before its sheets.
            from_1904 = bool(body) and bool(body[0] & 1)
        elif kind == _SHEET and len(layouts) < limits.sheets:
            try:
                identifier, title = _sheet_names(body)
            except (struct.error, UnicodeDecodeError):
                continue
            part = targets.get(identifier, ("", ""))[1]
            if part in archive:
                layouts[title] = _layout(archive.read(part), cell_styles)
                layouts[title].from_1904 = from_1904
    return layouts


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and length are little-endian numbers of seven bits a byte (two bytes and four bytes at most)."""
    at = 0
    for _ in range(_MOST_RECORDS):
        kind, at = _seven_bits(part, at, 2)
        size, at = _seven_bits(part, at, 4)
        if at > len(part) or (at == len(part) and not size and not kind):
            return
        yield kind, part[at : at + size]
        at += size


def _seven_bits(part: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        if at >= len(part):
            return number, at + 1
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return number, at


def _text(body: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * min(length, 32_768)
    return body[at + 4 : end].decode("utf-16-le"), end


def _sheet_names(body: bytes) -> tuple[str, str]:
    identifier, at = _text(body, 8)
    return identifier, _text(body, at)[0]


def _styles(part: bytes) -> _Styles:
    custom: dict[int, str] = {}
    found = _Styles()
    fonts = 0
    in_cells = False
    for kind, body in _records(part):
        try:
            if kind == _FORMAT:
                custom[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
            elif kind == _FONT:
                # fStrikeout is the fourth bit behind the height.
                if struct.unpack_from("<H", body, 2)[0] & _STRUCK:
                    found.struck_fonts.add(fonts)
                fonts += 1
            elif kind in (_CELL_XFS, _CELL_XFS_END):
                in_cells = kind == _CELL_XFS
            elif kind == _XF and in_cells:
                number, font = struct.unpack_from("<HH", body, 2)
                found.codes.append(custom.get(number) or builtin_code(number))
                found.fonts.append(font)
        except (struct.error, UnicodeDecodeError):
            continue
    return found


def _layout(part: bytes, styles: _Styles) -> SheetLayout:
    layout = SheetLayout(codes=tuple(styles.codes))
    layout.note_fonts(styles.struck_fonts, styles.fonts)
    row = 0
    for kind, body in _records(part):
        try:
            if kind == _ROW:
                row = struct.unpack_from("<I", body)[0]
                # fDyZero stands in the third byte of the flags behind index, style and height.
                if body[11] & 0x10:
                    layout.hidden_rows.add(row)
            elif _CELL_FIRST < kind <= _FORMULA_LAST:
                column, style = struct.unpack_from("<II", body)
                layout.place(row, min(column, 16_383), style & 0xFFFFFF, is_computed=kind >= _FORMULA_FIRST)
            elif kind == _COLUMN:
                first, last, width, _, flags = struct.unpack_from("<IIIIH", body)
                if flags & 1 or width == 0:
                    layout.hidden_columns.append((first, last))
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<IIII", body)
                layout.merged.append(((top, left), (bottom, right)))
        except (struct.error, IndexError):
            continue
    return layout
