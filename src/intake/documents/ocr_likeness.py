"""Signs told by the page's own letters: in come a page's recognised words and its clean picture, out goes what a word says when
each of its signs is taken for what the page's others like it are.

Recognition reads "Mi2x25", "17.229,32" and "I" as often as it looks, and sees points where no ink is; but one page writes all of
its 1s and points alike. What is read here owes nothing to recognition's guesses about the word at hand: the signs to compare with
come from other words, those that two readings agreed on. Silent where letters touch, or where two kinds of signs look alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from intake.documents.ocr_glyphs import Ink, Runs, as_rows, raised, runs_of, sign_between
from intake.domain.documents import Word

_MOST_OF_A_SIGN = 24
"""As many examples of a sign are enough, and bound the time."""
_AT_ONCE = 100
"""So many words are compared at a time: what is kept of the comparisons stays small on a page of thousands."""
_WIDEST = 1.1
"""Of a line's height: a sign that was torn in two."""
_UNLIKE = 0.12
"""Of a sign's ink: from which difference on it is not what it is compared with."""
_GRAIN = 0.4
"""Ink by which even two points differ: their edges fall on other dots."""
_CLEARLY = 0.5
"""Of the difference to the next kind of sign: how little the nearest may differ."""
_SPECK = 0.6
"""Of the smallest sign's ink: what has less is dust."""
_TORN = 0.04
"""By so much nearer a sign in two runs has to be than its halves are to signs of their own."""
_LEVELS = (-2, -1, 0, 1, 2)
"""In dots of a sign's picture: a line's height is a guess from its letters."""


class Told(NamedTuple):
    """What a word's ink says; `is_sure` where each of its signs is like one kind of the page's signs alone."""

    text: str
    is_sure: bool


class _Piece(NamedTuple):
    """One run of a word's ink, or two that may be one torn sign: those from `first` to before `last` of word `at`."""

    at: int
    first: int
    last: int


class _Seen(NamedTuple):
    """The sign that a piece is most like; how unlike it is, as a share of the piece's ink; whether no other is nearly as like."""

    sign: str
    unlike: float
    is_clear: bool
    ink: float


class _Way(NamedTuple):
    """The likeliest reading of a word's first runs."""

    unlike: float = 0.0
    text: str = ""
    is_sure: bool = True


class Likeness:
    """`examples`: the words whose signs the page's are held against; `scale` in dots a point."""

    def __init__(self, examples: Sequence[Word], picture: Image.Image, scale: float) -> None:
        self._picture, self._scale = picture, scale
        found = sorted(_examples(examples, picture, scale), key=lambda example: example[0])
        self._inks = as_rows([ink for _, _, ink in found])
        self._squares = (self._inks**2).sum(axis=1)
        self._words = np.array([at for _, at, _ in found], np.intp)
        self._named = {id(word): at for at, word in enumerate(examples)}
        signs = [sign for sign, _, _ in found]
        self._signs = sorted(set(signs))
        self._begins = [signs.index(sign) for sign in self._signs] + [len(signs)]
        self._least = float(self._squares.min()) if found else 0.0

    def told(self, words: Sequence[Word]) -> list[Told | None]:
        """What the ink of each word says; None where it cannot be parted into signs."""
        return [said for at in range(0, len(words), _AT_ONCE) for said in self._told(words[at : at + _AT_ONCE])]

    def is_nearer(self, word: Word, text: str, other: str) -> bool | None:
        """Whether the signs that tell the first text from the second are more like the page's in the word's ink; None where
        they cannot be found in it, or the page has no such signs. Torn and touching signs elsewhere in the word do no harm."""
        runs = runs_of(word, self._picture, self._scale)
        disputed = [at for at, (a, b) in enumerate(zip(text, other, strict=False)) if a != b]
        if len(text) != len(other) or not (disputed and runs.spans and self._signs):
            return None
        if not {sign for at in disputed for sign in (text[at], other[at])} <= set(self._signs):
            return None
        apart = self._apart(as_rows([sign_between(runs, at, at + 1) for at in range(len(runs.spans))]))
        apart[:, self._words == self._named.get(id(word), -1)] = np.inf
        nearest = "".join(self._nearest_sign(row) for row in apart)
        places = [_run_of(at, text, nearest) for at in disputed]
        if None in places:
            return None
        rows = [apart[place] for place in places if place is not None]
        return all(self._unlike(row, text[at]) < self._unlike(row, other[at]) for row, at in zip(rows, disputed, strict=True))

    def _nearest_sign(self, apart: Ink) -> str:
        return min(self._signs, key=lambda sign: self._unlike(apart, sign))

    def _unlike(self, apart: Ink, sign: str) -> float:
        at = self._signs.index(sign)
        return float(_second_least(apart[None, self._begins[at] : self._begins[at + 1]])[0])

    def _told(self, words: Sequence[Word]) -> list[Told | None]:
        if not self._signs:
            return [None] * len(words)
        runs = [runs_of(word, self._picture, self._scale) for word in words]
        pieces = [piece for at, word in enumerate(words) for piece in _pieces(at, word, runs[at])]
        if not pieces:
            return [None] * len(words)
        inks = as_rows([sign_between(runs[at], first, last) for at, first, last in pieces])
        names = np.array([self._named.get(id(words[piece.at]), -1) for piece in pieces])
        seen: list[dict[tuple[int, int], _Seen]] = [{} for _ in words]
        for piece, looks_like in zip(pieces, self._nearest(inks, names), strict=True):
            seen[piece.at][piece.first, piece.last] = looks_like
        return [self._likeliest(len(runs[at].spans), seen[at]) for at in range(len(words))]

    def _likeliest(self, count: int, seen: dict[tuple[int, int], _Seen]) -> Told | None:
        ways: list[_Way | None] = [_Way()] + [None] * count
        for (first, last), piece in sorted(seen.items()):
            before, there = ways[first], ways[last]
            if before is None:
                continue
            if last == first + 1 and piece.ink < _SPECK * self._least:
                way = before
            else:
                unlike = before.unlike + piece.unlike * (last - first) + (_TORN if last > first + 1 else 0.0)
                way = _Way(unlike, before.text + piece.sign, before.is_sure and piece.is_clear)
            if there is None or way.unlike < there.unlike:
                ways[last] = way
        end = ways[-1]
        return None if end is None or not end.text else Told(end.text, end.is_sure)

    def _nearest(self, inks: Ink, names: npt.NDArray[np.intp]) -> Iterator[_Seen]:
        """`names` are the numbers of the words that the pictures are from: no word bears itself out."""
        apart = np.where(names[:, None] == self._words[None], np.inf, self._apart(inks))
        kinds = np.stack([_second_least(apart[:, begin:end]) for begin, end in pairwise(self._begins)], axis=1)
        nearest = kinds.argmin(axis=1)
        least = kinds[np.arange(len(inks)), nearest]
        kinds[np.arange(len(inks)), nearest] = np.inf
        squares = np.maximum((inks**2).sum(axis=1), 1e-6)
        is_clear = (least <= _UNLIKE * squares + _GRAIN) & (least <= _CLEARLY * kinds.min(axis=1))
        for kind, unlike, clear, ink in zip(
            nearest.tolist(), (least / squares).tolist(), is_clear.tolist(), squares.tolist(), strict=True
        ):
            yield _Seen(self._signs[kind], unlike, clear, ink)

    def _apart(self, inks: Ink) -> Ink:
        """Of each picture (rows) to each example (columns): the sum of squared differences, at the level that fits best."""
        best = np.full((len(inks), len(self._inks)), np.inf, np.float32)
        for level in _LEVELS:
            moved = raised(inks, level)
            best = np.minimum(best, (moved**2).sum(axis=1)[:, None] + self._squares[None] - 2 * moved @ self._inks.T)
        return np.maximum(best, 0.0)


def _run_of(at: int, text: str, nearest: str) -> int | None:
    """The run of a sign whose neighbours on one side are one run each, by the signs that the runs are `nearest` to."""
    behind = len(text) - at - 1
    if at < len(nearest) and nearest[:at] == text[:at]:
        return at
    if behind < len(nearest) and nearest[len(nearest) - behind :] == text[at + 1 :]:
        return len(nearest) - behind - 1
    return None


def _examples(words: Sequence[Word], picture: Image.Image, scale: float) -> Iterator[tuple[str, int, Ink]]:
    """Each sign with its word's number and its picture; not more of a kind than are enough."""
    often: Counter[str] = Counter()
    for at, word in enumerate(words):
        if all(often[sign] >= _MOST_OF_A_SIGN for sign in word.text):
            continue
        runs = runs_of(word, picture, scale)
        if len(runs.spans) == len(word.text):
            for place, sign in enumerate(word.text):
                often[sign] += 1
                if often[sign] <= _MOST_OF_A_SIGN:
                    yield sign, at, sign_between(runs, place, place + 1)


def _pieces(at: int, word: Word, runs: Runs) -> Iterator[_Piece]:
    for first, (begin, _) in enumerate(runs.spans):
        yield _Piece(at, first, first + 1)
        # A sign is torn only where there are more runs than signs were read.
        is_narrow = first + 1 < len(runs.spans) and runs.spans[first + 1][1] - begin <= _WIDEST * len(runs.dots)
        if is_narrow and len(runs.spans) > len(word.text.rstrip(".,:;")):
            yield _Piece(at, first, first + 2)


def _second_least(apart: Ink) -> Ink:
    """Of each row, where there are several: one example may be misread."""
    return apart.min(axis=1) if apart.shape[1] == 1 else np.partition(apart, 1, axis=1)[:, 1]
