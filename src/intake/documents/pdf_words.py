"""Glyphs become words: in come placed glyphs of one upright page and its vertical rules, out go words in reading order.

Spaces are believed where the file has them and measured where it has none. Glyphs drawn out of order are put back by their
place. A word whose glyphs stand close, as all but all do, is taken whole, without a look at each.
Pure geometry: knows nothing of PDF files and decides nothing about what is visible.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import sub
from typing import NamedTuple

from intake.documents.pdf_geometry import Box, Boxes
from intake.domain.documents import Rule, Word

# Shares of the glyph height, found on files of many producers (loose boxes: a glyph's advance by its font's height).
_GAP_OF_A_WORD = 0.2
_GAP_BETWEEN_PIECES = 0.1
_OVERPRINT = 0.15
_KERNING = 0.25
"""How far a small letter may be drawn in under the arm of a capital ("Te", "Vo", "P.")."""
_SAME_SIZE = 0.8
_LONGEST_RAISED = 3
_WORD = re.compile(r"\S+")
_KERNED = re.compile(r"[AFKLPRTVWXY][^\W\dA-Z_]|[FPTVWY][.,;:\-]|[AL][TVWY]|[TVWY]A")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_RAISED = str.maketrans("123", "¹²³")


class Stretch(NamedTuple):
    """The glyphs from `begin` to before `end`, drawn at once; `is_level` says that they stand equally high."""

    begin: int
    end: int
    is_level: bool
    bold: bool


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


def words_of(text: str, boxes: Boxes, stretches: Iterable[Stretch], rules: Iterable[Rule] = ()) -> tuple[Word, ...]:
    """Words line by line, top to bottom, left to right. `text` and `boxes` are a page's glyphs, upright, in points from its top
    left; `stretches` say which of them to take, in drawing order."""
    walls = _Walls(rules)
    lines = _lines(_runs(text, boxes, stretches, walls))
    return tuple(
        Word(
            _spelled(run.text),
            round(run.x0, 2),
            round(run.top, 2),
            round(run.x1, 2),
            round(run.bottom, 2),
            round(run.size, 1),
            run.bold,
        )
        for line in lines
        for run in _joined(line, walls)
    )


def _spelled(text: str) -> str:
    """A ligature is its letters."""
    return text if text.isascii() else _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def reading_order(words: Iterable[Word]) -> tuple[Word, ...]:
    """The same words line by line: for words from several sources (text, form fields, recognition) on one page."""
    runs = [(_Run(w.text, w.x0, w.top, w.x1, w.bottom, w.bottom - w.top, w.bold, False, False), w) for w in words]
    place = {id(run): word for run, word in runs}
    return tuple(place[id(run)] for line in _lines([run for run, _ in runs]) for run in line)


def _runs(text: str, boxes: Boxes, stretches: Iterable[Stretch], walls: _Walls) -> list[_Run]:
    """Glyphs that follow each other in drawing order and in place."""
    runs: list[_Run] = []
    gaps = list(map(sub, boxes.x0[1:], boxes.x1))
    last: tuple[int, float] | None = None
    open_left = True
    for start, stop, is_level, bold in stretches:
        spacing = _spacing(gaps[start : stop - 1], boxes.y1[start] - boxes.y0[start])
        after = start
        for word in _WORD.finditer(text, start, stop):
            begin, end = word.span()
            if begin > after:
                _shut(runs, last)
                last, open_left = None, False
            after = end
            is_close = is_level and _is_close(boxes, gaps, begin, end, spacing, walls)
            for first, until in [(begin, end)] if is_close else _pieces(text, boxes, begin, end, spacing, walls):
                run = _run(text, boxes, first, until, bold, open_left)
                if first == start and last and _goes_on(text, boxes, last, first, spacing, walls):
                    _extend(runs[-1], run)
                else:
                    runs.append(run)
                last, open_left = (until - 1, spacing), True
        if after < stop:
            _shut(runs, last)
            last, open_left = None, False
    return runs


def _shut(runs: list[_Run], last: object) -> None:
    """A blank follows the last run, if anything follows it."""
    if last:
        runs[-1].open_right = False


def _spacing(gaps: list[float], size: float) -> float:
    """The extra space that a text object puts between all its glyphs (spaced-out headings), else 0."""
    if len(gaps) < 3:
        return 0.0
    least = min(gaps)
    # A value and its unit set apart in one string is no spacing: most gaps have to be alike.
    if least > 0.05 * size and sum(gap < least + 0.05 * size for gap in gaps) > len(gaps) / 2:
        return least
    return 0.0


def _is_close(boxes: Boxes, gaps: list[float], begin: int, end: int, spacing: float, walls: _Walls) -> bool:
    """Whether all glyphs of a level word follow one another; most words are known to at a glance."""
    if end - begin == 1:
        return True
    inside = gaps[begin : end - 1]
    top, bottom = boxes.y0[begin], boxes.y1[begin]
    height = bottom - top or 1.0
    if max(inside) - spacing > _GAP_OF_A_WORD * height or min(inside) < -_OVERPRINT * height:
        return False
    left, right = (boxes.x0[begin] + boxes.x1[begin]) / 2, (boxes.x0[end - 1] + boxes.x1[end - 1]) / 2
    return not walls.between(left, right, top, bottom)


def _pieces(text: str, boxes: Boxes, begin: int, end: int, spacing: float, walls: _Walls) -> Iterator[tuple[int, int]]:
    """A word's parts, cut where a glyph does not follow the one before it."""
    first = begin
    for index in range(begin + 1, end):
        left, right = boxes.at(index - 1), boxes.at(index)
        # The letters of a ligature share one box.
        is_ligature = left[0] == right[0] and left[2] == right[2]
        if not is_ligature and not _follows(left, right, spacing, walls, _overlap(text, index)):
            yield first, index
            first = index
    yield first, end


def _goes_on(text: str, boxes: Boxes, last: tuple[int, float], first: int, spacing: float, walls: _Walls) -> bool:
    """Whether glyph `first`, drawn anew, follows the `last` one (its number, and the spacing it was drawn with)."""
    overlap = _overlap(text, first) if last[0] == first - 1 else _OVERPRINT
    return _follows(boxes.at(last[0]), boxes.at(first), min(last[1], spacing), walls, overlap)


def _overlap(text: str, index: int) -> float:
    """How far glyph `index` may reach into the one before it."""
    return _KERNING if _KERNED.fullmatch(text, index - 1, index + 1) else _OVERPRINT


def _follows(left: Box, right: Box, spacing: float, walls: _Walls, overlap: float = _OVERPRINT) -> bool:
    left_x0, left_top, left_x1, left_bottom = left
    right_x0, right_top, right_x1, right_bottom = right
    left_height, right_height = left_bottom - left_top, right_bottom - right_top
    height = min(left_height, right_height) or 1.0
    if min(left_bottom, right_bottom) - max(left_top, right_top) < 0.5 * height:
        return False
    if not _SAME_SIZE <= left_height / (right_height or 1.0) <= 1 / _SAME_SIZE:
        return False
    gap = right_x0 - left_x1
    if gap - spacing > _GAP_OF_A_WORD * height or gap < -overlap * height:
        return False
    return not walls.between((left_x0 + left_x1) / 2, (right_x0 + right_x1) / 2, right_top, right_bottom)


def _run(text: str, boxes: Boxes, begin: int, end: int, bold: bool, open_left: bool) -> _Run:
    x0, top, x1, bottom = boxes.part(begin, end).around()
    return _Run(text[begin:end], x0, top, x1, bottom, boxes.y1[begin] - boxes.y0[begin], bold, open_left, open_right=True)


def _extend(run: _Run, more: _Run) -> None:
    run.bold = run.bold if len(run.text) >= len(more.text) else more.bold
    run.text += more.text
    run.x0, run.top = min(run.x0, more.x0), min(run.top, more.top)
    run.x1, run.bottom = max(run.x1, more.x1), max(run.bottom, more.bottom)


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
