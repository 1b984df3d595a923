"""Upright strokes that stand alone: in come recognised words, out go the same, each such stroke taken for what its column holds.

A 1 alone in its cell comes out as l, I or |, whatever the face. In a column of numbers it is a 1, as a reader sees at once; in a
column of words, or after a figure, l is a litre, and | is what is left of a ruled line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake.documents.ocr_shapes import is_in_column
from intake.domain.documents import Word

STROKES = frozenset({"l", "I", "|", "!", "i", "ı", "]", "[", "í", "ì"})
_LETTERS = frozenset({"l", "I", "i"})
_BLANK = 0.7
_NARROW = 0.45
"""A 1 so near behind a number is a litre: the next column stands further off."""


def strokes_settled(words: Sequence[Word]) -> tuple[Word, ...]:
    if not any(word.text in STROKES or word.text == "1" for word in words):
        return tuple(words)
    return tuple(settled for word in words for settled in _settled(word, words))


def _settled(word: Word, words: Iterable[Word]) -> Iterable[Word]:
    if word.text == "1" and follows_a_figure(word, words, _NARROW):
        yield replace(word, text="l", confidence=0.0)
    elif word.text not in STROKES:
        yield word
    elif _stands_among_numbers(word, words):
        yield replace(word, text="1")
    elif word.text == "I" and _measures(word, words):
        yield replace(word, text="l")
    elif word.text in _LETTERS:
        yield word
    elif word.text == "|" and follows_a_figure(word, words):
        # A litre, or what is left of a rule: seen, but not believed.
        yield replace(word, text="l", confidence=0.0)


def _stands_among_numbers(word: Word, words: Iterable[Word]) -> bool:
    return _votes(word, words) > 0


def _measures(word: Word, words: Iterable[Word]) -> bool:
    """Whether it stands where a unit does: a blank after a figure, or by itself in a column of words."""
    height = word.bottom - word.top
    level = [other for other in words if other is not word and other.top < word.bottom and other.bottom > word.top]
    if follows_a_figure(word, level):
        return True
    is_alone = not any(-_BLANK * height <= other.x0 - word.x1 <= _BLANK * height for other in level)
    return is_alone and _votes(word, words) < 0


def follows_a_figure(word: Word, words: Iterable[Word], blank: float = _BLANK) -> bool:
    """Whether it stands a blank after one."""
    reach = blank * (word.bottom - word.top)
    level = (other for other in words if other.top < word.bottom and other.bottom > word.top)
    return any(other.text[-1:].isdigit() and 0 <= word.x0 - other.x1 <= reach for other in level)


def _votes(word: Word, words: Iterable[Word]) -> int:
    """How many more numbers than words are flush with it, to the left or the right, above or below."""
    votes = 0
    for other in words:
        if other.text in STROKES or (other.top < word.bottom and other.bottom > word.top):
            continue
        if is_in_column(word, other):
            votes += 1 if _is_number(other.text) else -1
    return votes


def _is_number(text: str) -> bool:
    return text[:1].isdigit() and not any(sign.isalpha() for sign in text)
