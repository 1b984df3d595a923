"""Lines set to the middle of their height: the words of a wide cell stand above and below the row that holds the figures.

In: the rows of a table and which of them begin a line. Out: which rows make one line, told by the drawn rules and the white space
between lines alone. What a row says is no business of this module.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from intake.domain.documents import Rule
from intake.extraction.segments import Row

_OFF_MIDDLE = 0.35
"""The figures may stand so much of a row's height off the middle of their line."""
_WIDER = 0.75
"""By so many points the space between two lines is wider than the one within them."""
_RULED_SHARE = 0.6


def ruled_heights(rules: Sequence[Rule], rows: Sequence[Row]) -> tuple[float, ...]:
    """Where a rule is drawn through most of the rows' width; the cells of a grid have a rule each."""
    if not rows:
        return ()
    x0 = min(row.segments[0].x0 for row in rows)
    x1 = max(segment.x1 for row in rows for segment in row.segments[-1:])
    top, bottom = rows[0].top - 1, rows[-1].bottom + 1
    level = sorted(
        (rule.top, min(rule.x1, x1) - max(rule.x0, x0))
        for rule in rules
        if rule.top == rule.bottom and top <= rule.top <= bottom and min(rule.x1, x1) > max(rule.x0, x0)
    )
    heights: list[list[float]] = []
    for height, width in level:
        if heights and height - heights[-1][0] <= 1.5:
            heights[-1][1] += width
        else:
            heights.append([height, width])
    return tuple(height for height, width in heights if width >= _RULED_SHARE * (x1 - x0))


def blocks_of(rows: Sequence[Row], starts: Sequence[int], ruled: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """The first and last row of each line; the rows before the first start and after the last one are those lines' own."""
    blocks: list[tuple[int, int]] = []
    first = 0
    for before, after in itertools.pairwise(starts):
        last = _cut(rows, before, after, ruled)
        last = after - 1 if last is None else last
        blocks.append((first, last))
        first = last + 1
    if starts:
        blocks.append((first, len(rows) - 1))
    return tuple(blocks)


def middle_blocks(rows: Sequence[Row], starts: Sequence[int], ruled: Sequence[float]) -> tuple[tuple[int, int], ...] | None:
    """The same, where every line's figures stand in the middle of its rows, and some line has rows above them; None elsewhere.
    Above the first and below the last line only rows count that make it even."""
    cuts = [_cut(rows, before, after, ruled) for before, after in itertools.pairwise(starts)]
    if not starts or any(cut is None for cut in cuts):
        return None
    known = [cut for cut in cuts if cut is not None]
    blocks = []
    for at, start in enumerate(starts):
        first = known[at - 1] + 1 if at else None
        last = known[at] if at < len(known) else None
        block = _around(rows, start, first, last, ruled)
        if block is None:
            return None
        blocks.append(block)
    return tuple(blocks) if any(first < start for (first, _), start in zip(blocks, starts, strict=True)) else None


def _cut(rows: Sequence[Row], before: int, after: int, ruled: Sequence[float]) -> int | None:
    """The last row of the line that starts at `before`, where the next one starts at `after`; None where no space is widest."""
    if after == before + 1:
        return before
    between = range(before, after)
    for at in between:
        if any(_middle(rows[at]) < height < _middle(rows[at + 1]) for height in ruled):
            return at
    steps = sorted(((rows[at + 1].top - rows[at].top, at) for at in between), reverse=True)
    return steps[0][1] if steps[0][0] - steps[1][0] > _WIDER else None


def _around(
    rows: Sequence[Row], start: int, first: int | None, last: int | None, ruled: Sequence[float]
) -> tuple[int, int] | None:
    """The rows around a start; an end that is not known is where the other one makes it even."""
    slack = _OFF_MIDDLE * (rows[start].bottom - rows[start].top)
    if first is None and last is None:
        return _alone(rows, start, slack)
    if first is None:
        assert last is not None
        reach = rows[start].top - (rows[last].bottom - rows[start].bottom) - slack
        first = start
        while first > 0 and rows[first - 1].top >= reach and not _is_ruled(rows, first - 1, ruled):
            first -= 1
    if last is None:
        reach = rows[start].bottom + (rows[start].top - rows[first].top) + slack
        last = start
        while last + 1 < len(rows) and rows[last + 1].bottom <= reach and not _is_ruled(rows, last, ruled):
            last += 1
    above, below = rows[start].top - rows[first].top, rows[last].bottom - rows[start].bottom
    return (first, last) if abs(above - below) <= slack else None


def _alone(rows: Sequence[Row], start: int, slack: float) -> tuple[int, int] | None:
    """The only line of its table has all rows above its start, if as many stand below."""
    reach = rows[start].bottom + (rows[start].top - rows[0].top) + slack
    last = start
    while last + 1 < len(rows) and rows[last + 1].bottom <= reach:
        last += 1
    above, below = rows[start].top - rows[0].top, rows[last].bottom - rows[start].bottom
    return (0, last) if abs(above - below) <= slack else None


def _is_ruled(rows: Sequence[Row], at: int, ruled: Sequence[float]) -> bool:
    return any(_middle(rows[at]) < height < _middle(rows[at + 1]) for height in ruled)


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2
