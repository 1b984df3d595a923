"""Printed lines that recognition passed over whole: in come both readings of a page and its clean picture, out go both readings
with what those lines say.

Where two blocks side by side stand on slightly other levels, recognition drops a line of one of them, however often it looks at
the page. Ink that is as high as the page's type, and under no word, is cut out and read by itself at two sizes. What the two do
not read alike for the greater part is a stamp, handwriting or dirt, and stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from statistics import median

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from intake.documents.ocr_agreement import Beside
from intake.documents.ocr_blobs import boxes_of
from intake.documents.ocr_tesseract import words_of_lines
from intake.documents.pdf_geometry import Box
from intake.documents.pdf_words import reading_order
from intake.domain.documents import Word

_MOST_LINES = 12
_COARSE = 4
"""In dots, a dot of the picture in which lines are looked for."""
_INK = 40
_BLANK = 0.3
"""Of a line's height: words of one line stand nearer than twice this."""
_LOWEST, _HIGHEST, _NARROWEST = 0.35, 1.15, 1.5
"""Of a line's height: how high and wide the ink of a line of words is."""
_CAPITALS = (34, 46)
_SHARE_OF_CAPITALS = 0.63
_MARGIN = 0.3
_BORDER = 20
_LEAST_SAID = 3


def with_lost_lines(
    first: Sequence[Word], second: Sequence[Word], picture: Image.Image, scale: float, language: str, until: float
) -> tuple[list[Word], list[Word]]:
    """`scale` in dots a point."""
    heights = [word.bottom - word.top for word in second if len(word.text) > 1]
    lines = list(islice(_lost(second, picture, scale, median(heights)), _MOST_LINES)) if heights else []
    if not lines:
        return list(first), list(second)
    one, other = (_read(lines, picture, scale, size, median(heights), language, until) for size in _CAPITALS)
    known = Beside(first)
    before, own = list(first), list(second)
    for seen, again in zip(one, other, strict=True):
        if _is_type(seen, again):
            own += again
            before += [word for word in seen if not known.at(word) and not known.over(word)]
    return list(reading_order(before)), list(reading_order(own))


def _is_type(seen: Sequence[Word], again: Sequence[Word]) -> bool:
    beside = Beside(seen)
    said = sum(len(word.text) for word in again)
    return said >= _LEAST_SAID and 2 * sum(len(word.text) for word in again if beside.agrees(word)) > said


def _lost(words: Iterable[Word], picture: Image.Image, scale: float, height: float) -> Iterator[Box]:
    """The boxes of lines of ink under no word, in dots."""
    left = picture.copy()
    brush = ImageDraw.Draw(left)
    for word in words:
        slack = 0.15 * (word.bottom - word.top)
        area = (word.x0 - slack, word.top - slack, word.x1 + slack, word.bottom + slack)
        brush.rectangle([round(value * scale) for value in area], fill=255)
    coarse = ImageOps.invert(left.reduce(_COARSE))
    reach = max(1, round(_BLANK * height * scale / _COARSE))
    black = np.asarray(coarse) >= _INK
    joined = black.copy()
    for step in range(1, reach + 1):
        joined[:, step:] |= black[:, :-step]
    for x0, y0, x1, y1 in boxes_of(joined):
        width, high = (x1 - reach - x0) * _COARSE, (y1 - y0) * _COARSE
        line = height * scale
        if _LOWEST * line <= high <= _HIGHEST * line and width >= _NARROWEST * line:
            yield x0 * _COARSE, y0 * _COARSE, (x1 - reach) * _COARSE, y1 * _COARSE


def _read(
    lines: Sequence[Box], picture: Image.Image, scale: float, size: int, height: float, language: str, until: float
) -> list[list[Word]]:
    grow = size / (_SHARE_OF_CAPITALS * height * scale)
    margin = _MARGIN * height * scale
    areas = [
        (
            max(0, round(x0 - margin)),
            max(0, round(y0 - margin)),
            min(picture.width, round(x1 + margin)),
            min(picture.height, round(y1 + margin)),
        )
        for x0, y0, x1, y1 in lines
    ]
    crops = []
    for area in areas:
        crop = picture.crop(area)
        fit = crop.resize((max(1, round(crop.width * grow)), max(1, round(crop.height * grow))), Image.Resampling.BICUBIC)
        crops.append(ImageOps.expand(fit, _BORDER, 255))
    dot = 1 / (grow * scale)
    return [
        [_moved(word, area[0] / scale - _BORDER * dot, area[1] / scale - _BORDER * dot) for word in found]
        for area, found in zip(areas, words_of_lines(crops, dot, language, until), strict=True)
    ]


def _moved(word: Word, right: float, down: float) -> Word:
    x0, top, x1, bottom = word.x0 + right, word.top + down, word.x1 + right, word.bottom + down
    return replace(word, x0=round(x0, 2), top=round(top, 2), x1=round(x1, 2), bottom=round(bottom, 2))
