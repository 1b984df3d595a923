"""Whether a page paints the figures that its text says, where outlines cannot tell: in come a page and its text, out go those
painted as others.

Fonts made of drawings (Type 3) have no outlines, and behind one figure a font may keep several codes of which one draws another
figure. Both show in the ink: a figure of one font has one shape wherever it stands. Where a font has no outline for a figure, or
its ink differs from place to place, some of each are looked at on the painted page and held against the figures of common faces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from intake.documents import pdfium
from intake.documents.pdf_digits import painted_as
from intake.documents.pdf_geometry import Box, Matrix, upright
from intake.documents.pdf_glyphs import Piece, RawText
from intake.documents.pdf_visibility import painted

_DIGIT = re.compile("[0-9]")
_MOST_OF_A_FIGURE = 60
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
    suspects: list[tuple[str, int, Box]] = []
    for figure, numbers in _figures(text, seen).items():
        shapes = _shapes(textpage, text, numbers[:: -(-len(numbers) // _MOST_OF_A_FIGURE)])
        if len(shapes) > 1 or (figure.font, figure.said) in unjudged:
            suspects += [(figure.said, figure.quarter, box) for box in shapes[:_MOST_SHAPES]]
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
    """Where each figure of each font is drawn."""
    drawn: dict[_Figure, list[int]] = {}
    for begin, end, place in seen:
        strand = text.strands[place]
        if strand.font is None or strand.quarter is None:
            continue
        for found in _DIGIT.finditer(text.text, begin, end):
            drawn.setdefault(_Figure(strand.font, found[0], strand.quarter), []).append(found.start())
    return drawn


def _shapes(textpage: int, text: RawText, numbers: Sequence[int]) -> list[Box]:
    """The ink of one of each shape that a figure has, by the edges of its ink within its place."""
    known: list[tuple[Box, Box]] = []
    for number in numbers:
        ink, place = pdfium.tight_box(textpage, text.numbers[number]), text.boxes.at(number)
        height = max(place[2] - place[0], place[3] - place[1]) or 1.0
        edges = tuple((edge - place[at % 2]) / height for at, edge in enumerate(ink))
        if not any(_is_alike(edges, other) for _, other in known):
            known.append((ink, (edges[0], edges[1], edges[2], edges[3])))
    return [ink for ink, _ in known]


def _is_alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) <= _SAME_INK for a, b in zip(one, other, strict=True))


def _cut_out(sight: Image.Image, box: Box, turn: int) -> Image.Image | None:
    """The figure alone, upright and white on black; None where it is too small to tell."""
    left, top, right, bottom = (round(edge) for edge in box)
    if right - left < 2 or bottom - top < 2:
        return None
    figure = ImageOps.autocontrast(sight.crop((left, top, right, bottom)))
    figure = figure.rotate(-turn % 360, expand=True) if turn % 360 else figure
    return ImageOps.invert(figure) if figure.height >= _LEAST_DOTS else None
