"""Order lines: a table plan's regions, or a line plan's places → values, each quoted from its own words.

Rows begin lines as the plan says; what stands in a band is that column's value. Nothing is computed, and what cannot be read as
what it must be is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole, LinePlan, Place, Region, TablePlan
from intake.domain.reasons import ReasonCode
from intake.extraction import cells
from intake.extraction.conventions import Conventions, settled_by_column
from intake.extraction.execute_further import read_further
from intake.extraction.executed import Values
from intake.extraction.line_cells import FIELDS, MONEY, read_column
from intake.extraction.matrices import is_matrix, matrix_lines
from intake.extraction.planners.layout.headings import COUNTING, NAMING
from intake.extraction.planners.layout.segments import Row, rows_on
from intake.extraction.planners.layout.shapes import is_date
from intake.extraction.printed import Cell, cells_of, pieces_of, runs_on, strays_of
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.rivals import rival_quantity
from intake.extraction.words import vocabulary

R = ColumnRole
NOTE = "note"
"""The reason of an excluded row whose words still belong to the line above it."""
_POSITION = re.compile(r"\(?\d{1,6}(?:[.\-/]\d{1,4})*[.)]?")
_NAMES = (*NAMING, R.LINE_NUMBER, R.UNIT_PRICE, R.LINE_AMOUNT)
"""One of these beside a quantity makes a line; a quantity with a date alone is a part of the line above."""
_ANY_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Assembled:
    """One line's rows, cell by cell, and the notes below it. `columns` are those of the region it began in; `under` is its second
    row where that has columns of its own."""

    columns: Sequence[Column]
    rows: list[tuple[Row, tuple[Cell, ...]]] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    under: tuple[Row, Sequence[Column], tuple[Cell, ...]] | None = None


def read_tables(
    tables: Sequence[TablePlan], documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[tuple[Values, TablePlan]]:
    """The lines of all tables, in reading order."""
    for table in tables:
        found = list(_assemble(table, documents, conventions))
        counted = [text for _, assembled in found for text in _counted(assembled)]
        settled = {number: settled_by_column(counted, conventions[number]) for number in {region.document for region, _ in found}}
        for region, assembled in found:
            for line in _lines(assembled, documents, settled[region.document]):
                yield line, table


def _counted(assembled: Assembled) -> Iterator[str]:
    """What a line's quantity cells say."""
    for column, parts in _in_columns(assembled, assembled.columns):
        if column.role is R.QUANTITY:
            yield from (cell.text for cell in parts[:1])


def rows_within(region: Region, documents: Sequence[Document]) -> list[Row]:
    """The printed rows of a region; none where it names a document or canvas that is not there."""
    if not 0 <= region.document < len(documents):
        return []
    document = documents[region.document]
    if not 0 <= region.canvas < len(document.canvases):
        return []
    return [
        row
        for row in rows_on(region.document, document, region.canvas)
        if region.top <= (row.top + row.bottom) / 2 < region.bottom
    ]


def is_excluded(row: Row, region: Region, table: TablePlan) -> bool:
    return excluded_for(row, region, table) is not None


def excluded_for(row: Row, region: Region, table: TablePlan) -> str | None:
    """Why the plan takes a row for no order line; None where it does not."""
    # A sheet's row holds the further lines of its cells, which are rows of their own; they begin lower.
    at = row.top if row.segments[0].kind is CanvasKind.GRID else (row.top + row.bottom) / 2
    reasons = (
        each.reason
        for each in table.exclusions
        if (each.document, each.canvas) == (region.document, region.canvas) and each.top <= at < each.bottom
    )
    return next(reasons, None)


def _assemble(
    table: TablePlan, documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[tuple[Region, Assembled]]:
    """A line goes on over the end of its page: rows above the first line of the next region are its own."""
    current: tuple[Region, Assembled] | None = None
    above: list[tuple[Row, tuple[Cell, ...]]] = []
    for region in table.regions:
        columns = region.columns or table.columns
        for row in rows_within(region, documents):
            reason = excluded_for(row, region, table)
            if reason is not None:
                if reason == NOTE and current is not None:
                    current[1].notes.append(row)
                continue
            document = documents[region.document]
            found = cells_of(row, document, columns)
            kind = document.canvases[region.canvas].kind
            if begins_line(columns, found, table.anchors, conventions[region.document], kind):
                if current is not None:
                    yield current
                current = region, Assembled(columns, [*above, (row, found)])
                above = []
            elif table.text_above_anchor or current is None:
                above.append((row, found))
            elif table.under:
                _take_under(current[1], row, table.under, document)
            else:
                own = current[1].columns
                current[1].rows.append((row, found if len(own) == len(columns) else cells_of(row, document, own)))
    if current is not None:
        yield current


def _take_under(line: Assembled, row: Row, under: Sequence[Column], document: Document) -> None:
    """The second row under its own columns; what stands below it is words, whatever columns they run through."""
    if line.under is None:
        line.under = row, under, cells_of(row, document, under)
        return
    whole = Cell(tuple(pieces_of(row, document)))
    wordy = next((at for at, column in enumerate(line.columns) if column.role is R.DESCRIPTION), 0)
    line.rows.append((row, tuple(whole if at == wordy else Cell() for at in range(len(line.columns)))))


def begins_line(
    columns: Sequence[Column],
    found: Sequence[Cell],
    anchors: Sequence[ColumnRole],
    conventions: Conventions,
    kind: CanvasKind,
) -> bool:
    """Whether every anchor is filled with what it must be; a bare number in a quantity's band begins nothing, nor do words that
    run on through the columns."""
    if runs_on(found, columns, kind):
        return False
    filled = [(column.role, cell.text) for column, cell in zip(columns, found, strict=True) if not cells.is_blank(cell.text)]
    for anchor in anchors or (R.QUANTITY,):
        if anchor is R.QUANTITY:
            names = any(role in _NAMES and not is_date(text) for role, text in filled)
            if not names or not any(counts(role, text, conventions) for role, text in filled):
                return False
        elif anchor is R.LINE_NUMBER:
            if not any(role is anchor and _POSITION.fullmatch(text.strip()) for role, text in filled):
                return False
        elif not any(role is anchor for role, _ in filled):
            return False
    return True


def counts(role: ColumnRole, text: str, conventions: Conventions) -> bool:
    """Whether a cell says how many; nought is no order."""
    if role not in COUNTING:
        return False
    found = cells.quantity(text, conventions)
    return found is not None and any(value != 0 for value in found.readings)


def _lines(assembled: Assembled, documents: Sequence[Document], conventions: Conventions) -> Iterator[Values]:
    """One line; in a matrix one for each size or colour that is filled."""
    if not is_matrix(assembled.columns):
        yield _line(assembled, assembled.columns, documents, conventions)
        return

    def read(columns: Sequence[Column]) -> Values:
        return _line(assembled, columns, documents, conventions)

    yield from matrix_lines(_in_columns(assembled, assembled.columns), read, documents, conventions)


def _in_columns(assembled: Assembled, columns: Sequence[Column]) -> list[tuple[Column, list[Cell]]]:
    above = [
        (column, [found[number] for _, found in assembled.rows if found[number].pieces]) for number, column in enumerate(columns)
    ]
    if assembled.under is None:
        return above
    return above + [(column, [cell] if cell.pieces else []) for column, cell in zip(*assembled.under[1:], strict=True)]


def _line(assembled: Assembled, own: Sequence[Column], documents: Sequence[Document], conventions: Conventions) -> Values:
    """First what every column says on its first row, then what the further rows add: a column is surer than a row's own label."""
    line = Values()
    columns = _in_columns(assembled, own)
    has_total = any(column.role is R.QUANTITY and parts for column, parts in columns)
    for column, parts in columns:
        for cell in parts:
            line.use(cell.place())
        if parts and not (column.role is R.PACKS and has_total):
            read_column(line, column, parts, documents, conventions)
    rival = rival_quantity(columns, documents, conventions)
    if rival is not None:
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", f"“{rival}” in another column may be the quantity as well.")
    read_further(line, columns, documents, conventions)
    for row in assembled.notes:
        place = row.segments[0].place()
        line.use(place)
        line.remark(row.segments[0].text, evidence_at(place, documents))
    for row, _ in assembled.rows:
        for piece in strays_of(row, documents[row.segments[0].document], assembled.columns):
            if _ANY_DIGIT.search(piece.text):
                line.complain(ReasonCode.LINES_INCOMPLETE, "lines", f"“{piece.text}” stands in no column of the table.")
    _resolve_by_product(line, conventions)
    return line


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
    if role in (R.QUANTITY, R.PACKS, *MONEY):
        path = MONEY.get(role, "quantity")
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
    elif role in FIELDS:
        line.put(FIELDS[role], text, evidence, labelled=True)
