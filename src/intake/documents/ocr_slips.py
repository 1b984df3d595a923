"""Slips that recognition makes alike however often it looks: in comes what it read, out goes what no order could mean otherwise.

Only spellings that no word, code or number of an order has are touched; everything else is left to doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from intake.domain.documents import Word

_POUND_IN_A_WORD = re.compile(r"(?<=\w)£(?=[^\W\d_])")
"""Money stands before figures: "l£m" is the unit lfm."""
_OF_ONE_SHAPE = frozenset(2 * letter for letter in "COSUVWXZ")
"""Letters whose capital and small letter differ by their size alone, twice."""
_INITIALS = re.compile(r"(?:[a-z0]\.){2,}")
_SQUARE = re.compile(r"(?<=[mc]m)\?(?=[.,;:)]*$)")
"""A small raised 2: "3x1,5 mm?" asks nothing."""
_COUNTED = re.compile(r"([BF])I(?=[.,;:)]*$)")
"""Nothing is counted in BI and FI; sheets and bottles are, in German ("500 Bl", "6 Fl.")."""
_STROKE_IN_A_CODE = re.compile(r"(?<![^\W\d_])([BDE-HJ-SU-Z])l(?=\d)")
"""A small l between a capital and a figure is a 1 ("Bl6"), but in aluminium, chlorine and thallium."""
_CAPITAL_IN_A_UNIT = re.compile(r"(?<=[\d-])I(?=[a-z])")
""""10Ig" is ten of something that begins with an l."""


def slips_mended(words: Iterable[Word]) -> Iterator[Word]:
    """The words in the order in which they were read."""
    before = ""
    for word in words:
        text = _unit(word.text) if before[-1:].isdigit() else mended(word.text)
        yield word if text == word.text else replace(word, text=text)
        before = word.text


def _unit(text: str) -> str:
    """After a figure. Most languages of recognition know no µ; nothing but microlitres is counted in ul."""
    return "µl" if text == "ul" else _SQUARE.sub("²", _COUNTED.sub(r"\1l", mended(text)))


def mended(text: str) -> str:
    text = _POUND_IN_A_WORD.sub("f", text)
    if len(text) > 2 and text[0] != text[1] and text[:2].upper() in _OF_ONE_SHAPE and not text[2].isalpha():
        # A capital at the front comes out as both.
        text = text[0].upper() + text[2:]
    if _INITIALS.fullmatch(text):
        # "Sp. z o.o.", "s.r.o.": no number ends in a point after each of its figures.
        text = text.replace("0", "o")
    return _CAPITAL_IN_A_UNIT.sub("l", _STROKE_IN_A_CODE.sub(r"\g<1>1", text))
