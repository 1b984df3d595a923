"""The printed rows of a planned table: which stand in a region, which are excluded from it, and which begin a line.

In: a region of a plan and the documents. Out: rows, and whether a row's cells fill what a line begins with. Planner, executor and
`verify` share this, so that what was planned is what is read and what is looked at again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from intake.domain.documents import CanvasKind, Document
from intake.domain.plans import Column, ColumnRole, Region, TablePlan
from intake.extraction import cells
from intake.extraction.column_kinds import COUNTING, NAMING
from intake.extraction.conventions import Conventions
from intake.extraction.printed import Cell, runs_on
from intake.extraction.segments import Row, rows_on
from intake.extraction.shapes import is_date

R = ColumnRole
_POSITION = re.compile(r"\(?\d{1,6}(?:[.\-/]\d{1,4})*[.)]?")
_NAMES = (*NAMING, R.LINE_NUMBER, R.UNIT_PRICE, R.LINE_AMOUNT)
"""One of these beside a quantity makes a line; a quantity with a date alone is a part of the line above."""


def rows_within(region: Region, documents: Sequence[Document]) -> list[Row]:
    """The printed rows of a region; none where it names a document or canvas that is not there."""
    if not 0 <= region.document < len(documents):
        return []
    return rows_in(region, documents[region.document])


def rows_in(region: Region, document: Document) -> list[Row]:
    """The same, of a region's own document."""
    if not 0 <= region.canvas < len(document.canvases):
        return []
    return [row for row in rows_on(region.document, document, region.canvas) if holds(region, row)]


def holds(region: Region, row: Row) -> bool:
    """Whether a row of the region's document stands in it."""
    return region.canvas == row.canvas and region.top <= (row.top + row.bottom) / 2 < region.bottom


class LeftOut:
    """Why a plan takes rows of a region for no order lines. Forms leave out thousands of rows: the reasons are looked up by
    height."""

    def __init__(self, region: Region, table: TablePlan) -> None:
        own = [each for each in table.exclusions if (each.document, each.canvas) == (region.document, region.canvas)]
        self._rows = sorted(own, key=lambda each: each.top)
        self._tops = [each.top for each in self._rows]
        self._tallest = max((each.bottom - each.top for each in own), default=0.0)

    def reason(self, row: Row) -> str | None:
        """None where the plan does not leave the row out."""
        # A sheet's row holds the further lines of its cells, which are rows of their own; they begin lower.
        is_grid = row.segments[0].kind is CanvasKind.GRID
        return self.reason_at(row.top if is_grid else (row.top + row.bottom) / 2)

    def reason_at(self, height: float) -> str | None:
        for at in range(bisect_right(self._tops, height) - 1, -1, -1):
            if self._tops[at] + self._tallest < height:
                return None
            if height < self._rows[at].bottom:
                return self._rows[at].reason
        return None


def kept_rows(region: Region, table: TablePlan, document: Document) -> list[Row]:
    """The rows of a region that its plan does not leave out."""
    left_out = LeftOut(region, table)
    return [row for row in rows_in(region, document) if left_out.reason(row) is None]


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
            if not any(role is anchor and is_position(text) for role, text in filled):
                return False
        elif not any(role is anchor for role, _ in filled):
            return False
    return True


def is_position(text: str) -> bool:
    """Whether the text can be the number of a line: "10", "1.2", "(3)"."""
    return _POSITION.fullmatch(text.strip()) is not None


def counts(role: ColumnRole, text: str, conventions: Conventions) -> bool:
    """Whether a cell says how many; nought is no order."""
    if role not in COUNTING:
        return False
    found = cells.quantity(text, conventions)
    return found is not None and any(value != 0 for value in found.readings)
