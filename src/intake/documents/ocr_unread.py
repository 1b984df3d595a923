"""Ink on a line that recognition passed over: in come a page's words and its clean picture, out go the words that stand there
besides.

Recognition drops a lone 1 from a column, an l between two numbers, now and then a value beside its label, however often it looks
at the page. What is left of the ink on a line that has words is looked at by itself, at two sizes, and held against the page's
signs. Specks, what is left of rules, and strokes that run through the line are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
from PIL import Image, ImageDraw

from intake.documents.ocr_agreement import DOUBTED, SETTLED
from intake.documents.ocr_closer import cut_out
from intake.documents.ocr_glyphs import runs_of
from intake.documents.ocr_likeness import Likeness
from intake.documents.ocr_tesseract import said_by
from intake.domain.documents import Word

_MOST_PLACES = 30
_LOWEST, _HIGHEST = 0.4, 0.95
"""Of a line's height: how high a word's ink is."""
_NEXT_WORD = 0.5
_ON_ONE_LEVEL = 0.35
"""Of a line's height: how far two words stand apart, and the middles of one line's words."""


def words_passed_over(
    words: Sequence[Word], picture: Image.Image, dots_per_inch: float, likeness: Likeness, language: str, until: float
) -> list[Word]:
    scale = dots_per_inch / 72
    places = list(islice(_unread(words, picture, scale), _MOST_PLACES))
    if not places:
        return []
    everything = [*words, *places]
    crops = [crop for at in range(len(words), len(everything)) for crop in cut_out(everything, at, picture, scale)]
    said = said_by(crops, language, until)
    told = likeness.told(places)
    found = []
    for at, place in enumerate(places):
        ink = told[at]
        looks = {said[2 * at], said[2 * at + 1]}
        text = ink.text if ink is not None and ink.is_sure else looks.pop() if len(looks) == 1 else ""
        if any(map(str.isalnum, text)):
            # A stroke alone may be dirt; what is seen by the ink alone is not believed either.
            is_sure = len(text) > 1 and ink is not None and ink.is_sure and text in (said[2 * at], said[2 * at + 1])
            found.append(replace(place, text=text, confidence=SETTLED if is_sure else DOUBTED))
    return found


def _unread(words: Sequence[Word], picture: Image.Image, scale: float) -> Iterator[Word]:
    """Places on the lines of words where ink is and no word."""
    left = picture.copy()
    brush = ImageDraw.Draw(left)
    for word in words:
        slack = 0.15 * (word.bottom - word.top)
        area = (word.x0 - slack, word.top - slack, word.x1 + slack, word.bottom + slack)
        brush.rectangle([round(value * scale) for value in area], fill=255)
    for line in _lines(words):
        whole = replace(line, x0=1.0, x1=picture.width / scale - 1)
        runs = runs_of(whole, left, scale)
        for begin, end in _groups(runs.spans, _NEXT_WORD * len(runs.dots)):
            ink = np.flatnonzero((runs.dots[:, begin:end] > 0.5).any(axis=1))
            height = (int(ink[-1]) - int(ink[0]) + 1) / len(runs.dots)
            if _LOWEST <= height <= _HIGHEST and ink[0] > 0 and ink[-1] < len(runs.dots) - 1:
                yield replace(line, text="", x0=(runs.left + begin) / scale, x1=(runs.left + end) / scale)


def _lines(words: Sequence[Word]) -> Iterator[Word]:
    """One word of each line, for the line's level."""
    before: Word | None = None
    for word in sorted((word for word in words if len(word.text) > 1), key=lambda word: word.top + word.bottom):
        apart = word.top + word.bottom - (before.top + before.bottom) if before is not None else 0.0
        if before is None or apart >= 2 * _ON_ONE_LEVEL * (word.bottom - word.top):
            yield word
            before = word


def _groups(spans: Sequence[tuple[int, int]], blank: float) -> Iterator[tuple[int, int]]:
    """Runs that stand as near as the letters of a word."""
    cuts = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(spans)) if other[0] - one[1] > blank), len(spans)]
    for first, last in pairwise(cuts):
        if last > first:
            yield spans[first][0], spans[last - 1][1]
