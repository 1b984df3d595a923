"""Glyphs become words: in come placed glyphs of one upright page and its vertical rules, out go words in reading order.

Spaces are believed where the file has them and measured where it has none. Glyphs drawn out of order are put back by their
place. Pure geometry: knows nothing of PDF files and decides nothing about what is visible.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intake.domain.documents import Rule, Word

# Shares of the glyph height, found on files of many producers (loose boxes: a glyph's advance by its font's height).
_GAP_OF_A_WORD = 0.2
_GAP_BETWEEN_PIECES = 0.1
_OVERPRINT = 0.15
_SAME_SIZE = 0.8
_LONGEST_RAISED = 3
_RAISED = str.maketrans("123", "¹²³")


class Glyph(NamedTuple):
    """One drawn sign, upright, in points from the page's top left. `strand` numbers the text object that drew it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    strand: int


@dataclass(slots=True)
class _Run:
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


class _Walls:
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


def words_of(glyphs: Sequence[Glyph], rules: Iterable[Rule] = ()) -> tuple[Word, ...]:
    """Words line by line, top to bottom, left to right."""
    walls = _Walls(rules)
    lines = _lines(_runs(glyphs, walls))
    return tuple(
        Word(run.text, round(run.x0, 2), round(run.top, 2), round(run.x1, 2), round(run.bottom, 2), round(run.size, 1), run.bold)
        for line in lines
        for run in _joined(line, walls)
    )


def reading_order(words: Iterable[Word]) -> tuple[Word, ...]:
    """The same words line by line: for words from several sources (text, form fields, recognition) on one page."""
    runs = [(_Run(w.text, w.x0, w.top, w.x1, w.bottom, w.bottom - w.top, w.bold, False, False), w) for w in words]
    place = {id(run): word for run, word in runs}
    return tuple(place[id(run)] for line in _lines([run for run, _ in runs]) for run in line)


def _runs(glyphs: Sequence[Glyph], walls: _Walls) -> list[_Run]:
    """Glyphs that follow each other in drawing order and in place."""
    runs: list[_Run] = []
    current: list[Glyph] = []
    open_left = True
    tracking = 0.0
    for glyph, spacing in zip(glyphs, _tracking(glyphs), strict=True):
        if glyph.text.isspace():
            if current:
                runs.append(_run(current, open_left, open_right=False))
                current = []
            open_left = False
            continue
        if current and not _follows(current[-1], glyph, min(tracking, spacing), walls):
            runs.append(_run(current, open_left, open_right=True))
            current, open_left = [], True
        current.append(glyph)
        tracking = spacing
    if current:
        runs.append(_run(current, open_left, open_right=True))
    return runs


def _tracking(glyphs: Sequence[Glyph]) -> list[float]:
    """For each glyph the extra space that its text object puts between all its glyphs (spaced-out headings), else 0."""
    spacing = [0.0] * len(glyphs)
    begin = 0
    for end in range(1, len(glyphs) + 1):
        if end < len(glyphs) and glyphs[end].strand == glyphs[begin].strand:
            continue
        strand = glyphs[begin:end]
        if len(strand) >= 4:
            gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(strand)]
            least = min(gaps)
            # A value and its unit set apart in one string is no spacing: most gaps have to be alike.
            if least > 0.05 * strand[0].size and sum(gap < least + 0.05 * strand[0].size for gap in gaps) > len(gaps) / 2:
                spacing[begin:end] = [least] * len(strand)
        begin = end
    return spacing


def _follows(left: Glyph, right: Glyph, tracking: float, walls: _Walls) -> bool:
    # Unpacked, not by name: this is asked once a glyph.
    _, left_x0, left_top, left_x1, left_bottom, left_size, _, left_strand = left
    _, right_x0, right_top, right_x1, right_bottom, right_size, _, right_strand = right
    left_height, right_height = left_bottom - left_top, right_bottom - right_top
    height = (left_height if left_height < right_height else right_height) or 1.0
    shared_bottom = left_bottom if left_bottom < right_bottom else right_bottom
    shared_top = left_top if left_top > right_top else right_top
    if shared_bottom - shared_top < 0.5 * height:
        return False
    if not _SAME_SIZE <= left_size / (right_size or 1.0) <= 1 / _SAME_SIZE:
        return False
    # The letters of a ligature share one box.
    if left_strand == right_strand and left_x0 == right_x0 and left_x1 == right_x1:
        return True
    gap = right_x0 - left_x1
    if gap - tracking > _GAP_OF_A_WORD * height or gap < -_OVERPRINT * height:
        return False
    return not walls.between((left_x0 + left_x1) / 2, (right_x0 + right_x1) / 2, right_top, right_bottom)


def _run(glyphs: Sequence[Glyph], open_left: bool, open_right: bool) -> _Run:
    texts, lefts, tops, rights, bottoms, _, bolds, _ = zip(*glyphs, strict=True)
    return _Run(
        text="".join(texts),
        x0=min(lefts),
        top=min(tops),
        x1=max(rights),
        bottom=max(bottoms),
        size=glyphs[0].size,
        bold=sum(bolds) * 2 > len(glyphs),
        open_left=open_left,
        open_right=open_right,
    )


def _lines(runs: list[_Run]) -> list[list[_Run]]:
    """Runs whose middles lie level, each line sorted from the left. A power or footnote is level with what it stands on."""
    lines: list[list[_Run]] = []
    level = 0.0
    levels = _levels(runs)
    for run in sorted(runs, key=lambda run: (levels[id(run)], run.x0)):
        middle = levels[id(run)]
        if lines and middle - level <= 0.35 * min(run.bottom - run.top, lines[-1][-1].bottom - lines[-1][-1].top):
            lines[-1].append(run)
            level += (middle - level) / len(lines[-1])
        else:
            lines.append([run])
            level = middle
    for line in lines:
        line.sort(key=lambda run: (run.x0, run.x1))
    return lines


def _levels(runs: list[_Run]) -> dict[int, float]:
    """The height each run stands at: its middle, or for a small raised sign the middle of the word it is raised from."""
    by_end = sorted(runs, key=lambda run: run.x1)
    ends = [run.x1 for run in by_end]
    levels = {id(run): (run.top + run.bottom) / 2 for run in runs}
    for run in runs:
        if len(run.text) > _LONGEST_RAISED:
            continue
        height = run.bottom - run.top
        for base in by_end[bisect_left(ends, run.x0 - 0.3 * height) : bisect_right(ends, run.x0 + 0.3 * height)]:
            is_raised = run.size < _SAME_SIZE * base.size and base.top - 0.5 * height < run.top < base.top + 0.5 * height
            if is_raised and run.bottom < base.bottom - 0.1 * base.size:
                levels[id(run)] = (base.top + base.bottom) / 2
                break
    return levels


def _joined(line: list[_Run], walls: _Walls) -> list[_Run]:
    """Pieces of one word that were drawn apart are one word again."""
    joined: list[_Run] = []
    for run in line:
        left = joined[-1] if joined else None
        if left is None or not _touches(left, run, walls):
            joined.append(run)
        elif _SAME_SIZE <= left.size / (run.size or 1.0) <= 1 / _SAME_SIZE and not left.raised:
            joined[-1] = _merged(left, run, run.text)
        elif _is_power(left, run):
            # "m" and a small raised "2" are m²; "25,00" and a small raised "1" are a price and a footnote.
            joined[-1] = _merged(left, run, run.text.translate(_RAISED))
            joined[-1].raised = True
        else:
            joined.append(run)
    return joined


def _touches(left: _Run, right: _Run, walls: _Walls) -> bool:
    if not (left.open_right and right.open_left):
        return False
    height = min(left.bottom - left.top, right.bottom - right.top)
    if not -_OVERPRINT * height <= right.x0 - left.x1 <= _GAP_BETWEEN_PIECES * height:
        return False
    return not walls.between(left.x1 - 0.1 * height, right.x0 + 0.1 * height, right.top, right.bottom)


def _is_power(left: _Run, right: _Run) -> bool:
    rise = left.bottom - right.bottom
    return left.text.isalpha() and right.text in ("1", "2", "3") and right.size < left.size and rise > 0.15 * left.size


def _merged(left: _Run, right: _Run, text: str) -> _Run:
    return _Run(
        text=left.text + text,
        x0=left.x0,
        top=min(left.top, right.top),
        x1=max(left.x1, right.x1),
        bottom=max(left.bottom, right.bottom),
        size=left.size,
        bold=left.bold,
        open_left=left.open_left,
        open_right=right.open_right,
    )
