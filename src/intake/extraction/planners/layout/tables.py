"""Line tables of a document: headings, bands, roles and rows put together into plans.

In: a document. Out: its tables, each a `TablePlan` with the totals and charges that stand with it. Rows that are no order lines
are excluded by name; what a row says is read by the executor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole, FieldPlace, Region, RowExclusion, RowStart, TablePlan
from intake.extraction import cells
from intake.extraction.column_kinds import COUNTING
from intake.extraction.conventions import Conventions
from intake.extraction.document_conventions import conventions_of
from intake.extraction.planners.layout.bands import Band, bands_of, planned
from intake.extraction.planners.layout.columns import Column as Filled
from intake.extraction.planners.layout.found import FoundTable
from intake.extraction.planners.layout.headings import find_headers
from intake.extraction.planners.layout.line_rows import LineRows, classify
from intake.extraction.planners.layout.rivers import typical_rows
from intake.extraction.planners.layout.roles import assign_roles
from intake.extraction.planners.layout.side_by_side import tables_beside
from intake.extraction.planners.layout.stacked_headings import Header
from intake.extraction.planners.layout.two_row_tables import two_row_tables
from intake.extraction.planners.layout.unheaded import unknown_headers
from intake.extraction.printed import cells_of
from intake.extraction.segments import Row, rows_of
from intake.extraction.total_fields import total_fields
from intake.extraction.totals import Sum, sum_of, sums_of

_TOLD = frozenset({ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT})


@dataclass(slots=True)
class _Part:
    """The rows of a table on one canvas: under its header, or going on from the canvas before."""

    header: Header | None
    rows: list[Row]
    columns: tuple[Column, ...] = ()
    lines: LineRows = field(default_factory=LineRows)


def find_tables(number: int, document: Document) -> tuple[FoundTable, ...]:
    rows = rows_of(number, document)
    conventions = conventions_of(number, document)
    in_two_rows = two_row_tables(number, document, rows, conventions)
    if in_two_rows:
        return tuple(in_two_rows)
    found = []
    for header, parts in _grouped(rows, find_headers(rows)):
        beside = [tables_beside(each.header) if each.header is not None else () for each in parts]
        for at, own in enumerate(tables_beside(header)):
            same = [_Part(several[at] if several else None, part.rows) for several, part in zip(beside, parts, strict=True)]
            table = _table(number, document, own, same, conventions)
            if table is not None:
                found.append(table)
    return _that_count(found or _by_products(number, document, rows, conventions))


def _by_products(number: int, document: Document, rows: Sequence[Row], conventions: Conventions) -> list[FoundTable]:
    """Tables whose headings nobody knows, where products tell their columns."""
    tables = [
        _table(number, document, header, parts, conventions) for header, parts in _grouped(rows, tuple(unknown_headers(rows)))
    ]
    return [table for table in tables if table is not None and {column.role for column in table.plan.columns} >= _TOLD]


def _grouped(rows: Sequence[Row], headers: Sequence[Header]) -> list[tuple[Header, list[_Part]]]:
    """Each header with its rows; a header that repeats the one before goes on with its table."""
    groups: list[tuple[Header, list[_Part]]] = []
    for at, header in enumerate(headers):
        until = headers[at + 1].first if at + 1 < len(headers) else len(rows)
        parts: list[_Part] = []
        for row in rows[header.last + 1 : until]:
            if not parts or parts[-1].rows[-1].canvas != row.canvas:
                parts.append(_Part(header if row.canvas == header.canvas else None, []))
            parts[-1].rows.append(row)
        if not parts:
            continue
        if groups and _repeats(groups[-1][0], header):
            groups[-1][1].extend(parts)
        else:
            groups.append((header, parts))
    return groups


def _repeats(before: Header, header: Header) -> bool:
    return [h.text for h in before.headings] == [h.text for h in header.headings] and before.canvas != header.canvas


def _table(number: int, document: Document, header: Header, parts: list[_Part], conventions: Conventions) -> FoundTable | None:
    _lay_columns(document, parts, conventions)
    first = parts[0]
    for at, part in enumerate(parts):
        before = parts[:at]
        if part.header is None and before and not _goes_on(document, first.columns, part, before[-1], conventions):
            part.rows = []
        goes_on = part.header is not None and any(each.lines.starts for each in before)
        part.lines = classify(part.rows, document, part.columns, conventions, goes_on=goes_on)
    kept = [part for part in parts if part.lines.starts]
    if not kept:
        return None
    return _found(number, kept, document, conventions)


def _lay_columns(document: Document, parts: list[_Part], conventions: Conventions) -> None:
    """Columns of each part, and one role for each band from the cells of all parts that share the bands."""
    samples: list[tuple[_Part, tuple[Band, ...]]] = []
    for part in parts:
        if part.header is not None:
            samples.append((part, bands_of(part.header, part.rows, document)))
    first_bands = samples[0][1] if samples else ()
    texts: list[list[str]] = [[] for _ in first_bands]
    for part, bands in samples:
        if len(bands) == len(first_bands):
            columns = planned(bands, [ColumnRole.IGNORE] * len(bands))
            for row in _typical(_body(part.rows, conventions), part.header):
                for column, cell in zip(texts, cells_of(row, document, columns), strict=True):
                    column.append(cell.text)
    filled = [Filled(band, tuple(column)) for band, column in zip(first_bands, texts, strict=True)]
    roles = assign_roles(_only_lines(filled), conventions)
    for part, bands in samples:
        same = roles if len(bands) == len(first_bands) else _roles_by_heading(bands, first_bands, roles)
        part.columns = planned(bands, same)
    for part in parts:
        if part.header is None:
            part.columns = samples[0][0].columns if samples else ()


def _body(rows: Sequence[Row], conventions: Conventions) -> list[Row]:
    """The rows down to the totals; what stands below speaks of no column."""
    kept: list[Row] = []
    for at, row in enumerate(rows):
        found = sum_of(row, at, conventions)
        if found is not None and not found.is_charge and found.meaning != "carried_forward" and kept:
            break
        kept.append(row)
    return kept


def _typical(rows: Sequence[Row], header: Header | None) -> Sequence[Row]:
    """On pages and in texts what runs on under a table has no say in what its columns hold."""
    if header is None or not rows or rows[0].segments[0].kind is CanvasKind.GRID:
        return rows
    return typical_rows(rows, header.width)


def _only_lines(columns: list[Filled]) -> list[Filled]:
    """Rows with at least two cells: wrapped words would water the columns down."""
    if not columns:
        return columns
    keep = [at for at in range(len(columns[0].texts)) if sum(1 for column in columns if column.texts[at].strip()) >= 2]
    return [Filled(column.band, tuple(column.texts[at] for at in keep)) for column in columns]


def _roles_by_heading(bands: Sequence[Band], first: Sequence[Band], roles: Sequence[ColumnRole]) -> list[ColumnRole]:
    by_text = {band.heading.text: role for band, role in zip(first, roles, strict=True) if band.heading}
    return [by_text.get(band.heading.text, ColumnRole.IGNORE) if band.heading else ColumnRole.IGNORE for band in bands]


def _goes_on(document: Document, columns: tuple[Column, ...], part: _Part, before: _Part, conventions: Conventions) -> bool:
    """Whether a canvas without a heading goes on: nothing final stood on the one before, and rows fit the bands."""
    canvas = document.canvases[part.rows[0].canvas] if part.rows else None
    if canvas is None or canvas.kind is not CanvasKind.PAGE or not before.rows:
        return False
    sums = [sum_of(row, at, conventions) for at, row in enumerate(before.rows)]
    if any(found and not found.is_charge and found.meaning.startswith("total") for found in sums):
        return False
    return bool(classify(part.rows, document, columns, conventions).starts)


def _found(number: int, kept: list[_Part], document: Document, conventions: Conventions) -> FoundTable:
    first = kept[0]
    regions = []
    exclusions: list[RowExclusion] = []
    for part in kept:
        same = [(c.role, c.x0, c.x1) for c in part.columns] == [(c.role, c.x0, c.x1) for c in first.columns]
        top, bottom = part.lines.span(part.rows)
        canvas = part.rows[0].canvas
        regions.append(Region(document=number, canvas=canvas, top=top, bottom=bottom, columns=() if same else part.columns))
        for at, reason in part.lines.excluded.items():
            row = part.rows[at]
            exclusions.append(RowExclusion(document=number, canvas=canvas, top=row.top, bottom=row.bottom, reason=reason))
    plan = TablePlan(
        regions=tuple(regions),
        columns=first.columns,
        row_start=RowStart.SPACE if any(part.lines.in_the_middle for part in kept) else RowStart.ANCHOR,
        anchors=first.lines.anchors,
        text_above_anchor=sum(part.lines.text_above for part in kept) * 2 > len(kept),
        exclusions=tuple(exclusions),
    )
    return FoundTable(
        plan=plan,
        line_count=sum(len(part.lines.starts) for part in kept),
        fields=_totals(kept, document, conventions),
        by_region=tuple(_totals([part], document, conventions) for part in kept) if len(kept) > 1 else (),
    )


def _totals(parts: list[_Part], document: Document, conventions: Conventions) -> tuple[FieldPlace, ...]:
    return total_fields(_sums(parts, conventions), _lines_sum(parts, document, conventions))


def _sums(kept: list[_Part], conventions: Conventions) -> list[Sum]:
    """Charges among the lines, and everything labelled below the last of them."""
    sums: list[Sum] = []
    for part in kept:
        last = part is kept[-1]
        for at in range(len(part.rows)):
            is_below = last and at > part.lines.last
            if at in part.lines.starts or not (is_below or part.lines.excluded.get(at) == "charge"):
                continue
            found = sums_of(part.rows, at, conventions)
            charges = sums_of([*part.rows[:at], _up_to_amount(part.rows[at], part.columns)], at, conventions)
            is_charge = any(each.is_charge for each in found) and len(charges) == len(found)
            sums += [each for each in (charges if is_charge else found) if is_below or each.is_charge]
    return sums


def _up_to_amount(row: Row, columns: Sequence[Column]) -> Row:
    """A charge among the lines or below them without what stands behind their amounts: a rate of tax is not what it costs."""
    end = next((column.x1 for column in columns if column.role is ColumnRole.LINE_AMOUNT), float("inf"))
    kept = tuple(segment for segment in row.segments if segment.x0 < end)
    return replace(row, segments=kept) if kept else row


def _lines_sum(kept: list[_Part], document: Document, conventions: Conventions) -> Decimal | None:
    total = Decimal(0)
    for part in kept:
        at = next((n for n, column in enumerate(part.columns) if column.role is ColumnRole.LINE_AMOUNT), None)
        if at is None:
            return None
        for start in part.lines.starts:
            found = cells.price(cells_of(part.rows[start], document, part.columns)[at].text, conventions)
            if found is not None:
                total += found.readings[0]
    return total


def _that_count(found: list[FoundTable]) -> tuple[FoundTable, ...]:
    """Beside tables that count, one with no quantity column is none of the order's."""
    counting = [table for table in found if any(c.role in COUNTING for c in table.plan.columns)]
    return tuple(counting or found)
