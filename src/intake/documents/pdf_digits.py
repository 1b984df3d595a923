"""Whether fonts draw the figures that the file says they do: in come fonts with the figures used, out go those drawn as others.

A file says what its signs mean apart from how they are drawn, by mistake or on purpose: the text may say 3 where every reader
sees an 8. So a figure's outline is held against the ten figures of twelve common faces; it has to resemble its own more than
any other. Fonts made of drawings (Type 3) have no outlines and are only named. Only figures are judged: wrong letters show in
matching.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw

from intake.documents import pdfium

DIGITS = frozenset("0123456789")
_FACES = (
    *("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    *("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
)
_CLEARLY_NEARER = 0.9
"""Of 36 honest faces none has a figure nearer to another than 1.13 times its own distance; no exchanged one is beyond 0.89."""
_SIDE = 32
_FINER = 4
_STEPS = 6

_Outline = tuple[pdfium.Segment, ...]


class Judged(NamedTuple):
    """`misnamed`: (what the text says, what is drawn); `without_outline`: fonts and figures that cannot be judged so."""

    misnamed: tuple[tuple[str, str], ...]
    without_outline: frozenset[tuple[int, str]]


def judged(fonts: Mapping[int, frozenset[str]]) -> Judged:
    """Each figure that a font draws as another. `fonts` are addresses."""
    found: set[tuple[str, str]] = set()
    unknown: set[tuple[int, str]] = set()
    for font, used in fonts.items():
        has_program = pdfium.has_program(font)
        for said in used & DIGITS:
            outline = pdfium.outline(font, ord(said)) if has_program else ()
            if not outline:
                unknown.add((font, said))
            elif (drawn := _resembles(outline, said)) != said:
                found.add((said, drawn))
    return Judged(tuple(sorted(found)), frozenset(unknown))


def painted_as(figure: Image.Image | None, said: str) -> str:
    """The figure that a picture of it shows, white on black and cut to its ink: `said` unless another is clearly nearer."""
    box = figure.getbbox() if figure is not None else None
    if figure is None or box is None:
        return said
    scale = (_SIDE * _FINER - 1) / figure.height
    grown = figure.resize((max(1, round(figure.width * scale)), _SIDE * _FINER - 1), Image.Resampling.BICUBIC)
    filled = Image.new("L", (_SIDE * _FINER, _SIDE * _FINER))
    filled.paste(grown, ((filled.width - grown.width) // 2, 0))
    return _nearest(filled.resize((_SIDE, _SIDE), Image.Resampling.BOX), said)


@lru_cache(maxsize=2_000)
def _resembles(outline: _Outline, said: str) -> str:
    """The figure that the outline shows."""
    picture = _picture(outline)
    return said if picture is None else _nearest(picture, said)


def _nearest(picture: Image.Image, said: str) -> str:
    distances = {digit: min(_distance(picture, face) for face in faces) for digit, faces in _faces().items()}
    nearest = min(distances, key=lambda digit: distances[digit])
    return nearest if distances[nearest] < _CLEARLY_NEARER * distances[said] else said


@lru_cache(maxsize=1)
def _faces() -> dict[str, list[Image.Image]]:
    """The ten figures in every common face; PDFium carries these fonts itself."""
    faces: dict[str, list[Image.Image]] = {digit: [] for digit in sorted(DIGITS)}
    document = pypdfium2.PdfDocument.new()
    try:
        for name in _FACES:
            font = raw.FPDFText_LoadStandardFont(document, name.encode())
            for digit, pictures in faces.items():
                picture = _picture(pdfium.outline(pdfium.address(font), ord(digit)))
                pictures += [picture] if picture is not None else []
            raw.FPDFFont_Close(font)
    finally:
        document.close()
    return faces


def _picture(outline: _Outline) -> Image.Image | None:
    """The outline filled, as high as the picture and in its middle."""
    figures = list(_figures(outline))
    xs, ys = [x for figure in figures for x, _ in figure], [y for figure in figures for _, y in figure]
    if not figures or max(ys) <= min(ys):
        return None
    scale = (_SIDE * _FINER - 1) / (max(ys) - min(ys))
    left, top = (_SIDE * _FINER - (max(xs) + min(xs)) * scale) / 2, max(ys)
    filled = Image.new("1", (_SIDE * _FINER, _SIDE * _FINER))
    for figure in figures:
        one = Image.new("1", filled.size)
        ImageDraw.Draw(one).polygon([(left + x * scale, (top - y) * scale) for x, y in figure], fill=1)
        filled = ImageChops.logical_xor(filled, one)
    return filled.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)


def _figures(outline: _Outline) -> Iterator[list[tuple[float, float]]]:
    """Closed figures as points; curves are cut into straight pieces."""
    figure: list[tuple[float, float]] = []
    bends: list[tuple[float, float]] = []
    for kind, x, y in outline:
        if kind == pdfium.MOVE_TO:
            if len(figure) > 2:
                yield figure
            figure, bends = [(x, y)], []
        elif kind == pdfium.LINE_TO:
            figure.append((x, y))
        elif figure:
            bends.append((x, y))
            if len(bends) == 3:
                figure += _curve(figure[-1], *bends)
                bends = []
    if len(figure) > 2:
        yield figure


def _curve(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """De Casteljau's way from the first of four points to the last."""
    cut: list[tuple[float, float]] = []
    for step in range(1, _STEPS + 1):
        share, level = step / _STEPS, list(points)
        while len(level) > 1:
            level = [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for (x0, y0), (x1, y1) in pairwise(level)]
        cut += level
    return cut


def _distance(one: Image.Image, other: Image.Image) -> float:
    """The share of the ink that the two have not in common."""
    ink = _ink(one) + _ink(other)
    return _ink(ImageChops.difference(one, other)) / ink if ink else 1.0


def _ink(picture: Image.Image) -> int:
    return sum(level * count for level, count in enumerate(picture.histogram()))
