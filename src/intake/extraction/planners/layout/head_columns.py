"""Columns that repeat a field of the head on every row, though their heading may name an article too ("Bestellnummer").

In: columns with the roles their headings and cells allow. Out: the same, without codes where a column is the order's number. An
article's number changes from row to row, an order's does not; on a single row the other column that names articles tells.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

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
    return _with_remarks(columns, possible, _without_repeated(columns, found))


def _without_repeated(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    """Exports repeat a record's number and the parties' names on every row: beside a column of the same kind that changes from
    row to row, they are no article's."""
    found = list(possible)
    for taken in (FREE_CODES, _WORDS):
        held = _held(possible, taken)
        repeated = [at for at in held if _is_repeated(columns[at])]
        if len(repeated) < len(held):
            for at in repeated:
                found[at] = (ColumnRole.IGNORE,)
    return found


def _with_remarks(
    columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]], settled: list[tuple[ColumnRole, ...]]
) -> list[tuple[ColumnRole, ...]]:
    """Words that change may be headed as a remark ("Memo"), and are the goods' own where an export repeats all others, and a
    record's number beside the article's. One article ordered for several people has remarks, too."""
    found = list(settled)
    words = _held(possible, _WORDS)
    remarks = [at for at in _held(possible, _REMARKS) if _changes(columns[at])]
    is_export = {_is_repeated(columns[at]) for at in _held(possible, FREE_CODES)} == {True, False}
    if is_export and words and remarks and all(_is_repeated(columns[at]) for at in words):
        for at in words:
            found[at] = (ColumnRole.IGNORE,)
        found[remarks[0]] = (ColumnRole.DESCRIPTION,)
    return found


def _held(possible: Sequence[tuple[ColumnRole, ...]], roles: Set[ColumnRole]) -> list[int]:
    """The columns that are likeliest one of these."""
    return [at for at, each in enumerate(possible) if set(each[:1]) & roles]


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
