"""Columns that are not read as what stands above them: a quantity, a unit, a price or a day under a heading that says so.

In: a table's region, its columns, the order's head fields and the documents. Out: a sentence for each heading that no band under
it is read as. Labels with their values above the table head nothing, and a column that repeats a field of the head on every row
is read there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole, FieldPlace, Region
from intake.extraction.line_cells import is_named
from intake.extraction.printed import cells_of
from intake.extraction.quoting_places import text_at, words_at
from intake.extraction.segments import Row, Segment, rows_of
from intake.extraction.shapes import is_date
from intake.extraction.words import vocabulary

R = ColumnRole
_ROWS_UNDER_A_HEADING = 4
_COUNTED = frozenset({R.QUANTITY, R.PACKS, R.PACK_SIZE})
_PRICED = frozenset({R.UNIT_PRICE, R.LINE_AMOUNT})
_MEANT = _COUNTED | _PRICED | {R.UOM, R.PRICE_BASIS_QUANTITY, R.DISCOUNT_PERCENT, R.REQUESTED_DELIVERY_DATE}
_FIGURES = _COUNTED | _PRICED | {R.PRICE_BASIS_QUANTITY, R.DISCOUNT_PERCENT}
_SAYS_THE_PACK = frozenset({R.DESCRIPTION, R.UOM})
_FIGURE = re.compile(r"\d")
_VALUE = re.compile(r"(?=\S*\d)\S+|[^:]*:\s*\S.*")


def misnamed(
    region: Region, columns: Sequence[Column], fields: Sequence[FieldPlace], documents: Sequence[Document]
) -> Iterator[str]:
    """One sentence for each heading above the table that names what no band under it is read as."""
    document = documents[region.document]
    rows = [row for row in rows_of(region.document, document) if row.canvas == region.canvas]
    within = [row for row in rows if region.top <= row.top < region.bottom]
    of_the_head = read_in_the_head(region, columns, fields, documents)
    within_head = takewhile(lambda row: not any(_is_value(segment) for segment in row.segments), within[:2])
    near = (*_above(region, columns, rows), *within_head)
    for at, row in enumerate(near):
        for segment, roles in _headings(row):
            meant = set(roles) & _MEANT
            over = [column for column in columns if column.x0 < segment.x1 and segment.x0 < column.x1]
            under = {column.role for column in over}
            if not meant or set(roles) & under or (meant <= {column.role for column in columns} and not under & _MEANT):
                continue
            if any(_is_a_part(segment, column, documents) or column in of_the_head for column in over):
                continue
            stacked = near[at + 1] if at + 1 < len(near) else None
            if _is_said_below(segment, stacked, under) or _is_settled(meant, over, columns, documents):
                continue
            if not (meant <= _FIGURES and _has_no_figure(over, columns, within, document)):
                yield f"The column headed “{segment.text}” is not read as what its heading names."


def read_in_the_head(
    region: Region, columns: Sequence[Column], fields: Sequence[FieldPlace], documents: Sequence[Document]
) -> list[Column]:
    """Columns that are ignored because they repeat a field of the head on every row, and that field points into them."""
    document = documents[region.document]
    rows = [row for row in rows_of(region.document, document) if row.canvas == region.canvas]
    within = [row for row in rows if region.top <= row.top < region.bottom]
    found = []
    for at, column in enumerate(columns):
        if column.role is not R.IGNORE or column.heading is None:
            continue
        named = {label.path for label in vocabulary().labels(text_at(column.heading, documents))}
        pointing = [field for field in fields if field.path in named and _points_into(field, column, region, documents)]
        if pointing and len({cells_of(row, document, columns)[at].text.strip() for row in within} - {""}) == 1:
            found.append(column)
    return found


def _points_into(field: FieldPlace, column: Column, region: Region, documents: Sequence[Document]) -> bool:
    place = field.places[0]
    if (place.document, place.canvas) != (region.document, region.canvas):
        return False
    return any(
        column.x0 <= (word.x0 + word.x1) / 2 < column.x1 and region.top <= word.top < region.bottom
        for word in words_at(place, documents)
    )


def _above(region: Region, columns: Sequence[Column], rows: Sequence[Row]) -> list[Row]:
    """The rows above the table that may head it: up to the first that holds a value and no heading of these columns."""
    pointed = {word for column in columns if column.heading is not None for word in column.heading.words}
    found: list[Row] = []
    for row in reversed([row for row in rows if row.top < region.top][-_ROWS_UNDER_A_HEADING:]):
        is_heading = any(word in pointed for segment in row.segments for word in segment.words)
        if not is_heading and any(_is_value(segment) for segment in row.segments):
            break
        found.append(row)
    return found[::-1]


def _is_value(segment: Segment) -> bool:
    text = segment.text.strip()
    return not vocabulary().is_exact_heading(text) and (is_date(text) or _VALUE.fullmatch(text) is not None)


def _headings(row: Row) -> list[tuple[Segment, tuple[ColumnRole, ...]]]:
    """The pieces of a row that are headings to the letter, where the row heads a table at all."""
    named = [(segment, vocabulary().column_roles(segment.text)) for segment in row.segments]
    exact = [(segment, roles) for segment, roles in named if roles and vocabulary().is_exact_heading(segment.text)]
    return exact if len(exact) > 1 else []


def _is_a_part(segment: Segment, column: Column, documents: Sequence[Document]) -> bool:
    """Of a heading over two rows, which as a whole names what the column is read as: "Stk." over "pris" is no quantity."""
    heading = column.heading
    if heading is None or (heading.document, heading.canvas) != (segment.document, segment.canvas):
        return False
    return len(heading.words) > len(segment.words) and set(segment.words) <= set(heading.words) and is_named(column, documents)


def _is_said_below(segment: Segment, below: Row | None, under: set[ColumnRole]) -> bool:
    """Whether the row below goes on with the heading, and both together name what is read: "Nettó" over "egységár"."""
    for other in below.segments if below is not None else ():
        if other.x0 < segment.x1 and segment.x0 < other.x1:
            whole = f"{segment.text} {other.text}"
            if vocabulary().is_exact_heading(whole) and set(vocabulary().column_roles(whole)) & under:
                return True
    return False


def _is_settled(meant: set[ColumnRole], over: Sequence[Column], columns: Sequence[Column], documents: Sequence[Document]) -> bool:
    """What the heading may mean as well: a second price column is the amounts, the sum of a matrix' row is its quantity, and a
    pack in the article's words or unit is not lost."""
    under = {column.role for column in over}
    if meant <= _PRICED and under & _PRICED and under & _MEANT <= _PRICED:
        others = [column for column in columns if column.role in meant and column not in over]
        return any(is_named(column, documents) for column in others)
    if meant == {R.LINE_AMOUNT} and under == {R.QUANTITY}:
        return any(column.role is R.VARIANT_QUANTITY for column in columns)
    return meant == {R.PACK_SIZE} and under <= _SAYS_THE_PACK


def _has_no_figure(over: Sequence[Column], columns: Sequence[Column], rows: Sequence[Row], document: Document) -> bool:
    """Whether a column is words from top to bottom: whatever its heading says, it counts and costs nothing."""
    at = [number for number, column in enumerate(columns) if column in over]
    texts = [cells_of(row, document, columns)[number].text for row in rows for number in at]
    return any(text.strip() for text in texts) and not any(_FIGURE.search(text) for text in texts)
