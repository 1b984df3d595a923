"""Order lines: a table plan's regions → values, each quoted from its own words.

Rows begin lines as the plan says; what stands in a band is that column's value. Nothing is computed, and what cannot be read as
what it must be is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole, TablePlan
from intake.domain.reasons import ReasonCode
from intake.extraction.assembling import Assembled, assemble, in_columns
from intake.extraction.cells import heading_unit
from intake.extraction.codes_in_names import CodePlaces, codes_in_names
from intake.extraction.column_kinds import CODES
from intake.extraction.conventions import Conventions, settled_by_column
from intake.extraction.deliveries import delivered, planned_deliveries
from intake.extraction.execute_further import read_further
from intake.extraction.executed import Values
from intake.extraction.line_cells import read_column
from intake.extraction.matrices import is_matrix, matrix_lines
from intake.extraction.open_numbers import resolve_by_product
from intake.extraction.printed import Cell, strays_of
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.rival_prices import rival_price
from intake.extraction.rivals import rival_quantity
from intake.extraction.wrapped_codes import Reaches, reaches_of

R = ColumnRole
_ANY_DIGIT = re.compile(r"\d")
_ONE_ROW = frozenset((*CODES, R.LINE_NUMBER, R.UOM))
"""Columns whose further rows are words below a code or a unit."""


@dataclass(frozen=True, slots=True)
class _Throughout:
    """What only all lines of a table show together."""

    reaches: Reaches
    codes: CodePlaces


def read_tables(
    tables: Sequence[TablePlan], documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[tuple[Values, TablePlan]]:
    """The lines of all tables, in reading order."""
    for table in tables:
        found = list(assemble(table, documents, conventions))
        counted = [text for _, assembled in found for text in _counted(assembled)]
        settled = {number: settled_by_column(counted, conventions[number]) for number in {region.document for region, _ in found}}
        lines = [assembled for _, assembled in found]
        throughout = _Throughout(reaches_of(lines), codes_in_names(lines, documents))
        for region, assembled in found:
            for line in _lines(assembled, documents, settled[region.document], throughout):
                yield line, table


def _counted(assembled: Assembled) -> Iterator[str]:
    """What a line's quantity cells say."""
    for column, parts in in_columns(assembled, assembled.columns):
        if column.role is R.QUANTITY:
            yield from (cell.text for cell in parts[:1])


def _lines(
    assembled: Assembled, documents: Sequence[Document], conventions: Conventions, throughout: _Throughout
) -> Iterator[Values]:
    """One line; one for each part that is delivered by itself, and in a matrix for each size or colour that is filled."""
    if not is_matrix(assembled.columns):
        planned = planned_deliveries(assembled, documents, conventions)
        if planned is None:
            yield _line(assembled, assembled.columns, documents, conventions, throughout)
        else:
            whole = _line(planned.rest, planned.rest.columns, documents, conventions, throughout)
            yield from delivered(whole, planned)
        return

    def read(columns: Sequence[Column]) -> Values:
        return _line(assembled, columns, documents, conventions, throughout)

    yield from matrix_lines(in_columns(assembled, assembled.columns), read, documents, conventions)


def _line(
    assembled: Assembled, own: Sequence[Column], documents: Sequence[Document], conventions: Conventions, throughout: _Throughout
) -> Values:
    """First what every column says on its first row, then what the further rows add: a column is surer than a row's own label."""
    line = Values()
    columns = in_columns(assembled, own)
    has_total = any(column.role is R.QUANTITY and parts for column, parts in columns)
    for column, parts in columns:
        for cell in parts:
            line.use(cell.place())
        if parts and not (column.role is R.PACKS and has_total):
            read_column(line, column, parts, documents, conventions, throughout.reaches.get(column))
    if not is_matrix(assembled.columns):
        # "M" and "L" over the quantities of a matrix are sizes.
        _read_heading_unit(line, columns, documents)
    rival = rival_quantity(columns, documents, conventions)
    if rival is not None:
        line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", f"“{rival}” in another column may be the quantity as well.")
    read_further(line, columns, documents, conventions, throughout.codes)
    line.beside += _unread(assembled, columns)
    for row in assembled.notes:
        place = row.segments[0].place()
        line.use(place)
        line.remark(row.segments[0].text, evidence_at(place, documents))
    for row, _ in assembled.rows:
        for piece in strays_of(row, documents[row.segments[0].document], assembled.columns):
            line.beside.append(piece.text)
            if _ANY_DIGIT.search(piece.text):
                line.complain(ReasonCode.LINES_INCOMPLETE, "lines", f"“{piece.text}” stands in no column of the table.")
    resolve_by_product(line)
    _leave_rival_price(line, columns, documents, conventions)
    return line


def _leave_rival_price(
    line: Values, columns: Sequence[tuple[Column, Sequence[Cell]]], documents: Sequence[Document], conventions: Conventions
) -> None:
    """Of two prices for a piece and for a box none is the line's where nothing says which of the two it counts."""
    rival = rival_price(line, columns, documents, conventions)
    if rival is None:
        return
    said = f"“{line.values['unit_price']}” and “{rival}” are prices for different units."
    line.drop("unit_price")
    line.drop("price_basis_quantity")
    line.complain(ReasonCode.VALUE_AMBIGUOUS, "unit_price", said)


def _unread(assembled: Assembled, columns: Sequence[tuple[Column, Sequence[Cell]]]) -> Iterator[str]:
    """What the line's columns print and no field takes: a colour or a size that the article's name does not repeat. The cells of
    a matrix are lines of their own."""
    if assembled.heading:
        yield assembled.heading
    for own, (_, parts) in zip(assembled.columns, columns, strict=False):
        unread = parts if own.role in (R.IGNORE, R.PACK_SIZE) else parts[1:] if own.role in _ONE_ROW else ()
        yield from (cell.text for cell in unread if cell.text.strip())
    if assembled.under is not None:
        _, under, found = assembled.under
        yield from (cell.text for column, cell in zip(under, found, strict=True) if column.role is R.IGNORE and cell.text.strip())


def _read_heading_unit(line: Values, columns: Sequence[tuple[Column, Sequence[Cell]]], documents: Sequence[Document]) -> None:
    """A unit that stands over the quantities and not beside them: "Kg", "Menge [m²]"."""
    if "uom" in line.values or any(column.role is R.UOM and parts for column, parts in columns):
        return
    for column, parts in columns:
        if column.role is R.QUANTITY and parts and column.heading is not None:
            text = text_at(column.heading, documents)
            span = heading_unit(text)
            if span is not None:
                line.put("uom", text[slice(*span)], evidence_at(column.heading, documents), labelled=True)
            return
