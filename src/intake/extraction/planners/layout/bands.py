"""Where the columns of a table run: each heading, and each column without one, gets a band [x0, x1) of the canvas.

In: a header and the rows under it. Out: bands that meet each other, so that no word falls between two. Edges follow the white
space that runs down between the cells and the drawn rules; a heading only says where to look.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from intake.domain.documents import CanvasKind, Document
from intake.extraction.planners.layout.headings import Header, Heading
from intake.extraction.planners.layout.segments import Row
from intake.extraction.printed import Piece, pieces_of

SAMPLE = 80
"""So many rows show where the white space runs."""


@dataclass(frozen=True, slots=True)
class Band:
    x0: float
    x1: float
    heading: Heading | None


@dataclass(slots=True)
class _Extent:
    x0: float
    x1: float
    headings: list[Heading]


def bands_of(header: Header, body: Sequence[Row], document: Document) -> tuple[Band, ...]:
    """Bands from the left edge to the right edge of the canvas."""
    canvas = document.canvases[header.canvas]
    if canvas.kind is CanvasKind.GRID:
        return _grid_bands(header, body)
    rows = [row for row in body[:SAMPLE] if len(row.segments) > 1]
    pieces = [piece for row in rows for piece in pieces_of(row, document)]
    step = 1.0 if canvas.kind is CanvasKind.PAGE else 0.5
    gap = 2.0 if canvas.kind is CanvasKind.PAGE else 1.0
    extents = _extents(header, rows, gap)
    edges = sorted(
        rule.x0 for rule in canvas.rules if rule.x0 == rule.x1 and rule.top <= header.bottom + 40 and rule.bottom >= header.top
    )
    split: list[_Extent] = []
    for extent in extents:
        split.extend(_split(extent, pieces, edges, step))
    split.sort(key=lambda extent: extent.x0)
    return _meeting(split, edges, canvas.width)


def _grid_bands(header: Header, body: Sequence[Row]) -> tuple[Band, ...]:
    """A sheet's columns are given; a merged heading has all of its columns, unless the cells under it differ."""
    used = sorted({(segment.x0, segment.x1) for row in body[:SAMPLE] for segment in row.segments})
    bands: list[Band] = []
    for heading in header.headings:
        bands.append(Band(heading.x0, heading.x1, heading))
    for x0, _ in used:
        if not any(band.x0 <= x0 < band.x1 for band in bands):
            bands.append(Band(x0, x0 + 1, None))
    bands.sort(key=lambda band: band.x0)
    cut: list[Band] = []
    for number, band in enumerate(bands):
        limit = bands[number + 1].x0 if number + 1 < len(bands) else max(band.x1, 1e6)
        cut.append(Band(band.x0, min(band.x1, limit) if number + 1 < len(bands) else band.x1, band.heading))
    return tuple(cut)


def _extents(header: Header, rows: Sequence[Row], gap: float) -> list[_Extent]:
    """Runs of the canvas that some cell covers, joined with the headings that stand over them."""
    covered = sorted((segment.x0, segment.x1) for row in rows for segment in row.segments)
    runs: list[_Extent] = []
    for x0, x1 in covered:
        if runs and x0 <= runs[-1].x1 + gap:
            runs[-1].x1 = max(runs[-1].x1, x1)
        else:
            runs.append(_Extent(x0, x1, []))
    for heading in header.headings:
        home = max(runs, key=lambda run: min(run.x1, heading.x1) - max(run.x0, heading.x0), default=None)
        if home is not None and min(home.x1, heading.x1) - max(home.x0, heading.x0) > 0:
            home.headings.append(heading)
            continue
        runs.append(_Extent(heading.x0, heading.x1, [heading]))
    return runs


def _split(extent: _Extent, pieces: Sequence[Piece], edges: Sequence[float], step: float) -> list[_Extent]:
    """A run under several headings is cut between them where the fewest words are crossed."""
    headings = sorted(extent.headings, key=lambda heading: heading.x0)
    if len(headings) < 2:
        return [extent]
    parts: list[_Extent] = []
    left = extent.x0
    for before, after in itertools.pairwise(headings):
        cut = _cut(before, after, pieces, edges, step)
        parts.append(_Extent(left, cut, [before]))
        left = cut
    parts.append(_Extent(left, extent.x1, [headings[-1]]))
    return parts


def _cut(before: Heading, after: Heading, pieces: Sequence[Piece], edges: Sequence[float], step: float) -> float:
    low, high = before.x0 + step, after.x1 - step
    ruled = [edge for edge in edges if before.x1 - 2 * step <= edge <= after.x0 + 2 * step]
    if ruled:
        return ruled[0]
    best: tuple[float, float, float] | None = None
    x = low
    while x <= high:
        crossed = sum(1 for piece in pieces if piece.x0 + 0.3 < x < piece.x1 - 0.3)
        in_heading = (before.x0 < x < before.x1) + (after.x0 < x < after.x1)
        distance = max(before.x1 - x, x - after.x0, 0)
        room = min((abs(edge - x) for piece in pieces for edge in (piece.x0, piece.x1) if abs(edge - x) < 30), default=30.0)
        candidate = (crossed + 0.5 * in_heading, distance > 0, -room)
        score = (candidate[0], float(candidate[1]), candidate[2])
        if best is None or score < best[:3]:
            best = score
            chosen = x
        x += step
    return chosen if best is not None else (before.x1 + after.x0) / 2


def _meeting(extents: Sequence[_Extent], edges: Sequence[float], width: float) -> tuple[Band, ...]:
    """Bands whose edges meet halfway in the white space, or at the rule that is drawn there."""
    bands: list[Band] = []
    left = 0.0
    for number, extent in enumerate(extents):
        if number + 1 == len(extents):
            right = max(width, extent.x1) + 1
        else:
            following = extents[number + 1]
            ruled = [edge for edge in edges if extent.x1 - 1.5 <= edge <= following.x0 + 1.5]
            right = ruled[0] if ruled else (extent.x1 + following.x0) / 2
        bands.append(Band(left, right, extent.headings[0] if extent.headings else None))
        left = right
    return tuple(bands)
