"""A PDF becomes a document: in come its bytes, out go its pages as canvases of placed words, or a problem that says why not.

Words and lines come through PDFium, the library beneath pdfplumber, at a tenth of the time. Pictures are read by text
recognition. Never raises on bad bytes; what a reader cannot see is kept out of the reading and reported.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pypdfium2
from pypdfium2 import raw

from intake.documents.ocr import Recogniser
from intake.documents.pdf_annotations import Annotations, embedded_files, flatten, read_annotations
from intake.documents.pdf_findings import crossed_out_words, findings
from intake.documents.pdf_form import filled_in
from intake.documents.pdf_page import PageContent, read_page
from intake.documents.pdf_scan import recognised
from intake.documents.pdf_second import MOST_PAGES, disagreements
from intake.documents.pdf_two_up import pages_of
from intake.documents.pdf_words import reading_order
from intake.documents.refusal import problem, refused
from intake.domain.documents import Canvas, CanvasKind, Document, Source, TextOrigin
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_PASSWORD_ERRORS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_GLYPHS_PER_WORD = 12
_MOST_AFTER_THE_END = 1024
_BEYOND = 1e6
"""In points; no page reaches so far."""


def read_pdf(source: Source, content: bytes, limits: Limits, ocr_languages: Sequence[str]) -> Document:
    """Every page of the PDF. A document over a limit has no canvases: half an order is not read."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD_ERRORS:
            return refused(source, ReasonCode.DOCUMENT_ENCRYPTED, "The PDF is protected by a password; send it without one.")
        return refused(source, ReasonCode.DOCUMENT_BROKEN, "The PDF is damaged and cannot be opened; send it again.")
    try:
        return _read(source, content, pdf, limits, Recogniser(ocr_languages, limits))
    finally:
        pdf.close()


def _read(source: Source, content: bytes, pdf: Any, limits: Limits, recogniser: Recogniser) -> Document:
    pages = len(pdf)
    problems: list[Problem] = []
    if _is_cut(content):
        message = "The PDF breaks off before its end, so pages may be missing; send it again."
        problems.append(problem(ReasonCode.DOCUMENT_BROKEN, message))
    if pages == 0:
        return refused(source, ReasonCode.DOCUMENT_EMPTY, "The PDF has no pages.")
    if pages > limits.pages:
        message = f"The PDF has {pages} pages, the limit is {limits.pages}; send the order's pages alone."
        return refused(source, ReasonCode.DOCUMENT_TOO_COMPLEX, message)
    form = pdf.get_formtype()
    if form in (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND):
        pdf.init_forms()
    elif form == raw.FORMTYPE_XFA_FULL:
        # The pages of such a form are made by Adobe's viewer alone; the file itself holds one that says "please wait".
        message = "The PDF is an interactive XFA form, whose contents are not read; print it to a PDF and send that."
        problems.append(problem(ReasonCode.PART_NOT_READ, message))
    canvases: list[Canvas] = []
    fields: dict[str, str] = {}
    glyphs_left = limits.words * _GLYPHS_PER_WORD
    words = 0
    odd: list[Canvas] = []
    started = time.monotonic()
    for index in range(pages):
        if time.monotonic() - started - recogniser.seconds_spent > limits.parse_seconds:
            message = f"Reading the PDF took longer than {limits.parse_seconds:g} seconds at page {index + 1} of {pages}."
            return refused(source, ReasonCode.DOCUMENT_TOO_COMPLEX, message)
        page = _Page(pdf, index, recogniser, glyphs_left)
        canvases.append(page.canvas)
        problems += page.problems
        if page.is_odd and len(odd) < MOST_PAGES:
            odd.append(page.canvas)
        fields |= page.fields
        glyphs_left -= page.glyphs
        words += len(page.canvas.words) + len(page.canvas.hidden)
        if glyphs_left <= 0 or words > limits.words:
            message = f"The PDF has more than {limits.words} words by page {index + 1}; send the order's pages alone."
            return refused(source, ReasonCode.DOCUMENT_TOO_COMPLEX, message)
    if odd:
        problems += disagreements(content, odd)
    embedded, left_out = embedded_files(pdf, limits)
    for name in left_out:
        message = f"The file '{name}' inside the PDF is too large or damaged and was not read."
        problems.append(problem(ReasonCode.PART_NOT_READ, message))
    is_scan = any(word.confidence is not None for canvas in canvases for word in canvas.words)
    if not problems and not fields and not embedded and not any(canvas.words or canvas.aside for canvas in canvases):
        problems.append(problem(ReasonCode.DOCUMENT_EMPTY, "The PDF's pages are blank."))
    return Document(
        source=source,
        canvases=pages_of(canvases),
        text_origin=TextOrigin.OCR if is_scan else TextOrigin.DIGITAL,
        form_fields=tuple(fields.items()),
        embedded=embedded,
        pictures=tuple(recogniser.kept) if is_scan else (),
        title=pdf.get_metadata_value("Title").strip() or None,
        problems=tuple(problems),
    )


def _is_cut(content: bytes) -> bool:
    """Whether objects follow the last end mark, or none is there: PDFium then guesses from what is left."""
    end = content.rfind(b"%%EOF")
    return end < 0 or (len(content) - end > _MOST_AFTER_THE_END and b" obj" in content[end:])


def _loaded(pdf: Any, index: int) -> tuple[Any, bool]:
    """pypdfium2's page, or None where it is damaged or has no area; and whether a CropBox that left nothing of it was lifted."""
    try:
        page = pdf.get_page(index)
        if _has_area(page):
            return page, False
        page.set_cropbox(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)
        page.close()
        page = pdf.get_page(index)
    except pypdfium2.PdfiumError:
        return None, False
    if _has_area(page):
        return page, True
    page.close()
    return None, False


def _has_area(page: Any) -> bool:
    left, bottom, right, top = page.get_bbox()
    return bool(right - left >= 1 and top - bottom >= 1)


class _Page:
    """One page's canvas with its problems and field values; a page that cannot be loaded is an empty canvas and a problem."""

    def __init__(self, pdf: Any, index: int, recogniser: Recogniser, most_glyphs: int) -> None:
        self.problems: list[Problem] = []
        self.fields: dict[str, str] = {}
        self.glyphs = 0
        self.is_odd = False
        page, is_uncropped = _loaded(pdf, index)
        if page is None:
            self.canvas = Canvas(number=index + 1, kind=CanvasKind.PAGE, name=None, width=0, height=0, words=())
            message = f"Page {index + 1} is damaged and cannot be read; send the PDF again."
            self.problems.append(problem(ReasonCode.DOCUMENT_BROKEN, message, f"page {index + 1}"))
            return
        if is_uncropped:
            # Some viewers show such a page whole, others not at all: what is on it is read for the desk, and not relied on.
            message = f"Page {index + 1} is cropped to nothing and was read whole; compare it, or have the PDF sent again."
            self.problems.append(problem(ReasonCode.DOCUMENT_BROKEN, message, f"page {index + 1}"))
        try:
            annotations = read_annotations(page, pdf.formenv)
            if annotations.shows_text and flatten(page):
                page.close()
                page = pdf.get_page(index)
            content = read_page(page, most_glyphs)
            self.glyphs = content.glyphs
            self.is_odd = content.is_odd
            self._fill(index + 1, page, content, annotations, recogniser)
        finally:
            page.close()

    def _fill(self, number: int, page: Any, content: PageContent, annotations: Annotations, recogniser: Recogniser) -> None:
        added, contradicted = filled_in(annotations.fields, content.words, content.canvas)
        words = reading_order((*content.words, *added)) if added else content.words
        picture = recognised(page, number, content, words, recogniser)
        self.problems += picture.problems
        crossed_out = crossed_out_words(picture.words, content, annotations)
        self.problems += findings(number, content, picture, annotations, contradicted, crossed_out)
        self.fields = {field.name: field.value for field in annotations.fields if field.name and field.value}
        self.canvas = Canvas(
            number=number,
            kind=CanvasKind.PAGE,
            name=None,
            width=round(content.canvas.width, 2),
            height=round(content.canvas.height, 2),
            words=tuple(word for word in picture.words if word not in crossed_out) if crossed_out else picture.words,
            rules=picture.rules,
            hidden=picture.hidden,
            aside=(*content.aside, *crossed_out),
        )
