"""Columns that repeat a field of the head on every row, though their heading may name an article too ("Bestellnummer").

In: columns with the roles their headings and cells allow. Out: the same, without codes where a column is the order's number. An
article's number changes from row to row, an order's does not; on a single row the other column that names articles tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import FREE_CODES
from intake.extraction.planners.layout.columns import Column
from intake.extraction.words import vocabulary

_NUMBER = "customer_po_number"


def without_order_numbers(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    found = list(possible)
    for taken in (FREE_CODES, frozenset({ColumnRole.QUANTITY})):
        numbers = [at for at, column in enumerate(columns) if set(possible[at][:1]) & taken and _may_be_order_number(column)]
        others = [at for at, roles in enumerate(possible) if set(roles[:1]) & taken and at not in numbers]
        if numbers and others:
            for at in numbers:
                found[at] = (ColumnRole.IGNORE,)
    return found


def _may_be_order_number(column: Column) -> bool:
    """One value on all rows, under a heading that labels order numbers as well."""
    heading = column.band.heading
    if heading is None or len(set(column.filled)) != 1 or len(column.filled) < len(column.texts):
        return False
    return any(label.path == _NUMBER for label in vocabulary().labels(heading.text))
