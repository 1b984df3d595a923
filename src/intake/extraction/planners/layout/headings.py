"""The heading of a line table: which rows name the columns, and what each heading may mean.

In: a document's rows. Out: headers, each with its headings from left to right. A heading may stand over one to three printed
rows, and a group heading over several columns. Whether a table follows is `tables.py`'s question.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.domain.documents import CanvasKind
from intake.domain.plans import ColumnRole, Place
from intake.extraction import variants
from intake.extraction.cells import heading_basis, is_money_per_unit
from intake.extraction.column_kinds import COUNTING, NAMING, PRICING
from intake.extraction.column_numbers import numbers_columns
from intake.extraction.delivery_headings import delivery_columns
from intake.extraction.planners.layout.heading_words import heading_parts
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import unbroken

MAX_HEADER_ROWS = 6

_NEARER = 1.0

_BASIS_WORDS = re.compile(r"\b(?:10{1,3}|1[., ]000)\b")
_LONG_NUMBER = re.compile(r"\d{3}")
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
"""A section between the lines has a number of its own ("1. Kostenstelle 710"); a heading has none."""
_PURE_NUMBER = re.compile(r"[\d.,'’\s]+(?:[€$£%]|EUR)?")


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


def find_headers(rows: Sequence[Row]) -> tuple[Header, ...]:
    """All headers of a document, top to bottom, none overlapping another."""
    found: list[Header] = []
    at = 0
    while at < len(rows):
        best = _best_at(rows, at)
        if best is None:
            at += 1
            continue
        # Words above a heading may look like one with it: the address of the delivery over "Item".
        later = [each for start in range(at + 1, best[1].last + 1) if (each := _best_at(rows, start)) is not None]
        header = _with_rest(rows, _with_first(rows, max([best, *later], key=lambda scored: scored[0])[1]))
        header = _with_numbers(rows, _in_its_language(header))
        found.append(header)
        at = header.last + 1
    return tuple(found)


def _in_its_language(header: Header) -> Header:
    """ "Por" is "per" under Spanish headings and "position" under Czech ones: the others tell which."""
    language = vocabulary().language_of_headings(heading.text for heading in header.headings)
    headings = [replace(each, roles=_roles(each.segments, each.text, language)) for each in header.headings]
    return replace(header, headings=_with_variants(headings))


def _best_at(rows: Sequence[Row], at: int) -> tuple[tuple[int, int, int], Header] | None:
    if not may_head(rows[at]):
        return None
    best: tuple[tuple[int, int, int], Header] | None = None
    for size in range(1, MAX_HEADER_ROWS + 1):
        window = rows[at : at + size]
        if len(window) < size or not _is_together(window) or (size > 1 and _stands_with_values(rows, at + size - 1)):
            break
        header = _header(rows, at, size)
        if not is_header(header):
            continue
        roles = {heading.roles[0] for heading in header.known} - {ColumnRole.IGNORE}
        score = (len(roles), -(len(header.headings) - len(header.known)), -size)
        if best is None or score > best[0]:
            best = (score, header)
    return best


def row_header(rows: Sequence[Row], at: int) -> Header:
    """One row taken for a heading by itself."""
    return _in_its_language(_header(rows, at, 1))


def _with_rest(rows: Sequence[Row], header: Header) -> Header:
    """The header with the rows that finish its headings ("(per" / "100)"): they stand as close as its own and under several."""
    for at in range(header.last + 1, min(len(rows), header.first + MAX_HEADER_ROWS)):
        if not _is_together(rows[at - 1 : at + 1]) or _stands_with_values(rows, at) or not _finishes(rows[at], header):
            break
        header = _header(rows, header.first, at - header.first + 1)
    return header


def _with_numbers(rows: Sequence[Row], header: Header) -> Header:
    """The header with the row below it that numbers its columns."""
    below = rows[header.last + 1] if header.last + 1 < len(rows) else None
    if below is None or below.canvas != header.canvas or not numbers_columns(below):
        return header
    return replace(header, last=header.last + 1, bottom=below.bottom)


def _with_first(rows: Sequence[Row], header: Header) -> Header:
    """The header with the row above it that begins its headings ("Uw" / "artikelnummer"), set to the middle of the others."""
    above = header.first - 1
    if above < 0 or not _is_together(rows[above : above + 2]):
        return header
    if rows[above].segments[0].kind is CanvasKind.PAGE and _makes_known(rows[above], header, above=True):
        return _header(rows, above, header.last - above + 1)
    return header


def _finishes(row: Row, header: Header) -> bool:
    """Words or a basis under headings, and not only under the one that names the goods: that would be a line's first words."""
    under = []
    if _makes_known(row, header):
        return True
    for segment in row.segments:
        over = [each for each in header.headings if min(each.x1, segment.x1) > max(each.x0, segment.x0)]
        bare = _BASIS_WORDS.sub("", segment.text)
        if len(over) != 1 or any(sign.isdigit() for sign in bare):
            return False
        under += over
    return len(under) < len(header.headings) and not all(ColumnRole.DESCRIPTION in heading.roles for heading in under)


def _makes_known(row: Row, header: Header, *, above: bool = False) -> bool:
    """Whether every word of a row makes a known heading of the one it stands at: "Označení" / "zboží"; `above` it or below."""
    for segment in row.segments:
        over = [each for each in header.headings if min(each.x1, segment.x1) > max(each.x0, segment.x0)]
        if len(over) != 1:
            return False
        both = (segment.text, over[0].text) if above else (over[0].text, segment.text)
        if not vocabulary().is_exact_heading(" ".join(both)):
            return False
    return True


def is_header(header: Header) -> bool:
    """A table of order lines counts or prices something that it names."""
    known = header.known
    if len(known) < 2 or len({heading.roles[0] for heading in known}) < 2:
        return False
    if 2 * len(known) < len(header.headings):
        return False
    if header.has(COUNTING):
        return header.has(NAMING) or len(known) >= 3
    return header.has(NAMING) and header.has(PRICING)


def may_head(row: Row) -> bool:
    """Whether a row could be one of a heading: it holds a word that heads columns, and no bare number."""
    sizes = _sizes_in(row)
    texts = [segment.text for at, segment in enumerate(row.segments) if at not in sizes]
    return not any(_PURE_NUMBER.fullmatch(text) or _LONG_NUMBER.search(_BASIS_WORDS.sub("", text)) for text in texts) and any(
        vocabulary().column_roles(text) for text in texts
    )


def _is_together(window: Sequence[Row]) -> bool:
    """Rows of one heading stand close to each other on one canvas, and none of them holds values."""
    for above, below in itertools.pairwise(window):
        if above.canvas != below.canvas:
            return False
        kind = below.segments[0].kind
        height = max(above.bottom - above.top, below.bottom - below.top)
        limit = 0.1 if kind is not CanvasKind.PAGE else 0.9 * height
        if below.top - above.bottom > limit:
            return False
    return not any(
        _is_value(segment.text) for row in window[1:] for at, segment in enumerate(row.segments) if at not in _sizes_in(row)
    )


def _stands_with_values(rows: Sequence[Row], at: int) -> bool:
    """Whether a row stands nearer to a row of values below it than to the one above: the first words of a line whose figures
    are set to the middle."""
    if not 0 < at < len(rows) - 1 or rows[at].segments[0].kind is not CanvasKind.PAGE:
        return False
    above, row, below = rows[at - 1 : at + 2]
    if not above.canvas == row.canvas == below.canvas or not any(_is_value(segment.text) for segment in below.segments):
        return False
    return below.top - row.bottom < row.top - above.bottom - _NEARER


def _is_value(text: str) -> bool:
    """A number that is no price's basis ("per" / "100"), words with a long one ("Our ref.: 4711"), or a numbered section."""
    bare = _BASIS_WORDS.sub("", text)
    has_number = _NUMBERED.match(text) is not None or _LONG_NUMBER.search(bare) is not None
    return has_number or (_PURE_NUMBER.fullmatch(text) is not None and bool(bare))


def _header(rows: Sequence[Row], at: int, size: int) -> Header:
    window = rows[at : at + size]
    stacks = _stacks(window)
    headings = _with_variants(sorted((_heading(stack) for stack in stacks), key=lambda heading: heading.x0))
    return Header(
        first=at,
        last=at + size - 1,
        canvas=window[0].canvas,
        top=min(row.top for row in window),
        bottom=max(row.bottom for row in window),
        headings=headings,
    )


def _with_variants(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Sizes or colours side by side head a matrix, whatever else "S" or "M" may mean."""
    lowest = [max(each.segments, key=lambda segment: segment.top).text for each in headings]
    matrix = variants.matrix_columns(lowest) | delivery_columns(lowest)
    counting = (ColumnRole.VARIANT_QUANTITY,)
    return tuple(replace(each, roles=counting) if at in matrix else each for at, each in enumerate(headings))


def _sizes_in(row: Row) -> frozenset[int]:
    """The segments of a row that head a matrix; none where a word with a figure stands beside them, as in a line's own row."""
    texts = [segment.text for segment in row.segments]
    sizes = variants.matrix_columns(texts) | delivery_columns(texts)
    others = [text for at, text in enumerate(texts) if at not in sizes]
    known = [text for text in others if vocabulary().column_roles(text) or variants.is_colour_name(text)]
    plain = not any(sign.isdigit() for text in others for sign in text)
    return sizes if plain and 2 * len(known) >= len(others) else frozenset()


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
    return Heading(tuple(stack), _roles(stack, text), text)


def joined(left: Heading, right: Heading) -> Heading:
    """One heading of two that stand side by side."""
    stack = sorted((*left.segments, *right.segments), key=lambda segment: (segment.top, segment.x0))
    return _heading(stack)


def _roles(stack: Sequence[Segment], text: str, language: str | None = None) -> tuple[ColumnRole, ...]:
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
