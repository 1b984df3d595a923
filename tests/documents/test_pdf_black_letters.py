"""Letters that fill their dots with black are seen like all others."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from intake.documents.pdf import read_pdf
from intake.domain.documents import Source
from intake.domain.limits import Limits


def test_a_letter_of_one_black_block_is_read() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for at, size in enumerate((6.5, 7, 8, 14, 30, 60)):
        canvas.setFont("Helvetica-Bold", size)
        for column in range(6):
            canvas.drawString(40.0 + column * (80 + 0.17), 780 - at * 70, "Ill" if size > 20 else "Hill lI")
    canvas.save()
    source = Source(filename="page.pdf", sha256="0" * 64, media_type="application/pdf")
    document = read_pdf(source, buffer.getvalue(), Limits(), ())
    assert {word.text for word in document.canvases[0].words} <= {"Ill", "Hill", "lI", "IllIllIllIllIllIll"}
    assert sum(word.text.count("l") for word in document.canvases[0].words) == 4 * 6 * 3 + 2 * 6 * 2
