"""One row under a heading as the search for lines sees it: what stands in it, column by column.

In: a row, its cells and the columns. Out: `SeenRow`: whether it has a number, a quantity, a name, money, and which total or
charge it names. Whether a line begins there is `line_rows.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction import cells
from intake.extraction.column_kinds import COUNTING, NAMING, PRICING
from intake.extraction.conventions import Conventions
from intake.extraction.printed import Cell, runs_on
from intake.extraction.segments import Row
from intake.extraction.shapes import is_code, is_date
from intake.extraction.table_rows import is_position
from intake.extraction.totals import sum_of
from intake.extraction.words import vocabulary

_TIMES = re.compile(r"\s*\d{1,6}\s?[x×*]\s?\d")
"""Packs of so many: it counts, though what it counts is the executor's question."""


@dataclass(slots=True)
class SeenRow:
    """One row as the classification sees it."""

    cells: tuple[Cell, ...]
    has_position: bool
    has_quantity: bool
    has_name: bool
    has_code: bool
    has_money: bool
    meaning: str | None
    is_charge: bool
    runs_on: bool = False
    is_section: bool = False

    @property
    def is_whole(self) -> bool:
        """A line, whatever total stands above it: numbered and named, or known by a code and priced."""
        return self.has_quantity and ((self.has_position and self.has_name) or (self.has_code and self.has_money))

    def filled(self, columns: Sequence[Column]) -> frozenset[ColumnRole]:
        """The roles that the row fills, with more than nought; none where its words run on or name a total."""
        if self.runs_on or self.meaning is not None or self.is_charge:
            return frozenset()
        both = zip(columns, self.cells, strict=True)
        return frozenset(column.role for column, cell in both if not cells.is_blank(cell.text) and cell.text.strip(" 0.,"))


def quantities(row: SeenRow, columns: Sequence[Column], conventions: Conventions) -> Sequence[Decimal]:
    said = [cell.text for column, cell in zip(columns, row.cells, strict=True) if _counts(column.role, cell, conventions)]
    found = cells.quantity(said[0], conventions) if len(said) == 1 else None
    return found.readings if found is not None else ()


def see(
    row: Row, at: int, in_bands: tuple[Cell, ...], document: Document, columns: Sequence[Column], conventions: Conventions
) -> SeenRow:
    by_role = list(zip((column.role for column in columns), in_bands, strict=True))
    total = sum_of(row, at, conventions)
    if total is not None and total.is_charge and not _charges(row, by_role, conventions):
        total = None
    meaning = total.meaning if total is not None else _named_total(row)
    if runs_on(in_bands, columns, document.canvases[row.canvas].kind):
        named = any(role in NAMING and not cells.is_blank(cell.text) for role, cell in by_role)
        return SeenRow(in_bands, False, False, named, False, False, meaning, total is not None and total.is_charge, runs_on=True)
    return SeenRow(
        cells=in_bands,
        has_position=any(role is ColumnRole.LINE_NUMBER and is_position(cell.text) for role, cell in by_role),
        has_quantity=any(_counts(role, cell, conventions) for role, cell in by_role),
        has_name=any(role in NAMING and not cells.is_blank(cell.text) and not is_date(cell.text) for role, cell in by_role),
        has_code=any(role in NAMING and is_code(cell.text) and not is_date(cell.text) for role, cell in by_role),
        has_money=any(role in PRICING and cells.price(cell.text, conventions) is not None for role, cell in by_role),
        meaning=meaning,
        is_charge=total is not None and total.is_charge,
    )


def _named_total(row: Row) -> str | None:
    """A total named without its amount, which then stands in the next row; a sentence that begins alike is none."""
    text = row.segments[0].text
    return vocabulary().total(text) if vocabulary().is_total(text) else None


def _charges(row: Row, by_role: Sequence[tuple[ColumnRole, Cell]], conventions: Conventions) -> bool:
    """Whether a row that begins with a charge's name is one: what is counted under more words than that is goods."""
    is_counted = any(_counts(role, cell, conventions) for role, cell in by_role)
    return not is_counted or any(vocabulary().is_charge_alone(segment.text) for segment in row.segments)


def _counts(role: ColumnRole, cell: Cell, conventions: Conventions) -> bool:
    if role not in COUNTING:
        return False
    found = cells.quantity(cell.text, conventions)
    is_bare = found is not None and (not any(map(str.isdigit, found.rest)) or _TIMES.match(cell.text) is not None)
    return found is not None and is_bare and any(value != 0 for value in found.readings)


def is_text(row: SeenRow) -> bool:
    return not row.has_quantity and not row.has_money and row.meaning is None and not row.is_charge and not row.is_section
