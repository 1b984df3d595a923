"""A stamp across the page that takes the paper back leaves the order to a person."""

from __future__ import annotations

import pytest

from intake.domain.documents import Canvas, CanvasKind, Document, Source, Word
from intake.extraction.stamps import stamps_on_paper

SOURCE = Source(filename="order.pdf", sha256="0" * 64, media_type="application/pdf")


@pytest.mark.parametrize(
    ("aside", "is_void"),
    [
        (["A", "N", "U", "L", "A", "D", "O"], True),
        (["CANCELLED"], True),
        (["Entwurf", "v2"], True),
        (["Original"], False),
        (["Form", "EK-07"], False),
        ([], False),
    ],
)
def test_a_stamp_that_makes_the_paper_void_is_for_a_person(aside: list[str], is_void: bool) -> None:
    words = tuple(Word(text=text, x0=20.0 * at, top=100, x1=20.0 * at + 15, bottom=110) for at, text in enumerate(aside))
    page = Canvas(kind=CanvasKind.PAGE, number=1, name=None, width=600, height=800, words=(), aside=words)
    found = stamps_on_paper(0, Document(source=SOURCE, canvases=(page,)))
    assert [problem.code for problem in found] == (["note_needs_reading"] if is_void else [])
