"""Two recognitions of one picture compared: in come their words, out go the first's, with doubt where the second differs.

Only words in which either sees digits are compared: a wrong letter in a description shows when the article is matched, a
wrong digit may name another article or order ten times as much, and recognition is as sure of its wrong digits as of its
right ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from intake.domain.documents import Word

DOUBTED = 20.0
"""The confidence of a word that two recognitions read differently: too little for a word, let alone a number."""
SETTLED = 60.0
"""The confidence of a word that was doubted and is borne out since."""

_TORN = {".": 0.6, ",": 0.6, "/": 0.1}
"""Of a letter's height: how far the rest of a number, which begins with such a sign, stands off."""
_SAME_PLACE = 0.5
"""Of a letter's height: how far the ends of one word may lie apart in two readings."""


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

    def at_its_place(self, word: Word) -> list[Word]:
        """The words that begin and end where this one does: the same ink, read again."""
        slack = _SAME_PLACE * (word.bottom - word.top)
        return [other for other in self.at(word) if abs(other.x0 - word.x0) <= slack and abs(other.x1 - word.x1) <= slack]

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
    # Where the other reading saw one word in two, its text is not this part's alone.
    is_alone = len(others) == 1 and others[0] in beside.at_its_place(word)
    surer = max((word, *others), key=lambda read: read.confidence or 0.0) if is_alone else word
    return replace(word, text=surer.text, confidence=min(DOUBTED, word.confidence or 0.0))


def parted_where_the_other_is(words: Iterable[Word], other: Iterable[Word]) -> list[Word]:
    """`words`, with what is a figure and a word to the other, surer reading ("10 PZ", "IOPZ") parted likewise."""
    beside = Beside(other)
    return [part for word in words for part in _as_parted(word, beside.at(word))]


def _as_parted(word: Word, parts: Sequence[Word]) -> Sequence[Word]:
    slack = _SAME_PLACE * (word.bottom - word.top)
    is_parted = len(parts) > 1 and any(map(has_digit, parts)) and not all(map(has_digit, parts))
    is_surer = all((part.confidence or 0.0) > (word.confidence or 0.0) for part in parts)
    if not (is_parted and is_surer and abs(parts[0].x0 - word.x0) <= slack and abs(parts[-1].x1 - word.x1) <= slack):
        return (word,)
    return [replace(part, confidence=word.confidence, top=word.top, bottom=word.bottom) for part in parts]


def has_digit(word: Word) -> bool:
    return any(sign.isdigit() for sign in word.text)


def _overlaps(other: Word, word: Word) -> bool:
    """Whether more of the other word lies within this one than beside it."""
    return 2 * (min(other.x1, word.x1) - max(other.x0, word.x0)) > other.x1 - other.x0


def _plain(text: str) -> str:
    """Without dirt at the ends; what stands between digits counts, 1.5 is not 15."""
    bare = "".join(text.split()).rstrip(".,;:'’‘\"“”|_-—~()[]{}").casefold()
    unsigned = bare.lstrip(".,;:'’‘\"“”|_-—~()[]{}")
    # A stroke before a figure takes away what it else adds.
    return bare[-len(unsigned) - 1 :] if bare[: -len(unsigned)].endswith("-") and unsigned[:1].isdigit() else unsigned


def decimals_joined(words: Iterable[Word]) -> Iterator[Word]:
    """Words in reading order, with ".94" put back to the "24908" it was torn from: typewriter faces set wide points. So is
    "/2026" to the "118" before it, where no blank is between them."""
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
    furthest = _TORN.get(right.text[:1])
    if furthest is None or not (left.text[-1:].isdigit() and right.text[1:2].isdigit()):
        return False
    return -0.2 * height <= right.x0 - left.x1 <= furthest * height and abs(left.bottom - right.bottom) < 0.4 * height
