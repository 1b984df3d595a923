"""The cells of one order line under their columns: each column's role says what its first printed row is read as.

In: a line under construction, a column and its cells. Out: values put into the line, each quoted from its own words; what
cannot be read as what it must be is left out and named. Descriptions and further rows are `execute_further`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from intake.domain.documents import CanvasKind, Document
from intake.domain.identifiers import is_gtin
from intake.domain.plans import Column, ColumnRole, Place
from intake.domain.reasons import ReasonCode
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.dates import week_said
from intake.extraction.executed import Values
from intake.extraction.printed import Cell
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.segments import is_figure_gap
from intake.extraction.shapes import date_span, week_span
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import unbroken
from intake.extraction.wrapped_codes import WrappedCode, wrapped_code

R = ColumnRole
FIELDS = {
    R.LINE_NUMBER: "line_number",
    R.CODE: "customer_part_number",
    R.CUSTOMER_PART_NUMBER: "customer_part_number",
    R.SKU: "sku",
    R.GTIN: "gtin",
    R.MANUFACTURER_PART_NUMBER: "manufacturer_part_number",
    R.DESCRIPTION: "description",
    R.NOTE: "note",
}
MONEY = {
    R.UNIT_PRICE: "unit_price",
    R.LINE_AMOUNT: "line_amount",
    R.DISCOUNT_PERCENT: "discount_percent",
    R.PRICE_BASIS_QUANTITY: "price_basis_quantity",
}
_FACTORS = (R.QUANTITY, R.UNIT_PRICE)
_LONE_WORD = re.compile(r"[^\W\d_]{2,12}\.?")
"""Below a quantity it is its unit, though nobody here may know it."""
_ANY_DIGIT = re.compile(r"\d")
_ROUND_BASIS = r"10{0,4}(?!\d)|10?[., ]000(?!\d)"
_BASIS_BELOW = re.compile(rf"\s*/?\s*(?P<basis>{_ROUND_BASIS})\s*(?:[^\W\d_]{{1,10}}\.?)?\s*")


def read_column(
    line: Values,
    column: Column,
    parts: Sequence[Cell],
    documents: Sequence[Document],
    conventions: Conventions,
    reach: float | None = None,
) -> None:
    """`reach` is how far to the right the column's cells go in all lines."""
    named = is_named(column, documents)
    role = column.role
    if role in (R.QUANTITY, R.PACKS):
        read_quantity(line, parts, documents, conventions, named=named)
    elif role in (R.UNIT_PRICE, R.LINE_AMOUNT, R.DISCOUNT_PERCENT, R.PRICE_BASIS_QUANTITY):
        read_money(line, role, column.heading, parts, documents, conventions, named=named)
    elif role is R.UOM:
        _put(line, "uom", parts[0], None, documents, labelled=named or bool(unit_codes(parts[0].text)))
    elif role is R.REQUESTED_DELIVERY_DATE:
        read_date(line, parts, documents, conventions, named=named)
    elif role in FIELDS and role not in (R.DESCRIPTION, R.NOTE):
        _read_code(line, role, parts, documents, named=named, reach=reach)


def is_named(column: Column, documents: Sequence[Document]) -> bool:
    """Whether the heading the plan points at has this role among its meanings: a planner may point anywhere."""
    if column.heading is None:
        return False
    text = text_at(column.heading, documents)
    words = vocabulary()
    if column.role in _FACTORS and words.names_two_factors(text):
        return False
    said = words.column_roles(text) or words.column_roles(unbroken(text))
    return column.role in said


def _put(
    line: Values, path: str, cell: Cell, span: tuple[int, int] | None, documents: Sequence[Document], *, labelled: bool
) -> None:
    place = cell.place(span)
    text = text_at(place, documents)
    if text:
        line.put(path, text, evidence_at(place, documents), labelled=labelled)


def _read_code(
    line: Values, role: ColumnRole, parts: Sequence[Cell], documents: Sequence[Document], *, named: bool, reach: float | None
) -> None:
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    path = FIELDS[role]
    code = wrapped_code(filled, documents, reach) if role is not R.LINE_NUMBER else WrappedCode((filled[0],))
    if len(code.whole) == 1:
        put_code(line, path, filled[0], None, documents, labelled=named)
    else:
        place = Cell(tuple(piece for cell in code.whole for piece in cell.pieces)).place()
        line.put(path, code.text, evidence_at(place, documents), labelled=named and code.is_sure)
    if code.open_end is not None and line.values.get(path) == code.text:
        said = f"“{code.open_end.text}” below “{code.text}” may go on with it, or be another code."
        line.complain(ReasonCode.VALUE_AMBIGUOUS, path, said)


def put_code(
    line: Values, path: str, cell: Cell, span: tuple[int, int] | None, documents: Sequence[Document], *, labelled: bool
) -> None:
    """A code as it stands; one in a GTIN's place whose check digit is wrong is named."""
    if path in line.values:
        return
    _put(line, path, cell, span, documents, labelled=labelled)
    text = cell.text if span is None else cell.text[slice(*span)]
    if path == "gtin" and not is_gtin(text):
        line.typed.discard(path)
        line.complain(ReasonCode.VALUE_UNPROVEN, path, f"{text!r} stands in a GTIN's place and its check digit is wrong.")


def read_quantity(
    line: Values,
    parts: Sequence[Cell],
    documents: Sequence[Document],
    conventions: Conventions,
    *,
    named: bool,
) -> None:
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    cell = filled[0]
    if _holds_two_figures(cell, documents):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", f"“{cell.text}” are figures of several cells.")
        return
    if len(filled) > 1 and cells.quantity(cell.text, conventions) is not None:
        second = next((c for c in filled[1:] if _ANY_DIGIT.search(c.text)), None)
        if second is not None and not _says_the_same(cell, filled[1:], conventions):
            said = f"A second quantity, “{second.text}”, stands beside “{cell.text}”."
            line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", said)
    found = cells.quantity(cell.text, conventions)
    if found is not None and (counted := cells.factors(cell.text, conventions)) is not None:
        # "12 x 5 kg": twelve, if twelve times the price is the amount.
        count, span = counted
        place = cell.place(span)
        line.factors = count, evidence_at(place, documents), named, cell.text
        return
    if found is None or _ANY_DIGIT.search(found.rest):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", f"“{cell.text}” does not read as one quantity.")
        return
    readings = (cell.typed_number,) if cell.typed_number is not None else found.readings
    _put_number(line, "quantity", readings, cell, found.number_span, documents, labelled=named)
    if found.uom_span is not None:
        _put(line, "uom", cell, found.uom_span, documents, labelled=True)
        if _ANY_DIGIT.search(cell.text[found.uom_span[1] :]):
            line.remark(cell.text, evidence_at(cell.place(), documents))
    elif len(filled) > 1 and (unit_codes(filled[1].text) or _LONE_WORD.fullmatch(filled[1].text)):
        _put(line, "uom", filled[1], None, documents, labelled=True)


def _holds_two_figures(cell: Cell, documents: Sequence[Document]) -> bool:
    """Whether two figures stand in one column of the plan: "58" and "116" of two cells are not 58116, nor are "100" and "370,00"
    with more than a blank between them."""
    first = cell.pieces[0]
    kind = documents[first.document].canvases[first.canvas].kind
    if kind is CanvasKind.GRID:
        return len({piece.word for piece in cell.pieces if _ANY_DIGIT.search(piece.text)}) > 1
    both = [(a, b) for a, b in pairwise(cell.pieces) if a.text[-1:].isdigit() and b.text[:1].isdigit()]
    return any(is_figure_gap(kind, b.x0 - a.x1, max(a.bottom - a.top, b.bottom - b.top)) for a, b in both)


def _says_the_same(first: Cell, others: Sequence[Cell], conventions: Conventions) -> bool:
    """One further figure that is the same number again: the only delivery of a line repeats its quantity."""
    found = [conventions.readings(cell.text) for cell in others if _ANY_DIGIT.search(cell.text)]
    return len(found) == 1 and len(found[0]) == 1 and found[0] == conventions.readings(first.text)


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


def read_money(
    line: Values,
    role: ColumnRole,
    heading: Place | None,
    parts: Sequence[Cell],
    documents: Sequence[Document],
    conventions: Conventions,
    *,
    named: bool,
) -> None:
    path = MONEY[role]
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    cell = filled[0]
    if _holds_two_figures(cell, documents):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, path, f"“{cell.text}” are figures of several cells.")
        return
    found = cells.price(cell.text, conventions)
    if found is None:
        if cells.is_free_of_charge(cell.text):
            line.remark(cell.text, evidence_at(cell.place(), documents))
        return
    if _ANY_DIGIT.search(found.rest):
        line.complain(ReasonCode.VALUE_AMBIGUOUS, path, f"“{cell.text}” does not read as one figure.")
        return
    below = filled[1:]
    if (
        path == "unit_price"
        and found.basis is None
        and (_is_cut_basis(cell) or (below and below[0].text.lstrip().startswith("/")))
    ):
        stated = _BASIS_BELOW.fullmatch(below[0].text) if below else None
        if stated is None:
            line.complain(ReasonCode.VALUE_AMBIGUOUS, path, f"“{cell.text}” does not say for how many the price is.")
            return
        _put_basis(line, below[0], stated, documents)
        below = below[1:]
    if any(_ANY_DIGIT.search(other.text) for other in below) and path in ("unit_price", "line_amount"):
        line.complain(ReasonCode.LINES_INCOMPLETE, "lines", f"A second figure stands under “{cell.text}” and belongs to no line.")
    readings = (cell.typed_number,) if cell.typed_number is not None else found.readings
    _put_number(line, path, readings, cell, found.number_span, documents, labelled=named)
    if path == "unit_price":
        _read_basis(line, heading, cell, found, documents)


def _is_cut_basis(cell: Cell) -> bool:
    """ "3 527,35 /": how many the price is for was wrapped into the next row of the cell."""
    return cell.text.rstrip().endswith("/")


def _put_basis(line: Values, cell: Cell, stated: re.Match[str], documents: Sequence[Document]) -> None:
    value = Decimal(re.sub(r"\D", "", stated["basis"]))
    line.put("price_basis_quantity", value, evidence_at(cell.place(stated.span("basis")), documents), labelled=True)


def _read_basis(line: Values, heading: Place | None, cell: Cell, found: cells.PriceCell, documents: Sequence[Document]) -> None:
    if found.basis is not None and found.basis_span is not None:
        evidence = evidence_at(cell.place(found.basis_span), documents)
        line.put("price_basis_quantity", found.basis, evidence, labelled=True)
    elif heading is not None:
        stated = cells.heading_basis(text_at(heading, documents))
        if stated is not None:
            line.put("price_basis_quantity", stated[0], evidence_at(heading, documents), labelled=True)


def read_date(
    line: Values, parts: Sequence[Cell], documents: Sequence[Document], conventions: Conventions, *, named: bool
) -> None:
    filled = [cell for cell in parts if not cells.is_blank(cell.text)]
    if not filled:
        return
    cell = filled[0]
    if other := next((each for each in filled[1:] if date_span(each.text) and each.text != cell.text), None):
        said = f"“{cell.text}” and “{other.text}” are both delivery dates of the line."
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "requested_delivery_date", said)
        line.remark(" / ".join(each.text for each in filled), evidence_at(cell.place(), documents))
        return
    value = cell.pieces[0].value if len(cell.pieces) == 1 else None
    evidence = evidence_at(cell.place(), documents)
    path = "requested_delivery_date"
    if value is not None and hasattr(value, "year"):
        line.put(path, value.date() if hasattr(value, "date") else value, evidence, labelled=named)  # type: ignore[arg-type]
        return
    if isinstance(value, Decimal) and named and (day := conventions.serial_day(value)) is not None:
        line.put(path, day, evidence, labelled=named)
        return
    if week_span(cell.text) is not None and (week := week_said(cell.text)) is not None:
        day = week.friday(conventions.near)
        line.remark(cell.text, evidence)
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
        line.remark(cell.text, evidence)
