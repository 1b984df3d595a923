"""What a planner got wrong that no value shows: a row that is no line, a line cut short, a band that cuts a figure.

In: a plan by a planner that is not the layout reader's own, and the documents. Out: sentences about the rows that its tables and
lines misread. Whether the values themselves are borne out is no question of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from intake.domain.documents import CanvasKind, Document, Rule
from intake.domain.plans import Column, ColumnRole, Place, ReadingPlan, Region, RowStart, TablePlan
from intake.domain.uom import unit_codes
from intake.extraction.column_kinds import CODES
from intake.extraction.conventions import Conventions
from intake.extraction.further_rows import parts_of
from intake.extraction.line_blocks import middle_blocks, ruled_heights
from intake.extraction.misnamed import misnamed, read_in_the_head
from intake.extraction.printed import Cell, Piece, cells_of, column_at, pieces_of, strays_of
from intake.extraction.segments import Row, rows_of
from intake.extraction.shapes import is_date
from intake.extraction.table_rows import begins_line, kept_rows
from intake.extraction.totals import names_a_total, sum_of
from intake.extraction.words import vocabulary

R = ColumnRole
_THOUSANDS = re.compile(r"[^\d]?\d{3}(?:[.,]\d+)?[^\d]?")
_WORDY = frozenset({R.DESCRIPTION, R.NOTE, R.IGNORE})
_NUMERIC = frozenset({R.QUANTITY, R.PACKS, R.PACK_SIZE, R.UNIT_PRICE, R.LINE_AMOUNT})


def misread(plan: ReadingPlan, number: int, documents: Sequence[Document], conventions: Sequence[Conventions]) -> Iterator[str]:
    """One sentence for each row of order `number` that is no line although it is taken for one, for each figure or unit that a
    band cuts or leaves unread, for each column that is not read as its heading says, and for what is read twice."""
    order = plan.orders[number]
    yield from _told_twice(plan, number)
    for table in order.tables:
        regions = [region for region in table.regions if 0 <= region.document < len(documents)]
        for region in regions[:1]:
            yield from misnamed(region, (*(region.columns or table.columns), *table.under), order.fields, documents)
        yield from _cut_off(table, plan, documents)
        for region in regions:
            document, own = documents[region.document], conventions[region.document]
            columns = region.columns or table.columns
            in_the_head = read_in_the_head(region, columns, order.fields, documents)
            rows = kept_rows(region, table, document)
            kind = document.canvases[region.canvas].kind
            begins = [begins_line(columns, cells_of(row, document, columns), table.anchors, own, kind) for row in rows]
            if table.row_start is RowStart.SPACE:
                yield from _off_middle(rows, begins, document.canvases[region.canvas].rules)
            else:
                yield from _misgrouped(rows, begins, text_above=table.text_above_anchor)
            for row, is_line, is_second in zip(rows, begins, [False, *begins], strict=False):
                if is_line:
                    yield from _misread_line(row, columns, in_the_head, document, own)
                elif is_second and table.under:
                    yield from _joined(row, table.under, cells_of(row, document, table.under))
                else:
                    yield from _run_through(row, columns, document)
                yield from _cut(row, columns, document)


def _told_twice(plan: ReadingPlan, number: int) -> Iterator[str]:
    """A table within another, of this or a later order; words of one line that are words of another."""
    regions = [
        (at, region, region.columns or table.columns)
        for at, order in enumerate(plan.orders)
        for table in order.tables
        for region in table.regions
    ]
    for before, (at, region, columns) in enumerate(regions):
        for other_at, other, others in regions[before + 1 :]:
            if number in (at, other_at) and _overlap(region, other) and _share_a_band(columns, others):
                yield "Two tables of the answer hold the same printed rows."
                return
    said = [{(place.document, place.canvas, word) for word in place.words} for place in _quantities(plan)]
    if sum(len(words) for words in said) != len(set().union(*said)):
        yield "Two lines said in words have the same quantity."


def _quantities(plan: ReadingPlan) -> Iterator[Place]:
    for order in plan.orders:
        for line in order.lines:
            yield from (place for role, place in line.places if role is R.QUANTITY)


def _places(plan: ReadingPlan) -> Iterator[Place]:
    for order in plan.orders:
        yield from (place for field in order.fields for place in field.places)
        yield from (place for line in order.lines for _, place in line.places)


def _overlap(one: Region, other: Region) -> bool:
    same = (one.document, one.canvas) == (other.document, other.canvas)
    return same and one.top < other.bottom and other.top < one.bottom


def _share_a_band(columns: Sequence[Column], others: Sequence[Column]) -> bool:
    """Tables that stand side by side ignore each other's bands."""
    own, theirs = ([column for column in each if column.role is not R.IGNORE] for each in (columns, others))
    return any(one.x0 < other.x1 and other.x0 < one.x1 for one in own for other in theirs)


def _cut_off(table: TablePlan, plan: ReadingPlan, documents: Sequence[Document]) -> Iterator[str]:
    """The row right below the last line names a day or a code as a line's further rows do, and nothing reads it."""
    region = next((each for each in reversed(table.regions) if 0 <= each.document < len(documents)), None)
    if region is None:
        return
    rows = [row for row in rows_of(region.document, documents[region.document]) if row.canvas == region.canvas]
    row = next((row for row in rows if row.top >= region.bottom - 0.01), None)
    if row is None or len(row.segments) > 1:
        return
    pointed = {(each.document, each.canvas, word) for each in _places(plan) for word in each.words}
    says = [part for part in parts_of(row.text) if part.role in CODES or part.role is R.REQUESTED_DELIVERY_DATE]
    if says and not any((region.document, row.canvas, word) in pointed for word in row.segments[0].words):
        yield f"“{row.text[:120]}” stands right below the last line, looks like a part of it and is not read."


def _misgrouped(rows: Sequence[Row], begins: Sequence[bool], *, text_above: bool) -> Iterator[str]:
    """Rows that go on a line stand below its first row or above it, the same way on the whole page: what is left over at one
    end tells that it is the other way round."""
    if True not in begins or all(begins):
        return
    if text_above and not begins[-1]:
        yield f"“{rows[-1].text[:120]}” belongs to no line, if what goes on a line stands above it."
    if not text_above and not begins[0]:
        yield f"“{rows[0].text[:120]}” stands above the first line, if what goes on a line stands below it."


def _run_through(row: Row, columns: Sequence[Column], document: Document) -> Iterator[str]:
    """A sentence below the lines that the bands of several values cut up is no part of a line."""
    together = {word: number for number, segment in enumerate(row.segments) for word in segment.words}
    parts = [
        {together[piece.word] for piece in cell.pieces}
        for column, cell in zip(columns, cells_of(row, document, columns), strict=True)
        if column.role not in _WORDY and cell.pieces
    ]
    if any(one & other for one, other in pairwise(parts)):
        yield f"“{row.text[:120]}” runs through several columns and is read as a part of a line."


def _off_middle(rows: Sequence[Row], begins: Sequence[bool], rules: Sequence[Rule]) -> Iterator[str]:
    """Rows around a line's figures are its own only where the space between lines shows it for each of them."""
    starts = [at for at, is_line in enumerate(begins) if is_line]
    if starts and not all(begins) and middle_blocks(rows, starts, ruled_heights(rules, rows)) is None:
        yield f"“{rows[starts[0]].text[:120]}” does not stand in the middle of its line's rows."


def _misread_line(
    row: Row, columns: Sequence[Column], in_the_head: Sequence[Column], document: Document, conventions: Conventions
) -> Iterator[str]:
    found = cells_of(row, document, columns)
    if _calls_itself_a_sum(row, conventions):
        yield f"“{row.text[:120]}” is read as an order line and calls itself a sum or a charge."
    lost = [
        cell.text for column, cell in zip(columns, found, strict=True) if column.role is R.IGNORE and column not in in_the_head
    ]
    yield from _unread(columns, found, lost, strays_of(row, document, columns))
    yield from _joined(row, columns, found)


def _calls_itself_a_sum(row: Row, conventions: Conventions) -> bool:
    """ "Packing" alone does; packing tape is an article."""
    found = sum_of(row, 0, conventions)
    if found is None or not found.is_charge:
        return found is not None or names_a_total(row)
    named = next(segment for segment in row.segments if found.label.words[0] in segment.words)
    return vocabulary().is_charge_alone(named.text)


def _unread(columns: Sequence[Column], found: Sequence[Cell], ignored: Sequence[str], strays: Sequence[Piece]) -> Iterator[str]:
    """A unit beside the quantity that nothing reads makes a piece of a box; a day that nothing reads is any day."""
    has_date = any(column.role is R.REQUESTED_DELIVERY_DATE for column in columns)
    has_unit = any(column.role is R.UOM and cell.pieces for column, cell in zip(columns, found, strict=True))
    for piece in strays:
        if any(map(str.isdigit, piece.text)):
            yield f"“{piece.text}” stands in a line and in no column."
    for text in (*ignored, *(piece.text for piece in strays)):
        if not has_unit and unit_codes(text.strip()):
            yield f"“{text}” is a unit and stands in no column that is read."
        if not has_date and is_date(text):
            yield f"“{text}” is a date and stands in no column that is read."


def _joined(row: Row, columns: Sequence[Column], found: Sequence[Cell]) -> Iterator[str]:
    """Two printed pieces in the band of one code are two codes."""
    together = {word: number for number, segment in enumerate(row.segments) for word in segment.words}
    for column, cell in zip(columns, found, strict=True):
        if column.role in CODES and len({together[piece.word] for piece in cell.pieces}) > 1:
            yield f"“{cell.text}” stands in one column and is more than one code."


def _cut(row: Row, columns: Sequence[Column], document: Document) -> Iterator[str]:
    """A number printed with a blank between its thousands, of which a band's edge takes one half."""
    kind = document.canvases[row.canvas].kind
    if kind is CanvasKind.GRID:
        return
    pieces = list(pieces_of(row, document))
    together = {word: number for number, segment in enumerate(row.segments) for word in segment.words}
    for before, after in pairwise(pieces):
        if together[before.word] != together[after.word]:
            continue
        left, right = column_at(before, columns, kind), column_at(after, columns, kind)
        if left == right or not before.text[-1:].isdigit() or _THOUSANDS.fullmatch(after.text) is None:
            continue
        roles = {columns[number].role for number in (left, right) if number is not None}
        if roles & _NUMERIC:
            yield f"“{before.text} {after.text}” is cut by the edge of a column."
