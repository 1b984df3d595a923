"""The raised sign of "Nº": in come recognised words and the page's clean picture, out go the same words, with that sign named.

No language's recognition knows it well: it comes out as "N2", "N9" or "N£". A figure that stands above the line is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from PIL import Image

from intake.documents.ocr_glyphs import Ink, runs_of
from intake.domain.documents import Word

_NUMBER_SIGN = re.compile(r"[Nn][\d?£*®©%§&\"]")
_INK = 0.5
_ABOVE = 0.85
"""Of the N's height, down from its top: where the raised sign, with its underline, has ended; a figure reaches the foot."""


def number_signs_named(words: Iterable[Word], picture: Image.Image, scale: float) -> Iterator[Word]:
    """`scale` in dots a point."""
    for word in words:
        is_one = _NUMBER_SIGN.fullmatch(word.text) is not None and _is_raised(word, picture, scale)
        yield replace(word, text=f"{word.text[0]}º", confidence=max(80.0, word.confidence or 0.0)) if is_one else word


def _is_raised(word: Word, picture: Image.Image, scale: float) -> bool:
    runs = runs_of(word, picture, scale)
    if len(runs.spans) != 2:
        return False
    (top, foot), (_, end) = (_extent(runs.dots[:, begin:last]) for begin, last in runs.spans)
    return end - top < _ABOVE * (foot - top)


def _extent(dots: Ink) -> tuple[int, int]:
    ink = np.flatnonzero((dots > _INK).any(axis=1))
    return (int(ink[0]), int(ink[-1]) + 1) if len(ink) else (0, 0)
