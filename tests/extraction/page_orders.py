"""Draws small pages and reads them whole: words at places in, the orders that the layout reader proves out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.pdfgen.canvas import Canvas
from tests.extraction.grid_orders import orders_of

from intake.documents.pdf import read_pdf
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.orders import ReadOrder

Placed = tuple[float, str]
Printed = tuple[float, Sequence[Placed]]
"""How far down the page, and what stands there: x and words; a negative x is where the words end."""

HEAD: tuple[Printed, ...] = ((40, [(40, "Purchase order 4500012345")]), (54, [(40, "Date: 2026-03-17")]))
_HEIGHT = 842


def page_order(*pages: Iterable[Printed], head: Sequence[Printed] = HEAD) -> ReadOrder:
    """The one order of these pages; `head` stands on the first."""
    (order,) = orders_of(page_document(*pages, head=head))
    return order


def page_document(*pages: Iterable[Printed], head: Sequence[Printed] = HEAD) -> Document:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, _HEIGHT), invariant=1)
    for number, page in enumerate(pages):
        canvas.setFont("Helvetica", 9)
        for down, cells in [*(head if number == 0 else ()), *page]:
            for x, words in cells:
                (canvas.drawString if x >= 0 else canvas.drawRightString)(abs(x), _HEIGHT - down, words)
        canvas.showPage()
    canvas.save()
    source = Source(filename="order.pdf", sha256="0" * 64, media_type="application/pdf")
    return read_pdf(source, buffer.getvalue(), Limits(), ())


def rows(down: float, xs: Sequence[float], *texts: Sequence[str], step: float = 14) -> list[Printed]:
    """Rows under each other, their cells at the same places; "" is no cell."""
    return [
        (down + number * step, [(x, text) for x, text in zip(xs, each, strict=False) if text])
        for number, each in enumerate(texts)
    ]
