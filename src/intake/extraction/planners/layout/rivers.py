"""White space that runs down a table: which stretches of the canvas its cells cover, and where to cut between two of them.

In: the rows under a heading, headings and drawn rules. Out: blocks of cells, left to right, and cut positions. A row that is not
made like the others (a note, an address in the foot) has no say; what the blocks hold is no business of this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.domain.documents import CanvasKind, Document
from intake.extraction.printed import pieces_of
from intake.extraction.segments import Row

_MOST_ROWS = 200
_STRAY_SHARE = 0.04
"""So many rows may run across a river: a long word set over its column's edge."""
_SEAM = {CanvasKind.PAGE: 1.0, CanvasKind.TEXT: 0.5}
_FAR = {CanvasKind.PAGE: 130.0, CanvasKind.TEXT: 9.0}


@dataclass(frozen=True, slots=True)
class Block:
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Span:
    """`weight` is what crossing it costs."""

    x0: float
    x1: float
    weight: int


def typical_rows(rows: Sequence[Row], columns: int) -> list[Row]:
    """Rows with cells under at least half of the headings, up to where such rows end."""
    least = max(2, (columns + 1) // 2)
    kept: list[Row] = []
    for row in rows:
        if len(row.segments) < least:
            continue
        if kept and kept[-1].canvas == row.canvas and row.top - kept[-1].bottom > _FAR.get(row.segments[0].kind, 1e9):
            break
        kept.append(row)
        if len(kept) >= _MOST_ROWS:
            break
    return kept or [row for row in rows if len(row.segments) > 1][:_MOST_ROWS]


def blocks_of(rows: Sequence[Row], kind: CanvasKind) -> list[Block]:
    """Stretches that the cells of more than a few stray rows cover."""
    stray = int(len(rows) * _STRAY_SHARE)
    steps: Counter[float] = Counter()
    for row in rows:
        for segment in row.segments:
            steps[segment.x0] += 1
            steps[segment.x1] -= 1
    blocks: list[Block] = []
    depth, began = 0, 0.0
    for x in sorted(steps):
        before, depth = depth, depth + steps[x]
        if before <= stray < depth:
            began = x
        elif depth <= stray < before:
            if blocks and began - blocks[-1].x1 <= _SEAM[kind]:
                blocks[-1] = Block(blocks[-1].x0, x)
            else:
                blocks.append(Block(began, x))
    return blocks


def spans_of(rows: Sequence[Row], document: Document) -> list[Span]:
    """What a cut must not cross: the cells, and dearer their words."""
    spans = [Span(segment.x0, segment.x1, 1) for row in rows for segment in row.segments]
    return spans + [Span(piece.x0, piece.x1, 2) for row in rows for piece in pieces_of(row, document)]


def cut_between(low: float, high: float, spans: Sequence[Span], rules: Sequence[float]) -> float:
    """The x in [low, high] that crosses the least: the middle of the widest such gap, or the rule drawn there."""
    ruled = [rule for rule in rules if low - 2 <= rule <= high + 2]
    if ruled:
        return min(ruled, key=lambda rule: abs(rule - (low + high) / 2))
    gaps = list(_gaps(low, high, spans))
    if not gaps:
        return (low + high) / 2
    least = min(cost for _, _, cost in gaps)
    x0, x1, _ = max((gap for gap in gaps if gap[2] == least), key=lambda gap: gap[1] - gap[0])
    return (x0 + x1) / 2


def _gaps(low: float, high: float, spans: Sequence[Span]) -> Iterator[tuple[float, float, int]]:
    """[low, high] in stretches of equal cost, what is crossed there."""
    steps: Counter[float] = Counter({low: 0, high: 0})
    for span in spans:
        if span.x1 > low and span.x0 < high:
            steps[max(span.x0, low)] += span.weight
            steps[min(span.x1, high)] -= span.weight
    ordered = sorted(steps)
    cost, began = 0, low
    for x, following in zip(ordered, [*ordered[1:], None], strict=True):
        before, cost = cost, cost + steps[x]
        if following is None or cost != before:
            if x > began:
                yield began, x, before
            began = x
