"""The layout of an .xls workbook: its records in; each sheet's hidden rows and columns, number formats and extent out.

Walks the records of the BIFF stream ([MS-XLS] 2.1.4) and looks at the few that matter; values come from elsewhere. A damaged
stream yields what stood before the damage.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile  # type: ignore[import-untyped]

from intake.documents.number_formats import builtin_code
from intake.documents.spreadsheet_layout import SheetLayout
from intake.domain.archives import ArchiveRefused
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_BOF, _BOUNDSHEET, _FILEPASS, _STRINGS, _DIMENSIONS = 0x0809, 0x0085, 0x002F, 0x00FC, 0x0200
_ROW, _COLINFO, _XF, _FORMAT, _FORMULA, _MULRK, _FONT = 0x0208, 0x007D, 0x00E0, 0x041E, 0x0006, 0x00BD, 0x0031
_DATE_1904 = 0x0022
# NUMBER, RK, LABELSST, LABEL, BOOLERR: row, column and style stand first in each.
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x0205})
_MOST_RECORDS = 4_000_000
_STRUCK = 0x08
_NO_FONT = 4
"""The fonts are counted without the number 4 ([MS-XLS] 2.5.129)."""


@dataclass(slots=True)
class _Book:
    names: dict[int, str] = field(default_factory=dict)
    custom: dict[int, str] = field(default_factory=dict)
    xf_formats: list[int] = field(default_factory=list)
    xf_fonts: list[int] = field(default_factory=list)
    struck_fonts: set[int] = field(default_factory=set)
    fonts: int = 0
    from_1904: bool = False
    layouts: dict[str, SheetLayout] = field(default_factory=dict)
    extents: list[tuple[int, SheetLayout]] = field(default_factory=list)


def scan_xls(stream: bytes) -> tuple[dict[str, SheetLayout], bytes]:
    """Sheet name → layout, and the stream with every claimed size corrected to what is there: readers reserve memory for claims.

    Raises `ArchiveRefused` for an encrypted workbook; anything else damaged gives fewer entries.
    """
    book = _Book()
    current: SheetLayout | None = None
    for offset, kind, body in _records(stream):
        try:
            if kind == _FILEPASS:
                message = "The workbook is protected by a password. The customer sends it without one."
                raise ArchiveRefused(Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, message=message))
            if kind == _BOF:
                current = book.layouts.setdefault(book.names[offset], SheetLayout()) if offset in book.names else None
            elif current is not None:
                _note_sheet(kind, body, current)
                if kind == _DIMENSIONS and len(body) >= 14:
                    book.extents.append((offset + 4, current))
            elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
                raise ArchiveRefused(_damaged())
            else:
                _note_book(kind, body, book)
        except (struct.error, IndexError, UnicodeDecodeError):
            continue
    codes = tuple(book.custom.get(number) or builtin_code(number) for number in book.xf_formats)
    for layout in book.layouts.values():
        layout.codes = codes
        layout.note_fonts(book.struck_fonts, book.xf_fonts)
        layout.from_1904 = book.from_1904
    return book.layouts, _corrected(stream, book.extents)


def _corrected(stream: bytes, extents: list[tuple[int, SheetLayout]]) -> bytes:
    corrected = bytearray(stream)
    for offset, layout in extents:
        struct.pack_into("<IIHH", corrected, offset, 0, layout.height, 0, min(layout.width, 65_535))
    return bytes(corrected)


def _damaged() -> Problem:
    message = "The workbook is damaged and cannot be opened. The customer sends it again."
    return Problem(code=ReasonCode.DOCUMENT_BROKEN, message=message)


def workbook_stream(content: bytes) -> bytes:
    """The stream of records inside the file; raises `ArchiveRefused` where none can be taken out."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            for name in ("Workbook", "WORKBOOK", "Book", "BOOK"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except (OSError, ValueError, IndexError, KeyError, struct.error, AttributeError, TypeError, RecursionError, MemoryError):
        pass
    raise ArchiveRefused(_damaged())


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _note_book(kind: int, body: bytes, book: _Book) -> None:
    if kind == _BOUNDSHEET:
        (offset,) = struct.unpack_from("<I", body)
        is_wide = body[7] & 1
        name = body[8 : 8 + body[6] * (2 if is_wide else 1)]
        book.names[offset] = name.decode("utf-16-le" if is_wide else "latin-1")
    elif kind == _FORMAT:
        number, length = struct.unpack_from("<HH", body)
        is_wide = body[4] & 1
        text = body[5 : 5 + length * (2 if is_wide else 1)]
        book.custom[number] = text.decode("utf-16-le" if is_wide else "latin-1")
    elif kind == _FONT:
        # fStrikeOut is the fourth bit behind the height.
        if struct.unpack_from("<H", body, 2)[0] & _STRUCK:
            book.struck_fonts.add(book.fonts + (book.fonts >= _NO_FONT))
        book.fonts += 1
    elif kind == _DATE_1904:
        book.from_1904 = struct.unpack_from("<H", body)[0] == 1
    elif kind == _XF:
        font, number = struct.unpack_from("<HH", body)
        book.xf_fonts.append(font)
        book.xf_formats.append(number)


def _note_sheet(kind: int, body: bytes, layout: SheetLayout) -> None:
    if kind == _ROW:
        (row,) = struct.unpack_from("<H", body)
        # fDyZero: the row is hidden (by hand, filter or outline).
        if body[12] & 0x20:
            layout.hidden_rows.add(row)
    elif kind == _COLINFO:
        first, last, width, _, flags = struct.unpack_from("<HHHHH", body)
        if flags & 1 or width == 0:
            layout.hidden_columns.append((first, last))
    elif kind in _CELLS or kind == _FORMULA:
        row, column, style = struct.unpack_from("<HHH", body)
        layout.place(row, column, style, is_computed=kind == _FORMULA)
    elif kind == _MULRK:
        row, column = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            (style,) = struct.unpack_from("<H", body, 4 + 6 * number)
            layout.place(row, column + number, style)
