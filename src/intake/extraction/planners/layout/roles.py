"""What each column of a table holds: headings say it, types and the arithmetic of the rows settle what headings leave open.

In: the headings' possible roles and the cells under them. Out: one role a band. A heading is never overruled by arithmetic; where
two columns may have one role, the rows' products decide, and what nothing settles is left out rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import CODES, NAMING
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.columns import Column, is_numeric, is_unnamed
from intake.extraction.planners.layout.head_columns import without_order_numbers
from intake.extraction.planners.layout.matrix_roles import matrix_possible
from intake.extraction.planners.layout.possible_roles import are_capitals, fits, possible_roles
from intake.extraction.planners.layout.price_columns import paid
from intake.extraction.planners.layout.products import bases_of, holding, triple_of, with_list_prices, with_second_prices
from intake.extraction.shapes import is_code

_ONCE = frozenset(set(ColumnRole) - {ColumnRole.DESCRIPTION, ColumnRole.IGNORE, ColumnRole.NOTE, ColumnRole.VARIANT_QUANTITY})
_LONG = 5


def assign_roles(columns: Sequence[Column], conventions: Conventions) -> tuple[ColumnRole, ...]:
    """One role for each column."""
    possible = _apart([possible_roles(column, conventions) for column in columns], columns, conventions)
    possible = _with_number_codes(columns, without_order_numbers(columns, possible))
    possible = matrix_possible(columns, possible, conventions)
    roles = [found[0] if found else ColumnRole.IGNORE for found in possible]
    triple = triple_of(columns, with_list_prices(columns, with_second_prices(columns, possible), conventions), conventions)
    if triple is not None:
        for role, number in triple:
            roles[number] = role
        taken = {number for _, number in triple}
        settled = {role for role, _ in triple}
        for number, role in enumerate(roles):
            if role in settled and number not in taken:
                roles[number] = _other(possible[number], settled)
    return _each_once(columns, roles, possible, conventions)


def _apart(
    possible: list[tuple[ColumnRole, ...]], columns: Sequence[Column], conventions: Conventions
) -> list[tuple[ColumnRole, ...]]:
    """Of two columns that may name the goods in words, one that holds codes throughout is a code ("Označení", "Název"); the one
    column that may be either ("Produto") holds names where not all of it are codes ("Dourada 400/600")."""
    naming = [at for at, roles in enumerate(possible) if set(roles[:1]) & NAMING]
    if len(naming) == 1 and ColumnRole.DESCRIPTION in possible[naming[0]] and columns[naming[0]].share(is_code) < 0.9:
        return [(ColumnRole.DESCRIPTION,) if at in naming else roles for at, roles in enumerate(possible)]
    wordy = [number for number, roles in enumerate(possible) if roles[:1] == (ColumnRole.DESCRIPTION,)]
    coded = [
        number
        for number in wordy
        if (columns[number].share(is_code) >= 0.9 and fits(columns[number], ColumnRole.CODE, conventions))
        or (len(wordy) > 1 and are_capitals(columns[number]))
    ]
    if len(coded) == len(wordy):
        return possible
    taken = {role for roles in possible for role in roles[:1]} & {ColumnRole.CODE}
    return [(ColumnRole.CODE,) if at in coded and not taken else roles for at, roles in enumerate(possible)]


def _with_number_codes(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    """Where nothing else is a code, the one column that nobody knows whose long numbers are all as long and all different."""
    if any(set(roles) & CODES for roles in possible):
        return list(possible)
    found = [at for at, column in enumerate(columns) if is_unnamed(column) and _are_numbers_of_goods(column.filled)]
    return [(ColumnRole.CODE,) if found == [at] else roles for at, roles in enumerate(possible)]


def _are_numbers_of_goods(texts: Sequence[str]) -> bool:
    is_each = all(text.isascii() and text.isdigit() and len(text) >= _LONG for text in texts)
    return is_each and len(set(texts)) == len(texts) > 1 and len({len(text) for text in texts}) == 1


def _other(possible: tuple[ColumnRole, ...], taken: Set[ColumnRole]) -> ColumnRole:
    return next((role for role in possible if role not in taken), ColumnRole.IGNORE)


def _each_once(
    columns: Sequence[Column], roles: Sequence[ColumnRole], possible: Sequence[tuple[ColumnRole, ...]], conventions: Conventions
) -> tuple[ColumnRole, ...]:
    """Of two columns with one role the better one keeps it: named before unnamed, fuller before emptier, of prices the one
    that is paid, left before right."""
    settled = list(roles)
    for role in _ONCE:
        holders = [number for number, found in enumerate(settled) if found is role]
        if len(holders) < 2:
            continue
        best = _paid(columns, settled, holders, possible, conventions) if role is ColumnRole.UNIT_PRICE else None
        keeper = max(holders, key=lambda n: (not is_unnamed(columns[n]), len(columns[n].filled), n == best, -n))
        for number in holders:
            if number != keeper:
                settled[number] = _spare(columns[number], role, possible[number], set(settled), conventions)
    return tuple(settled)


def _paid(
    columns: Sequence[Column],
    settled: Sequence[ColumnRole],
    holders: Sequence[int],
    possible: Sequence[tuple[ColumnRole, ...]],
    conventions: Conventions,
) -> int | None:
    bases = bases_of(columns, possible)
    return paid(columns, settled, holders, conventions, lambda q, p, a: holding(q, p, a, bases, conventions))


def _spare(
    column: Column, role: ColumnRole, possible: tuple[ColumnRole, ...], taken: set[ColumnRole], conventions: Conventions
) -> ColumnRole:
    others: Iterator[ColumnRole] = (each for each in possible if each is not role and each not in taken)
    second = next(others, None)
    if second is not None:
        return second
    if role is ColumnRole.QUANTITY and column.share(lambda text: not is_numeric(text, conventions)) > 0.5:
        return ColumnRole.UOM if ColumnRole.UOM not in taken else ColumnRole.IGNORE
    return ColumnRole.IGNORE
