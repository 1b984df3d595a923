"""Tables in parallel columns of a page: "Item | Qty | Price     Item | Qty | Price" heads two of them, and so does "Vegetables |
Qty     Fruit | Qty", where what nobody knows heads the names.

In: a header. Out: a header for each table, in which the headings of the others say nothing; the header itself where it heads one
table. Whether lines follow is `tables.py`'s question.
"""

from __future__ import annotations

from dataclasses import replace

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import COUNTING, NAMING
from intake.extraction.planners.layout.stacked_headings import Header, Heading
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import key

_MOST_TABLES = 4
_FEWEST_HEADINGS = 2


def tables_beside(header: Header) -> tuple[Header, ...]:
    for count in range(2, _MOST_TABLES + 1):
        size, rest = divmod(len(header.headings), count)
        if rest or size < _FEWEST_HEADINGS:
            continue
        parts = [header.headings[at * size : (at + 1) * size] for at in range(count)]
        parts = [_with_name(part) for part in parts] if all(map(_lacks_name, parts)) else parts
        if _is_a_table(parts[0]) and len({tuple(map(_known_by, part)) for part in parts}) == 1:
            header = replace(header, headings=tuple(each for part in parts for each in part))
            return tuple(_alone(header, at * size, (at + 1) * size) for at in range(count))
    return (header,)


def _known_by(heading: Heading) -> str:
    """What is the same in every table; a group's own name is not."""
    return key(heading.text) if vocabulary().column_roles(heading.text) else ""


def _lacks_name(headings: tuple[Heading, ...]) -> bool:
    """Whether one unknown word stands first, and none of the others names goods."""
    is_named = any(set(each.roles[:1]) & NAMING for each in headings)
    return not is_named and [at for at, each in enumerate(headings) if not each.roles] == [0]


def _with_name(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    return (replace(headings[0], roles=(ColumnRole.DESCRIPTION,)), *headings[1:])


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
