"""Tables in parallel columns of a page: "Item | Qty | Price     Item | Qty | Price" heads two of them.

In: a header. Out: a header for each table, in which the headings of the others say nothing; the header itself where it heads one
table. Whether lines follow is `tables.py`'s question.
"""

from __future__ import annotations

from dataclasses import replace

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import COUNTING, NAMING
from intake.extraction.planners.layout.headings import Header, Heading
from intake.extraction.words.keys import key

_MOST_TABLES = 4
_FEWEST_HEADINGS = 2


def tables_beside(header: Header) -> tuple[Header, ...]:
    for count in range(2, _MOST_TABLES + 1):
        size, rest = divmod(len(header.headings), count)
        if rest or size < _FEWEST_HEADINGS:
            continue
        parts = [header.headings[at * size : (at + 1) * size] for at in range(count)]
        if _is_a_table(parts[0]) and len({tuple(key(each.text) for each in part) for part in parts}) == 1:
            return tuple(_alone(header, at * size, (at + 1) * size) for at in range(count))
    return (header,)


def _is_a_table(headings: tuple[Heading, ...]) -> bool:
    """Whether they count and name, each once."""
    counting = [each for each in headings if set(each.roles[:1]) & COUNTING]
    return len(counting) == 1 and any(set(each.roles[:1]) & NAMING for each in headings)


def _alone(header: Header, first: int, last: int) -> Header:
    silent = (ColumnRole.IGNORE,)
    return replace(
        header,
        headings=tuple(each if first <= at < last else replace(each, roles=silent) for at, each in enumerate(header.headings)),
    )
