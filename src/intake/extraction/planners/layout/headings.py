"""The heading of a line table: which rows name the columns, and what each heading may mean.

In: a document's rows. Out: headers, each with its headings from left to right. A heading may stand over one to three printed
rows, and a group heading over several columns. Whether a table follows is `tables.py`'s question.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from intake.domain.documents import CanvasKind
from intake.domain.plans import ColumnRole
from intake.extraction import variants
from intake.extraction.column_kinds import COUNTING, NAMING, PRICING
from intake.extraction.column_numbers import numbers_columns
from intake.extraction.delivery_headings import delivery_columns
from intake.extraction.planners.layout.stacked_headings import Header, header_of, roles_of, with_variants
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary

MAX_HEADER_ROWS = 6

_NEARER = 1.0

_BASIS_WORDS = re.compile(r"\b(?:10{1,3}|1[., ]000)\b")
_LONG_NUMBER = re.compile(r"\d{3}")
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
"""A section between the lines has a number of its own ("1. Kostenstelle 710"); a heading has none."""
_PURE_NUMBER = re.compile(r"[\d.,'’\s]+(?:[€$£%]|EUR)?")


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
    headings = [replace(each, roles=roles_of(each.segments, each.text, language)) for each in header.headings]
    return replace(header, headings=with_variants(headings))


def _best_at(rows: Sequence[Row], at: int) -> tuple[tuple[int, int, int], Header] | None:
    if not may_head(rows[at]):
        return None
    best: tuple[tuple[int, int, int], Header] | None = None
    for size in range(1, MAX_HEADER_ROWS + 1):
        window = rows[at : at + size]
        if len(window) < size or not _is_together(window) or (size > 1 and _stands_with_values(rows, at + size - 1)):
            break
        header = header_of(rows, at, size)
        if not is_header(header):
            continue
        roles = {heading.roles[0] for heading in header.known} - {ColumnRole.IGNORE}
        score = (len(roles), -(len(header.headings) - len(header.known)), -size)
        if best is None or score > best[0]:
            best = (score, header)
    return best


def row_header(rows: Sequence[Row], at: int) -> Header:
    """One row taken for a heading by itself."""
    return _in_its_language(header_of(rows, at, 1))


def _with_rest(rows: Sequence[Row], header: Header) -> Header:
    """The header with the rows that finish its headings ("(per" / "100)"): they stand as close as its own and under several."""
    for at in range(header.last + 1, min(len(rows), header.first + MAX_HEADER_ROWS)):
        if not _is_together(rows[at - 1 : at + 1]) or _stands_with_values(rows, at) or not _finishes(rows[at], header):
            break
        header = header_of(rows, header.first, at - header.first + 1)
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
        return header_of(rows, above, header.last - above + 1)
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


def _sizes_in(row: Row) -> frozenset[int]:
    """The segments of a row that head a matrix; none where a word with a figure stands beside them, as in a line's own row."""
    texts = [segment.text for segment in row.segments]
    sizes = variants.matrix_columns(texts) | delivery_columns(texts)
    others = [text for at, text in enumerate(texts) if at not in sizes]
    known = [text for text in others if vocabulary().column_roles(text) or variants.is_colour_name(text)]
    plain = not any(sign.isdigit() for text in others for sign in text)
    return sizes if plain and 2 * len(known) >= len(others) else frozenset()
