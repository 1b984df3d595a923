"""Pages come upright and in their own size, however the file stores them; several pages stay in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intake.domain.documents import Document

Read = Callable[..., Document]
Write = Callable[..., str]

ROWS = [("10", "A-778", "200"), ("20", "A-779", "50")]


def upright_rows(document: Document) -> list[list[str]]:
    (canvas,) = document.canvases
    rows: dict[float, list[str]] = {}
    for word in canvas.words:
        rows.setdefault(round(word.top), []).append(word.text)
    return [rows[top] for top in sorted(rows)]


def drawn(matrix: str) -> str:
    cells = "".join(
        f"BT /F1 10 Tf 1 0 0 1 {50 + 100 * column} {700 - 20 * row} Tm ({cell}) Tj ET\n"
        for row, cells in enumerate(ROWS)
        for column, cell in enumerate(cells)
    )
    return f"q {matrix} cm\n{cells}Q\n"


# (what /Rotate says, how the producer turned the content so that the page looks upright, the shown page's size)
TURNED = [
    ("/Rotate 0", "1 0 0 1 0 0", (595, 842)),
    ("/Rotate 90", "0 1 -1 0 842 0", (595, 842)),
    ("/Rotate 180", "-1 0 0 -1 595 842", (595, 842)),
    ("/Rotate 270", "0 -1 1 0 0 595", (595, 842)),
    ("/Rotate -90", "0 -1 1 0 0 595", (595, 842)),
    ("/Rotate 450", "0 1 -1 0 842 0", (595, 842)),
]


@pytest.mark.parametrize(("rotate", "matrix", "size"), TURNED)
def test_a_turned_page_is_read_upright(pdf: Any, read: Read, rotate: str, matrix: str, size: tuple[float, float]) -> None:
    box = "/MediaBox [0 0 842 595] " if rotate[8:] in ("90", "270", "-90", "450") else ""
    document = read(pdf.page(drawn(matrix), f"{box}{rotate}").bytes())
    assert upright_rows(document) == [list(row) for row in ROWS]
    assert (document.canvases[0].width, document.canvases[0].height) == size


@pytest.mark.parametrize("matrix", ["0 1 -1 0 842 0", "-1 0 0 -1 842 842", "0 -1 1 0 0 842"])
def test_a_page_whose_text_lies_on_its_side_is_turned(pdf: Any, read: Read, matrix: str) -> None:
    document = read(pdf.page(drawn(matrix), "/MediaBox [0 0 842 842]").bytes())
    assert upright_rows(document) == [list(row) for row in ROWS]


def test_boxes_that_do_not_begin_at_zero_move_everything(pdf: Any, read: Read, write: Write) -> None:
    content = write(150, 742, "here") + "150 700 m 300 700 l S"
    entries = "/MediaBox [100 100 695 942] /CropBox [120 100 695 900]"
    (canvas,) = read(pdf.page(content, entries).bytes()).canvases
    (word,) = canvas.words
    assert (canvas.width, canvas.height) == (575, 800)
    assert (word.x0, word.bottom) == (pytest.approx(30, abs=1), pytest.approx(900 - 742 + 2, abs=1))
    assert (canvas.rules[0].x0, canvas.rules[0].top) == pytest.approx((30, 200), abs=1.1)


def test_what_the_crop_box_cuts_off_is_unseen(pdf: Any, read: Read, write: Write) -> None:
    content = write(150, 742, "here") + write(150, 50, "quantity 9999")
    document = read(pdf.page(content, "/MediaBox [0 0 595 842] /CropBox [0 100 595 842]").bytes())
    assert [word.text for word in document.canvases[0].words] == ["here"]
    assert [problem.code for problem in document.problems] == ["hidden_text"]


def test_a_page_in_larger_units_is_read_all_the_same(pdf: Any, read: Read, write: Write) -> None:
    document = read(pdf.page(write(20, 300, "Order 4711", 4), "/MediaBox [0 0 200 400] /UserUnit 3").bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]


def test_pages_stay_in_order_and_a_blank_one_is_no_fault(pdf: Any, read: Read, write: Write) -> None:
    pdf.page(write(50, 700, "first")).page("").page(write(50, 700, "third"))
    document = read(pdf.bytes())
    assert [[word.text for word in canvas.words] for canvas in document.canvases] == [["first"], [], ["third"]]
    assert [canvas.number for canvas in document.canvases] == [1, 2, 3]
    assert document.problems == ()
