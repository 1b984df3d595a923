"""Rows of a matrix: every filled cell under a size, a colour or a day of delivery is an order line of its own.

In: a row's columns with their cells, and how a line is read. Out: one line a filled cell: its quantity is the cell, its article
the row's words and the heading's. The sum and the amount that a row prints of itself are held against its cells and belong to no
single line. What cannot be told is named on the lines, and nothing is computed into a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from intake.domain.documents import CanvasKind, Document
from intake.domain.orders import Evidence
from intake.domain.plans import Column, ColumnRole, Place
from intake.domain.reasons import ReasonCode
from intake.extraction import cells, variants
from intake.extraction.column_kinds import CODES, NAMING
from intake.extraction.conventions import Conventions
from intake.extraction.delivery_headings import delivery_day, is_delivery
from intake.extraction.executed import Values
from intake.extraction.printed import Cell
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.words import vocabulary

R = ColumnRole
_OF_THE_ROW = (R.QUANTITY, R.PACKS, R.LINE_AMOUNT)
_CENTS = Decimal("0.02")

Columns = Sequence[tuple[Column, Sequence[Cell]]]
ReadLine = Callable[[Sequence[Column]], Values]


def is_matrix(columns: Sequence[Column]) -> bool:
    return any(column.role is R.VARIANT_QUANTITY for column in columns)


def matrix_lines(columns: Columns, read: ReadLine, documents: Sequence[Document], conventions: Conventions) -> Iterator[Values]:
    """The lines of one row. `read` reads the row's cells as a line under the columns that it is given."""
    doubts = list(_doubts(columns, documents, conventions))
    filled = [at for at, (column, parts) in enumerate(columns) if column.role is R.VARIANT_QUANTITY and _is_filled(parts)]
    lines = [_variant_line(at, columns, read, documents, conventions) for at in filled]
    if not lines:
        lines = [read([_as(column, R.IGNORE) if column.role in _OF_THE_ROW else column for column, _ in columns])]
        doubts.append((ReasonCode.LINES_INCOMPLETE, "lines", "A row of the matrix counts something under no size or colour."))
    _leave_price_open(columns, lines, documents, conventions)
    doubts += _sum_off(columns, conventions) + _amount_off(columns, lines, conventions)
    headings = [column.heading for column, _ in columns if column.role is R.VARIANT_QUANTITY and column.heading is not None]
    for line in lines:
        for heading in headings:
            line.use(heading)
        for code, path, said in doubts:
            line.complain(code, path, said)
    yield from lines


def _is_filled(parts: Sequence[Cell]) -> bool:
    return any(not cells.is_blank(cell.text) and cell.text.strip().strip("0.,") != "" for cell in parts)


def _as(column: Column, role: ColumnRole) -> Column:
    return column.model_copy(update={"role": role})


def _variant_line(at: int, columns: Columns, read: ReadLine, documents: Sequence[Document], conventions: Conventions) -> Values:
    others = (R.VARIANT_QUANTITY, *_OF_THE_ROW)
    own = [_as(column, R.IGNORE) if column.role in others else column for column, _ in columns]
    own[at] = _as(columns[at][0], R.QUANTITY)
    line = read(own)
    heading = _heading(columns[at][0], documents)
    name = text_at(heading, documents) if heading is not None else ""
    is_day = is_delivery(name)
    is_known = is_day or variants.is_variant(name)
    if not is_known:
        line.complain(ReasonCode.LINES_INCOMPLETE, "lines", f"“{name}” heads a quantity and is no size or colour we know.")
    if heading is not None and is_day:
        beside = [text_at(each.heading, documents) for each, _ in columns if each.role is R.VARIANT_QUANTITY and each.heading]
        _deliver(line, heading, delivery_day(name, conventions, beside), documents)
    elif heading is not None:
        _complete(line, heading, documents)
    if is_known and "quantity" in line.values:
        line.labelled.add("quantity")
    quantity = line.values.get("quantity")
    if isinstance(quantity, Decimal) and quantity != quantity.to_integral_value():
        line.complain(
            ReasonCode.VALUE_AMBIGUOUS, "quantity", f"{quantity:f} under “{line.values.get('description')}” is no count."
        )
    return line


def _deliver(line: Values, heading: Place, day: date | None, documents: Sequence[Document]) -> None:
    """The day that heads the quantity is when it is wanted."""
    if day is None:
        said = f"“{text_at(heading, documents)}” heads a quantity and leaves open which day."
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "requested_delivery_date", said)
        return
    line.put("requested_delivery_date", day, evidence_at(heading, documents), labelled=True)


def _heading(column: Column, documents: Sequence[Document]) -> Place | None:
    """The words of the heading that complete the article: without those that only say "size"."""
    if column.heading is None or not text_at(column.heading, documents):
        return None
    place = column.heading
    if len(place.words) < 2 or place.start is not None or place.end is not None:
        return place
    each = [place.model_copy(update={"words": (word,)}) for word in place.words]
    kept = tuple(one.words[0] for one in each if not variants.is_size_name(text_at(one, documents)))
    return place.model_copy(update={"words": kept}) if kept else place


def _complete(line: Values, heading: Place, documents: Sequence[Document]) -> None:
    said = text_at(heading, documents)
    described = line.values.get("description")
    line.values["description"] = f"{described} {said}" if described else said
    own, more = line.evidence.get("description"), evidence_at(heading, documents)
    if own is None and more is not None:
        line.evidence["description"] = more
    elif own is not None and more is not None:
        line.evidence["description"] = _both(own, more, documents[heading.document].canvases[heading.canvas].kind)
    if not described:
        line.typed.add("description")


def _both(own: Evidence, heading: Evidence, kind: CanvasKind) -> Evidence:
    """The row's words and the heading's, pointed at together where they stand on one page."""
    changed: dict[str, object] = {"text": f"{own.text} {heading.text}"}
    if kind is CanvasKind.PAGE and own.box and heading.box and own.page == heading.page:
        a, b = own.box, heading.box
        changed["box"] = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return own.model_copy(update=changed)


Doubt = tuple[ReasonCode, str, str]


def _doubts(columns: Columns, documents: Sequence[Document], conventions: Conventions) -> Iterator[Doubt]:
    matrix = [(column, parts) for column, parts in columns if column.role is R.VARIANT_QUANTITY]
    headings = [text_at(column.heading, documents) if column.heading else "" for column, _ in matrix]
    all_headings = [text_at(column.heading, documents) for column, _ in columns if column.heading]
    if len(set(headings)) < len(headings):
        yield (
            ReasonCode.LINES_INCOMPLETE,
            "lines",
            "Two columns of the matrix have one heading: what tells them apart is not read.",
        )
    has_names = any(_says_sizes(text) for text in all_headings)
    if variants.may_be_weeks(headings) and not has_names:
        said = f"“{', '.join(headings)}” may be sizes, or weeks, months or days."
        yield ReasonCode.LINES_INCOMPLETE, "lines", said
    if _names_too_little(columns):
        yield ReasonCode.LINES_INCOMPLETE, "lines", "A row of the matrix leaves out what names its article."
    first = min(column.x0 for column, _ in matrix)
    for column, parts in columns:
        if column.role is R.IGNORE and column.x0 >= first:
            for cell in parts:
                found = cells.quantity(cell.text, conventions)
                if found is not None and found.readings[0] == found.readings[0].to_integral_value() != 0:
                    said = f"“{cell.text}” stands beside the matrix and is read as nothing."
                    yield ReasonCode.LINES_INCOMPLETE, "lines", said


def _names_too_little(columns: Columns) -> bool:
    """Whether a row without a code leaves a naming column blank: what stands above it may be meant to go on."""
    naming = [(column.role, any(not cells.is_blank(cell.text) for cell in parts)) for column, parts in columns]
    has_code = any(is_filled for role, is_filled in naming if role in CODES)
    return not has_code and any(not is_filled for role, is_filled in naming if role in NAMING)


def _leave_price_open(columns: Columns, lines: Sequence[Values], documents: Sequence[Document], conventions: Conventions) -> None:
    """A second price in the row ("Price 3XL") is some size's, and which sizes have the first is then not said."""
    second = [
        cell.text
        for column, parts in columns
        if column.role is R.IGNORE and column.heading is not None
        if R.UNIT_PRICE in vocabulary().column_roles(text_at(column.heading, documents))
        for cell in parts
        if cells.price(cell.text, conventions) is not None
    ]
    for line in lines if second else ():
        if line.values.pop("unit_price", None) is not None:
            line.evidence.pop("unit_price", None)
            line.labelled.discard("unit_price")
            line.typed.discard("unit_price")
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "unit_price", f"“{second[0]}” is a second price of the row.")


def _says_sizes(text: str) -> bool:
    return variants.is_colour_name(text) or any(variants.is_size_name(word, alone=True) for word in text.split())


def _sum_off(columns: Columns, conventions: Conventions) -> list[Doubt]:
    printed = _printed(R.QUANTITY, columns, conventions)
    counted = _counted(columns, conventions)
    if printed is None or counted == printed:
        return []
    said = f"The sizes of the row add up to {counted:f}, it prints {printed:f}."
    return [(ReasonCode.TOTAL_OFF, "quantity", said)]


def _amount_off(columns: Columns, lines: Sequence[Values], conventions: Conventions) -> list[Doubt]:
    """The row's amount against its price and all its cells; its discount and the price's basis are the lines' own."""
    amount = _printed(R.LINE_AMOUNT, columns, conventions)
    price = lines[0].values.get("unit_price")
    if amount is None or not isinstance(price, Decimal):
        return []
    basis = Decimal(str(lines[0].values.get("price_basis_quantity", 1))) or Decimal(1)
    kept = 1 - Decimal(str(lines[0].values.get("discount_percent", 0))) / 100
    product = _counted(columns, conventions) * price / basis * kept
    if abs(product - amount) <= _CENTS:
        return []
    said = f"All sizes of the row at {price:f} give {product.normalize():f}, it prints {amount:f}."
    return [(ReasonCode.ARITHMETIC_OFF, "line_amount", said)]


def _counted(columns: Columns, conventions: Conventions) -> Decimal:
    found = [_number(parts, conventions) for column, parts in columns if column.role is R.VARIANT_QUANTITY]
    return sum((value for value in found if value is not None), Decimal(0))


def _printed(role: ColumnRole, columns: Columns, conventions: Conventions) -> Decimal | None:
    return next((value for c, parts in columns if c.role is role and (value := _number(parts, conventions)) is not None), None)


def _number(parts: Sequence[Cell], conventions: Conventions) -> Decimal | None:
    cell = next((each for each in parts if not cells.is_blank(each.text)), None)
    if cell is None:
        return None
    if cell.typed_number is not None:
        return cell.typed_number
    found = cells.price(cell.text, conventions)
    return found.readings[0] if found is not None else None
