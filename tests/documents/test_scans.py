"""Scans and photos: read through text recognition within limits, compared with what the file claims, and named where it cannot be."""

from __future__ import annotations

import io
import random
from typing import Any

import docx
import docx.shared
import pypdfium2
import pytesseract
import pytest
from PIL import Image, ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from intake.documents import ocr
from intake.documents.images import read_image
from intake.documents.ocr_agreement import compared
from intake.documents.pdf import read_pdf
from intake.documents.read import open_part
from intake.documents.word_pictures import with_pictures
from intake.domain.documents import Document, Source, TextOrigin, Word
from intake.domain.limits import Limits
from intake.domain.media import DOCX, PDF, PNG
from intake.domain.messages import MessagePart, PartRole

ROWS = [
    (str(10 * n), f"HX-{1000 + 7 * n}", f"Hex bolt M8x{20 + 5 * n} A2", str(25 * n), f"{n}.{(37 * n) % 100:02d}")
    for n in range(1, 16)
]
EDGES = (36, 80, 150, 340, 414, 504)


def page(skew: float = 0.0, noise: bool = False, ruled: bool = True) -> Image.Image:
    """An order of fifteen lines at 200 dots per inch, as a scanner gives it."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=(595, 842), invariant=True)
    paper.setFont("Helvetica", 10)
    paper.drawString(36, 790, "Purchase order 4500012345")
    for number, row in enumerate(ROWS):
        base = 720 - 20 * number
        for left, cell in zip(EDGES, row, strict=False):
            paper.drawString(left + 4, base, cell)
        if ruled:
            paper.line(EDGES[0], base - 6, EDGES[-1], base - 6)
    if ruled:
        for edge in EDGES:
            paper.line(edge, 734, edge, 734 - 20 * len(ROWS))
    paper.save()
    (drawn,) = pypdfium2.PdfDocument(out.getvalue())
    picture: Image.Image = drawn.render(scale=200 / 72).to_pil().convert("L")
    picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        dice = random.Random(1)
        pixels: Any = picture.load()
        for _ in range(picture.width * picture.height // 400):
            pixels[dice.randrange(picture.width), dice.randrange(picture.height)] = dice.choice((0, 80, 255))
    return picture


def as_png(picture: Image.Image, dots: int = 200) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dots, dots))
    return out.getvalue()


def read(content: bytes, media_type: str = PNG, **limits: float) -> Document:
    source = Source(filename=None, sha256="0" * 64, media_type=media_type)
    reader = read_pdf if media_type == PDF else read_image
    return reader(source, content, Limits(**limits), ("eng",))  # type: ignore[arg-type]


def rows_right(document: Document) -> int:
    lines: dict[float, list[tuple[float, str]]] = {}
    for word in document.canvases[0].words:
        level = next((top for top in lines if abs(top - word.top) < 6), word.top)
        lines.setdefault(level, []).append((word.x0, word.text))
    said = {"".join(text for _, text in sorted(line)) for line in lines.values()}
    return sum("".join("".join(row).split()) in said for row in ROWS)


def with_layer(picture: Image.Image, layer: str) -> bytes:
    """A PDF of the picture with an invisible text behind it, as scanning software makes them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    text = canvas.beginText(36, 842 - 54)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 11.5)
    text.textOut(layer)
    canvas.drawText(text)
    canvas.save()
    return out.getvalue()


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize(
    ("skew", "noise", "ruled"), [(0.0, False, True), (2.0, True, True), (-2.0, True, True), (1.3, True, False)]
)
def test_most_rows_come_back_whole_and_what_does_not_is_doubted(skew: float, noise: bool, ruled: bool) -> None:
    """A number that is read wrong never goes by without doubt."""
    document = read(as_png(page(skew, noise, ruled)))
    assert document.text_origin is TextOrigin.OCR
    assert rows_right(document) >= 0.9 * len(ROWS)
    printed = {cell for row in ROWS for cell in " ".join(row).split()} | {"4500012345"}
    numbers = [word for word in document.canvases[0].words if any(map(str.isdigit, word.text))]
    assert [word.text for word in numbers if word.text not in printed and not word.is_doubtful] == []


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_wrong_is_turned(turn: int) -> None:
    document = read(as_png(page().rotate(turn, expand=True)))
    assert rows_right(document) >= 0.85 * len(ROWS)


@pytest.mark.ocr
@pytest.mark.slow
def test_the_shadow_of_a_phone_is_no_text() -> None:
    picture = page(0.8)
    shade = Image.linear_gradient("L").resize(picture.size).point([110 + level // 2 for level in range(256)])
    assert rows_right(read(as_png(ImageChops.multiply(picture, shade)))) >= 0.8 * len(ROWS)


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize(("layer", "agrees"), [("Purchase order 4500012345", True), ("Purchase order 4500099999", False)])
def test_a_layer_behind_a_picture_has_to_say_what_the_picture_shows(layer: str, agrees: bool) -> None:
    document = read(with_layer(page(), layer), PDF)
    found = [problem.code for problem in document.problems]
    assert ("text_layer_disagrees" in found) is not agrees
    assert "4500012345" in [word.text for word in document.canvases[0].words]
    assert "4500099999" not in [word.text for word in document.canvases[0].words]


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize("said", ["", "Our order as a scan."])
def test_a_scan_pasted_into_a_word_file_is_read(said: str) -> None:
    letter = docx.Document()
    letter.add_paragraph(said)
    letter.add_picture(io.BytesIO(as_png(page(0.5))), width=docx.shared.Cm(16))
    letter.add_picture(io.BytesIO(as_png(Image.new("L", (700, 700), 255))), width=docx.shared.Cm(2))
    out = io.BytesIO()
    letter.save(out)
    part = MessagePart(
        part_no=0, path="0", role=PartRole.ATTACHMENT, filename="order.docx", media_type=DOCX, declared_media_type=DOCX,
        sha256="0" * 64, content=out.getvalue(),
    )  # fmt: skip
    document = open_part(part, limits=Limits(), ocr_languages=("eng",)).document
    assert document.text_origin is TextOrigin.OCR
    assert document.problems == ()
    assert {"4500012345", "HX-1105"} <= {word.text for canvas in document.canvases for word in canvas.words}


@pytest.mark.ocr
def test_all_pictures_of_a_word_file_are_read_within_the_limits_of_one_document() -> None:
    letter, out = docx.Document(), io.BytesIO()
    for side in (700, 710):
        letter.add_picture(io.BytesIO(as_png(Image.new("L", (side, side), 255))), width=docx.shared.Cm(16))
    letter.save(out)
    document = Document(source=Source(filename="order.docx", sha256="0" * 64, media_type=DOCX), canvases=())
    found = with_pictures(document, out.getvalue(), Limits(ocr_pages=1), ("eng",))
    assert [problem.code for problem in found.problems] == ["document_too_complex"]


@pytest.mark.parametrize(
    ("first", "second", "is_doubted"),
    [
        ("40", "40", False),
        ("40", "4O", True),
        ("AO", "40", True),
        ("1.5", "15", True),
        ("4711.", "4711", False),
        ("bolt", "b0lt", True),
        ("bolt", "boit", False),
    ],
)
def test_a_number_that_two_recognitions_read_differently_is_doubted(first: str, second: str, is_doubted: bool) -> None:
    one, other = (Word(text, 10, 10, 40, 20, confidence=95.0) for text in (first, second))
    (found,) = compared([one], [other])
    assert found.is_doubtful is is_doubted


@pytest.mark.parametrize("media_type", [PNG, PDF])
def test_without_tesseract_a_scan_is_named_and_nothing_fails(monkeypatch: pytest.MonkeyPatch, media_type: str) -> None:
    monkeypatch.setattr(ocr, "installed_languages", frozenset)
    document = read(with_layer(page(), "") if media_type == PDF else as_png(page()), media_type)
    assert "ocr_unavailable" in [problem.code for problem in document.problems]
    assert not any(canvas.words for canvas in document.canvases)


@pytest.mark.ocr
@pytest.mark.parametrize("limits", [{"ocr_seconds": 0}, {"ocr_pages": 0}])
def test_recognition_ends_at_its_limits(limits: dict[str, float]) -> None:
    assert [problem.code for problem in read(as_png(page()), **limits).problems] == ["document_too_complex"]


@pytest.mark.ocr
def test_recognition_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(pytesseract, "image_to_data", never)
    assert [problem.code for problem in read(as_png(page().crop((90, 290, 700, 600)))).problems] == ["document_too_complex"]


def test_pictures_beyond_the_limits_and_damaged_ones_are_named() -> None:
    frames = [Image.new("L", (40, 40), 255) for _ in range(4)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert [problem.code for problem in read(out.getvalue(), ocr_pages=3).problems] == ["document_too_complex"]
    whole = as_png(page())
    assert [problem.code for problem in read(whole[: len(whole) // 2]).problems] == ["document_broken"]
