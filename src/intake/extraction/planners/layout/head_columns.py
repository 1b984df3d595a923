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
_FEWEST_REPEATED = 3
_WORDS = frozenset({ColumnRole.DESCRIPTION})
_REMARKS = frozenset({ColumnRole.NOTE})


def without_order_numbers(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    found = list(possible)
    for taken in (FREE_CODES, frozenset({ColumnRole.QUANTITY})):
        numbers = [at for at, column in enumerate(columns) if set(possible[at][:1]) & taken and _may_be_order_number(column)]
        others = [at for at, roles in enumerate(possible) if set(roles[:1]) & taken and at not in numbers]
        if numbers and others:
            for at in numbers:
                found[at] = (ColumnRole.IGNORE,)
    return _without_repeated(columns, found)


def _without_repeated(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    """Exports repeat a record's number and the parties' names on every row: beside a column of the same kind that changes from
    row to row, they are no article's. Words that change may be headed as a remark ("Memo"), and are then the goods' own."""
    found = list(possible)
    for taken, further in ((FREE_CODES, frozenset[ColumnRole]()), (_WORDS, _REMARKS)):
        held = [at for at, roles in enumerate(possible) if set(roles[:1]) & taken]
        repeated = [at for at in held if _is_repeated(columns[at])]
        changing = [at for at in held if at not in repeated]
        changing += [at for at, roles in enumerate(possible) if set(roles[:1]) & further and _changes(columns[at])]
        if not repeated or not changing:
            continue
        for at in repeated:
            found[at] = (ColumnRole.IGNORE,)
        if taken is _WORDS and not any(set(possible[at][:1]) & _WORDS for at in changing):
            found[changing[0]] = (ColumnRole.DESCRIPTION,)
    return found


def _is_repeated(column: Column) -> bool:
    return len(column.texts) >= _FEWEST_REPEATED and column.filled == column.texts and len(set(column.texts)) == 1


def _changes(column: Column) -> bool:
    return column.filled == column.texts and len(set(column.texts)) == len(column.texts)


def _may_be_order_number(column: Column) -> bool:
    """One value on all rows, under a heading that labels order numbers as well."""
    heading = column.band.heading
    if heading is None or len(set(column.filled)) != 1 or len(column.filled) < len(column.texts):
        return False
    return any(label.path == _NUMBER for label in vocabulary().labels(heading.text))
