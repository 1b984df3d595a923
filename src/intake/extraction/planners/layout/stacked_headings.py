"""What stands above the columns of a table, column by column: one heading of the pieces of one to several printed rows.

In: rows that are taken for a heading. Out: a `Header`, its headings from left to right with what their words may mean. Which rows
head a table at all is `headings.py`'s question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.domain.documents import CanvasKind
from intake.domain.plans import ColumnRole, Place
from intake.extraction import variants
from intake.extraction.cells import heading_basis, is_money_per_unit
from intake.extraction.delivery_headings import delivery_columns
from intake.extraction.planners.layout.heading_words import heading_parts
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import unbroken


@dataclass(frozen=True, slots=True)
class Heading:
    """`segments` in reading order, top to bottom. `roles` are what the words may mean, likeliest first; () = unknown words."""

    segments: tuple[Segment, ...]
    roles: tuple[ColumnRole, ...]
    text: str

    @property
    def x0(self) -> float:
        return min(segment.x0 for segment in self._own)

    @property
    def x1(self) -> float:
        return max(segment.x1 for segment in self._own)

    @property
    def _own(self) -> tuple[Segment, ...]:
        """The lowest part of the heading stands closest to its column; a group heading above is wider."""
        lowest = max(segment.top for segment in self.segments)
        below = tuple(segment for segment in self.segments if segment.top == lowest)
        if below[0].kind is CanvasKind.GRID:
            return below
        narrow = min(segment.x1 - segment.x0 for segment in below)
        return tuple(s for s in self.segments if s.x1 - s.x0 <= 2.5 * narrow or s in below)

    def place(self) -> Place:
        """Where the document names the column; of several rows the words of the canvas in their order."""
        words = tuple(dict.fromkeys(word for segment in self.segments for word in segment.words))
        first = self.segments[0]
        if len(self.segments) == 1:
            return first.place()
        return Place(document=first.document, canvas=first.canvas, words=words)


@dataclass(frozen=True, slots=True)
class Header:
    """Rows [first, last] of the document. `headings` from left to right; where there are none, `cut` is in how many cells the
    rows below are cut."""

    first: int
    last: int
    canvas: int
    top: float
    bottom: float
    headings: tuple[Heading, ...]
    cut: int = 0

    @property
    def width(self) -> int:
        return len(self.headings) or self.cut

    @property
    def known(self) -> tuple[Heading, ...]:
        return tuple(heading for heading in self.headings if heading.roles)

    def has(self, roles: frozenset[ColumnRole]) -> bool:
        return any(roles & set(heading.roles) for heading in self.headings)


def header_of(rows: Sequence[Row], at: int, size: int) -> Header:
    window = rows[at : at + size]
    stacks = _stacks(window)
    headings = with_variants(sorted((_heading(stack) for stack in stacks), key=lambda heading: heading.x0))
    return Header(
        first=at,
        last=at + size - 1,
        canvas=window[0].canvas,
        top=min(row.top for row in window),
        bottom=max(row.bottom for row in window),
        headings=headings,
    )


def with_variants(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Sizes or colours side by side head a matrix, whatever else "S" or "M" may mean."""
    lowest = [max(each.segments, key=lambda segment: segment.top).text for each in headings]
    matrix = variants.matrix_columns(lowest) | delivery_columns(lowest)
    counting = (ColumnRole.VARIANT_QUANTITY,)
    return tuple(replace(each, roles=counting) if at in matrix else each for at, each in enumerate(headings))


def _stacks(window: Sequence[Row]) -> list[list[Segment]]:
    """Segments above each other. The fullest row gives the columns; what stands above or below joins what it overlaps."""
    if window[0].segments[0].kind is CanvasKind.GRID:
        return _columns_of_cells([segment for row in window for segment in row.segments])
    base = max(window, key=lambda row: (len(row.segments), row.top))
    stacks = [[segment] for segment in base.segments]
    for row in window:
        if row is base:
            continue
        for segment in row.segments:
            over = [stack for stack in stacks if _overlap(stack[0], segment) > 0]
            if not over:
                stacks.append([segment])
            for stack, part in _shared_out(segment, over):
                stack.append(part)
    ordered = (sorted(stack, key=lambda segment: (segment.top, segment.x0)) for stack in stacks)
    return [part for stack in ordered for part in heading_parts(stack)]


def _columns_of_cells(cells: Sequence[Segment]) -> list[list[Segment]]:
    """The lowest cell of each column with all that stands above it: a merged cell heads each of its columns."""
    lowest = [one for one in cells if not any(other.top > one.top and _overlap(one, other) > 0 for other in cells)]
    stacks = [[one, *(other for other in cells if other.top < one.top and _overlap(one, other) > 0)] for one in lowest]
    ordered = (sorted(stack, key=lambda segment: (segment.top, segment.x0)) for stack in stacks)
    return [part for stack in ordered for part in heading_parts(stack)]


def _shared_out(segment: Segment, over: list[list[Segment]]) -> list[tuple[list[Segment], Segment]]:
    """The words of a segment to the stacks they stand over; where some stack has none of them, it heads them all together."""
    if len(over) < 2 or len(segment.word_spans) < len(over):
        return [(stack, segment) for stack in over]
    homes = [
        max(range(len(over)), key=lambda at: min(over[at][0].x1, x1) - max(over[at][0].x0, x0)) for x0, x1 in segment.word_spans
    ]
    if homes != sorted(homes) or len(set(homes)) < len(over):
        return [(stack, segment) for stack in over]
    return [(stack, segment.words_between(homes.index(at), len(homes) - homes[::-1].index(at))) for at, stack in enumerate(over)]


def _overlap(one: Segment, other: Segment) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _heading(stack: list[Segment]) -> Heading:
    text = " ".join(segment.text for segment in stack)
    return Heading(tuple(stack), roles_of(stack, text), text)


def joined(left: Heading, right: Heading) -> Heading:
    """One heading of two that stand side by side."""
    stack = sorted((*left.segments, *right.segments), key=lambda segment: (segment.top, segment.x0))
    return _heading(stack)


def roles_of(stack: Sequence[Segment], text: str, language: str | None = None) -> tuple[ColumnRole, ...]:
    words = vocabulary()
    if is_money_per_unit(text):
        return (ColumnRole.UNIT_PRICE,)
    basis = heading_basis(text)
    if basis is not None:
        # "Price per 100" states a basis and heads prices; "Price per" alone may head bases.
        bare = words.column_roles(text[: basis[1][0]] + text[basis[1][1] :], language)
        if ColumnRole.UNIT_PRICE in bare or ColumnRole.PRICE_BASIS_QUANTITY in bare:
            return (ColumnRole.UNIT_PRICE,)
    for candidate in (unbroken(text), text, *(segment.text for segment in reversed(stack))):
        roles = words.column_roles(candidate, language)
        if roles:
            return roles
    return ()
