"""Flat files: what belongs to the head of an order stands in columns of its own and is repeated on every row.

In: a document and a table found on it. Out: the orders that its rows make, one for each order number, each with its rows and the
head fields that its columns state. Programs export so; people's tables have no column of order numbers, and for them there is
nothing to do here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.domain.documents import CanvasKind, Document
from intake.domain.identifiers import normalise_code
from intake.domain.plans import Column, ColumnRole, FieldPlace, Region, TablePlan
from intake.extraction.column_kinds import CODES
from intake.extraction.printed import cells_of
from intake.extraction.segments import Row
from intake.extraction.table_rows import kept_rows
from intake.extraction.words import vocabulary

_NUMBER = "customer_po_number"
_NAMING = (
    *(ColumnRole.CODE, ColumnRole.SKU, ColumnRole.CUSTOMER_PART_NUMBER, ColumnRole.GTIN),
    *(ColumnRole.MANUFACTURER_PART_NUMBER, ColumnRole.DESCRIPTION),
)


@dataclass(frozen=True, slots=True)
class FlatOrder:
    """Rows of a table with one order number, and what the head columns say on them."""

    po_number: str
    table: TablePlan
    fields: tuple[FieldPlace, ...]


def flat_orders(document: Document, table: TablePlan) -> tuple[FlatOrder, ...]:
    """The orders of a flat table in the order of its rows; () where it is none."""
    if len(table.regions) != 1 or document.canvases[table.regions[0].canvas].kind is not CanvasKind.GRID:
        return ()
    region = table.regions[0]
    rows = kept_rows(region, table, document)
    named = _head_columns(document, region, table.columns)
    heads = {at: path for at, path in named if not _is_of_the_lines(at, table.columns, rows, document)}
    by_path = {path: at for at, path in heads.items()}
    if _NUMBER not in by_path or not rows:
        return ()
    table = _without_heads(table, heads)
    if not any(column.role in _NAMING for column in table.columns):
        return ()
    cells = [cells_of(row, document, table.columns) for row in rows]
    numbers = [normalise_code(found[by_path[_NUMBER]].text) for found in cells]
    runs = [list(run) for _, run in groupby(range(len(rows)), key=lambda at: numbers[at])]
    if not all(numbers) or len(runs) != len(set(numbers)):
        return ()
    # A number that is on one row only, row after row, is an article's or a line's, unless its heading can mean nothing but the
    # order's: two small orders read as one would be a wrong one.
    names_order = _names_only_the_order(document, region, table.columns, by_path[_NUMBER])
    if len(rows) > 1 and len(runs) > len(rows) // 2 and not names_order:
        return ()
    return tuple(_order(document, table, region, rows, run, by_path) for run in runs)


def _head_columns(document: Document, region: Region, columns: Sequence[Column]) -> Iterator[tuple[int, str]]:
    """Columns whose heading names a field of the head; a heading that may name an article's code names that."""
    for at, column in enumerate(columns):
        if column.heading is None:
            continue
        words = document.canvases[region.canvas].words
        text = " ".join(words[number].text for number in column.heading.words)
        named = [label.path for label in vocabulary().labels(text) if not label.weak and not label.path.endswith(".block")]
        names_article = column.role in _NAMING and set(vocabulary().column_roles(text)[:1]) & set(_NAMING)
        # Over lines "Account code" is what the buyer books them on.
        is_booked = named[:1] == ["buyer.customer_no"] and vocabulary().is_exact_heading(text)
        if named and named[0] != "ignore" and not names_article and not is_booked:
            yield at, named[0]


def _names_only_the_order(document: Document, region: Region, columns: Sequence[Column], at: int) -> bool:
    """ "Purchase order number" does, beside the articles' codes; "Bestell-Nr." heads those as often, "Order" how many."""
    heading = columns[at].heading
    if heading is None or not any(column.role in CODES for column in columns):
        return False
    words = document.canvases[region.canvas].words
    said = vocabulary().column_roles(" ".join(words[number].text for number in heading.words))
    return said == (ColumnRole.IGNORE,)


def _is_of_the_lines(at: int, columns: Sequence[Column], rows: Sequence[Row], document: Document) -> bool:
    """A delivery date that is another one on some row is the line's."""
    if columns[at].role is not ColumnRole.REQUESTED_DELIVERY_DATE:
        return False
    return len({cells_of(row, document, columns)[at].text.strip() for row in rows}) > 1


def _without_heads(table: TablePlan, heads: dict[int, str]) -> TablePlan:
    columns = tuple(
        column.model_copy(update={"role": ColumnRole.IGNORE}) if at in heads else column
        for at, column in enumerate(table.columns)
    )
    anchors = tuple(role for role in table.anchors if any(column.role is role for column in columns))
    return table.model_copy(update={"columns": columns, "anchors": anchors})


def _order(
    document: Document, table: TablePlan, region: Region, rows: Sequence[Row], run: Sequence[int], by_path: dict[str, int]
) -> FlatOrder:
    first, last = rows[run[0]], rows[run[-1]]
    fields = []
    for path, at in by_path.items():
        found = [cells_of(rows[number], document, table.columns)[at] for number in run]
        # What differs from row to row is the line's own affair.
        if found[0].text.strip() and len({cell.text.strip() for cell in found}) == 1:
            fields.append(FieldPlace(path=path, places=(found[0].place(),), label=table.columns[at].heading))
    own = region.model_copy(update={"top": first.top, "bottom": last.bottom})
    excluded = tuple(row for row in table.exclusions if own.top <= row.top < own.bottom)
    po_number = cells_of(first, document, table.columns)[by_path[_NUMBER]].text
    return FlatOrder(po_number, table.model_copy(update={"regions": (own,), "exclusions": excluded}), tuple(fields))
