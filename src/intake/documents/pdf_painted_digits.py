"""Whether a page paints the figures that its text says, where outlines cannot tell: in come a page and its text, out go those
painted as others.

Fonts made of drawings (Type 3) have no outlines, and behind one figure a font may keep several codes of which one draws another
figure. Both show in the ink: a figure of one font has one shape wherever it stands. Where a font has no outline for a figure, or
its ink differs from place to place, some of each are looked at on the painted page and held against the figures of common faces.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from intake.documents import pdfium
from intake.documents.pdf_digits import painted_as
from intake.documents.pdf_geometry import Box, Matrix, upright
from intake.documents.pdf_glyphs import Piece, RawText
from intake.documents.pdf_visibility import painted

_MOST_OF_A_FIGURE = 30
"""So many of each figure are measured on a page, spread over it."""
_MOST_SHAPES = 8
_SAME_INK = 0.01
"""Of a glyph's height: what rounding moves the edges of a figure's ink by."""
_DOTS_A_POINT = 4.0
_MOST_PIXELS = 25_000_000
_LEAST_DOTS = 14
"""The height from which a figure can be told; smaller print is not judged."""


class _Figure(NamedTuple):
    font: int
    said: str
    quarter: int


def painted_otherwise(
    page: Any, textpage: int, text: RawText, seen: Sequence[Piece], unjudged: frozenset[tuple[int, str]]
) -> tuple[tuple[str, str], ...]:
    """(what the text says, what is painted); `unjudged` are the fonts and figures for which there are no outlines."""
    figures = _figures(text, seen)
    inks = _Inks(textpage, text, [number for numbers in figures.values() for number in numbers])
    suspects: list[tuple[str, int, Box]] = []
    first = 0
    for figure, numbers in figures.items():
        of, first = slice(first, first + len(numbers)), first + len(numbers)
        if (figure.font, figure.said) in unjudged or not inks.are_alike(of):
            suspects += [(figure.said, figure.quarter, box) for box in inks.shapes(of)[:_MOST_SHAPES]]
    if not suspects:
        return ()
    area = page.get_bbox()
    scale = min(_DOTS_A_POINT, (_MOST_PIXELS / max(1.0, (area[2] - area[0]) * (area[3] - area[1]))) ** 0.5)
    sight = painted(page, scale)
    display = upright(area, page.get_rotation()).matrix.then(Matrix(scale, 0, 0, scale, 0, 0))
    turn = page.get_rotation()
    found = {
        (said, drawn)
        for said, quarter, box in suspects
        if (drawn := painted_as(_cut_out(sight, display.box(*box), quarter - turn), said)) != said
    }
    return tuple(sorted(found))


def _figures(text: RawText, seen: Sequence[Piece]) -> dict[_Figure, list[int]]:
    """Where each figure of each font is drawn: some places of each, spread over the page."""
    if not seen:
        return {}
    signs = np.frombuffer(text.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([piece.end - piece.begin for piece in seen])
    numbers = np.concatenate([np.arange(piece.begin, piece.end) for piece in seen])
    digits = np.flatnonzero((signs[numbers] >= ord("0")) & (signs[numbers] <= ord("9")))
    looks: dict[tuple[int | None, int | None], int] = {}
    kinds = [
        looks.setdefault((text.strands[piece.strand].font, text.strands[piece.strand].quarter), len(looks)) for piece in seen
    ]
    keys = np.repeat(np.array(kinds), lengths)[digits] * 10 + signs[numbers[digits]] - ord("0")
    names = list(looks)
    drawn: dict[_Figure, list[int]] = {}
    for key in np.unique(keys).tolist():
        font, quarter = names[key // 10]
        if font is not None and quarter is not None:
            places = numbers[digits[keys == key]]
            drawn[_Figure(font, str(key % 10), quarter)] = places[:: -(-len(places) // _MOST_OF_A_FIGURE)].tolist()
    return drawn


class _Inks:
    """The edges of the ink of figures, as they are and within the figures' places."""

    def __init__(self, textpage: int, text: RawText, numbers: list[int]) -> None:
        places = text.boxes.take(np.array(numbers, np.intp))
        heights = np.maximum(np.maximum(places.x1 - places.x0, places.y1 - places.y0), 0.01)
        self._boxes = pdfium.tight_boxes(textpage, [text.numbers[number] for number in numbers])
        corners = np.stack((places.x0, places.y0, places.x0, places.y0), axis=1)
        self._edges = (self._boxes - corners) / heights[:, None]

    def are_alike(self, of: slice) -> bool:
        edges = self._edges[of]
        return bool((abs(edges - edges[0]) <= _SAME_INK).all())

    def shapes(self, of: slice) -> list[Box]:
        """The ink of one of each shape."""
        boxes, edges = self._boxes[of], self._edges[of]
        shapes: list[Box] = []
        while len(boxes):
            left, bottom, right, top = boxes[0].tolist()
            shapes.append((left, bottom, right, top))
            others = (abs(edges - edges[0]) > _SAME_INK).any(axis=1)
            boxes, edges = boxes[others], edges[others]
        return shapes


def _cut_out(sight: Image.Image, box: Box, turn: int) -> Image.Image | None:
    """The figure alone, upright and white on black; None where it is too small to tell."""
    left, top, right, bottom = (round(edge) for edge in box)
    if right - left < 2 or bottom - top < 2:
        return None
    figure = ImageOps.autocontrast(sight.crop((left, top, right, bottom)))
    figure = figure.rotate(-turn % 360, expand=True) if turn % 360 else figure
    return ImageOps.invert(figure) if figure.height >= _LEAST_DOTS else None
