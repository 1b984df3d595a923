"""Whether what a planner points at hangs together: a label beside its value, a heading above its band, a row that is a line.

In: a plan by a planner that is not the layout reader's own, and the documents. Out: the plan without the labels and headings
that do not name what they are said to name, and sentences about rows that its bands or lines misread. The layout reader finds
its places by these same rules and is not asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from intake.domain.documents import CanvasKind, Document
from intake.domain.orders import ExtractedOrder, Proof
from intake.domain.plans import Column, ColumnRole, FieldPlace, Place, ReadingPlan, Region, TablePlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.domain.uom import unit_codes
from intake.extraction.column_kinds import CODES
from intake.extraction.conventions import Conventions
from intake.extraction.line_cells import is_named
from intake.extraction.printed import Cell, Piece, cells_of, column_at, pieces_of, strays_of
from intake.extraction.quoting_places import text_at, words_at
from intake.extraction.segments import Row, Segment, rows_of, subject_rows
from intake.extraction.table_rows import begins_line, kept_rows
from intake.extraction.totals import sum_of
from intake.extraction.words import vocabulary

_ROWS_UNDER_A_HEADING = 4
_ROWS_UNDER_A_LABEL = 2
_CODE = re.compile(r"(?=.*\d)(?=.{4})\S+(?: \S{1,6})?")
_THOUSANDS = re.compile(r"[^\d]?\d{3}(?:[.,]\d+)?[^\d]?")
_MEANT = frozenset(
    {
        *(ColumnRole.QUANTITY, ColumnRole.PACKS, ColumnRole.PACK_SIZE, ColumnRole.UOM, ColumnRole.UNIT_PRICE),
        *(ColumnRole.PRICE_BASIS_QUANTITY, ColumnRole.DISCOUNT_PERCENT, ColumnRole.LINE_AMOUNT),
        ColumnRole.REQUESTED_DELIVERY_DATE,
    }
)
_NUMERIC = frozenset({ColumnRole.QUANTITY, ColumnRole.PACKS, ColumnRole.PACK_SIZE, ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT})


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a place stands among the printed rows: row, piece of it, and the characters it begins and ends with."""

    row: int
    segment: Segment
    at: int
    start: int
    end: int


def believed(plan: ReadingPlan, documents: Sequence[Document]) -> ReadingPlan:
    """The plan with only those labels and headings that stand where they name what they are said to name."""
    rows = [(*rows_of(number, document), *subject_rows(number, document)) for number, document in enumerate(documents)]
    orders = tuple(
        order.model_copy(
            update={
                "fields": tuple(_field(each, rows, documents) for each in order.fields),
                "tables": tuple(_table(each, rows, documents) for each in order.tables),
            }
        )
        for order in plan.orders
    )
    return plan.model_copy(update={"orders": orders})


def _field(field: FieldPlace, rows: Sequence[Sequence[Row]], documents: Sequence[Document]) -> FieldPlace:
    label = field.label
    if label is None or not field.places:
        return field
    named = not field.path.endswith(".block") or any(
        found.path == field.path for found in vocabulary().labels(text_at(label, documents))
    )
    holds = named and _is_beside(label, field.places[0], rows) and _is_one_block(field.places, rows)
    return field if holds else field.model_copy(update={"label": None})


def _is_one_block(places: Sequence[Place], rows: Sequence[Sequence[Row]]) -> bool:
    """Whether a value of several printed rows stands together: one row after the other, one under the other."""
    spots = [_spot(place, rows) for place in places]
    for before, after in pairwise(spots):
        if before is None or after is None or not 0 <= after.row - before.row <= 2:
            return False
        if after.row != before.row and min(before.segment.x1, after.segment.x1) <= max(before.segment.x0, after.segment.x0):
            return False
    return len({(place.document, place.canvas) for place in places}) == 1


def _is_beside(label: Place, value: Place, rows: Sequence[Sequence[Row]]) -> bool:
    """Left of the value on its row with nothing that says anything between them, or right above it."""
    said, meant = _spot(label, rows), _spot(value, rows)
    if said is None or meant is None or label.document != value.document or label.canvas != value.canvas:
        return False
    if said.row == meant.row:
        if said.segment is meant.segment:
            return said.end <= meant.start and not re.search(r"\d", said.segment.text[said.end : meant.start])
        between = [segment.text for segment in _row_of(value, meant, rows).segments[said.at + 1 : meant.at]]
        follows = said.at < meant.at and meant.start == 0 and not re.search(r"[\w]", said.segment.text[said.end :])
        return follows and not any(re.search(r"\d", text) or vocabulary().labels(text) for text in between)
    near = 0 < meant.row - said.row <= _ROWS_UNDER_A_LABEL
    return near and meant.start == 0 and min(said.segment.x1, meant.segment.x1) > max(said.segment.x0, meant.segment.x0)


def _row_of(place: Place, spot: _Spot, rows: Sequence[Sequence[Row]]) -> Row:
    return rows[place.document][spot.row]


def _spot(place: Place, rows: Sequence[Sequence[Row]]) -> _Spot | None:
    if not 0 <= place.document < len(rows) or not place.words:
        return None
    for number, row in enumerate(rows[place.document]):
        if row.canvas != place.canvas:
            continue
        for at, segment in enumerate(row.segments):
            span = _span(place, segment)
            if span is not None:
                return _Spot(number, segment, at, *span)
    return None


def _span(place: Place, segment: Segment) -> tuple[int, int] | None:
    """The characters of a segment's text that a place's words fill; None where it begins elsewhere."""
    if place.words[0] not in segment.words:
        return None
    starts, at = {}, 0
    for word, length in zip(segment.words, segment.lengths, strict=True):
        starts[word] = (at, at + length)
        at += length + 1
    begin = starts[place.words[0]][0]
    start = begin + (place.start or 0) - segment.offset
    last = next((word for word in reversed(place.words) if word in starts), place.words[0])
    end = (begin + place.end if place.end is not None else starts[last][1]) - segment.offset
    if not 0 <= start < max(len(segment.text), 1):
        return None
    return start, min(end, len(segment.text))


def _table(table: TablePlan, rows: Sequence[Sequence[Row]], documents: Sequence[Document]) -> TablePlan:
    columns = tuple(_column(each, table.columns, table.regions, rows, documents) for each in table.columns)
    regions = tuple(
        region.model_copy(
            update={"columns": tuple(_column(each, region.columns, table.regions, rows, documents) for each in region.columns)}
        )
        for region in table.regions
    )
    return table.model_copy(update={"columns": columns, "regions": regions})


def _column(
    column: Column,
    columns: Sequence[Column],
    regions: Sequence[Region],
    rows: Sequence[Sequence[Row]],
    documents: Sequence[Document],
) -> Column:
    if column.heading is None or _is_above(column, column.heading, columns, regions, rows, documents):
        return column
    return column.model_copy(update={"heading": None})


def _is_above(
    column: Column,
    heading: Place,
    columns: Sequence[Column],
    regions: Sequence[Region],
    rows: Sequence[Sequence[Row]],
    documents: Sequence[Document],
) -> bool:
    """Close above the rows of the table, and over this band more than over any other."""
    words = words_at(heading, documents)
    region = next((each for each in regions if (each.document, each.canvas) == (heading.document, heading.canvas)), None)
    if not words or region is None:
        return False
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    over = [min(x1, each.x1) - max(x0, each.x0) for each in columns]
    own = min(x1, column.x1) - max(x0, column.x0)
    if own <= 0 or own < max(over):
        return False
    bottom = max(word.bottom for word in words)
    lines = [row for row in rows[heading.document] if row.canvas == heading.canvas]
    first = next((row for row in lines if row.top >= max(region.top, bottom) - 0.01), None)
    if first is None or first.top >= region.bottom:
        return False
    between = [row for row in lines if bottom - 0.01 <= row.top < first.top]
    return len(between) < _ROWS_UNDER_A_HEADING


def misread(plan: ReadingPlan, number: int, documents: Sequence[Document], conventions: Sequence[Conventions]) -> Iterator[str]:
    """One sentence for each row of order `number` that is no line although it is taken for one, for each figure or unit that a
    band cuts or leaves unread, for each column that is not read as its heading says, and for what is read twice."""
    order = plan.orders[number]
    yield from _told_twice(plan, number)
    for table in order.tables:
        regions = [region for region in table.regions if 0 <= region.document < len(documents)]
        for region in regions[:1]:
            yield from _misnamed(region, region.columns or table.columns, documents)
        for region in regions:
            document, own = documents[region.document], conventions[region.document]
            columns = region.columns or table.columns
            rows = kept_rows(region, table, document)
            kind = document.canvases[region.canvas].kind
            begins = [begins_line(columns, cells_of(row, document, columns), table.anchors, own, kind) for row in rows]
            yield from _misgrouped(rows, begins, text_above=table.text_above_anchor)
            for row, is_line in zip(rows, begins, strict=True):
                if is_line:
                    yield from _misread_line(row, columns, document, own)
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
            yield from (place for role, place in line.places if role is ColumnRole.QUANTITY)


def _overlap(one: Region, other: Region) -> bool:
    same = (one.document, one.canvas) == (other.document, other.canvas)
    return same and one.top < other.bottom and other.top < one.bottom


def _share_a_band(columns: Sequence[Column], others: Sequence[Column]) -> bool:
    return any(one.x0 < other.x1 and other.x0 < one.x1 for one in columns for other in others)


def _misnamed(region: Region, columns: Sequence[Column], documents: Sequence[Document]) -> Iterator[str]:
    """Headings above the table that name a quantity, a unit, a price or a date, where no band under them is read so."""
    rows = [row for row in rows_of(region.document, documents[region.document]) if row.canvas == region.canvas]
    above = [row for row in rows if row.top < region.top][-_ROWS_UNDER_A_HEADING:]
    within = [row for row in rows if region.top <= row.top < region.bottom][:2]
    read = {column.role for column in columns}
    for row in (*above, *within):
        named = [(segment, vocabulary().column_roles(segment.text)) for segment in row.segments]
        if sum(bool(roles) and vocabulary().is_exact_heading(segment.text) for segment, roles in named) < 2:
            continue
        for segment, roles in named:
            meant = set(roles) & _MEANT
            if not meant or not vocabulary().is_exact_heading(segment.text):
                continue
            over = [column for column in columns if column.x0 < segment.x1 and segment.x0 < column.x1]
            if any(_is_a_part(segment, column, documents) for column in over):
                continue
            under = {column.role for column in over}
            if not set(roles) & under and (not meant <= read or under & _MEANT):
                yield f"The column headed “{segment.text}” is not read as what its heading names."


def _is_a_part(segment: Segment, column: Column, documents: Sequence[Document]) -> bool:
    """Of a heading over two rows, which as a whole names what the column is read as: "Stk." over "pris" is no quantity."""
    heading = column.heading
    if heading is None or (heading.document, heading.canvas) != (segment.document, segment.canvas):
        return False
    return len(heading.words) > len(segment.words) and set(segment.words) <= set(heading.words) and is_named(column, documents)


def _misgrouped(rows: Sequence[Row], begins: Sequence[bool], *, text_above: bool) -> Iterator[str]:
    """Rows that go on a line stand below its first row or above it, the same way on the whole page: what is left over at one
    end tells that it is the other way round."""
    if True not in begins or all(begins):
        return
    if text_above and begins[0] and not begins[-1]:
        yield f"“{rows[-1].text[:120]}” belongs to no line, if what goes on a line stands above it."
    if not text_above and not begins[0]:
        yield f"“{rows[0].text[:120]}” stands above the first line, if what goes on a line stands below it."


def _misread_line(row: Row, columns: Sequence[Column], document: Document, conventions: Conventions) -> Iterator[str]:
    found = cells_of(row, document, columns)
    if _calls_itself_a_sum(row, conventions):
        yield f"“{row.text[:120]}” is read as an order line and calls itself a sum or a charge."
    yield from _unread(columns, found, strays_of(row, document, columns))
    yield from _joined(row, columns, found)


def _calls_itself_a_sum(row: Row, conventions: Conventions) -> bool:
    """ "Packing" alone does; packing tape is an article."""
    found = sum_of(row, 0, conventions)
    if found is None or not found.is_charge:
        return found is not None or vocabulary().total(row.segments[0].text) is not None
    named = next(segment for segment in row.segments if found.label.words[0] in segment.words)
    return vocabulary().is_charge_alone(named.text)


def _unread(columns: Sequence[Column], found: Sequence[Cell], strays: Sequence[Piece]) -> Iterator[str]:
    """A unit beside the quantity that nothing reads makes a piece of a box."""
    has_unit = any(column.role is ColumnRole.UOM and cell.pieces for column, cell in zip(columns, found, strict=True))
    ignored = [cell.text for column, cell in zip(columns, found, strict=True) if column.role is ColumnRole.IGNORE]
    for text in (*ignored, *(piece.text for piece in strays)):
        if not has_unit and unit_codes(text.strip()):
            yield f"“{text}” is a unit and stands in no column that is read."


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


def unfounded(order: ExtractedOrder, proofs: Mapping[str, Set[Proof]]) -> Iterator[Problem]:
    """What chooses the goods or where they go, on a planner's word alone: neither named by the document nor read so twice."""
    named = {Proof.LABELLED, Proof.AGREED}
    for path, found in proofs.items():
        if path.startswith("ship_to.") and path != "ship_to.country" and not named & found:
            said = f"Nothing in the document says that the goods go to {getattr(order.ship_to, path.removeprefix('ship_to.'))}."
            yield Problem(code=ReasonCode.VALUE_UNPROVEN.value, path=path, message=said)
    for number, line in enumerate(order.lines):
        for name in ("sku", "customer_part_number", "manufacturer_part_number"):
            code, path = getattr(line, name), f"lines[{number}].{name}"
            if code and not named & proofs.get(path, frozenset()) and _CODE.fullmatch(code) is None:
                said = f"“{code}” is taken for an article number; no heading says so, and it does not look like one."
                yield Problem(code=ReasonCode.VALUE_UNPROVEN.value, path=path, message=said)
