"""What each column of a table holds: headings say it, types and the arithmetic of the rows settle what headings leave open.

In: the headings' possible roles and the cells under them. Out: one role a band. A heading is never overruled by arithmetic; where
two columns may have one role, the rows' products decide, and what nothing settles is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from itertools import pairwise, permutations

from intake.domain.identifiers import is_gtin
from intake.domain.plans import ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.column_kinds import CODES, FREE_CODES, NAMING
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.columns import ENOUGH, Column, is_numeric
from intake.extraction.planners.layout.head_columns import without_order_numbers
from intake.extraction.planners.layout.matrix_roles import is_variant_column, matrix_possible
from intake.extraction.planners.layout.price_columns import on_two_bases, paid
from intake.extraction.shapes import is_code, is_date
from intake.extraction.table_rows import is_position

_ONCE = frozenset(set(ColumnRole) - {ColumnRole.DESCRIPTION, ColumnRole.IGNORE, ColumnRole.NOTE, ColumnRole.VARIANT_QUANTITY})
_NUMERIC = frozenset(
    {
        *(ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT, ColumnRole.PACKS, ColumnRole.PACK_SIZE),
        *(ColumnRole.PRICE_BASIS_QUANTITY, ColumnRole.DISCOUNT_PERCENT),
    }
)
_IN_PARTS = re.compile(r"\d[.\-/]\d")
_MOST_SECTIONS = 99
"""No order numbers more sections than these before the lines within them."""
_SHORT = 1000
_LONG = 5
_FIRST_NUMBER = re.compile(r"\(?([0-9]+)")
_DECIMALS = re.compile(r"\d[.,]\d{1,4}(?!\d)")


def assign_roles(columns: Sequence[Column], conventions: Conventions) -> tuple[ColumnRole, ...]:
    """One role for each column."""
    possible = _apart([_possible(column, conventions) for column in columns], columns, conventions)
    possible = _with_number_codes(columns, without_order_numbers(columns, possible))
    possible = matrix_possible(columns, possible, conventions)
    roles = [found[0] if found else ColumnRole.IGNORE for found in possible]
    triple = _triple(columns, _with_list_prices(columns, _with_second_prices(columns, possible), conventions), conventions)
    if triple is not None:
        for role, number in triple:
            roles[number] = role
        taken = {number for _, number in triple}
        settled = {role for role, _ in triple}
        for number, role in enumerate(roles):
            if role in settled and number not in taken:
                roles[number] = _other(possible[number], settled)
    return _each_once(columns, roles, possible, conventions)


def _possible(column: Column, conventions: Conventions) -> tuple[ColumnRole, ...]:
    """The roles a heading allows that its cells can be; the role of the cells' type where there is no known heading."""
    if is_variant_column(column):
        return (ColumnRole.VARIANT_QUANTITY,)
    if column.band.heading is not None and column.band.heading.roles:
        fitting = tuple(role for role in column.band.heading.roles if _fits(column, role, conventions))
        if ColumnRole.LINE_NUMBER in fitting and not _may_number_lines(column):
            # "Item #" over "TOM-28" is the article's, and so it is over 10023, 10057, 11840.
            fitting = tuple(sorted(fitting, key=lambda role: role not in FREE_CODES))
        if not fitting and ColumnRole.PACK_SIZE in column.band.heading.roles:
            # What is in a pack is never the article's name, whatever words say it.
            return (ColumnRole.UOM,) if _are_packs_by_name(column) else (ColumnRole.PACK_SIZE,)
        if not fitting and ColumnRole.UOM in column.band.heading.roles:
            return (ColumnRole.IGNORE,)
        if not fitting and set(column.band.heading.roles) <= FREE_CODES and _are_capitals(column):
            return column.band.heading.roles
        # A heading whose meanings the cells contradict says nothing; what the cells are may still be plain.
        return fitting or tuple(role for role in _by_type(column, conventions) if role not in _NUMERIC)
    return _by_type(column, conventions)


def _are_packs_by_name(column: Column) -> bool:
    """ "Format" over "can", "sack", "case 24", "box of 12": the words of packs, of which not every one need be known."""
    return column.share(lambda text: bool(unit_codes(text.split()[0]))) >= 0.5 and column.share(_is_pack_by_name) == 1


def _is_pack_by_name(text: str) -> bool:
    name, _, content = text.partition(" ")
    return name.rstrip(".").isalpha() and (not content or content.isdigit() or cells.is_content(content))


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
        if (columns[number].share(is_code) >= 0.9 and _fits(columns[number], ColumnRole.CODE, conventions))
        or (len(wordy) > 1 and _are_capitals(columns[number]))
    ]
    if len(coded) == len(wordy):
        return possible
    taken = {role for roles in possible for role in roles[:1]} & {ColumnRole.CODE}
    return [(ColumnRole.CODE,) if at in coded and not taken else roles for at, roles in enumerate(possible)]


def _are_capitals(column: Column) -> bool:
    """Whether a heading of codes stands over one word in capitals each, no two alike: "LEJ05", "PAPH", "GELD"."""
    is_headed = column.band.heading is not None and bool(FREE_CODES & set(column.band.heading.roles))
    is_each = column.share(lambda text: len(text.split()) == 1 and text == text.upper() and any(map(str.isalpha, text))) == 1
    return is_headed and is_each and len(set(column.filled)) == len(column.filled) > 0


def _with_number_codes(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    """Where nothing else is a code, the one column that nobody knows whose long numbers are all as long and all different."""
    if any(set(roles) & CODES for roles in possible):
        return list(possible)
    found = [at for at, column in enumerate(columns) if _is_unnamed(column) and _are_numbers_of_goods(column.filled)]
    return [(ColumnRole.CODE,) if found == [at] else roles for at, roles in enumerate(possible)]


def _are_numbers_of_goods(texts: Sequence[str]) -> bool:
    is_each = all(text.isascii() and text.isdigit() and len(text) >= _LONG for text in texts)
    return is_each and len(set(texts)) == len(texts) > 1 and len({len(text) for text in texts}) == 1


def _may_be_code(text: str) -> bool:
    """Words with figures, of which one may have none ("Art 4711 B2"): a name has more."""
    wordy = [word for word in text.split() if not any(sign.isdigit() for sign in word)]
    return is_code(text) or (len(text) <= 40 and len(wordy) <= 1 and any(sign.isdigit() for sign in text))


def counts_up(column: Column) -> bool:
    """Whether whole numbers go up by one step from row to row, from the step itself or from 1: the numbers of lines."""
    if not all(text.strip().rstrip(".").isdigit() for text in column.filled) or len(column.filled) < 2:
        return False
    values = [int(text.strip().rstrip(".")) for text in column.filled]
    steps = {after - before for before, after in pairwise(values)}
    return len(steps) == 1 and min(steps) in (1, 2, 5, 10, 100) and values[0] in (0, 1, min(steps))


def _may_number_lines(column: Column) -> bool:
    """Whether the cells can number lines: short numbers, or numbers that go up from a small one."""
    if column.share(is_position) < ENOUGH:
        return False
    values = [int(found[1]) for text in column.filled if (found := _FIRST_NUMBER.match(text.strip())) is not None]
    if column.share(lambda text: _IN_PARTS.search(text) is not None) >= ENOUGH:
        # "1.1", "1.2", "2.1" number lines; "0364-55" over "0338-49" are articles.
        return not values or (values == sorted(values) and values[-1] <= _MOST_SECTIONS)
    is_rising = all(before < after for before, after in pairwise(values))
    return not values or max(values) < _SHORT or (is_rising and values[0] <= _SHORT)


def _fits(column: Column, role: ColumnRole, conventions: Conventions) -> bool:
    if not column.filled:
        return True
    if role is ColumnRole.QUANTITY and column.share(lambda text: _counts_something(text, conventions)) >= ENOUGH:
        return True
    if role is ColumnRole.REQUESTED_DELIVERY_DATE:
        # "Required" over 2, 12, 24 counts; "Week" over 14, 15 does not.
        is_counting = ColumnRole.QUANTITY in (column.band.heading.roles if column.band.heading else ())
        return not is_counting or column.share(lambda text: is_numeric(text, conventions) and not is_date(text)) < ENOUGH
    if role is ColumnRole.PRICE_BASIS_QUANTITY and column.share(lambda text: _is_fraction(text, conventions)) > 0.3:
        # A price is for 1, 100 or 1000; "sheet 5.90" under "Per" is a unit and a price that stand close.
        return False
    if role in _NUMERIC:
        return column.share(lambda text: is_numeric(text, conventions)) >= 0.3 or column.share(_is_wordy_price) >= 0.5
    if role is ColumnRole.GTIN:
        return column.share(is_gtin) >= 0.3 or column.share(lambda text: text.strip().isdigit()) >= 0.5
    if role is ColumnRole.LINE_NUMBER:
        # "Line" over 517.40 is what the line costs.
        return column.share(lambda text: len(text) <= 12 and not _has_decimals(text)) >= ENOUGH
    if role in FREE_CODES:
        # "Item" over 1, 2, 3 numbers the lines; a code has more than three digits.
        is_count = counts_up(column) or column.share(lambda text: text.strip().isdigit() and len(text.strip()) <= 3) >= 0.9
        said = column.band.heading.roles if column.band.heading is not None else ()
        # Where a heading says codes and no goods, a word alone is one, whatever it is made of ("PAS-PEM").
        is_said = bool(said) and ColumnRole.DESCRIPTION not in said
        return column.share(lambda text: _may_be_code(text) or (is_said and not text.split()[1:])) >= 0.5 and not is_count
    if role is ColumnRole.UOM:
        if column.share(_is_content) >= 0.5:
            # "6 stk/pk" says what a pack holds; what is counted stands elsewhere.
            return False
        return column.share(lambda text: bool(unit_codes(text)) or text.isalpha() or not is_numeric(text, conventions)) >= ENOUGH
    return True


def _is_content(text: str) -> bool:
    """A number before a unit: "6 stk/pk", "12 x 0,7 l", "100 St."."""
    return text[:1].isdigit() and not unit_codes(text) and any(sign.isalpha() for sign in text)


def _counts_something(text: str, conventions: Conventions) -> bool:
    """A number first and hardly a word behind it: "12 Geb.", "3 cartons of 100", "12 x 5 l"."""
    found = cells.quantity(text, conventions)
    return found is not None and found.number_span[0] == 0 and len(found.rest.split()) <= 2


def _is_wordy_price(text: str) -> bool:
    return cells.is_free_of_charge(text) or cells.is_blank(text)


def _by_type(column: Column, conventions: Conventions) -> tuple[ColumnRole, ...]:
    filled = column.filled
    if len(filled) < max(1, len(column.texts) // 2):
        return (ColumnRole.IGNORE,)
    if counts_up(column):
        return (ColumnRole.LINE_NUMBER,)
    if column.share(is_gtin) >= ENOUGH:
        return (ColumnRole.GTIN,)
    if column.share(lambda text: bool(unit_codes(text))) >= 0.8:
        return (ColumnRole.UOM,)
    if column.share(is_date) >= ENOUGH:
        return (ColumnRole.REQUESTED_DELIVERY_DATE,)
    if column.share(lambda text: is_numeric(text, conventions)) >= ENOUGH:
        return (ColumnRole.IGNORE,)
    if sum(len(text) for text in filled) / len(filled) >= 8 and column.share(_is_wordy) >= 0.4:
        return (ColumnRole.DESCRIPTION,)
    if column.share(is_code) >= ENOUGH:
        return (ColumnRole.CODE,)
    return (ColumnRole.IGNORE,)


def _is_wordy(text: str) -> bool:
    """Several words, of which one is no figure: "15% 120.36" names nothing."""
    return " " in text and any(sign.isalpha() for sign in text)


def _is_fraction(text: str, conventions: Conventions) -> bool:
    found = cells.quantity(text, conventions)
    return found is not None and all(value != value.to_integral_value() for value in found.readings)


def _triple(
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
        share = holding(*three, _bases(columns, possible), conventions)
        if share < ENOUGH:
            continue
        is_named = not _says_nothing(columns[quantity], possible[quantity])
        if not is_named and holding(*three, _bases(columns, possible), conventions, discounted=False) < ENOUGH:
            continue
        named = sum(1 for role, number in wanted if possible[number] and possible[number][0] is role)
        whole = -_fractions(columns[quantity], conventions)
        if best is None or (share, named, whole) > (*best[0], _fractions_of(best, columns, conventions)):
            best = ((share, named), wanted)
    return best[1] if best and _is_told_apart(best[1], columns, possible) else None


def _with_second_prices(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> list[tuple[ColumnRole, ...]]:
    """Of two columns that head prices ("J.cena", "Cena") one may be what the line costs, if the products say so."""
    priced = [at for at, roles in enumerate(possible) if roles[:1] == (ColumnRole.UNIT_PRICE,) and not _is_unnamed(columns[at])]
    if len(priced) < 2 or on_two_bases([columns[at] for at in priced]):
        return list(possible)
    return [(*roles, ColumnRole.LINE_AMOUNT) if at in priced else roles for at, roles in enumerate(possible)]


def _with_list_prices(
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
    return columns[price].share(_has_decimals) == 1 and columns[quantity].share(_has_decimals) == 0


def _has_decimals(text: str) -> bool:
    return _DECIMALS.search(text) is not None


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


def _is_unnamed(column: Column) -> bool:
    return column.band.heading is None or not column.band.heading.roles


def _says_nothing(column: Column, possible: tuple[ColumnRole, ...]) -> bool:
    """Whether the heading is unknown, or means nothing that its cells can be ("Vlr. unit.", known by "unit" alone)."""
    return _is_unnamed(column) or (
        column.band.heading is not None
        and not set(possible) & set(column.band.heading.roles)
        and possible == (ColumnRole.IGNORE,)
    )


def _allows(column: Column, possible: tuple[ColumnRole, ...], role: ColumnRole) -> bool:
    return _says_nothing(column, possible) or role in possible


def _bases(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]]) -> Column | None:
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
        keeper = max(holders, key=lambda n: (not _is_unnamed(columns[n]), len(columns[n].filled), n == best, -n))
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
    bases = _bases(columns, possible)
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
