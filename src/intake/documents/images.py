"""A picture of an order (scan, fax, photo) becomes a document: in come the file's bytes, out go its pages as recognised words.

One canvas a picture; a TIFF may hold several. Animations and pictures beyond the limit are refused by name.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageOps, UnidentifiedImageError

from intake.documents.ocr import A4_LONG_SIDE_INCHES, Recogniser
from intake.documents.refusal import problem, refused
from intake.domain.documents import Canvas, CanvasKind, Document, Source, TextOrigin
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_MOST_PIXELS = 120_000_000
"""An A3 page at 600 dots per inch, in colour."""
_MOST_USED_PIXELS = 20_000_000
_BELIEVABLE_DOTS = (90.0, 1300.0)


def read_image(source: Source, content: bytes, limits: Limits, ocr_languages: Sequence[str]) -> Document:
    return read_picture(source, content, limits, Recogniser(ocr_languages, limits))


def read_picture(source: Source, content: bytes, limits: Limits, recogniser: Recogniser) -> Document:
    """One picture, of several pages perhaps, of a document that `recogniser` has maybe read others of."""
    canvases: list[Canvas] = []
    problems: list[Problem] = []
    try:
        with Image.open(io.BytesIO(content)) as picture:
            pages = 1 if picture.format == "GIF" else getattr(picture, "n_frames", 1)
            if pages > limits.ocr_pages or picture.width * picture.height > _MOST_PIXELS:
                message = f"The picture has {pages} pages of {picture.width} × {picture.height} dots, which is more than is read."
                return refused(source, ReasonCode.DOCUMENT_TOO_COMPLEX, message)
            for index in range(pages):
                picture.seek(index)
                grey, dots_per_inch = _page(picture)
                answer = recogniser.read(grey, dots_per_inch)
                if isinstance(answer, Problem):
                    return Document(source=source, text_origin=TextOrigin.OCR, problems=(answer,))
                canvases.append(
                    Canvas(
                        number=index + 1,
                        kind=CanvasKind.PAGE,
                        name=None,
                        width=answer.width,
                        height=answer.height,
                        words=answer.words,
                        rules=answer.rules,
                    )
                )
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return refused(source, ReasonCode.DOCUMENT_BROKEN, "The picture is damaged and cannot be opened; send it again.")
    if not any(canvas.words for canvas in canvases):
        message = "No text was found in the picture; send a sharper one, or the file itself."
        problems.append(problem(ReasonCode.DOCUMENT_EMPTY, message))
    return Document(
        source=source,
        canvases=tuple(canvases),
        text_origin=TextOrigin.OCR,
        pictures=tuple(recogniser.kept),
        problems=tuple(problems),
    )


def _page(picture: Image.Image) -> tuple[Image.Image, float]:
    """The picture upright and grey, and its dots per inch; a picture that does not say, or lies, is taken for a page."""
    stated = picture.info.get("dpi", (0, 0))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        # Transparent parts are paper.
        layered = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    grey = upright.convert("L")
    across, down = _stated_dots(stated)
    if across and down and picture.size != upright.size:
        across, down = down, across
    if across and down and across != down:
        # A fax has half as many lines as a line has dots.
        dense = max(across, down)
        grey = grey.resize((round(grey.width * dense / across), round(grey.height * dense / down)), Image.Resampling.BICUBIC)
        across = dense
    long_side = max(grey.size)
    dots = across if across and 3 <= long_side / across <= 40 else long_side / A4_LONG_SIDE_INCHES
    shrink = (_MOST_USED_PIXELS / (grey.width * grey.height)) ** 0.5
    if shrink < 1:
        grey = grey.resize((int(grey.width * shrink), int(grey.height * shrink)), Image.Resampling.LANCZOS)
        dots *= shrink
    return grey, dots


def _stated_dots(stated: Sequence[object]) -> tuple[float, float]:
    """Dots per inch across and down; zeros where the picture does not say, or lies."""
    try:
        across, down = float(str(stated[0])), float(str(stated[1]))
    except (TypeError, ValueError, IndexError):
        return 0.0, 0.0
    least, most = _BELIEVABLE_DOTS
    return (
        (across, down)
        if least <= across <= most and least <= down <= most and max(across, down) <= 3 * min(across, down)
        else (0.0, 0.0)
    )
