"""What stands over the letters of a recognised word: in come two spellings that differ by accents alone and the word's ink, out
goes which of them the ink bears out.

Each language's recognition sees its own accents everywhere: the Ü of TÜV is an Ú to Spanish and a U to English. But two dots are
no stroke, and no dots are no accent. Silent where letters touch.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np
from PIL import Image

from intake.documents.ocr_glyphs import Ink, runs_of
from intake.domain.documents import Word

_INK = 0.5
_LOWEST_BODY = 0.4
"""Of a letter's height: what is less high and stands on top is no part of the letter itself."""
_ABOVE = 0.12
"""Of a line's height: how far the accent of a capital stands out of it."""
_DIAERESIS = "\u0308"
_BELOW = frozenset("\u0327\u0328\u0323")
"""Cedilla, ogonek, and a dot below."""


class Accents:
    def __init__(self, picture: Image.Image, scale: float) -> None:
        """`scale` in dots a point."""
        self._picture, self._scale = picture, scale

    def bear_out(self, word: Word, other: str) -> bool | None:
        """Whether the other spelling is the word's, rather than its own; None where the ink does not say."""
        own = word.text
        if len(own) != len(other):
            return None
        raised = replace(word, top=word.top - _ABOVE * (word.bottom - word.top))
        runs = runs_of(raised, self._picture, self._scale)
        if len(runs.spans) != len(own):
            return None
        votes = set()
        for (begin, end), a, b in zip(runs.spans, own, other, strict=True):
            one, two = _over(a), _over(b)
            if a != b and one != two:
                seen = _seen_over(runs.dots[:, begin:end])
                votes.add(True if seen == two else False if seen == one else None)
        return votes.pop() if len(votes) == 1 else None


def _over(sign: str) -> int:
    """How many parts stand over the letter.

    >>> [_over(sign) for sign in "uÜúçií"]
    [0, 2, 1, 0, 1, 1]
    """
    if sign in "ij":
        return 1
    marks = [mark for mark in unicodedata.normalize("NFD", sign)[1:] if mark not in _BELOW]
    return sum(2 if mark == _DIAERESIS else 1 for mark in marks)


def _seen_over(dots: Ink) -> int:
    """How many blots lie over a letter's body, none of which reaches down to it."""
    black = dots > _INK
    edges = np.flatnonzero(np.diff(black.any(axis=1).astype(np.int8), prepend=0, append=0)).tolist()
    bands = list(zip(edges[::2], edges[1::2], strict=True))
    if len(bands) < 2:
        return 0
    (top, bottom), height = bands[0], edges[-1] - edges[0]
    if bottom - top > _LOWEST_BODY * height:
        return 0
    over = black[top:bottom].any(axis=0).astype(np.int8)
    return int((np.diff(over, prepend=0) == 1).sum())
