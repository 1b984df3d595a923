"""Two pages printed side by side on one sheet are two pages; a wide table is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intake.domain.documents import Document

Read = Callable[..., Document]
Write = Callable[..., str]

LANDSCAPE = "/MediaBox [0 0 842 595]"
HEADINGS = ((30, "Item"), (120, "Quantity"), (300, "Price"))


def said(document: Document) -> list[list[str]]:
    return [[word.text for word in canvas.words] for canvas in document.canvases]


def table(write: Write, left: float, top: float, rows: tuple[tuple[str, str, str], ...]) -> str:
    headings = "".join(write(left + x, top, heading) for x, heading in HEADINGS)
    cells = (
        write(left + x, top - 20 * at, cell) for at, row in enumerate(rows, 1) for (x, _), cell in zip(HEADINGS, row, strict=True)
    )
    return headings + "".join(cells)


def test_a_sheet_of_two_pages_is_read_page_by_page(pdf: Any, read: Read, write: Write) -> None:
    first = write(30, 550, "Order") + write(70, 550, "4711") + table(write, 0, 400, (("A-1", "5", "2.00"),))
    second = table(write, 421, 540, (("B-2", "7", "3.00"),))
    document = read(pdf.page(first + second, LANDSCAPE).page(write(50, 700, "Terms")).bytes())
    assert said(document) == [
        ["Order", "4711", "Item", "Quantity", "Price", "A-1", "5", "2.00"],
        ["Item", "Quantity", "Price", "B-2", "7", "3.00"],
        ["Terms"],
    ]
    assert [canvas.number for canvas in document.canvases] == [1, 2, 3]
    assert document.canvases[1].width == 421
    assert document.canvases[1].words[0].x0 == document.canvases[0].words[2].x0


def test_pages_side_by_side_may_share_no_more_than_their_count(pdf: Any, read: Read, write: Write) -> None:
    sheet = write(30, 400, "A-1 5 pcs") + write(451, 500, "B-2 7 pcs")
    sheet += "".join(write(x, 20, words) for x, words in ((200, "Page 1/2"), (621, "Page 2/2")))
    assert said(read(pdf.page(sheet, LANDSCAPE).bytes())) == [
        ["A-1", "5", "pcs", "Page", "1/2"],
        ["B-2", "7", "pcs", "Page", "2/2"],
    ]


@pytest.mark.parametrize("headings", [HEADINGS, ((30, "May"), (160, "June"), (300, "July"))])
def test_a_wide_table_stays_whole(pdf: Any, read: Read, write: Write, headings: tuple[tuple[int, str], ...]) -> None:
    months = (*headings, (450, "August"), (560, "September"), (700, "Total"))
    sheet = "".join(write(x, 400, month) + write(x, 380, "5") for x, month in months)
    assert len(read(pdf.page(sheet, LANDSCAPE).bytes()).canvases) == 1


def test_what_crosses_the_middle_keeps_the_sheet_whole(pdf: Any, read: Read, write: Write) -> None:
    sheet = table(write, 0, 400, (("A-1", "5", "2.00"),)) + table(write, 421, 400, (("B-2", "7", "3.00"),))
    line = "30 300 m 800 300 l S\n"
    assert len(read(pdf.page(sheet + line, LANDSCAPE).bytes()).canvases) == 1
