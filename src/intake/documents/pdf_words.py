"""Glyphs become words: in come placed glyphs of one upright page and its vertical rules, out go words in reading order.

Glyphs drawn out of order are put back by their place: runs of them are set in lines, and pieces of one word joined.
Pure geometry: knows nothing of PDF files and decides nothing about what is visible.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from intake.documents.pdf_geometry import Boxes
from intake.documents.pdf_runs import OVERPRINT, SAME_SIZE, Run, Stretch, Walls, are_two_amounts, runs_of
from intake.domain.documents import Rule, Word

_GAP_BETWEEN_PIECES = 0.1
"""Of the glyph height."""
_LONGEST_RAISED = 3
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_RAISED = str.maketrans("123", "¹²³")


def words_of(text: str, boxes: Boxes, stretches: Sequence[Stretch], rules: Iterable[Rule] = ()) -> tuple[Word, ...]:
    """Words line by line, top to bottom, left to right. `text` and `boxes` are a page's glyphs, upright, in points from its top
    left; `stretches` say which of them to take, in drawing order."""
    walls = Walls(rules)
    lines = _lines(runs_of(text, boxes, stretches, walls))
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
    runs = [(Run(w.text, w.x0, w.top, w.x1, w.bottom, w.bottom - w.top, w.bold, False, False), w) for w in words]
    place = {id(run): word for run, word in runs}
    return tuple(place[id(run)] for line in _lines([run for run, _ in runs]) for run in line)


def _lines(runs: list[Run]) -> list[list[Run]]:
    """Runs whose middles lie level, each line sorted from the left. A power or footnote is level with what it stands on."""
    lines: list[list[Run]] = []
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


def _levels(runs: list[Run]) -> dict[int, float]:
    """The height each run stands at: its middle, or for a small raised sign the middle of the word it is raised from."""
    by_end = sorted(runs, key=lambda run: run.x1)
    ends = [run.x1 for run in by_end]
    levels = {id(run): (run.top + run.bottom) / 2 for run in runs}
    for run in runs:
        if len(run.text) > _LONGEST_RAISED:
            continue
        height = run.bottom - run.top
        for base in by_end[bisect_left(ends, run.x0 - 0.3 * height) : bisect_right(ends, run.x0 + 0.3 * height)]:
            is_raised = run.size < SAME_SIZE * base.size and base.top - 0.5 * height < run.top < base.top + 0.5 * height
            if is_raised and run.bottom < base.bottom - 0.1 * base.size:
                levels[id(run)] = (base.top + base.bottom) / 2
                break
    return levels


def _joined(line: list[Run], walls: Walls) -> list[Run]:
    """Pieces of one word that were drawn apart are one word again."""
    joined: list[Run] = []
    for run in line:
        left = joined[-1] if joined else None
        if left is None or not _touches(left, run, walls):
            joined.append(run)
        elif SAME_SIZE <= left.size / (run.size or 1.0) <= 1 / SAME_SIZE and not left.raised:
            joined[-1] = _merged(left, run, run.text)
        elif _is_power(left, run):
            # "m" and a small raised "2" are m²; "25,00" and a small raised "1" are a price and a footnote.
            joined[-1] = _merged(left, run, run.text.translate(_RAISED))
            joined[-1].raised = True
        else:
            joined.append(run)
    return joined


def _touches(left: Run, right: Run, walls: Walls) -> bool:
    if not (left.open_right and right.open_left) or are_two_amounts(left.text, right.text):
        return False
    height = min(left.bottom - left.top, right.bottom - right.top)
    if not -OVERPRINT * height <= right.x0 - left.x1 <= _GAP_BETWEEN_PIECES * height:
        return False
    return not walls.between(left.x1 - 0.1 * height, right.x0 + 0.1 * height, right.top, right.bottom)


def _is_power(left: Run, right: Run) -> bool:
    rise = left.bottom - right.bottom
    return left.text.isalpha() and right.text in ("1", "2", "3") and right.size < left.size and rise > 0.15 * left.size


def _merged(left: Run, right: Run, text: str) -> Run:
    return Run(
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
