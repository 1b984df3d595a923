"""A model's answer → a reading plan: rows and words become places, a span of rows becomes a region on each page it crosses.

Anything odd (a row that is not there, bands that overlap, a name nobody knows) refuses the whole answer with a sentence that says
what: half an answer is no plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from pydantic import ValidationError

from intake.domain.errors import BrokenPromise
from intake.domain.identifiers import fold
from intake.domain.orders import DocumentKind
from intake.domain.plans import (
    Column,
    ColumnRole,
    DocumentPlan,
    FieldPlace,
    LinePlan,
    OrderPlan,
    Place,
    ReadingPlan,
    Region,
    RowExclusion,
    RowStart,
    TablePlan,
)
from intake.extraction.column_kinds import COUNTING
from intake.extraction.planners.model import schema
from intake.extraction.planners.model.rendering import NumberedRow, Rendering

NAME = "model"
_MOST_OF_ANYTHING = 400
_COUNTING = {role.value for role in COUNTING}
"""Each of them says how many: a line that begins with its quantity begins with any of them."""
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'))


def plan_of(content: dict[str, Any], rendering: Rendering) -> ReadingPlan:
    """Raises BrokenPromise, whose sentence can be shown to the model."""
    try:
        answer = schema.Answer.model_validate(_unwrapped(content))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BrokenPromise(f"The answer has not the shape asked for: {place}: {first['msg']}.") from wrong
    planned = tuple(_document(each, rendering) for each in answer.documents)
    if sorted(each.document for each in planned) != list(range(rendering.documents)):
        raise BrokenPromise(f"The answer has to say once what each of the {rendering.documents} documents is.")
    _at_most(answer.orders, "orders")
    return ReadingPlan(planner=NAME, documents=planned, orders=tuple(_order(each, rendering) for each in answer.orders))


def _unwrapped(content: dict[str, Any]) -> dict[str, Any]:
    """Servers without strict schemas may answer with the schema's name around the answer."""
    inner = next(iter(content.values()), None) if len(content) == 1 else None
    return inner if isinstance(inner, dict) and "orders" in inner else content


def _document(said: schema.AnsweredDocument, rendering: Rendering) -> DocumentPlan:
    return DocumentPlan(document=_number(said.document, rendering), kind=_kind(said.kind), why="the model's word")


def _number(document: int, rendering: Rendering) -> int:
    if not 0 <= document < rendering.documents:
        raise BrokenPromise(f"There is no document {document}.")
    return document


def _kind(said: str) -> DocumentKind:
    if said not in schema.KINDS:
        raise BrokenPromise(f"{said!r} is no kind of document.")
    return DocumentKind(said)


def _at_most(found: Sequence[object], name: str) -> None:
    if len(found) > _MOST_OF_ANYTHING:
        raise BrokenPromise(f"The answer holds {len(found)} {name}; it should follow the layout, not the number of lines.")


def _order(said: schema.AnsweredOrder, rendering: Rendering) -> OrderPlan:
    for found, name in ((said.fields, "fields"), (said.tables, "tables"), (said.lines, "lines")):
        _at_most(found, name)
    said = _asked_about(said, rendering.begins)
    fields = tuple(_field(each, rendering) for each in said.fields)
    tables = tuple(_table(each, rendering) for each in said.tables)
    lines = tuple(_line(each, rendering) for each in said.lines)
    standing = {place.document for field in fields for place in field.places}
    standing |= {region.document for table in tables for region in table.regions}
    standing |= {place.document for line in lines for _, place in line.places}
    documents = {_number(document, rendering) for document in said.documents} | standing
    if not documents:
        raise BrokenPromise("An order has to stand in a document.")
    return OrderPlan(kind=_kind(said.kind), documents=tuple(sorted(documents)), fields=fields, tables=tables, lines=lines)


def _asked_about(said: schema.AnsweredOrder, begins: int) -> schema.AnsweredOrder:
    """Without what stands in rows that an earlier question asked about."""
    if begins == 1:
        return said
    tables = [
        table.model_copy(update={"first_row": max(table.first_row, begins)}) for table in said.tables if table.last_row >= begins
    ]
    fields = [field for field in said.fields if all(pointer.row >= begins for pointer in field.value)]
    lines = [line for line in said.lines if all(place.row >= begins for place in line.places)]
    return said.model_copy(update={"fields": fields, "tables": tables, "lines": lines})


def _row(number: int, rendering: Rendering) -> NumberedRow:
    if not 1 <= number <= len(rendering.rows):
        raise BrokenPromise(f"There is no row {number}.")
    return rendering.rows[number - 1]


def places_of(pointer: schema.Pointer | schema.AnsweredPlace, rendering: Rendering) -> tuple[Place, ...]:
    """One place for each piece of text that the words lie in."""
    row = _row(pointer.row, rendering)
    if not 1 <= pointer.first <= pointer.last <= len(row.tokens):
        said = f"Row {pointer.row} has no words {pointer.first} to {pointer.last}; it has {len(row.tokens)}."
        raise BrokenPromise(said)
    tokens = row.tokens[pointer.first - 1 : pointer.last]
    grouped = [list(found) for _, found in groupby(tokens, key=lambda token: id(token.segment))]
    return tuple(found[0].segment.place(*_whole(found[0].segment.text, found[0].start, found[-1].end)) for found in grouped)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Brackets and quotation marks that the words shown leave out belong to a value that opens or closes them itself."""
    said = text[start:end]
    if said[-1:].isdigit() and text[end : end + 1] == '"' and not text[:end].count('"') % 2:
        return start, end + 1  # inches
    for opening, closing in _PAIRS:
        opened, closed = (said.count(opening), said.count(closing)) if opening != closing else (said.count(opening) % 2, 0)
        if opened > closed and len(said) > 1 and text[end : end + 1] == closing:
            return start, end + 1
        if (opened < closed or (opened and opening == closing)) and start and text[start - 1] == opening:
            return start - 1, end
    return start, end


def _joined(pointers: Sequence[schema.Pointer], rendering: Rendering) -> Place | None:
    """Whole words of one canvas: headings over two rows are one heading."""
    places = [place for pointer in pointers for place in places_of(pointer, rendering)]
    if len(places) <= 1:
        return places[0] if places else None
    if len({(place.document, place.canvas) for place in places}) > 1:
        raise BrokenPromise("A heading or label has to stand on one page.")
    return _whole_words(places)


def _whole_words(places: Sequence[Place]) -> Place:
    """Places of one canvas as one, from where the first begins."""
    words = tuple(dict.fromkeys(word for place in places for word in place.words))
    return Place(document=places[0].document, canvas=places[0].canvas, words=words, start=places[0].start)


def _field(said: schema.AnsweredField, rendering: Rendering) -> FieldPlace:
    if said.field not in schema.FIELDS:
        raise BrokenPromise(f"{said.field!r} is no field of an order.")
    if not said.value:
        raise BrokenPromise(f"{said.field} points at nothing; leave out what is not there.")
    places = tuple(place for pointer in said.value for place in places_of(pointer, rendering))
    return FieldPlace(path=said.field, places=places, label=_joined(said.label, rendering))


def _line(said: schema.AnsweredLine, rendering: Rendering) -> LinePlan:
    places: list[tuple[ColumnRole, Place]] = []
    for each in said.places:
        if each.role not in schema.LINE_ROLES:
            raise BrokenPromise(f"{each.role!r} is no part of an order line said in words.")
        places += [(ColumnRole(each.role), place) for place in places_of(each, rendering)]
    if not places:
        raise BrokenPromise("An order line points at nothing.")
    return LinePlan(places=tuple(_in_one(places)))


def _in_one(places: Sequence[tuple[ColumnRole, Place]]) -> Iterator[tuple[ColumnRole, Place]]:
    """What says a line's article in several pieces or rows says it once."""
    words = [place for role, place in places if role is ColumnRole.DESCRIPTION]
    first = words[0] if words else None
    for role, place in places:
        if role is not ColumnRole.DESCRIPTION:
            yield role, place
        elif place is first:
            own = [each for each in words if (each.document, each.canvas) == (first.document, first.canvas)]
            yield role, own[0] if len(own) == 1 else _whole_words(own)


def _table(said: schema.AnsweredTable, rendering: Rendering) -> TablePlan:
    first, last = _row(said.first_row, rendering), _row(said.last_row, rendering)
    if first.number > last.number or first.document != last.document:
        raise BrokenPromise(f"A table cannot go from row {first.number} to row {last.number}.")
    roles = {column.role for column in said.columns}
    if roles & _COUNTING:
        roles.add(ColumnRole.QUANTITY.value)
    for role in said.line_begins_with:
        if role not in roles:
            raise BrokenPromise(f"Lines are said to begin with {role!r}, and no column has that role.")
    if said.further_rows not in schema.FURTHER_ROWS:
        raise BrokenPromise(f"{said.further_rows!r} is no place for the further rows of a line.")
    rows = rendering.rows[first.number - 1 : last.number]
    return TablePlan(
        regions=tuple(_regions(rows)),
        columns=_columns(said.columns, rendering),
        under=_columns(said.columns_of_next_row, rendering) if said.columns_of_next_row else (),
        anchors=tuple(ColumnRole(role) for role in said.line_begins_with) or (ColumnRole.QUANTITY,),
        row_start=RowStart.SPACE if said.further_rows == "around" else RowStart.ANCHOR,
        text_above_anchor=said.further_rows == "above",
        exclusions=tuple(_exclusions(said, rows, rendering)),
    )


def _regions(rows: Sequence[NumberedRow]) -> Iterator[Region]:
    for canvas, found in groupby(rows, key=lambda row: row.row.canvas):
        within = list(found)
        top, bottom = min(row.row.top for row in within), max(row.row.bottom for row in within)
        yield Region(document=within[0].document, canvas=canvas, top=top, bottom=bottom)


def _columns(said: Sequence[schema.AnsweredColumn], rendering: Rendering) -> tuple[Column, ...]:
    """Bands from left to right. The blank between two of them is shared out, so that a figure set wider is still theirs."""
    ordered = sorted(said, key=lambda column: column.left)
    if not ordered:
        raise BrokenPromise("A table without columns says nothing.")
    for column in ordered:
        if column.role not in schema.ROLES:
            raise BrokenPromise(f"{column.role!r} is no role of a column.")
        if column.left >= column.right:
            raise BrokenPromise(f"The band from {column.left} to {column.right} holds nothing.")
    edges: list[tuple[float, float]] = [(float(column.left), float(column.right)) for column in ordered]
    for at, (before, after) in enumerate(pairwise(ordered)):
        if before.right > after.left:
            raise BrokenPromise(f"The bands from {before.left} to {before.right} and from {after.left} overlap.")
        middle = (before.right + after.left) / 2
        edges[at], edges[at + 1] = (edges[at][0], middle), (middle, edges[at + 1][1])
    return tuple(
        Column(role=ColumnRole(column.role), x0=x0, x1=x1, heading=_joined(column.heading, rendering))
        for column, (x0, x1) in zip(ordered, edges, strict=True)
    )


def _exclusions(said: schema.AnsweredTable, rows: Sequence[NumberedRow], rendering: Rendering) -> Iterator[RowExclusion]:
    """The rows that were named, and those that print the same but for their digits: a page's foot stands on every page."""
    alike: dict[str, str] = {}
    for each in said.left_out:
        if each.reason not in schema.REASONS:
            raise BrokenPromise(f"{each.reason!r} is no reason to leave a row out.")
        _row(each.first_row, rendering)
        _row(each.last_row, rendering)
        if each.first_row > each.last_row:
            raise BrokenPromise(f"Rows {each.first_row} to {each.last_row} are no rows.")
        alike |= {_masked(row): each.reason for row in rendering.rows[each.first_row - 1 : each.last_row]}
    for pointer in (place for column in said.columns for place in column.heading):
        alike.setdefault(_masked(_row(pointer.row, rendering)), "heading")
    for row in rows:
        reason = alike.get(_masked(row))
        if reason is not None:
            top, bottom = row.row.top, row.row.bottom
            yield RowExclusion(document=row.document, canvas=row.row.canvas, top=top, bottom=bottom, reason=reason)


def _masked(row: NumberedRow) -> str:
    return re.sub(r"\d+", "0", fold(row.row.text))
