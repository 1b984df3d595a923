"""Whether everything on the page that looks like an order line is one: what no line explains is named.

In: documents, a plan, and the words that its values used. Out: the rows that nothing explains. A row that a planner excludes is
looked at like any other: only what names itself a subtotal, a charge or a heading may be left out, whoever says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole, OrderPlan, Region, TablePlan
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.bodies import is_body
from intake.extraction.column_kinds import NAMING
from intake.extraction.column_numbers import numbers_columns
from intake.extraction.conventions import Conventions
from intake.extraction.counted import counted_in
from intake.extraction.executed import Values, WordKey
from intake.extraction.matrices import is_matrix
from intake.extraction.printed import cells_of, pieces_of, runs_on
from intake.extraction.said_completeness import unheard
from intake.extraction.said_words import any_of
from intake.extraction.segments import Row, rows_of, rows_on
from intake.extraction.shapes import is_code, is_date
from intake.extraction.table_rows import LeftOut, begins_line, holds, rows_within
from intake.extraction.totals import names_a_total, sum_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import squash

_FORM = re.compile(rf"(?<!\w)(?:{any_of('forms')})(?!\w)", re.IGNORECASE)
_FIGURE = re.compile(r"[1-9]")
_DIGITS = re.compile(r"\d+")
_AT_ONE_HEIGHT = 3.0
_COUNT = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?\s*([^\W\d_]{1,12})\b")


def unexplained(
    plan: OrderPlan,
    documents: Sequence[Document],
    conventions: Sequence[Conventions],
    used: set[WordKey],
    others: Sequence[OrderPlan] = (),
) -> Iterator[str]:
    """One sentence for each printed row that nothing explains. `others` are the other orders of the same plan: a row in the
    table of one of them is that one's line, or its gap."""
    for table in plan.tables:
        for region in table.regions:
            yield from _excluded_lines(region, table, documents, conventions)
            yield from _hidden_lines(region, table, documents[region.document], conventions[region.document])
    for number in plan.documents:
        if 0 <= number < len(documents):
            regions = _regions(number, (plan, *others))
            yield from _outside(number, plan, documents, conventions, used, regions)
            if _may_say_lines(number, plan, documents[number]):
                yield from unheard(number, documents[number], regions, used | _said(others))


def _regions(number: int, plans: Sequence[OrderPlan]) -> list[Region]:
    """All line tables of these orders on one document."""
    regions = [region for plan in plans for table in plan.tables for region in table.regions]
    return [region for region in regions if region.document == number]


def _said(plans: Sequence[OrderPlan]) -> set[WordKey]:
    """The words of the lines that these orders say in sentences."""
    places = [place for plan in plans for line in plan.lines for _, place in line.places]
    return {(place.document, place.canvas, word) for place in places for word in place.words}


def _excluded_lines(
    region: Region, table: TablePlan, documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[str]:
    """Rows within the table that were excluded and still count something by name."""
    columns = region.columns or table.columns
    document, own = documents[region.document], conventions[region.document]
    reasons = LeftOut(region, table)
    left_out: list[Row] = []
    kept: list[Row] = []
    for row in rows_within(region, documents):
        (kept if reasons.reason(row) is None else left_out).append(row)
    for row in left_out:
        if _is_line(row, columns, document, own):
            yield f"“{row.text[:120]}” was left out and looks like an order line."
        elif _miscounts(row, columns, document, own):
            yield f"“{row.text[:120]}” names an article, and what stands under its quantity is not one number."
    uncounted = [row for row in left_out if _lacks_quantity(row, columns, document, own)]
    uncounted = _without_page_heads(uncounted, table, region.document, document)
    # On a form most rows stay empty; among ordered rows an empty one was forgotten.
    if uncounted and len(uncounted) < sum(_is_line(row, columns, document, own) for row in kept) and not _is_form(document):
        yield f"“{uncounted[0].text[:120]}” names an article and no quantity."


def _without_page_heads(found: Sequence[Row], table: TablePlan, number: int, document: Document) -> list[Row]:
    """Without a page's head or foot, which on another page stands at the same height and outside the table: "Seite 2 von 3"."""
    if not found or all(document.canvases[row.canvas].kind is not CanvasKind.PAGE for row in found):
        return list(found)
    regions = [region for region in table.regions if region.document == number]
    outside: dict[str, list[Row]] = {}
    for row in rows_of(number, document):
        if document.canvases[row.canvas].kind is CanvasKind.PAGE and not any(holds(region, row) for region in regions):
            outside.setdefault(_without_figures(row), []).append(row)

    def is_again(row: Row) -> bool:
        same = outside.get(_without_figures(row), ())
        return any(other.canvas != row.canvas and abs(other.top - row.top) <= _AT_ONE_HEIGHT for other in same)

    return [row for row in found if not is_again(row)]


def _without_figures(row: Row) -> str:
    return _DIGITS.sub("0", row.text)


def _is_form(document: Document) -> bool:
    """Whether a sheet calls itself a form."""
    words = (word.text for canvas in document.canvases if canvas.kind is CanvasKind.GRID for word in canvas.words)
    return any(_FORM.search(text) is not None for text in words)


def _hidden_lines(region: Region, table: TablePlan, document: Document, conventions: Conventions) -> Iterator[str]:
    """Hidden rows of a sheet that count something under the table's columns: nobody sees them, and somebody wrote them."""
    canvas = document.canvases[region.canvas]
    if canvas.kind is not CanvasKind.GRID or not canvas.hidden:
        return
    shown = replace(canvas, words=canvas.hidden, hidden=())
    canvases = tuple(shown if at == region.canvas else each for at, each in enumerate(document.canvases))
    unhidden = replace(document, canvases=canvases)
    columns = region.columns or table.columns
    for row in rows_on(region.document, unhidden, region.canvas):
        if row.bottom > region.top and _is_line(row, columns, unhidden, conventions):
            yield f"“{row.text[:120]}” stands in a hidden row and was not read."


def _is_line(row: Row, columns: Sequence[Column], document: Document, conventions: Conventions) -> bool:
    """Whether a row counts something that it names, and does not call itself a total or a charge."""
    found = cells_of(row, document, columns)
    if not begins_line(columns, found, (ColumnRole.QUANTITY,), conventions, document.canvases[row.canvas].kind):
        return False
    named = [cell.text for column, cell in zip(columns, found, strict=True) if column.role in NAMING]
    has_code = any(is_code(text) for text in named)
    if not has_code and _is_sum(row, conventions) and not _is_more_than_a_charge(row):
        return False
    return not all(cells.is_blank(text) for text in named)


def _is_more_than_a_charge(row: Row) -> bool:
    """Goods whose name begins like a charge: "Packing tape 66 m"."""
    words = vocabulary()
    named = [segment.text for segment in row.segments if words.charge(segment.text) is not None]
    return bool(named) and not any(words.is_charge_alone(text) for text in named)


def _miscounts(row: Row, columns: Sequence[Column], document: Document, conventions: Conventions) -> bool:
    """Whether a row names something and what its quantity's cell holds is no count: "1500 1502", two figures at once. Words count
    where the row names a code; over others they are the heading once more."""
    found = cells_of(row, document, columns)
    if _is_sum(row, conventions) or runs_on(found, columns, document.canvases[row.canvas].kind):
        return False
    by_role = list(zip((column.role for column in columns), found, strict=True))
    named = [cell.text for role, cell in by_role if role in NAMING and not cells.is_blank(cell.text)]
    counts = [cell.text for role, cell in by_role if role is ColumnRole.QUANTITY and not cells.is_blank(cell.text)]
    has_code = any(is_code(text) for text in named)
    return bool(named) and any(has_code or _FIGURE.search(text) is not None for text in counts if text.strip(" 0.,"))


def _lacks_quantity(row: Row, columns: Sequence[Column], document: Document, conventions: Conventions) -> bool:
    """Whether a row has all that a line has, an article and a price or a unit, and its quantity is blank. A matrix is a form:
    rows of it in which no size is filled are usual."""
    if is_matrix(columns) or _is_sum(row, conventions) or not any(column.role is ColumnRole.QUANTITY for column in columns):
        return False
    filled = {column.role for column, cell in zip(columns, cells_of(row, document, columns), strict=True) if cell.text.strip()}
    sold = filled & {ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT, ColumnRole.UOM}
    return bool(filled & NAMING) and bool(sold) and ColumnRole.QUANTITY not in filled


def _is_sum(row: Row, conventions: Conventions) -> bool:
    return sum_of(row, 0, conventions) is not None or names_a_total(row)


def _outside(
    number: int,
    plan: OrderPlan,
    documents: Sequence[Document],
    conventions: Sequence[Conventions],
    used: set[WordKey],
    regions: Sequence[Region],
) -> Iterator[str]:
    tables = [table for table in plan.tables if any(region.document == number for region in table.regions)]
    document, own = documents[number], conventions[number]
    ordered = frozenset() if tables else _ordered(plan, documents)
    for row in rows_of(number, document):
        if any(holds(region, row) for region in regions) or _is_used(row, document, number, used) or numbers_columns(row):
            continue
        if _multiplies(row, own) and not _is_sum(row, own) and not _repeats(row, document, own, ordered):
            yield f"“{row.text[:120]}” multiplies like an order line and is none."
        elif any(_would_be_line(row, table, number, document, own) for table in tables):
            yield f"“{row.text[:120]}” stands outside the table and looks like an order line."


def _ordered(plan: OrderPlan, documents: Sequence[Document]) -> frozenset[tuple[str, str]]:
    """(article, quantity) of each line that the order's tables hold."""
    regions = [(region, table) for table in plan.tables for region in table.regions]
    return frozenset(each for region, table in regions for each in counted_in(region, table, documents[region.document]))


def _repeats(row: Row, document: Document, conventions: Conventions, ordered: Collection[tuple[str, str]]) -> bool:
    """Whether a row of another paper names an ordered article and its quantity: the same order once more, as a spreadsheet."""
    said = {squash(piece.text) for piece in pieces_of(row, document)} | {squash(segment.text) for segment in row.segments}
    found = (cells.price(segment.text, conventions) for segment in row.segments)
    counts = {f"{value.normalize():f}" for number in found if number is not None for value in number.readings}
    return any(article in said and quantity in counts for article, quantity in ordered)


def _may_say_lines(number: int, plan: OrderPlan, document: Document) -> bool:
    """A mail, a text, or a letter without a table. What a body says beside its attachment is `beside.py`'s question."""
    elsewhere = any(region.document != number for table in plan.tables for region in table.regions)
    within = any(region.document == number for table in plan.tables for region in table.regions)
    if is_body(document):
        return not elsewhere
    return not within or all(canvas.kind is CanvasKind.TEXT for canvas in document.canvases)


def counted_again(line: Values) -> str | None:
    """What a line said in words counts in its description, where its own quantity has no unit: “X9133: 6 pcs washers”."""
    description = str(line.values.get("description", ""))
    found = _COUNT.match(description)
    if line.is_said and not line.is_multiplied and "uom" not in line.values and found is not None and unit_codes(found[1]):
        return f"“{found[0]}” in “{description[:80]}” may be the quantity, {line.values.get('quantity')} was read as it."
    return None


def _is_used(row: Row, document: Document, number: int, used: set[WordKey]) -> bool:
    """Whether something has read every figure of the row; a day beside what was read ("Week from 08.06. | Order CK-24") counts
    nothing."""
    figures = [piece for piece in pieces_of(row, document) if any(map(str.isdigit, piece.text))]
    unread = [piece for piece in figures if (number, row.canvas, piece.word) not in used]
    return not unread or (len(unread) < len(figures) and all(is_date(piece.text) for piece in unread))


def _would_be_line(row: Row, table: TablePlan, number: int, document: Document, conventions: Conventions) -> bool:
    """Under the table's own columns, on a canvas where the table stands: what was cut off above or below."""
    for region in table.regions:
        if (region.document, region.canvas) == (number, row.canvas) and document.canvases[row.canvas].kind is not CanvasKind.TEXT:
            columns = region.columns or table.columns
            found = cells_of(row, document, columns)
            priced = [c.role for c, cell in zip(columns, found, strict=True) if _is_price(cell.text, conventions)]
            has_prices = any(c.role in (ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT) for c in columns)
            is_priced = ColumnRole.UNIT_PRICE in priced or ColumnRole.LINE_AMOUNT in priced
            if _is_line(row, columns, document, conventions) and (is_priced or not has_prices):
                return True
    return False


def _is_price(text: str, conventions: Conventions) -> bool:
    """A number that is none of a word's: "Account Ref KLE001" prices nothing."""
    found = cells.price(text, conventions)
    return found is not None and not (found.rest and text[: found.number_span[0]][-1:].isalpha())


def _multiplies(row: Row, conventions: Conventions) -> bool:
    """Three numbers of a row of which one is the product of the others, with something that is named beside them."""
    values = []
    for segment in row.segments:
        found = cells.price(segment.text, conventions)
        if found is not None and not found.rest and len(found.readings) == 1 and not is_date(segment.text):
            values.append(found.readings[0])
    if len(values) < 3 or len(row.segments) <= len(values):
        return False
    for at, amount in enumerate(values):
        others = values[:at] + values[at + 1 :]
        for first in range(len(others)):
            for second in range(first + 1, len(others)):
                product = others[first] * others[second]
                if min(others[first], others[second]) > 1 and amount > 1 and product == amount:
                    return True
    return False
