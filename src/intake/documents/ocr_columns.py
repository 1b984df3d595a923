"""Codes read like their column: in come a page's recognised words, out go the same, with a code that is made otherwise than its
column's others given the spelling that is made like them, and doubted.

O for 0 and 5 for S look alike however often one looks, and recognition sometimes names one sign twice ("V0O"). Where nearly all
codes of a column are made alike and just one likely slip makes the odd one so too, that is what was printed; but a person, the
catalogue or the order's arithmetic has to bear it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from intake.documents.ocr_agreement import DOUBTED, Beside
from intake.documents.ocr_shapes import CLEARLY, Codes, is_in_column, kinds
from intake.domain.documents import Word

_FIGURES = {
    **dict.fromkeys("OoQD", "0"),
    **dict.fromkeys("IlíìiÌ|!][", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("G", "6"),
    **dict.fromkeys("B", "8"),
    **dict.fromkeys("gq", "9"),
    "A": "4",
    "T": "7",
}
"""What a figure is taken for."""
_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B", "4": "A", "7": "T"}
_TWICE = frozenset({"O0", "0O", "I1", "1I", "l1", "1l", "S5", "5S", "B8", "8B", "Z2", "2Z", "G6", "6G"})
"""One sign named as a letter and as a figure."""
_LIKE_A_HYPHEN = frozenset(":.~_=–—")
_EDGES = ".,:;'’‘_|~*°"
"""No stroke: before a number it takes away."""
_NUMBER = re.compile(r"9+(?:[.,'’]999)*(?:[.,]9+)?")
"""How a number may be made: there a comma is more than a slip."""
_DIRTY = re.compile(r"([\d.,'’]*\d)[.,:;]")
"""A number with a speck behind it."""
_NEXT_WORD = 0.6
"""Of a line's height: how near the next word of a sentence stands."""


def made_like_their_column(words: Sequence[Word], *readings: Sequence[Word], ink: Sequence[Word] = ()) -> tuple[Word, ...]:
    """`readings` are what the page was read as before; `ink` what it clearly shows."""
    codes, shown, besides = Codes(words), Beside(ink), list(map(Beside, readings))
    bare = (word if word.text in _said(word, [shown]) else _bare(word, words) for word in words)
    return tuple(_like_column(word, codes, [shown], besides) for word in bare)


def _bare(word: Word, words: Sequence[Word]) -> Word:
    """Without a speck behind a number, where the numbers of its column have nothing there."""
    found = _DIRTY.fullmatch(word.text)
    if found is None:
        return word
    height = word.bottom - word.top
    level = (other for other in words if other.top < word.bottom and other.bottom > word.top)
    if any(0 < other.x0 - word.x1 < _NEXT_WORD * height for other in level):
        # "13. Januar", "83, avenue".
        return word
    column = [other.text for other in words if is_in_column(word, other)]
    clean, dirty = sum(text[-1].isdigit() for text in column), sum(_DIRTY.fullmatch(text) is not None for text in column)
    return replace(word, text=found[1]) if clean >= CLEARLY * dirty else word


def _like_column(word: Word, codes: Codes, *readings: Sequence[Beside]) -> Word:
    shapes = Counter(codes.shapes_of_column(word))
    if not shapes:
        return word
    ((shape, often),) = shapes.most_common(1)
    own = kinds(word.text)
    if own == shape or often < CLEARLY * max(1, shapes[own]):
        return word
    if kinds(word.text.strip(_EDGES)) == shape:
        return replace(word, text=word.text.strip(_EDGES))
    for said in (*(_said(word, besides) for besides in readings), set(_respelled(word.text, shape))):
        fitting = [text for text in said if kinds(text) == shape]
        if fitting:
            return replace(word, text=fitting[0], confidence=min(DOUBTED, word.confidence or 0.0)) if len(fitting) == 1 else word
    return word


def _said(word: Word, besides: Iterable[Beside]) -> set[str]:
    """What the readings have at the word's place."""
    return {other.text for beside in besides for other in beside.at_its_place(word)}


def _respelled(text: str, shape: str) -> Iterator[str]:
    """
    >>> sorted(set(_respelled("LFK:82HO", "aaa-99a9")))
    ['LFK-82H0']
    >>> sorted(set(_respelled("BO0780", "a9999")))
    ['B0780']
    """
    if len(text) == len(shape) and not ("," in text and _NUMBER.fullmatch(shape)):
        signs = [_sign(sign, kind) for sign, kind in zip(text, shape, strict=True)]
        if all(signs):
            yield "".join(signs)
    elif len(text) == len(shape) + 1:
        for place, pair in enumerate(pairwise(text)):
            if "".join(pair) in _TWICE:
                yield from _respelled(text[:place] + text[place + 1 :], shape)


def _sign(sign: str, kind: str) -> str:
    """The sign as one of this kind, or nothing where the two look nothing like each other."""
    own = kinds(sign)
    if own == kind:
        return sign
    if kind == "9":
        return _FIGURES.get(sign, "")
    if kind == "a":
        return _LETTERS.get(sign, "")
    return kind if (kind == "-" and sign in _LIKE_A_HYPHEN) or (kind == "." and sign == ",") else ""
