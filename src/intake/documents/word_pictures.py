"""Scans pasted into a Word file: in come its bytes and the document so far, out goes the document with their pages added.

Word is much used as an envelope for a scan. A picture of a page's size is recognised; what says no more than a letterhead or a
logo does is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from PIL import Image

from intake.documents.images import read_picture
from intake.documents.ocr import Recogniser, says_more_than_a_logo
from intake.domain.archives import Archive, ArchiveRefused
from intake.domain.documents import Canvas, Document, TextOrigin
from intake.domain.limits import Limits
from intake.domain.problems import Problem

_FOLDER = "word/media"
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif"})
_LEAST_SIDE = 600
"""In dots: a page at 72 to the inch is larger."""


def with_pictures(document: Document, content: bytes, limits: Limits, ocr_languages: Sequence[str]) -> Document:
    canvases: list[Canvas] = []
    problems: list[Problem] = []
    recogniser = Recogniser(ocr_languages, limits)
    for picture in _pictures(content, limits):
        read = read_picture(document.source, picture, limits, recogniser)
        canvases += [canvas for canvas in read.canvases if says_more_than_a_logo(canvas.words)]
        problems += [] if read.canvases else read.problems
    if not canvases and not problems:
        return document
    first = len(document.canvases) + 1
    pages = [replace(canvas, number=first + at) for at, canvas in enumerate(canvases)]
    return replace(
        document,
        canvases=(*document.canvases, *pages),
        text_origin=TextOrigin.OCR if pages else document.text_origin,
        # A file that shows no words of its own may be all picture.
        problems=(*(() if pages else document.problems), *problems),
    )


def _pictures(content: bytes, limits: Limits) -> Iterator[bytes]:
    try:
        archive = Archive(content, limits)
        for name in archive.names:
            path = PurePosixPath(name)
            if str(path.parent) == _FOLDER and path.suffix.lower() in _SUFFIXES:
                picture = archive.read(name)
                if _is_page(picture):
                    yield picture
    except ArchiveRefused:
        return


def _is_page(picture: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            return min(opened.size) >= _LEAST_SIDE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
