"""Codes of a column held against each other: in come a page's recognised words, out go the same, with doubt on a code that has a
letter where its neighbours have a figure, or the other way round.

O for 0 and 5 for S look alike however often one looks. But the codes of one column are mostly made alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.documents.ocr_agreement import DOUBTED, has_digit
from intake.domain.documents import Word

_SHORTEST = 5
_CLEARLY = 4
"""As many codes of a column have to be made alike, and times as many as are made like the odd one."""
_ALIGNED = 0.6
"""Of a letter's height: by how much the edges of words in one column differ."""


def odd_codes_doubted(words: Sequence[Word]) -> tuple[Word, ...]:
    codes = [word for word in words if len(word.text) >= _SHORTEST and has_digit(word)]
    shapes = {id(word): kinds(word.text) for word in codes}
    return tuple(
        replace(word, confidence=min(DOUBTED, word.confidence or 0.0))
        if id(word) in shapes and _is_odd(word, codes, shapes)
        else word
        for word in words
    )


def kinds(text: str) -> str:
    """
    >>> kinds("LFK-82H0")
    'aaa-99a9'
    """
    return "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in text)


def _is_odd(word: Word, codes: Sequence[Word], shapes: dict[int, str]) -> bool:
    own = shapes[id(word)]
    slack = _ALIGNED * (word.bottom - word.top)
    column = [shapes[id(code)] for code in codes if abs(code.x0 - word.x0) <= slack or abs(code.x1 - word.x1) <= slack]
    return any(
        column.count(shape) >= _CLEARLY * column.count(own) for shape in set(column) if shape != own and _swapped(shape, own)
    )


def _swapped(one: str, other: str) -> bool:
    """Whether two shapes differ by letters for figures alone."""
    return len(one) == len(other) and all(a == b or {a, b} == {"a", "9"} for a, b in zip(one, other, strict=True))
