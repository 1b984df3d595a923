"""Blanks that recognition read over: in come a page's words and its clean picture, out go the same words, parted where figures
stand a blank apart.

"10 l" comes out as 101 in every reading, because an l looks like a 1 and the blank is narrow. But the ink has a gap that no two
figures of one number have. What is parted like thousands is left whole: that is one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from PIL import Image

from intake.documents.ocr_glyphs import runs_of
from intake.domain.documents import Word

_FIGURES = re.compile(r"\d{2,}")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_BLANK = 0.21
_WIDER = 0.13
"""Of a line's height: a blank is at least so wide, and by so much wider than what parts the figures of the page's numbers."""
_BESIDE_ONE = 0.1
"""A 1 has more paper behind it than other figures."""


class _Gaps(NamedTuple):
    """A number's ink from left to right, in points, and the gaps in it, as shares of its line's height."""

    word: Word
    runs: list[tuple[float, float]]
    gaps: list[float]


def parted_at_blanks(words: Sequence[Word], picture: Image.Image, dots_per_inch: float) -> list[Word]:
    seen = {id(word): _gaps(word, picture, dots_per_inch / 72) for word in words if _FIGURES.fullmatch(word.text)}
    usual = median([gap for number in seen.values() for gap in number.gaps] or [0.0])
    return [part for word in words for part in (_parted(seen[id(word)], usual) if id(word) in seen else (word,))]


def _gaps(word: Word, picture: Image.Image, scale: float) -> _Gaps:
    """Without gaps where figures run together or dirt lies between."""
    ink = runs_of(word, picture, scale)
    runs = [((ink.left + begin) / scale, (ink.left + end) / scale) for begin, end in ink.spans]
    height = word.bottom - word.top
    is_whole = len(runs) == len(word.text) and height > 0
    return _Gaps(word, runs, [(right[0] - left[1]) / height for left, right in pairwise(runs)] if is_whole else [])


def _parted(number: _Gaps, usual: float) -> Iterator[Word]:
    word, least = number.word, max(_BLANK, usual + _WIDER)
    cuts = [at + 1 for at, gap in enumerate(number.gaps) if gap > least + (_BESIDE_ONE if word.text[at] == "1" else 0.0)]
    edges = [0, *cuts, len(word.text)]
    if not cuts or _THOUSANDS.fullmatch(" ".join(word.text[begin:end] for begin, end in pairwise(edges))):
        yield word
        return
    for begin, end in pairwise(edges):
        yield replace(word, text=word.text[begin:end], x0=round(number.runs[begin][0], 2), x1=round(number.runs[end - 1][1], 2))
