"""Which glyphs a reader can see: in come a page's signs and the page, out go those whose ink reaches the paper and the others.

The page is painted twice, with its text and without. Where both pictures are alike, the text there is invisible: drawn in no
ink or the paper's colour, covered, cut off by a clip, on a layer that is off, beyond the border. No reason has to be guessed.
"""

from __future__ import annotations

import re
from itertools import groupby
from math import ceil
from operator import sub
from typing import Any, NamedTuple

from PIL import Image, ImageChops

from intake.documents import pdfium
from intake.documents.pdf_geometry import Box, Boxes, Matrix, upright
from intake.documents.pdf_glyphs import Piece, RawText, Strand

_PIXELS_PER_POINT = 1.5
_MOST_PIXELS = 25_000_000
_LEAST_CONTRAST = 24
"""Of 255. Type paler than this is not read by people either."""
_IS_INK = [255 if level >= _LEAST_CONTRAST else 0 for level in range(256)]
_LEAST_SIZE = 3.0
"""In points. Smaller print cannot be read on paper."""
_INVISIBLE_MODES = (3, 7)
_OVERHANG = 0.15
"""The share of a glyph's advance, at either end, into which its neighbours' ink may reach."""
_WORD = re.compile(r"\S+")
_ROUNDING = 0.01


def seen_and_unseen(page: Any, text: RawText, textpage: int, texts: frozenset[int]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that are seen and those that are not, cut where one glyph is and the next is not; each in drawing order.

    `page` is pypdfium2's page, `textpage` the address of its text page, `texts` are all text objects: what PDFium leaves out as
    a repetition is painted all the same."""
    box = page.get_bbox()
    scale = min(_PIXELS_PER_POINT, (_MOST_PIXELS / max(1.0, (box[2] - box[0]) * (box[3] - box[1]))) ** 0.5)
    picture = _ink(page, texts.union(strand.handle for strand in text.strands), scale)
    display = upright(box, page.get_rotation()).matrix.then(Matrix(scale, 0, 0, scale, 0, 0))
    ink = _Ink(picture, text, textpage, display)
    both: tuple[list[Piece], list[Piece]] = [], []
    for piece in text.pieces:
        strand = text.strands[piece.strand]
        if strand.render_mode in _INVISIBLE_MODES or _height(strand, text.boxes.at(piece.begin)) < _LEAST_SIZE:
            both[1].append(piece)
            continue
        end = piece.begin
        for is_seen, group in groupby(ink.marks(piece)):
            begin, end = end, end + len(list(group))
            both[not is_seen].append(Piece(begin, end, piece.strand))
    return both


def _height(strand: Strand, box: Box) -> float:
    return box[2] - box[0] if strand.quarter in (90, 270) else box[3] - box[1]


class _Band(NamedTuple):
    """A row (axis 0) or a column (axis 1) of the picture: for each dot of its length whether any ink stands there."""

    axis: int
    has_ink: bytes


class _Ink:
    """The picture of the text alone, asked about pieces of text."""

    def __init__(self, picture: Image.Image, text: RawText, textpage: int, display: Matrix) -> None:
        self._picture = picture
        self._text = text
        self._textpage = textpage
        self._display = display
        self._places = display.boxes(text.boxes)
        self._bands: dict[tuple[int, int, int], _Band] = {}

    def marks(self, piece: Piece) -> list[bool]:
        """For each glyph whether it is seen."""
        begin, end, _ = piece
        boxes = self._places.part(begin, end)
        left, top, right, bottom = around = boxes.around()
        # Glyphs that are drawn one by one are mostly higher than wide, and lie in one row all the same.
        band = self._band(around, 0 if end - begin == 1 or right - left >= bottom - top else 1)
        if band is None:
            return [False] * (end - begin)
        words = self._text.text[begin:end]
        if _leaves_no_gap(band, words, boxes):
            return [True] * (end - begin)
        seen: list[bool] = []
        for index, (low, high) in enumerate(zip(boxes[band.axis], boxes[band.axis + 2], strict=True)):
            # The middle of the glyph's own advance: a neighbour's overhang proves nothing.
            margin = _OVERHANG * (high - low)
            first = max(0, int(low + margin))
            marked = any(band.has_ink[first : max(first + 1, ceil(high - margin))])
            if high - low < 1 and seen:
                marked = seen[-1]
            seen.append(marked or words[index] == " " or self._shows_outline(self._text.numbers[begin + index]))
        return seen

    def _band(self, around: Box, axis: int) -> _Band | None:
        """The band of the picture that the box lies in, None where it lies beyond; the cells of a table's row share theirs."""
        left, top, right, bottom = max(0, int(around[0])), max(0, int(around[1])), ceil(around[2]), ceil(around[3])
        right, bottom = min(self._picture.width, right), min(self._picture.height, bottom)
        if right <= left or bottom <= top:
            return None
        place = (axis, top, bottom) if axis == 0 else (axis, left, right)
        if place not in self._bands:
            area = (0, top, self._picture.width, bottom) if axis == 0 else (left, 0, right, self._picture.height)
            size = (area[2], 1) if axis == 0 else (1, area[3])
            self._bands[place] = _Band(axis, self._picture.resize(size, Image.Resampling.BOX, box=area).tobytes())
        return self._bands[place]

    def _shows_outline(self, number: int) -> bool:
        """Whether ink stands in the outline's own box: fonts that lie about their heights must not lose their text."""
        left, top, right, bottom = self._display.box(*pdfium.tight_box(self._textpage, number))
        area = max(0, int(left)), max(0, int(top)), min(self._picture.width, ceil(right)), min(self._picture.height, ceil(bottom))
        if area[2] <= area[0] or area[3] <= area[1]:
            return False
        return self._picture.crop(area).getbbox() is not None


def _leaves_no_gap(band: _Band, text: str, boxes: Boxes) -> bool:
    """Whether no word of the text has a stretch without ink in which the middle of its narrowest glyph would find room.

    Ordinary print answers yes, and then no glyph needs to be looked at by itself.
    """
    for word in _WORD.finditer(text):
        first, last = word.span()
        lows, highs = boxes[band.axis][first:last], boxes[band.axis + 2][first:last]
        low, high = min(lows), max(highs)
        room = ceil((1 - 2 * _OVERHANG) * min(map(sub, highs, lows)) - _ROUNDING)
        if low < 0 or high > len(band.has_ink) or bytes(max(1, room)) in band.has_ink[int(low) : ceil(high)]:
            return False
    return True


def _ink(page: Any, texts: frozenset[int], scale: float) -> Image.Image:
    """White where the text changes the picture, black elsewhere."""
    whole = page.render(scale=scale, grayscale=True)
    for handle in texts:
        pdfium.set_active(handle, 0)
    try:
        bare = page.render(scale=scale, grayscale=True)
    finally:
        for handle in texts:
            pdfium.set_active(handle, 1)
    try:
        return ImageChops.difference(whole.to_pil(), bare.to_pil()).point(_IS_INK)
    finally:
        whole.close()
        bare.close()


def painted(page: Any, scale: float) -> Image.Image:
    """The page as its reader sees it, in grey, `scale` pixels a point."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        picture: Image.Image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    return picture
