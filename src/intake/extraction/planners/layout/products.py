"""Quantity × price = amount: which columns multiply.

In: columns and the roles each may have. Out: the three whose product holds on most rows, within what the headings allow; None
where none does. Here is also the share of rows on which given columns multiply.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from intake.domain.plans import ColumnRole
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.columns import ENOUGH, Column, has_decimals, is_numeric, is_unnamed
from intake.extraction.planners.layout.price_columns import on_two_bases


def triple_of(
    columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]], conventions: Conventions
) -> tuple[tuple[ColumnRole, int], ...] | None:
    """Quantity, price and amount whose product holds on most rows, within what the headings allow; None where none does."""
    numeric = [number for number, column in enumerate(columns) if _is_free(column, possible[number], conventions)]
    best: tuple[tuple[float, int], tuple[tuple[ColumnRole, int], ...]] | None = None
    for quantity, price, amount in permutations(numeric, 3):
        wanted = ((ColumnRole.QUANTITY, quantity), (ColumnRole.UNIT_PRICE, price), (ColumnRole.LINE_AMOUNT, amount))
        if not all(_allows(columns[number], possible[number], role) for role, number in wanted):
            continue
        three = columns[quantity], columns[price], columns[amount]
        share = holding(*three, bases_of(columns, possible), conventions)
        if share < ENOUGH:
            continue
        is_named = not _says_nothing(columns[quantity], possible[quantity])
        if not is_named and holding(*three, bases_of(columns, possible), conventions, discounted=False) < ENOUGH:
            continue
        named = sum(1 for role, number in wanted if possible[number] and possible[number][0] is role)
        whole = -_fractions(columns[quantity], conventions)
        if best is None or (share, named, whole) > (*best[0], _fractions_of(best, columns, conventions)):
            best = ((share, named), wanted)
    return best[1] if best and _is_told_apart(best[1], columns, possible) else None


def with_second_prices(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    """Of two columns that head prices ("J.cena", "Cena") one may be what the line costs, if the products say so."""
    priced = [at for at, roles in enumerate(possible) if roles[:1] == (ColumnRole.UNIT_PRICE,) and not is_unnamed(columns[at])]
    if len(priced) < 2 or on_two_bases([columns[at] for at in priced]):
        return list(possible)
    return [(*roles, ColumnRole.LINE_AMOUNT) if at in priced else roles for at, roles in enumerate(possible)]


def with_list_prices(
    columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]], conventions: Conventions
) -> list[tuple[ColumnRole, ...]]:
    """What a table ignores beside a price ("RRP") may be its price where it has no other, if the products say so."""
    if any(ColumnRole.UNIT_PRICE in roles and ColumnRole.LINE_AMOUNT not in roles for roles in possible):
        return list(possible)
    ignored = [
        roles == (ColumnRole.IGNORE,)
        and not _says_nothing(column, roles)
        and column.share(lambda text: is_numeric(text, conventions)) == 1
        for column, roles in zip(columns, possible, strict=True)
    ]
    return [(*roles, ColumnRole.UNIT_PRICE) if is_one else roles for roles, is_one in zip(possible, ignored, strict=True)]


def _is_told_apart(
    triple: tuple[tuple[ColumnRole, int], ...], columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]
) -> bool:
    """Whether quantity and price cannot be each other: a heading says one of them, or only one is printed with decimals."""
    (_, quantity), (_, price), _ = triple
    if not all(_says_nothing(columns[number], possible[number]) for number in (quantity, price)):
        return True
    return columns[price].share(has_decimals) == 1 and columns[quantity].share(has_decimals) == 0


def _fractions_of(
    best: tuple[tuple[float, int], tuple[tuple[ColumnRole, int], ...]], columns: Sequence[Column], c: Conventions
) -> int:
    return -_fractions(columns[best[1][0][1]], c)


def _fractions(column: Column, conventions: Conventions) -> int:
    """How many cells have decimals: prices do, quantities seldom."""
    return sum(1 for text in column.filled for value in conventions.readings(text)[:1] if value != value.to_integral_value())


def _is_free(column: Column, possible: tuple[ColumnRole, ...], conventions: Conventions) -> bool:
    if not column.filled or column.share(lambda text: is_numeric(text, conventions)) < 0.5:
        return False
    wanted = {ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT}
    return _says_nothing(column, possible) or bool(wanted & set(possible))


def _says_nothing(column: Column, possible: tuple[ColumnRole, ...]) -> bool:
    """Whether the heading is unknown, or means nothing that its cells can be ("Vlr. unit.", known by "unit" alone)."""
    return is_unnamed(column) or (
        column.band.heading is not None
        and not set(possible) & set(column.band.heading.roles)
        and possible == (ColumnRole.IGNORE,)
    )


def _allows(column: Column, possible: tuple[ColumnRole, ...], role: ColumnRole) -> bool:
    return _says_nothing(column, possible) or role in possible


def bases_of(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> Column | None:
    found = (c for c, roles in zip(columns, possible, strict=True) if roles[:1] == (ColumnRole.PRICE_BASIS_QUANTITY,))
    return next(found, None)


def holding(
    quantity: Column, price: Column, amount: Column, bases: Column | None, conventions: Conventions, *, discounted: bool = True
) -> float:
    """The share of rows, of those with all three, whose quantity × price ÷ basis is the amount, whatever the discount, or with
    none: a round percentage makes many products of figures that are none."""
    held = rows = 0
    heading = price.band.heading
    stated = cells.heading_basis(heading.text) if heading else None
    for number, text in enumerate(amount.texts):
        q = conventions.readings(quantity.texts[number])
        p = cells.price(price.texts[number], conventions)
        a = conventions.readings(text)
        if not q or p is None or not a:
            continue
        rows += 1
        basis = p.basis or (stated[0] if stated else None)
        if basis is None and bases is not None:
            basis = next(iter(conventions.readings(bases.texts[number])), None)
        held += _holds(q, p.readings, a, basis or Decimal(1), discounted=discounted)
    return held / rows if rows else 0.0


def _holds(
    quantities: Sequence[Decimal], prices: Sequence[Decimal], amounts: Sequence[Decimal], basis: Decimal, *, discounted: bool
) -> bool:
    for quantity in quantities:
        for price in prices:
            for amount in amounts:
                product = quantity * price / basis
                # Half a cent of the printed price may be missing on each piece.
                if product and abs(product - amount) <= Decimal("0.011") + abs(product) * Decimal("0.0005"):
                    return True
                # A discount makes the amount smaller, by round figures.
                if discounted and product > amount > product * Decimal("0.4"):
                    percent = (1 - amount / product) * 100
                    if abs(percent * 2 - round(percent * 2)) < Decimal("0.02"):
                        return True
    return False
