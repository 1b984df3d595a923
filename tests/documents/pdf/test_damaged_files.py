"""Damaged, locked, empty and overlarge PDFs each end as a named outcome, and what can be read is read."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.documents import Document

Read = Callable[..., Document]
Write = Callable[..., str]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_no_pdf_at_all_is_broken(read: Read) -> None:
    assert codes(read(b"%PDF-1.7\nnothing follows")) == ["document_broken"]


def test_a_pdf_without_pages_is_empty(pdf: Any, read: Read) -> None:
    document = read(pdf.bytes())
    assert document.canvases == ()
    assert codes(document) in (["document_empty"], ["document_broken"])


def test_blank_pages_are_empty(pdf: Any, read: Read) -> None:
    assert codes(read(pdf.page("").page("").bytes())) == ["document_empty"]


def test_a_cut_file_says_that_pages_may_be_missing(pdf: Any, read: Read, write: Write) -> None:
    whole = pdf.page(write(50, 700, "Order 4711")).page(write(50, 700, "last")).bytes()
    assert "document_broken" in codes(read(whole[: whole.index(b"xref\n")]))


def test_a_broken_cross_reference_is_mended(pdf: Any, read: Read, write: Write) -> None:
    whole = pdf.page(write(50, 700, "Order 4711")).bytes()
    damaged = whole.replace(b"startxref\n", b"startxref\n9", 1)
    document = read(damaged)
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]


def test_bytes_before_the_header_and_after_the_end_do_no_harm(pdf: Any, read: Read, write: Write) -> None:
    whole = pdf.page(write(50, 700, "Order 4711")).bytes()
    document = read(b"\x00\x00HTTP/1.1 200 OK\r\n\r\n" + whole + b"\r\n\x00\x00")
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]
    assert document.problems == ()


def test_a_page_without_area_is_named_and_the_others_are_read(pdf: Any, read: Read, write: Write) -> None:
    pdf.page(write(50, 700, "first")).page(write(50, 700, "lost"), "/MediaBox [0 0 0.5 842]")
    document = read(pdf.page(write(50, 700, "third")).bytes())
    assert [[word.text for word in canvas.words] for canvas in document.canvases] == [["first"], [], ["third"]]
    assert [(found.code, found.path) for found in document.problems] == [("document_broken", "page 2")]


@pytest.mark.parametrize("crop", ["600 900 700 1000", "595 0 700 842", "0 0 0.5 0.5", "-50 -50 0 0"])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_cropped_to_nothing_is_read_whole_and_named(pdf: Any, read: Read, write: Write, crop: str, rotation: int) -> None:
    content = pdf.page(write(50, 700, "Order 4711"), f"/CropBox [{crop}] /Rotate {rotation}").bytes()
    document = read(content)
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]
    assert [(found.code, found.path) for found in document.problems] == [("document_broken", "page 1")]


@pytest.mark.parametrize(
    "boxes",
    ["/MediaBox [0 0 0 0]", "/MediaBox [0 0 1e38 842]", "/MediaBox [(a) /b 3]", "/CropBox [0 0 595 0]", "/CropBox [0 0 (x) 842]"],
)
def test_boxes_that_are_none_leave_a_page_as_viewers_show_it(pdf: Any, read: Read, write: Write, boxes: str) -> None:
    document = read(pdf.page(write(50, 700, "Order 4711"), boxes).bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]
    assert document.problems == ()


def test_text_beyond_a_page_of_gigantic_or_scant_size_is_not_read_as_seen(pdf: Any, read: Read, write: Write) -> None:
    for box in ("0 0 1000000000 1000000000", "0 0 1 10000000", "-1000000 -1000000 -999405 -999158"):
        document = read(pdf.__class__().page(write(50, 700, "Order 4711"), f"/MediaBox [{box}]").bytes())
        assert document.canvases[0].words == ()
        assert codes(document) == ["hidden_text"]


def test_more_pages_words_or_glyphs_than_allowed_read_nothing(pdf: Any, read: Read, write: Write) -> None:
    content = pdf.page(write(50, 700, "one two three")).page(write(50, 700, "four five six")).bytes()
    for limit in ({"pages": 1}, {"words": 4}):
        document = read(content, **limit)
        assert codes(document) == ["document_too_complex"]
        assert document.canvases == ()


def test_a_page_that_contains_itself_ends(pdf: Any, read: Read, write: Write) -> None:
    number = len(pdf.objects) + 1
    pdf.add(
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << /X1 {number} 0 R >> >> >>",
        b"/X1 Do 0 0 m 100 100 l S",
    )
    document = read(pdf.page(write(50, 700, "Order 4711") + "/X1 Do", resources=f"/XObject << /X1 {number} 0 R >>").bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]


def test_an_action_of_the_file_is_never_run(pdf: Any, read: Read, write: Write) -> None:
    pdf.catalogue = "/OpenAction << /S /JavaScript /JS (this.getField('q').value = '9999'; app.launchURL('http://x.invalid')) >>"
    document = read(pdf.page(write(50, 700, "Order 4711")).bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "4711"]


def test_deeply_nested_dictionaries_end_in_a_document(pdf: Any, read: Read, write: Write) -> None:
    pdf.catalogue = "/PieceInfo " + "<< /A " * 3000 + "1" + " >>" * 3000
    assert isinstance(read(pdf.page(write(50, 700, "Order")).bytes()), Document)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(at=st.integers(20, 3000), junk=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_no_damage_makes_the_reader_fail(pdf: Any, read: Read, write: Write, at: int, junk: bytes, cut: bool) -> None:
    file = pdf.__class__()
    for page in range(3):
        file.page("".join(write(50, 700 - 12 * row, f"Position {page} {row} 4711") for row in range(20)))
    whole = file.bytes()
    at %= len(whole)
    damaged = whole[:at] + junk if cut else whole[:at] + junk + whole[at + len(junk) :]
    assert isinstance(read(damaged, ocr_seconds=0), Document)


@pytest.mark.slow
def test_shuffled_objects_make_no_reader_fail(pdf: Any, read: Read, write: Write) -> None:
    for seed in range(40):
        rng = random.Random(seed)
        file = pdf.__class__()
        for page in range(2):
            file.page(write(50, 700, f"Order {page}") + "0 0 m 200 200 l S 50 600 100 50 re f")
        rng.shuffle(file.objects)
        assert isinstance(read(file.bytes(), ocr_seconds=0), Document)
