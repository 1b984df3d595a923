"""Order lines: a table plan's regions, or a line plan's places → values, each quoted from its own words.

Rows begin lines as the plan says; what stands in a band is that column's value. Nothing is computed, and what cannot be read as
what it must be is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.identifiers import is_gtin
from intake.domain.orders import Evidence
from intake.domain.plans import Column, ColumnRole, LinePlan, Place, Region, TablePlan
from intake.domain.reasons import ReasonCode
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.dates import week_said
from intake.extraction.executed import Values
from intake.extraction.planners.layout.segments import Row, rows_of
from intake.extraction.planners.layout.shapes import date_span, week_span
from intake.extraction.printed import Cell, Piece, cells_of, place_of, strays_of
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.words import vocabulary

R = ColumnRole
_FIELDS = {
    R.LINE_NUMBER: "line_number",
    R.CODE: "customer_part_number",
    R.CUSTOMER_PART_NUMBER: "customer_part_number",
    R.SKU: "sku",
    R.GTIN: "gtin",
    R.MANUFACTURER_PART_NUMBER: "manufacturer_part_number",
    R.DESCRIPTION: "description",
    R.NOTE: "note",
}
_POSITION = re.compile(r"\(?\d{1,6}(?:[.\-/]\d{1,4})*[.)]?")
_LABELLED = re.compile(r"^\s*([^:\d][^:]{1,38}?)\s*(?::|#|(?<=nr)\.|(?<=no)\.)\s*(\S.*)$", re.IGNORECASE)
_ANY_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Assembled:
    """One line's rows, cell by cell. `columns` are those of the region it began in."""

    columns: Sequence[Column]
    rows: list[tuple[Row, tuple[Cell, ...]]] = field(default_factory=list)


def read_tables(
    tables: Sequence[TablePlan], documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[tuple[Values, TablePlan]]:
    """The lines of all tables, in reading order."""
    for table in tables:
        for region, assembled in _assemble(table, documents, conventions):
            yield _line(assembled, documents, conventions[region.document]), table


def rows_within(region: Region, documents: Sequence[Document]) -> list[Row]:
    """The printed rows of a region; none where it names a document or canvas that is not there."""
    if not 0 <= region.document < len(documents):
        return []
    document = documents[region.document]
    if not 0 <= region.canvas < len(document.canvases):
        return []
    return [
        row
        for row in rows_of(region.document, document)
        if row.canvas == region.canvas and region.top <= (row.top + row.bottom) / 2 < region.bottom
    ]


def is_excluded(row: Row, region: Region, table: TablePlan) -> bool:
    middle = (row.top + row.bottom) / 2
    return any(
        (each.document, each.canvas) == (region.document, region.canvas) and each.top <= middle < each.bottom
        for each in table.exclusions
    )


def _assemble(
    table: TablePlan, documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[tuple[Region, Assembled]]:
    for region in table.regions:
        columns = region.columns or table.columns
        current: Assembled | None = None
        above: list[tuple[Row, tuple[Cell, ...]]] = []
        for row in rows_within(region, documents):
            if is_excluded(row, region, table):
                continue
            found = cells_of(row, documents[region.document], columns)
            if begins_line(columns, found, table.anchors, conventions[region.document]):
                if current is not None:
                    yield region, current
                current = Assembled(columns, [*above, (row, found)])
                above = []
            elif table.text_above_anchor or current is None:
                above.append((row, found))
            else:
                current.rows.append((row, found))
        if current is not None:
            current.rows.extend(above if not table.text_above_anchor else [])
            yield region, current


def begins_line(
    columns: Sequence[Column], found: Sequence[Cell], anchors: Sequence[ColumnRole], conventions: Conventions
) -> bool:
    """Whether every anchor is filled with what it must be; a bare number in a quantity's band begins nothing."""
    by_role: dict[ColumnRole, str] = {}
    for column, cell in zip(columns, found, strict=True):
        if cell.pieces and not cells.is_blank(cell.text):
            by_role.setdefault(column.role, cell.text)
    for anchor in anchors or (R.QUANTITY,):
        text = by_role.get(anchor)
        if text is None or (anchor is R.LINE_NUMBER and not _POSITION.fullmatch(text.strip())):
            return False
        if anchor is R.QUANTITY:
            counted = cells.quantity(text, conventions)
            if counted is None or len(by_role) < 2 or not any(value != 0 for value in counted.readings):
                return False
    return True


def _line(assembled: Assembled, documents: Sequence[Document], conventions: Conventions) -> Values:
    line = Values()
    for number, column in enumerate(assembled.columns):
        parts = [found[number] for _, found in assembled.rows if found[number].pieces]
        for cell in parts:
            line.use(cell.place())
        if parts:
            _read_column(line, column, parts, documents, conventions)
    for row, _ in assembled.rows:
        for piece in strays_of(row, documents[row.segments[0].document], assembled.columns):
            if _ANY_DIGIT.search(piece.text):
                line.complain(ReasonCode.LINES_INCOMPLETE, "lines", f"“{piece.text}” stands in no column of the table.")
    _resolve_by_product(line, conventions)
    return line


def _read_column(
    line: Values, column: Column, parts: Sequence[Cell], documents: Sequence[Document], conventions: Conventions
) -> None:
    named = is_named(column, documents)
    role = column.role
    if role in (R.DESCRIPTION, R.NOTE):
        _read_words(line, _FIELDS[role], parts, documents, named=named)
    elif role in (R.QUANTITY, R.PACKS):
        _read_quantity(line, parts, documents, conventions, named=named, column=column)
    elif role in (R.UNIT_PRICE, R.LINE_AMOUNT, R.DISCOUNT_PERCENT, R.PRICE_BASIS_QUANTITY):
        _read_money(line, column, parts, documents, conventions, named=named)
    elif role is R.UOM:
        _put(line, "uom", parts[0], None, documents, labelled=named or bool(unit_codes(parts[0].text)))
    elif role is R.REQUESTED_DELIVERY_DATE:
        _read_date(line, parts, documents, conventions, named=named)
    elif role in _FIELDS:
        _read_code(line, role, parts, documents, named=named)


def is_named(column: Column, documents: Sequence[Document]) -> bool:
    """Whether the heading the plan points at has this role among its meanings: a planner may point anywhere."""
    if column.heading is None:
        return False
    text = text_at(column.heading, documents)
    words = vocabulary()
    said = words.column_roles(text) or words.column_roles(re.sub(r"(?<=\w)-\s+(?=[^\W\d_])", "", text))
    return column.role in said


def _put(
    line: Values, path: str, cell: Cell, span: tuple[int, int] | None, documents: Sequence[Document], *, labelled: bool
) -> None:
    place = cell.place(span)
    text = text_at(place, documents)
    if text:
        line.put(path, text, evidence_at(place, documents), labelled=labelled)


def _read_code(line: Values, role: ColumnRole, parts: Sequence[Cell], documents: Sequence[Document], *, named: bool) -> None:
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    path = _FIELDS[role]
    first, *others = filled
    if path in line.values:
        return
    if path == "gtin" and not is_gtin(first.text):
        _put(line, path, first, None, documents, labelled=named)
        line.typed.discard(path)
        line.complain(ReasonCode.VALUE_UNPROVEN, path, f"{first.text!r} stands in a GTIN's place and its check digit is wrong.")
    else:
        _put(line, path, first, None, documents, labelled=named)
    for cell in others:
        _read_labelled(line, cell, documents)


def _read_words(line: Values, path: str, parts: Sequence[Cell], documents: Sequence[Document], *, named: bool) -> None:
    """The words of a description over its rows; rows that name a field of their own ("Your no.: 4711") are that field."""
    pieces: list[Piece] = []
    for cell in parts:
        if not (pieces and _read_labelled(line, cell, documents)):
            pieces.extend(cell.pieces)
    if not pieces:
        return
    place = place_of(pieces[:1])
    texts = [text_at(place_of([piece]), documents) for piece in pieces]
    if path not in line.values:
        line.put(path, " ".join(texts), _spanning(pieces, documents) or evidence_at(place, documents), labelled=named)


def _spanning(pieces: Sequence[Piece], documents: Sequence[Document]) -> Evidence | None:
    same = {(piece.document, piece.canvas) for piece in pieces}
    if len(same) != 1:
        return None
    first = pieces[0]
    words = tuple(dict.fromkeys(piece.word for piece in pieces))
    return evidence_at(Place(document=first.document, canvas=first.canvas, words=words), documents)


def _read_labelled(line: Values, cell: Cell, documents: Sequence[Document]) -> bool:
    """A row within a line that says what it is: "EAN: 4006381333931", "Ihre Art.-Nr.: HX-1", "Liefertermin: 20.03.2026"."""
    found = _LABELLED.match(cell.text)
    if found is None or not vocabulary().is_exact_heading(found[1]):
        return False
    role = next(iter(vocabulary().column_roles(found[1])), None)
    path = _FIELDS.get(role) if role is not None else None
    if path is None or path in ("description", "line_number") or path in line.values:
        return False
    if path == "gtin" and not is_gtin(found[2]):
        return False
    _put(line, path, cell, found.span(2), documents, labelled=True)
    return True


def _read_quantity(
    line: Values,
    parts: Sequence[Cell],
    documents: Sequence[Document],
    conventions: Conventions,
    *,
    named: bool,
    column: Column,
) -> None:
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    cell = filled[0]
    if len(filled) > 1 and cells.quantity(cell.text, conventions) is not None:
        second = next((c for c in filled[1:] if _ANY_DIGIT.search(c.text)), None)
        if second is not None:
            said = f"A second quantity, “{second.text}”, stands beside “{cell.text}”."
            line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", said)
    found = cells.quantity(cell.text, conventions)
    if found is None or _ANY_DIGIT.search(found.rest):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", f"“{cell.text}” does not read as one quantity.")
        return
    typed = _typed_value(cell)
    readings = (typed,) if typed is not None else found.readings
    _put_number(line, "quantity", readings, cell, found.number_span, documents, labelled=named)
    if found.uom_span is not None:
        _put(line, "uom", cell, found.uom_span, documents, labelled=True)
    elif len(filled) > 1 and unit_codes(filled[1].text):
        _put(line, "uom", filled[1], None, documents, labelled=True)


def _typed_value(cell: Cell) -> Decimal | None:
    if len(cell.pieces) == 1 and isinstance(cell.pieces[0].value, Decimal):
        return cell.pieces[0].value
    return None


def _put_number(
    line: Values,
    path: str,
    readings: Sequence[Decimal],
    cell: Cell,
    span: tuple[int, int],
    documents: Sequence[Document],
    *,
    labelled: bool,
) -> None:
    """A number that may be two values is kept aside until the line's product settles it."""
    place = cell.place(span)
    if len(readings) == 1:
        line.put(path, readings[0], evidence_at(place, documents), labelled=labelled)
    elif path not in line.values:
        line.open_readings[path] = (tuple(readings), evidence_at(place, documents), labelled, text_at(place, documents))


_MONEY = {
    R.UNIT_PRICE: "unit_price",
    R.LINE_AMOUNT: "line_amount",
    R.DISCOUNT_PERCENT: "discount_percent",
    R.PRICE_BASIS_QUANTITY: "price_basis_quantity",
}


def _read_money(
    line: Values,
    column: Column,
    parts: Sequence[Cell],
    documents: Sequence[Document],
    conventions: Conventions,
    *,
    named: bool,
) -> None:
    path = _MONEY[column.role]
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    cell = filled[0]
    found = cells.price(cell.text, conventions)
    if found is None:
        if cells.is_free_of_charge(cell.text):
            _put(line, "note", cell, None, documents, labelled=False)
        return
    if _ANY_DIGIT.search(found.rest):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, path, f"“{cell.text}” does not read as one figure.")
        return
    if any(_ANY_DIGIT.search(other.text) for other in filled[1:]) and path in ("unit_price", "line_amount"):
        line.complain(ReasonCode.LINES_INCOMPLETE, "lines", f"A second figure stands under “{cell.text}” and belongs to no line.")
    typed = _typed_value(cell)
    readings = (typed,) if typed is not None else found.readings
    _put_number(line, path, readings, cell, found.number_span, documents, labelled=named)
    if path == "unit_price":
        _read_basis(line, column, cell, found, documents)


def _read_basis(line: Values, column: Column, cell: Cell, found: cells.PriceCell, documents: Sequence[Document]) -> None:
    if found.basis is not None and found.basis_span is not None:
        evidence = evidence_at(cell.place(found.basis_span), documents)
        line.put("price_basis_quantity", found.basis, evidence, labelled=True)
    elif column.heading is not None:
        stated = cells.heading_basis(text_at(column.heading, documents))
        if stated is not None:
            line.put("price_basis_quantity", stated[0], evidence_at(column.heading, documents), labelled=True)


def _read_date(
    line: Values, parts: Sequence[Cell], documents: Sequence[Document], conventions: Conventions, *, named: bool
) -> None:
    cell = next((cell for cell in parts if not cells.is_blank(cell.text)), None)
    if cell is None:
        return
    value = cell.pieces[0].value if len(cell.pieces) == 1 else None
    evidence = evidence_at(cell.place(), documents)
    path = "requested_delivery_date"
    if value is not None and hasattr(value, "year"):
        line.put(path, value.date() if hasattr(value, "date") else value, evidence, labelled=named)  # type: ignore[arg-type]
        return
    if week_span(cell.text) is not None and (week := week_said(cell.text)) is not None:
        day = week.friday(conventions.near)
        line.put("note", cell.text, evidence, labelled=False)
        if day is not None:
            line.put(path, day, evidence, labelled=named)
        return
    span = date_span(cell.text)
    text = cell.text[slice(*span)] if span else cell.text
    found = conventions.date(text)
    if found is not None:
        line.put(path, found, evidence, labelled=named)
    elif conventions.is_date_ambiguous(text):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, path, f"“{text}” may be day and month or month and day.")
    else:
        line.put("note", cell.text, evidence, labelled=False)


def _resolve_by_product(line: Values, conventions: Conventions) -> None:
    """Numbers that may be two values: the one combination whose product is the printed amount, or a reason."""
    if not line.open_readings:
        return
    names = ("quantity", "unit_price", "line_amount")
    choices: list[tuple[Decimal, ...]] = []
    for name in names:
        if name in line.open_readings:
            choices.append(line.open_readings[name][0])
        elif name in line.values:
            choices.append((Decimal(str(line.values[name])),))
        else:
            choices.append(())
    basis = Decimal(str(line.values.get("price_basis_quantity", 1)))
    kept = 1 - Decimal(str(line.values.get("discount_percent", 0))) / 100
    fitting = [
        (q, p, a)
        for q in choices[0]
        for p in choices[1]
        for a in choices[2]
        if basis and abs(q * p / basis * kept - a) <= Decimal("0.01")
    ]
    settled = dict(zip(names, fitting[0], strict=True)) if len(fitting) == 1 else {}
    for path, (readings, evidence, labelled, text) in line.open_readings.items():
        if path in settled:
            line.put(path, settled[path], evidence, labelled=labelled)
        else:
            said = f"“{text}” may be {' or '.join(f'{r:f}' for r in readings)}; nothing in the document settles it."
            line.complain(ReasonCode.VALUE_AMBIGUOUS, path, said)
    line.open_readings.clear()


def read_said(plans: Sequence[LinePlan], documents: Sequence[Document], conventions: Sequence[Conventions]) -> Iterator[Values]:
    """Lines said in words: each place is its own value."""
    for plan in plans:
        line = Values(is_said=True)
        for role, place in plan.places:
            line.use(place)
            _read_said(line, role, place, documents, conventions)
        if plan.doubt:
            line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", plan.doubt)
        _resolve_by_product(line, conventions[plan.places[0][1].document] if plan.places else Conventions())
        if line.values or line.problems:
            yield line


def _read_said(
    line: Values, role: ColumnRole, place: Place, documents: Sequence[Document], conventions: Sequence[Conventions]
) -> None:
    text, evidence = text_at(place, documents), evidence_at(place, documents)
    if not text:
        return
    own = conventions[place.document]
    if role in (R.QUANTITY, R.PACKS, *_MONEY):
        path = _MONEY.get(role, "quantity")
        readings = own.readings(text)
        word = vocabulary().number(text) if not readings else None
        if word is not None:
            readings = (word,)
        if len(readings) == 1:
            line.put(path, readings[0], evidence, labelled=True)
        elif readings:
            line.open_readings[path] = (readings, evidence, True, text)
    elif role is R.UOM:
        line.put("uom", text, evidence, labelled=True)
    elif role is R.REQUESTED_DELIVERY_DATE:
        day = own.date(text)
        if day is not None:
            line.put("requested_delivery_date", day, evidence, labelled=True)
    elif role in _FIELDS:
        line.put(_FIELDS[role], text, evidence, labelled=True)
