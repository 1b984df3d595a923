"""Two recognitions of one picture compared: in come their words, out go the first's, with doubt where the second differs.

Only words in which either sees digits are compared: a wrong letter in a description shows when the article is matched, a
wrong digit may name another article or order ten times as much, and recognition is as sure of its wrong digits as of its
right ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from intake.domain.documents import Word

DOUBTED = 20.0
"""The confidence of a word that two recognitions read differently: too little for a word, let alone a number."""


class Beside:
    """The words of another reading of the same page, asked what they say at a word's place."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._words = sorted(words, key=lambda word: word.top + word.bottom)
        self._middles = [(word.top + word.bottom) / 2 for word in self._words]

    def at(self, word: Word) -> list[Word]:
        """From the left, the words of which more lies within this one than beside it."""
        return sorted((other for other in self._level(word) if _overlaps(other, word)), key=lambda other: other.x0)

    def over(self, word: Word) -> list[Word]:
        """The words within which more of this one lies than beside them."""
        return [other for other in self._level(word) if _overlaps(word, other)]

    def _level(self, word: Word) -> list[Word]:
        return self._words[bisect_left(self._middles, word.top) : bisect_left(self._middles, word.bottom)]

    def agrees(self, word: Word) -> bool:
        return _plain("".join(other.text for other in self.at(word))) == _plain(word.text)


def compared(first: Iterable[Word], second: Iterable[Word]) -> tuple[Word, ...]:
    """`first` in its order; a word in which either reading sees a digit, and which they read differently, as the surer of them
    reads it, and doubted.

    "40" may come out as "AO": then only the other reading knows that it is a number."""
    beside = Beside(second)
    return tuple(_doubted(word, beside) for word in first)


def _doubted(word: Word, beside: Beside) -> Word:
    others = beside.at(word)
    if not (has_digit(word) or any(map(has_digit, others))) or beside.agrees(word):
        return word
    surer = max((word, *others), key=lambda read: read.confidence or 0.0) if len(others) == 1 else word
    return replace(word, text=surer.text, confidence=min(DOUBTED, word.confidence or 0.0))


def has_digit(word: Word) -> bool:
    return any(sign.isdigit() for sign in word.text)


def _overlaps(other: Word, word: Word) -> bool:
    """Whether more of the other word lies within this one than beside it."""
    return 2 * (min(other.x1, word.x1) - max(other.x0, word.x0)) > other.x1 - other.x0


def _plain(text: str) -> str:
    """Without dirt at the ends; what stands between digits counts, 1.5 is not 15."""
    return "".join(text.split()).strip(".,;:'’‘\"“”|_-—~()[]{}").casefold()


def decimals_joined(words: Iterable[Word]) -> Iterator[Word]:
    """Words in reading order, with ".94" put back to the "24908" it was torn from: typewriter faces set wide points."""
    left: Word | None = None
    for word in words:
        if left is not None and _continues(left, word):
            sure = min(left.confidence or 0.0, word.confidence or 0.0)
            bottom, top = max(left.bottom, word.bottom), min(left.top, word.top)
            left = replace(left, text=left.text + word.text, x1=word.x1, top=top, bottom=bottom, confidence=sure)
            continue
        if left is not None:
            yield left
        left = word
    if left is not None:
        yield left


def _continues(left: Word, right: Word) -> bool:
    height = left.bottom - left.top
    is_near = -0.2 * height <= right.x0 - left.x1 <= 0.6 * height and abs(left.bottom - right.bottom) < 0.4 * height
    return is_near and left.text[-1:].isdigit() and right.text[:1] in (".", ",") and right.text[1:2].isdigit()
