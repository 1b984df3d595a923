"""Codes of a column held against each other: in come a page's recognised words, out go the same, with doubt on a code that has a
letter where its neighbours have a figure, or the other way round.

O for 0 and 5 for S look alike however often one looks. But the codes of one column are mostly made alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.documents.ocr_agreement import DOUBTED, has_digit
from intake.domain.documents import Word

_SHORTEST = 5
CLEARLY = 4
"""As many codes of a column have to be made alike, and times as many as are made like the odd one."""
_FEW_ALIKE = 3
"""As many codes doubt a lone one of their column whose odd signs are drawn like others."""
_DRAWN_ALIKE = frozenset("0OQD1Il5S8B2Z6G")
_ALIGNED = 0.6
"""Of a letter's height: by how much the edges of words in one column differ."""
_NO_TAX_NUMBER = re.compile(
    r"(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|FI|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)\d*O[O\d]{5,}[A-Z]*"
)
"""No country's number for value added tax has the letter O before its figures."""


class Codes:
    """The codes of a page, asked how those of a word's column are made."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._codes = [(word, kinds(word.text)) for word in words if _is_code(word)]

    def shapes_of_column(self, word: Word) -> list[str]:
        """With the word's own; none where it is no code."""
        if not _is_code(word):
            return []
        return [shape for code, shape in self._codes if is_in_column(word, code)]


def odd_codes_doubted(words: Sequence[Word]) -> tuple[Word, ...]:
    codes = Codes(words)
    return tuple(
        replace(word, confidence=min(DOUBTED, word.confidence or 0.0))
        if _NO_TAX_NUMBER.fullmatch(word.text) or _is_odd(word, codes.shapes_of_column(word))
        else word
        for word in words
    )


def is_in_column(word: Word, other: Word) -> bool:
    """Whether the other word is flush with this one, to the left or the right."""
    slack = _ALIGNED * (word.bottom - word.top)
    return abs(other.x0 - word.x0) <= slack or abs(other.x1 - word.x1) <= slack


def kinds(text: str) -> str:
    """
    >>> kinds("LFK-82H0")
    'aaa-99a9'
    """
    return "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in text)


def _is_code(word: Word) -> bool:
    return len(word.text) >= _SHORTEST and has_digit(word)


def _is_odd(word: Word, column: Sequence[str]) -> bool:
    own = kinds(word.text)
    others = [shape for shape in set(column) if shape != own and _swapped(shape, own)]
    return any(
        column.count(shape) >= CLEARLY * column.count(own)
        or (column.count(own) == 1 and column.count(shape) >= _FEW_ALIKE and _may_be_slips(word.text, own, shape))
        for shape in others
    )


def _may_be_slips(text: str, own: str, shape: str) -> bool:
    return all(sign in _DRAWN_ALIKE for sign, a, b in zip(text, own, shape, strict=True) if a != b)


def _swapped(one: str, other: str) -> bool:
    """Whether two shapes differ by letters for figures alone."""
    return len(one) == len(other) and all(a == b or {a, b} == {"a", "9"} for a, b in zip(one, other, strict=True))
