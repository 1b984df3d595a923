"""What a document's line tables count, told so that two formats of one order can be held against each other.

In: a document and its tables. Out: for each line (article, quantity) in a spelling that no format changes: codes as letters and
digits, "1.200,00", "1,200" and 1200 alike. It is compared, never read into an order.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import zip_longest

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole, Region, TablePlan
from intake.extraction import cells
from intake.extraction.column_kinds import CODES
from intake.extraction.document_conventions import conventions_of
from intake.extraction.matrices import is_matrix
from intake.extraction.printed import Cell, cells_of
from intake.extraction.table_rows import kept_rows
from intake.extraction.words.keys import squash

_COUNTS = (ColumnRole.QUANTITY, ColumnRole.PACKS)


def counted(document: Document, tables: Sequence[TablePlan]) -> tuple[tuple[str, str], ...]:
    """In the order of the rows; rows without a quantity count nothing."""
    return tuple(each for table in tables for region in table.regions for each in counted_in(region, table, document))


def without_repeats(document: Document, tables: Sequence[TablePlan]) -> tuple[TablePlan, ...]:
    """The tables of one order without the regions that count the same again: an appendix, a copy of a page."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    kept: list[TablePlan] = []
    for table in tables:
        regions: list[Region] = []
        for region in table.regions:
            lines = counted_in(region, table, document)
            if not lines or lines not in seen:
                regions.append(region)
            seen.add(lines)
        if regions:
            kept.append(table.model_copy(update={"regions": tuple(regions)}))
    return tuple(kept)


def counted_in(region: Region, table: TablePlan, document: Document) -> tuple[tuple[str, str], ...]:
    """What one region of a table counts."""
    return tuple(_counted(region, table, document))


def _counted(region: Region, table: TablePlan, document: Document) -> Iterator[tuple[str, str]]:
    conventions = conventions_of(region.document, document)
    columns = region.columns or table.columns
    # The quantity of a matrix's row is the sum of its cells, which count already.
    counts = (ColumnRole.VARIANT_QUANTITY,) if is_matrix(columns) else _COUNTS
    for found, counting, below in _rows(document, table, region, columns):
        for quantity in _texts(counting, below, counts):
            number = cells.price(quantity, conventions)
            if number is not None and number.readings[0] > 0:
                yield _article(columns, found), f"{number.readings[0].normalize():f}"


def _rows(
    document: Document, table: TablePlan, region: Region, columns: Sequence[Column]
) -> Iterator[tuple[Sequence[Cell], Sequence[Column], Sequence[Cell]]]:
    """Each row's cells, and the columns and cells that count: its own, or those of the row below it where that has its own."""
    rows = kept_rows(region, table, document)
    for row, following in zip_longest(rows, rows[1:]):
        found = cells_of(row, document, columns)
        if not table.under:
            yield found, columns, found
        elif following is not None and any(_texts(columns, found, (ColumnRole.LINE_NUMBER,))):
            yield found, table.under, cells_of(following, document, table.under)


def _article(columns: Sequence[Column], found: Sequence[Cell]) -> str:
    """The codes of a row, else its words."""
    return squash(" ".join(_texts(columns, found, CODES)) or " ".join(_texts(columns, found, (ColumnRole.DESCRIPTION,))))


def _texts(columns: Sequence[Column], found: Sequence[Cell], roles: Container[ColumnRole]) -> Iterator[str]:
    return (cell.text for column, cell in zip(columns, found, strict=True) if column.role in roles and cell.text.strip())
