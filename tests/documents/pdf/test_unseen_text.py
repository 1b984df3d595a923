"""Text that nobody sees is kept out of the reading and reported; text that belongs to no line is set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intake.domain.documents import Document

Read = Callable[..., Document]
Write = Callable[..., str]

SEEN = "BT /F1 10 Tf 50 700 Td (Order 4711) Tj ET\n"
LIE = "BT /F1 10 Tf 50 600 Td (quantity 9999) Tj ET\n"

UNSEEN = {
    "white on white": "1 1 1 rg " + LIE + "0 g ",
    "almost white": "0.97 0.97 0.97 rg " + LIE + "0 g ",
    "in no ink": "BT 3 Tr /F1 10 Tf 50 600 Td (quantity 9999) Tj 0 Tr ET\n",
    "too small for any eye": "BT /F1 1 Tf 50 600 Td (quantity 9999) Tj ET\n",
    "beyond the edge": "BT /F1 10 Tf 700 600 Td (quantity 9999) Tj ET\n",
    "below the page": "BT /F1 10 Tf 50 -50 Td (quantity 9999) Tj ET\n",
    "under a white box": LIE + "1 1 1 rg 40 590 200 30 re f 0 g\n",
    "under a black box": LIE + "0 g 40 590 200 30 re f\n",
    "black on black": "0 g 40 590 200 30 re f\n" + LIE,
    "cut off by a clip": "q 0 0 10 10 re W n " + LIE + "Q\n",
    "fully transparent": "q /G0 gs " + LIE + "Q\n",
}


@pytest.mark.parametrize("how", UNSEEN)
def test_text_that_nobody_sees_is_not_read_and_is_reported(pdf: Any, read: Read, how: str) -> None:
    resources = "/ExtGState << /G0 << /Type /ExtGState /ca 0 /CA 0 >> >>"
    document = read(pdf.page(SEEN + UNSEEN[how], resources=resources).bytes())
    (canvas,) = document.canvases
    assert [word.text for word in canvas.words] == ["Order", "4711"]
    assert [word.text for word in canvas.hidden] == ["quantity", "9999"]
    (found,) = document.problems
    assert (found.code, found.path) == ("hidden_text", "page 1")
    assert "quantity 9999" in found.message


def test_text_on_a_layer_that_is_off_is_not_read(pdf: Any, read: Read) -> None:
    layer = pdf.add("<< /Type /OCG /Name (hidden) >>")
    pdf.catalogue = f"/OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >>"
    content = SEEN + "/OC /L1 BDC " + LIE + "EMC\n"
    document = read(pdf.page(content, resources=f"/Properties << /L1 {layer} 0 R >>").bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]
    assert [problem.code for problem in document.problems] == ["hidden_text"]


def test_half_covered_text_is_read_as_far_as_it_is_seen(pdf: Any, read: Read, write: Write) -> None:
    # The last three figures stand under a white box.
    content = write(50, 700, "1234567") + "1 1 1 rg 72.2 690 60 30 re f 0 g\n"
    document = read(pdf.page(content).bytes())
    assert [word.text for word in document.canvases[0].words] == ["1234"]
    assert [word.text for word in document.canvases[0].hidden] == ["567"]


def test_text_beyond_the_edge_is_not_seen_by_what_the_edge_cuts(pdf: Any, read: Read, write: Write) -> None:
    document = read(pdf.page(SEEN + write(-100, 700, "9999") + write(-20, 700, "cut off")).bytes())
    assert "9999" in [word.text for word in document.canvases[0].hidden]
    assert "9999" not in [word.text for word in document.canvases[0].words]


@pytest.mark.parametrize("colour", ["0.6 g", "0.5 0.5 0.8 rg", "0.8 0 0 rg"])
def test_pale_and_coloured_print_is_read(pdf: Any, read: Read, write: Write, colour: str) -> None:
    document = read(pdf.page(colour + " " + write(50, 700, "Order 4711")).bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]
    assert document.problems == ()


def test_a_hidden_rest_of_a_letterhead_is_nobodys_business(pdf: Any, read: Read, write: Write) -> None:
    document = read(pdf.page(SEEN + "1 g " + write(50, 600, "Page") + "0 g").bytes())
    assert document.problems == ()


def test_a_large_pale_watermark_is_set_aside(pdf: Any, read: Read, write: Write) -> None:
    (canvas,) = read(pdf.page("0.85 g " + write(100, 400, "COPY 2026", 60) + "0 g " + SEEN).bytes()).canvases
    assert [word.text for word in canvas.words] == ["Order", "4711"]
    assert [word.text for word in canvas.aside] == ["COPY", "2026"]


def test_a_slanted_stamp_is_set_aside_whole(pdf: Any, read: Read) -> None:
    stamp = "BT /F1 24 Tf 0.766 0.643 -0.643 0.766 100 300 Tm (PAID 12) Tj ET\n"
    document = read(pdf.page(SEEN + stamp).bytes())
    (canvas,) = document.canvases
    assert [word.text for word in canvas.words] == ["Order", "4711"]
    assert [word.text for word in canvas.aside] == ["PAID 12"]
    assert document.problems == ()


def test_a_note_along_the_margin_is_set_aside(pdf: Any, read: Read) -> None:
    margin = "BT /F1 8 Tf 0 1 -1 0 20 300 Tm (Form 77 rev 3) Tj ET\n"
    lines = "".join(f"BT /F1 10 Tf 50 {y} Td (Hex bolt 200) Tj ET\n" for y in range(400, 700, 20))
    (canvas,) = read(pdf.page(lines + margin).bytes()).canvases
    assert [word.text for word in canvas.aside] == ["Form", "77", "rev", "3"]
    assert len(canvas.words) == 15 * 3


def test_words_struck_through_are_reported_and_not_read(pdf: Any, read: Read, write: Write) -> None:
    document = read(pdf.page(write(50, 700, "200 pieces") + "48 702.6 m 70 702.6 l S\n").bytes())
    (found,) = document.problems
    assert found.code == "note_needs_reading"
    assert "'200'" in found.message
    assert [word.text for word in document.canvases[0].words] == ["pieces"]


def test_an_underline_strikes_nothing_through(pdf: Any, read: Read, write: Write) -> None:
    assert read(pdf.page(write(50, 700, "200 pieces") + "48 698.5 m 110 698.5 l S\n").bytes()).problems == ()
