"""Tables that print a line in two rows under a heading in two rows, as SAP does: number, material and name above, quantity, unit
and price below, at places of their own.

In: a document's rows. Out: tables whose plan has a second set of columns for the row under a line's first one. Both rows of the
heading must name columns, the upper one the article and the lower one what is counted; then every line must keep to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole, Region, RowExclusion, TablePlan
from intake.extraction import cells
from intake.extraction.column_kinds import COUNTING, NAMING, PRICING
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.bands import bands_of, planned
from intake.extraction.planners.layout.columns import Column as Filled
from intake.extraction.planners.layout.found import FoundTable
from intake.extraction.planners.layout.headings import may_head, row_header
from intake.extraction.planners.layout.roles import assign_roles
from intake.extraction.planners.layout.stacked_headings import Header
from intake.extraction.printed import cells_of
from intake.extraction.segments import Row
from intake.extraction.total_fields import total_fields
from intake.extraction.totals import FINAL, Sum, sum_of, sums_of
from intake.extraction.words import vocabulary

R = ColumnRole
_POSITION = re.compile(r"\d{1,6}\.?")
_MOST_ROWS = 8
"""So many rows the last line may have."""
_ALIGNED = 1.5
_PAIR = ("number", "article")


@dataclass(frozen=True, slots=True)
class _Headings:
    upper: Header
    lower: Header

    @property
    def texts(self) -> list[str]:
        return [heading.text for header in (self.upper, self.lower) for heading in header.headings]


@dataclass(frozen=True, slots=True)
class _Part:
    """One canvas's rows under the headings. `starts` are numbers of rows that begin a line; the row after each is its second."""

    headings: _Headings
    rows: Sequence[Row]
    starts: Sequence[int]
    end: int
    """The row after the last one that belongs to a line."""


def two_row_tables(number: int, document: Document, rows: Sequence[Row], conventions: Conventions) -> list[FoundTable]:
    groups: list[list[_Part]] = []
    for part in _parts(rows, conventions):
        if groups and groups[-1][0].headings.texts == part.headings.texts:
            groups[-1].append(part)
        else:
            groups.append([part])
    tables = [_table(number, document, parts, conventions) for parts in groups]
    return [table for table in tables if table is not None]


def _parts(rows: Sequence[Row], conventions: Conventions) -> Iterator[_Part]:
    found = {at: headings for at in range(len(rows) - 1) if (headings := _headings(rows, at)) is not None}
    for this, following in pairwise([*found, len(rows)]):
        headings = found[this]
        under = [row for row in rows[this + 2 : following] if row.canvas == rows[this].canvas]
        starts = _starts(under, headings.upper)
        if starts:
            yield _Part(headings, under, starts, _end(under, starts, conventions))


def _headings(rows: Sequence[Row], at: int) -> _Headings | None:
    upper, lower = rows[at], rows[at + 1]
    height = max(upper.bottom - upper.top, lower.bottom - lower.top)
    if upper.canvas != lower.canvas or lower.top - upper.bottom > 0.9 * height or len(lower.segments) < 2:
        return None
    if not may_head(upper):
        return None
    first = row_header(rows, at)
    meanings = {heading.roles[0] for heading in first.known}
    names_article = R.LINE_NUMBER in first.headings[0].roles and bool(meanings & NAMING)
    if not names_article or first.has(COUNTING) or first.has(PRICING) or not _is_named(first):
        return None
    second = row_header(rows, at + 1)
    return _Headings(first, second) if second.has(COUNTING) and _is_named(second) else None


def _is_named(header: Header) -> bool:
    return 2 * len(header.known) > len(header.headings)


def _starts(rows: Sequence[Row], upper: Header) -> list[int]:
    """Rows with a number under the heading of line numbers and something beside it, and another row below them."""
    reach = upper.headings[1].x0 if len(upper.headings) > 1 else upper.headings[0].x1
    return [at for at, row in enumerate(rows[:-1]) if _is_numbered(row, reach)]


def _is_numbered(row: Row, reach: float) -> bool:
    """A typewriter's columns may stand one blank apart: the number is the first word."""
    first = row.segments[0]
    is_first = _POSITION.fullmatch(first.text.split(" ")[0]) is not None and first.word_spans[:1] != ()
    return is_first and first.word_spans[0][1] <= reach and len(row.segments) + len(first.word_spans) > len(_PAIR)


def _end(rows: Sequence[Row], starts: Sequence[int], conventions: Conventions) -> int:
    """Behind the last line's further rows, which stand where the lines' cells begin: down to a total or a wider gap."""
    edges = [x0 for at in starts for row in rows[at : at + 2] for segment in row.segments[:2] for x0, _ in segment.word_spans[:2]]
    end = starts[-1] + 2
    while end < len(rows) and end < starts[-1] + _MOST_ROWS and not _is_total(rows[end], end, conventions):
        height = rows[end - 1].bottom - rows[end - 1].top
        is_aligned = any(abs(rows[end].segments[0].x0 - edge) <= _ALIGNED for edge in edges)
        if rows[end].top - rows[end - 1].bottom > height or not is_aligned:
            break
        end += 1
    return end


def _is_total(row: Row, at: int, conventions: Conventions) -> bool:
    found = sum_of(row, at, conventions)
    return found is not None or vocabulary().is_total(row.segments[0].text)


def _table(number: int, document: Document, parts: Sequence[_Part], conventions: Conventions) -> FoundTable | None:
    first = parts[0]
    starts = [part.rows[at] for part in parts for at in part.starts]
    seconds = [part.rows[at + 1] for part in parts for at in part.starts]
    columns = _columns(first.headings.upper, starts, document, conventions)
    under = _columns(first.headings.lower, seconds, document, conventions)
    if not _keeps_to(columns, under, seconds, document, conventions):
        return None
    regions = tuple(
        Region(
            document=number,
            canvas=part.rows[0].canvas,
            top=part.rows[part.starts[0]].top,
            bottom=part.rows[part.end - 1].bottom,
        )
        for part in parts
    )
    plan = TablePlan(
        regions=regions,
        columns=columns,
        under=under,
        anchors=(R.LINE_NUMBER,),
        exclusions=tuple(_exclusions(number, parts, conventions)),
    )
    amounts = [_amount(row, under, document, conventions) for row in seconds]
    goods = sum((amount for amount in amounts if amount is not None), Decimal(0)) if any(amounts) else None
    return FoundTable(plan=plan, line_count=len(starts), fields=total_fields(_sums(parts[-1], conventions), goods))


def _columns(header: Header, rows: Sequence[Row], document: Document, conventions: Conventions) -> tuple[Column, ...]:
    bands = bands_of(header, rows, document)
    bare = planned(bands, [R.IGNORE] * len(bands))
    texts = [cells_of(row, document, bare) for row in rows]
    filled = [Filled(band, tuple(found[at].text for found in texts)) for at, band in enumerate(bands)]
    return planned(bands, assign_roles(filled, conventions))


def _keeps_to(
    columns: Sequence[Column], under: Sequence[Column], seconds: Sequence[Row], document: Document, conventions: Conventions
) -> bool:
    """Whether the upper row numbers and names, and every second row counts under its own heading."""
    roles, below = {column.role for column in columns}, [column.role for column in under]
    if R.LINE_NUMBER not in roles or not roles & NAMING or R.QUANTITY not in below or roles & {R.QUANTITY, *PRICING}:
        return False
    at = below.index(R.QUANTITY)
    return all(cells.quantity(cells_of(row, document, under)[at].text, conventions) is not None for row in seconds)


def _amount(row: Row, under: Sequence[Column], document: Document, conventions: Conventions) -> Decimal | None:
    at = next((number for number, column in enumerate(under) if column.role is R.LINE_AMOUNT), None)
    found = cells.price(cells_of(row, document, under)[at].text, conventions) if at is not None else None
    return found.readings[0] if found is not None else None


def _exclusions(number: int, parts: Sequence[_Part], conventions: Conventions) -> Iterator[RowExclusion]:
    for part in parts:
        for at in range(part.starts[0], part.end):
            found = sum_of(part.rows[at], at, conventions)
            if at in part.starts or at - 1 in part.starts or found is None:
                continue
            row, is_sum = part.rows[at], not found.is_charge
            if is_sum and found.meaning not in (*FINAL, "subtotal", "carried_forward"):
                continue
            reason = "carried forward" if found.meaning == "carried_forward" else "subtotal" if is_sum else "charge"
            yield RowExclusion(document=number, canvas=row.canvas, top=row.top, bottom=row.bottom, reason=reason)


def _sums(part: _Part, conventions: Conventions) -> list[Sum]:
    """Everything labelled below the last line."""
    return [found for at in range(part.end, len(part.rows)) for found in sums_of(part.rows, at, conventions)]
