"""Where the columns of a table run: each heading, and each column without one, gets a band [x0, x1) of the canvas.

In: a header and the rows under it. Out: bands that meet each other, so that no word falls between two. Edges follow the white
space that runs down between the cells (`rivers.py`) and the drawn rules; a heading only says where to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction.planners.layout.rivers import Block, Span, blocks_of, cut_between, spans_of, typical_rows
from intake.extraction.planners.layout.stacked_headings import Header, Heading, joined
from intake.extraction.printed import cells_of, runs_on
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary

SAMPLE = 80
"""So many rows show where a sheet's columns are used."""
_REACH = {CanvasKind.PAGE: 60.0, CanvasKind.TEXT: 14.0}
"""A heading this far beside a column without a heading may be its own: set to the left over figures set to the right."""
_BESIDE = {CanvasKind.PAGE: 0.9, CanvasKind.TEXT: 1.0}


@dataclass(frozen=True, slots=True)
class Band:
    x0: float
    x1: float
    heading: Heading | None


@dataclass(slots=True)
class _Place:
    """A stretch of the canvas with its headings."""

    x0: float
    x1: float
    headings: list[Heading] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class _Part:
    x0: float
    x1: float
    heading: Heading | None
    is_shared: bool = False


def bands_of(header: Header, body: Sequence[Row], document: Document) -> tuple[Band, ...]:
    """Bands from the left edge to the right edge of the canvas."""
    canvas = document.canvases[header.canvas]
    if canvas.kind is CanvasKind.GRID:
        return _grid_bands(header, body)
    rows = typical_rows(body, header.width)
    rules = sorted(
        rule.x0 for rule in canvas.rules if rule.x0 == rule.x1 and rule.top <= header.bottom + 40 and rule.bottom >= header.top
    )
    parts = _parts(_under(header.headings, blocks_of(rows, canvas.kind), _REACH[canvas.kind]))
    width = max(canvas.width, *(part.x1 for part in parts)) + 1
    bands = _meeting(parts, spans_of(rows, document), rules, width)
    return bands if rules else _rejoined(bands, rows, document)


def planned(bands: Sequence[Band], roles: Sequence[ColumnRole]) -> tuple[Column, ...]:
    """The bands as columns of a plan."""
    return tuple(
        Column(role=role, x0=band.x0, x1=band.x1, heading=band.heading.place() if band.heading else None)
        for band, role in zip(bands, roles, strict=True)
    )


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


def _under(headings: Sequence[Heading], blocks: Sequence[Block], reach: float) -> list[_Place]:
    """The blocks of cells, each with the headings over it; a heading over no cells has a place of its own."""
    places = [_Place(block.x0, block.x1) for block in blocks]
    homeless: list[Heading] = []
    for heading in headings:
        home = max(places, key=lambda place: _overlap(place, heading), default=None)
        if home is not None and _overlap(home, heading) > 0:
            home.headings.append(heading)
        else:
            homeless.append(heading)
    for heading in homeless:
        beside = _beside(heading, places, headings, reach)
        if beside is not None:
            beside.headings.append(heading)
        else:
            places.append(_Place(heading.x0, heading.x1, headings=[heading]))
    return sorted(places, key=lambda place: place.middle)


def _overlap(place: _Place, heading: Heading) -> float:
    return min(place.x1, heading.x1) - max(place.x0, heading.x0)


def _beside(heading: Heading, places: Sequence[_Place], headings: Sequence[Heading], reach: float) -> _Place | None:
    """The column without a heading next to this one, with no other heading or column in between."""
    free = [place for place in places if not place.headings and -_overlap(place, heading) <= reach]
    free.sort(key=lambda place: -_overlap(place, heading))
    for place in free[:1]:
        low, high = min(place.x1, heading.x1), max(place.x0, heading.x0)
        others = [(other.x0, other.x1) for other in headings if other is not heading]
        others += [(other.x0, other.x1) for other in places if other is not place]
        if not any(x0 < high and x1 > low for x0, x1 in others):
            return place
    return None


def _parts(places: Sequence[_Place]) -> list[_Part]:
    """One part a heading. Where no white space parts the cells of several headings, each has its heading's own width."""
    parts: list[_Part] = []
    for place in places:
        if len(place.headings) < 2:
            parts.append(_Part(place.x0, place.x1, next(iter(place.headings), None)))
            continue
        ordered = sorted(place.headings, key=lambda heading: heading.x0)
        parts += [_Part(heading.x0, heading.x1, heading, is_shared=True) for heading in ordered]
    return parts


def _meeting(parts: Sequence[_Part], spans: Sequence[Span], rules: Sequence[float], width: float) -> tuple[Band, ...]:
    """Bands whose edges meet where the least is crossed, or at the rule that is drawn there."""
    bands: list[Band] = []
    left = 0.0
    for number, part in enumerate(parts):
        is_last = number + 1 == len(parts)
        right = width if is_last else max(left, _edge(part, parts[number + 1], spans, rules))
        bands.append(Band(left, right, part.heading))
        left = right
    return tuple(bands)


def _rejoined(bands: Sequence[Band], rows: Sequence[Row], document: Document) -> tuple[Band, ...]:
    """Headings side by side whose cells run on from one to the other like words are one ("Item / Service Description")."""
    kept: list[Band] = []
    for band in bands:
        before = kept[-1] if kept else None
        if before is not None and _are_neighbours(before, band) and _is_one_column(before, band, rows, document):
            assert before.heading is not None
            assert band.heading is not None
            kept[-1] = Band(before.x0, band.x1, joined(before.heading, band.heading))
        else:
            kept.append(band)
    return tuple(kept)


def _are_neighbours(left: Band, right: Band) -> bool:
    if left.heading is None or right.heading is None:
        return False
    tops = {segment.top: segment for segment in left.heading.segments}
    pairs = [(tops[segment.top], segment) for segment in right.heading.segments if segment.top in tops]
    return any(b.x0 - a.x1 <= _BESIDE[a.kind] * (a.bottom - a.top) for a, b in pairs)


def _name_two_things(left: Heading, right: Heading) -> bool:
    """Two headings that are known as they stand and mean nothing in common ("Lp Indeks"), and not known as one."""
    known = vocabulary().is_exact_heading
    if known(f"{left.text} {right.text}") or not (known(left.text) and known(right.text)):
        return False
    return not set(left.roles) & set(right.roles)


def _is_one_column(left: Band, right: Band, rows: Sequence[Row], document: Document) -> bool:
    columns = tuple(Column(role=ColumnRole.IGNORE, x0=band.x0, x1=band.x1) for band in (left, right))
    found = [cells_of(row, document, columns) for row in rows]
    both = [cells for cells in found if all(cell.pieces for cell in cells)]
    if left.heading is not None and right.heading is not None and _name_two_things(left.heading, right.heading):
        # "Your ref" over codes on two lines, set above and below the row of "Item", is empty in that row.
        return False
    if not both:
        # "Quantity Required" over one column of figures.
        return any(cell.pieces for cells in found for cell in cells)
    kind = rows[0].segments[0].kind if rows else CanvasKind.PAGE
    return 2 * sum(runs_on(cells, columns, kind) for cells in both) > len(both)


def _edge(left: _Part, right: _Part, spans: Sequence[Span], rules: Sequence[float]) -> float:
    if left.x1 <= right.x0 and not (left.is_shared and right.is_shared):
        return cut_between(left.x1, right.x0, spans, rules)
    # A rule between the headings is the edge; else figures set to the right may reach far under the heading before theirs.
    between = [rule for rule in rules if left.x1 - 2 <= rule <= right.x0 + 2]
    dear = len(spans) + 1
    headings = [Span(part.heading.x0, part.heading.x1, dear) for part in (left, right) if part.heading is not None]
    among = [span for span in spans if span.x1 > left.x0 and span.x0 < right.x1]
    if among and not between:
        # The white space beside all cells parts none of them from another.
        low, high = max(left.x0, min(span.x0 for span in among)), min(right.x1, max(span.x1 for span in among))
        cut = cut_between(low, high, [*spans, *headings], ())
        if not any(span.weight > 1 and span.x0 < cut < span.x1 for span in among):
            return cut
    return cut_between(left.x0, right.x1, [*spans, *headings], between)
