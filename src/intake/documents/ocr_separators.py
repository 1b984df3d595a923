"""Decimal signs held against each other: in come a page's recognised words, out go the same, with doubt on numbers that are
written otherwise than the page's others.

A speck makes a comma of a point, and every look reads it alike. But one document writes its numbers in one way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from intake.documents.ocr_agreement import DOUBTED
from intake.domain.documents import Word

_PLAIN = re.compile(r"[-+]?(?:\d+(?:[.,'’]\d{3})*)([.,])\d{1,2}")
_OF_THREE = re.compile(r"[-+]?\d{1,3}([.,])\d{3}")
""""15.000" and "15,000": fifteen or fifteen thousand."""
_CLEARLY = 4
"""Times as many numbers have to be written one way before the others are odd."""


def odd_ones_doubted(words: Sequence[Word]) -> tuple[Word, ...]:
    """Either sign before one or two figures, and either before three, should be the same all over the page; where it is not
    clear which is the page's own, numbers of three figures are all doubted, for a thousand times as much hangs on them."""
    plain, of_three = _signs(words, _PLAIN), _signs(words, _OF_THREE)
    return tuple(
        replace(word, confidence=min(DOUBTED, word.confidence or 0.0))
        if _is_odd(word, _PLAIN, plain, is_open_odd=False) or _is_odd(word, _OF_THREE, of_three, is_open_odd=True)
        else word
        for word in words
    )


def _signs(words: Sequence[Word], written: re.Pattern[str]) -> Counter[str]:
    return Counter(found[1] for word in words if (found := written.fullmatch(word.text)))


def _is_odd(word: Word, written: re.Pattern[str], signs: Counter[str], *, is_open_odd: bool) -> bool:
    found = written.fullmatch(word.text)
    if found is None or len(signs) < 2:
        return False
    own, others = signs[found[1]], signs.total() - signs[found[1]]
    return others >= _CLEARLY * own or (is_open_odd and own < _CLEARLY * others)
