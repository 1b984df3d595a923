"""Glyphs become runs: in come placed glyphs of one upright page, out go the stretches of them that follow one another in drawing
order and in place, without a blank between.

Spaces are believed where the file has them and measured where it has none. All glyphs of a page are compared with their followers
at once: a look at each by itself would take longer than all else. Pure geometry.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from intake.documents.pdf_geometry import Boxes, Column, Flags, Numbers
from intake.domain.documents import Rule

# Shares of the glyph height, found on files of many producers (loose boxes: a glyph's advance by its font's height).
OVERPRINT = 0.15
SAME_SIZE = 0.8
_GAP_OF_A_WORD = 0.2
_KERNING = 0.25
"""How far a small letter may be drawn in under the arm of a capital ("Te", "Vo", "P.")."""
_KERNED = re.compile(r"[AFKLPRTVWXY][^\W\dA-Z_]|[FPTVWY][.,;:\-]|[AL][TVWY]|[TVWY]A")
_SPACED = 0.05
_FEWEST_SPACED = 4


_AMOUNT = re.compile(r"\d{1,3}(?:[.,'’]?\d{3})*[.,]\d\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|\d{1,3}([.,'’])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")


def are_two_amounts(left: str, right: str) -> bool:
    """Whether what was drawn apart and touches is two amounts: "11,35" and "1.362,00" make no number together."""
    is_each = _AMOUNT.fullmatch(left) is not None and _AMOUNT.fullmatch(right) is not None
    return is_each and _NUMBER.fullmatch(left + right) is None


class Stretch(NamedTuple):
    """The glyphs from `begin` to before `end`, drawn at once."""

    begin: int
    end: int
    bold: bool


@dataclass(slots=True)
class Run:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    open_left: bool
    open_right: bool
    raised: bool = False


class Walls:
    """Vertical rules, asked whether one of them stands between two glyphs of a line."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        upright = sorted((rule for rule in rules if rule.x0 == rule.x1), key=lambda rule: rule.x0)
        self._at = [rule.x0 for rule in upright]
        self._rules = upright

    def between(self, left: float, right: float, top: float, bottom: float) -> bool:
        middle = (top + bottom) / 2
        first = bisect_left(self._at, min(left, right))
        for rule in self._rules[first:]:
            if rule.x0 > max(left, right):
                return False
            if rule.top <= middle <= rule.bottom:
                return True
        return False

    def perhaps_between(self, lefts: Column, rights: Column) -> Flags:
        """Whether any rule, however short, stands between."""
        at = np.array(self._at)
        low, high = np.minimum(lefts, rights), np.maximum(lefts, rights)
        parted: Flags = at.searchsorted(low, "left") < at.searchsorted(high, "right")
        return parted


class _Drawn(NamedTuple):
    """The signs of some stretches one after the other, without blanks: their text, their boxes, the places they had among the
    page's glyphs, which stretch each belongs to, and whether a blank stands before each (and, at the end, after the last)."""

    text: str
    boxes: Boxes
    numbers: Numbers
    stretch: Numbers
    after_blank: Flags


def runs_of(text: str, boxes: Boxes, stretches: Sequence[Stretch], walls: Walls) -> list[Run]:
    drawn = _drawn(text, boxes, stretches)
    if not drawn.text:
        return []
    apart = np.ones(len(drawn.text) + 1, np.bool_)
    apart[1:-1] = ~_followed(drawn, _spacings(drawn, stretches), walls)
    _part_amounts(drawn, apart)
    firsts = np.flatnonzero(apart)
    around = drawn.boxes.around_parts(firsts[:-1])
    sizes = (drawn.boxes.y1 - drawn.boxes.y0)[firsts[:-1]]
    bold = np.array([stretch.bold for stretch in stretches])[drawn.stretch]
    # A word counts as bold by most of its signs.
    mostly_bold = 2 * np.add.reduceat(bold.astype(np.intp), firsts[:-1]) > np.diff(firsts)
    texts = [drawn.text[begin:end] for begin, end in pairwise(firsts.tolist())]
    is_open = ~drawn.after_blank[firsts]
    columns = (*(column.tolist() for column in (*around, sizes, mostly_bold, is_open[:-1], is_open[1:])),)
    return list(map(Run, texts, *columns))


def _part_amounts(drawn: _Drawn, apart: Flags) -> None:
    """Marks where one amount ends and the next begins, drawn by itself and right beside it."""
    edges = np.flatnonzero(np.append(drawn.stretch[1:] != drawn.stretch[:-1], True)) + 1
    begun = np.union1d(np.flatnonzero(apart), edges).tolist()
    for (begin, at), (_, end) in pairwise(pairwise(begun)):
        if not apart[at] and are_two_amounts(drawn.text[begin:at], drawn.text[at:end]):
            apart[at] = True


def _drawn(text: str, boxes: Boxes, stretches: Sequence[Stretch]) -> _Drawn:
    lengths = [end - begin for begin, end, _ in stretches]
    said = "".join([text[begin:end] for begin, end, _ in stretches])
    starts = np.array([stretch.begin for stretch in stretches], np.intp)
    before = np.cumsum([0, *lengths])
    numbers = np.arange(before[-1]) + np.repeat(starts - before[:-1], lengths)
    is_blank = np.frombuffer(said.encode("utf-32-le", "surrogatepass"), np.uint32) == ord(" ")
    kept = np.flatnonzero(~is_blank)
    # The place after the last sign: is anything but a blank left?
    edges = np.append(kept, len(said))
    after_blank = np.append(False, is_blank)[edges]
    after_blank[-1] = len(kept) and edges[-1] > kept[-1] + 1
    numbers = numbers[kept]
    return _Drawn(
        said.replace(" ", ""), boxes.take(numbers), numbers, np.repeat(np.arange(len(stretches)), lengths)[kept], after_blank
    )


def _spacings(drawn: _Drawn, stretches: Sequence[Stretch]) -> Column:
    """For each sign the extra space that its stretch puts between all its glyphs (spaced-out headings), else 0."""
    spacings = np.zeros(len(stretches))
    gaps = drawn.boxes.x0[1:] - drawn.boxes.x1[:-1]
    sizes = drawn.boxes.y1 - drawn.boxes.y0
    inside = (drawn.stretch[1:] == drawn.stretch[:-1]) & (np.diff(drawn.numbers) == 1)
    wide = inside & (gaps > _SPACED * sizes[:-1])
    for stretch in np.flatnonzero(np.bincount(drawn.stretch[1:][wide], minlength=len(stretches)) >= _FEWEST_SPACED - 1).tolist():
        of = inside & (drawn.stretch[1:] == stretch)
        own, slack = gaps[of], _SPACED * sizes[1:][of][0]
        least = own.min()
        # A value and its unit set apart in one string is no spacing: most gaps have to be alike.
        if least > slack and 2 * np.count_nonzero(own < least + slack) > len(own):
            spacings[stretch] = least
    return spacings[drawn.stretch]


def _followed(drawn: _Drawn, spacings: Column, walls: Walls) -> Flags:
    """For each sign but the last whether the next one belongs to the same word."""
    x0, y0, x1, y1 = drawn.boxes
    heights = y1 - y0
    height = np.minimum(heights[:-1], heights[1:])
    height[height == 0] = 1.0
    gaps = x0[1:] - x1[:-1]
    is_level = np.minimum(y1[:-1], y1[1:]) - np.maximum(y0[:-1], y0[1:]) >= 0.5 * height
    is_same_size = (SAME_SIZE * heights[1:] <= heights[:-1]) & (SAME_SIZE * heights[:-1] <= heights[1:])
    is_near = gaps - np.minimum(spacings[:-1], spacings[1:]) <= _GAP_OF_A_WORD * height
    overlaps = gaps < -OVERPRINT * height
    follows = is_level & is_same_size & is_near & ~drawn.after_blank[1:-1]
    next_one = np.diff(drawn.numbers) == 1
    for index in np.flatnonzero(follows & overlaps).tolist():
        is_kerned = next_one[index] and _KERNED.fullmatch(drawn.text, index, index + 2)
        follows[index] = bool(is_kerned) and gaps[index] >= -_KERNING * height[index]
    middles = (x0 + x1) / 2
    for index in np.flatnonzero(follows & walls.perhaps_between(middles[:-1], middles[1:])).tolist():
        parted = walls.between(middles[index], middles[index + 1], y0[index + 1], y1[index + 1])
        follows[index] = not parted
    # The letters of a ligature share one box.
    is_ligature = (x0[1:] == x0[:-1]) & (x1[1:] == x1[:-1]) & (drawn.stretch[1:] == drawn.stretch[:-1])
    joined: Flags = follows | (is_ligature & ~drawn.after_blank[1:-1])
    return joined
