"""Documents to measure on, of any length, and the line that says on what machine. Nothing here knows how documents are read."""

from __future__ import annotations

import io
import os
import platform
import random
from itertools import pairwise
from pathlib import Path

import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from intake.domain.messages import MessagePart, PartRole

_PARTS = ("Hex bolt", "Washer", "Cable gland", "Ball bearing", "Safety glove", "LED panel")
_ROWS_OF_A_PAGE = 38
_EDGES = (40, 80, 170, 380, 430, 490, 555)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {system}, Python {platform.python_version()}, load {load:.1f}"


def row_of(number: int) -> tuple[str, str, str, str, str, str]:
    dice = random.Random(number)
    quantity, cents = dice.randint(1, 400), dice.randint(5, 9_000)
    amount = f"{quantity * cents / 100:.2f}"
    size = f"M{dice.randint(3, 24)}x{dice.randint(10, 200)}"
    return str(number), f"HX-{100_000 + number}", f"{dice.choice(_PARTS)} {size} A2", str(quantity), f"{cents / 100:.2f}", amount


def order_pdf(lines: int, *, ruled: bool = True, boxed: bool = False, face: str = "Helvetica", by_glyph: bool = False) -> bytes:
    """An order of so many lines, 38 a page, as a digital PDF.

    `boxed` draws a box around each cell and a ground behind every other row; `face` "Vera" is put into the file; `by_glyph` draws
    each letter as a text of its own, as some print drivers do.
    """
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True)
    bold = f"{face}-Bold" if face == "Helvetica" else face
    if face == "Vera":
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    total = sum(float(row_of(number)[5]) for number in range(1, lines + 1))
    for first in range(1, lines + 1, _ROWS_OF_A_PAGE):
        _write(page, 40, 800, "Purchase order PO-4711", bold, 12, by_glyph)
        _write(page, 40, 786, "Order date: 2026-03-02    Currency: EUR    Delivery date: 2026-03-20", face, 9, by_glyph)
        y = 760.0
        headings = ("Pos", "Article", "Description", "Quantity", "Unit price", "Amount")
        rows = [headings, *(row_of(number) for number in range(first, min(first + _ROWS_OF_A_PAGE, lines + 1)))]
        for number, row in enumerate(rows):
            if boxed:
                _draw_boxes(page, y, number % 2 == 0)
            for place, cell in enumerate(row):
                right = _EDGES[place + 1] - 3 - page.stringWidth(cell, face, 9)
                _write(page, _EDGES[place] + 3 if place < 3 else right, y, cell, face, 9, by_glyph)
            if ruled:
                page.line(_EDGES[0], y - 4, _EDGES[-1], y - 4)
            y -= 17
        if ruled:
            for edge in _EDGES:
                page.line(edge, 773, edge, y + 13)
        if first + _ROWS_OF_A_PAGE > lines:
            said = f"Total net EUR {total:.2f}"
            _write(page, 552 - page.stringWidth(said, face, 9), y - 10, said, face, 9, by_glyph)
        page.showPage()
    page.save()
    return out.getvalue()


def _draw_boxes(page: Canvas, y: float, has_ground: bool) -> None:
    for left, right in pairwise(_EDGES):
        page.setFillGray(0.9 if has_ground else 1)
        page.rect(left, y - 4, right - left, 17, fill=1)
    page.setFillGray(0)


def _write(page: Canvas, x: float, y: float, text: str, face: str, size: int, by_glyph: bool) -> None:
    page.setFont(face, size)
    for piece in text if by_glyph else [text]:
        page.drawString(x, y, piece)
        x += page.stringWidth(piece, face, size)


def order_xlsx(lines: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Order")
    sheet.append(["Pos", "Article", "Description", "Quantity", "Unit price", "Amount"])
    for number in range(1, lines + 1):
        position, code, words, quantity, price, amount = row_of(number)
        sheet.append([int(position), code, words, int(quantity), float(price), float(amount)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def order_csv(lines: int) -> bytes:
    rows = [
        ("Pos", "Article", "Description", "Quantity", "Unit price", "Amount"),
        *(row_of(number) for number in range(1, lines + 1)),
    ]
    return "\n".join(";".join(row) for row in rows).encode()


FORMATS = {
    "pdf": ("application/pdf", order_pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", order_xlsx),
    "csv": ("text/csv", order_csv),
}


def attachment(media_type: str, content: bytes) -> MessagePart:
    """A paper as it comes with a mail."""
    return MessagePart(
        part_no=0,
        path="1",
        role=PartRole.ATTACHMENT,
        filename=None,
        media_type=media_type,
        declared_media_type=None,
        content=content,
        sha256="0" * 64,
    )


def peak_memory() -> float:
    """Megabytes that this process ever held at once."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
