"""Whether what a planner points at hangs together: a label beside its value, a heading above its band.

In: a plan by a planner that is not the layout reader's own, and the documents. Out: the plan without the labels and headings
that do not name what they are said to name. The layout reader finds its places by these same rules and is not asked again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.domain.documents import Document
from intake.domain.plans import Column, FieldPlace, Place, ReadingPlan, Region, TablePlan
from intake.extraction.quoting_places import text_at, words_at
from intake.extraction.segments import Row, Segment, rows_of, subject_rows
from intake.extraction.words import vocabulary

_ROWS_UNDER_A_HEADING = 4
_ROWS_UNDER_A_LABEL = 2


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
    under = tuple(_column(each, table.under, table.regions, rows, documents) for each in table.under)
    regions = tuple(
        region.model_copy(
            update={"columns": tuple(_column(each, region.columns, table.regions, rows, documents) for each in region.columns)}
        )
        for region in table.regions
    )
    return table.model_copy(update={"columns": columns, "under": under, "regions": regions})


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
