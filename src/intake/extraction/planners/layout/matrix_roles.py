"""What the columns of a size or colour matrix hold: the variants, the row's words, and the sum that a row prints of itself.

In: columns with what headings and cells allow. Out: roles. A column that prints the sum of a row's variants is the QUANTITY of
such a table, which the executor holds against the cells and never reads as a line's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from intake.domain.plans import ColumnRole
from intake.extraction import cells, variants
from intake.extraction.column_kinds import FREE_CODES
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.columns import ENOUGH, Column, is_numeric

R = ColumnRole
_FEWEST = 2
_FEWEST_BARE = 3
"""Of two figures and their sum the first may be a price and the second its tax."""


def is_variant_column(column: Column) -> bool:
    return column.band.heading is not None and column.band.heading.roles == (R.VARIANT_QUANTITY,)


def matrix_possible(
    columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]], conventions: Conventions
) -> list[tuple[ColumnRole, ...]]:
    """`possible` where the table is a matrix; as it was where it is none."""
    found = _with_row_sums(columns, possible, conventions)
    at = [number for number, column in enumerate(columns) if is_variant_column(column)]
    if not at:
        at = _unnamed_parts(columns, found, conventions)
    elif not any(columns[number].filled for number in at) or _are_prices(columns, at, conventions):
        for number in at:
            found[number] = (R.IGNORE,)
        return found
    if not at:
        return found
    for number in at:
        found[number] = (R.VARIANT_QUANTITY,)
    for number, column in enumerate(columns):
        if number in at:
            continue
        if _may_sum(column, possible[number], conventions) and _sums(column, [columns[each] for each in at], conventions):
            found[number] = (R.QUANTITY,)
        elif number < at[0] and (found[number][:1] or (R.IGNORE,)) == (R.IGNORE,) and _is_wordy(column):
            found[number] = (_code_role(column) or R.DESCRIPTION,)
    return found


def _are_prices(columns: Sequence[Column], at: Sequence[int], conventions: Conventions) -> bool:
    """Figures with decimals under numbers: what a piece costs from so many on."""
    texts = [text for number in at for text in columns[number].filled]
    broken = sum(1 for text in texts if (value := _value(text, conventions)) is not None and value != value.to_integral_value())
    headings = [heading.text for number in at if (heading := columns[number].band.heading) is not None]
    return 2 * broken > len(texts) and not any(variants.is_word_variant(text) for text in headings)


def _with_row_sums(
    columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]], conventions: Conventions
) -> list[tuple[ColumnRole, ...]]:
    """A "Total" of whole numbers that adds up on every row to the columns left of it, which nothing heads (a school's classes) or
    all have headings nobody knows, counts what is ordered where nothing else does."""
    found = list(possible)
    if any(R.QUANTITY in roles for roles in possible) or any(map(is_variant_column, columns)):
        return found
    whole = [number for number, column in enumerate(columns) if _is_whole(column, conventions)]
    for number in whole:
        heading = columns[number].band.heading
        if heading is None or R.LINE_AMOUNT not in heading.roles:
            continue
        left = [columns[part] for part in whole if part < number]
        bare = [column for column in left if column.band.heading is None]
        named = [column for column in left if column.band.heading is not None and not column.band.heading.roles]
        is_told = len(bare) >= _FEWEST_BARE if not named else len(named) >= _FEWEST and not bare
        if is_told and _sums(columns[number], [*bare, *named], conventions, every=True):
            found[number] = (R.QUANTITY,)
    return found


def _is_whole(column: Column, conventions: Conventions) -> bool:
    values = [_value(text, conventions) for text in column.filled]
    return bool(values) and all(value is not None and value == value.to_integral_value() for value in values)


def _unnamed_parts(columns: Sequence[Column], possible: Sequence[tuple[ColumnRole, ...]], conventions: Conventions) -> list[int]:
    """Columns of whole numbers under unknown headings whose sum is the row's quantity: a matrix of something unheard of."""
    parts = [
        number
        for number, column in enumerate(columns)
        if column.band.heading is not None and not column.band.heading.roles and _is_whole(column, conventions)
    ]
    totals = [column for column, roles in zip(columns, possible, strict=True) if roles[:1] == (R.QUANTITY,)]
    is_matrix = len(parts) >= _FEWEST and any(_sums(total, [columns[n] for n in parts], conventions) for total in totals)
    return parts if is_matrix else []


def _may_sum(column: Column, possible: tuple[ColumnRole, ...], conventions: Conventions) -> bool:
    """Bare figures under a heading that may count or sum up; a code is no figure, whatever number it has in it."""
    heading = column.band.heading
    counting = {R.QUANTITY, R.LINE_AMOUNT, R.PACKS, R.UOM}
    if heading is not None and heading.roles and not counting & {*possible, *heading.roles}:
        return False
    return column.share(lambda text: is_numeric(text, conventions)) >= ENOUGH


def _sums(total: Column, parts: Sequence[Column], conventions: Conventions, *, every: bool = False) -> bool:
    """Whether the column prints the sum of the others on most of the rows, or on every one that has a figure."""
    held = seen = 0
    for row, text in enumerate(total.texts):
        values = [value for part in parts if (value := _value(part.texts[row], conventions)) is not None]
        printed = _value(text, conventions)
        if printed is None or not values:
            if every and (printed is not None or values):
                return False
            continue
        seen += 1
        held += sum(values, Decimal(0)) == printed
    return seen > 0 and held >= (1 if every else ENOUGH) * seen


def _value(text: str, conventions: Conventions) -> Decimal | None:
    if cells.is_blank(text):
        return None
    found = cells.quantity(text, conventions)
    return found.readings[0] if found is not None else None


def _code_role(column: Column) -> ColumnRole | None:
    """A style is often a code without figures: one word in capitals under a heading of codes."""
    heading = column.band.heading
    role = next((each for each in heading.roles if each in FREE_CODES), None) if heading is not None else None
    return role if column.share(lambda text: len(text.split()) == 1 and text == text.upper()) == 1 else None


def _is_wordy(column: Column) -> bool:
    """The row's colour or model in words; a colour's number under its name."""
    if not column.filled:
        return False
    named = column.band.heading is not None and variants.is_colour_name(column.band.heading.text)
    return named or column.share(lambda text: any(sign.isalpha() for sign in text)) >= ENOUGH
