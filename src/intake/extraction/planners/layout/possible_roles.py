"""What one column may hold: the roles that its heading allows and its cells can be.

In: a column. Out: its possible roles, likeliest first; where no known heading stands above it, the role of what its cells are.
Which one it is beside the other columns is `roles.py`'s question.
"""

from __future__ import annotations

import re
from itertools import pairwise

from intake.domain.identifiers import is_gtin
from intake.domain.plans import ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.column_kinds import FREE_CODES
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.columns import ENOUGH, Column, has_cents, has_decimals, is_numeric
from intake.extraction.planners.layout.matrix_roles import is_variant_column
from intake.extraction.shapes import is_code, is_date
from intake.extraction.table_rows import is_position

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
_FIRST_NUMBER = re.compile(r"\(?([0-9]+)")


def possible_roles(column: Column, conventions: Conventions) -> tuple[ColumnRole, ...]:
    """The roles a heading allows that its cells can be; the role of the cells' type where there is no known heading."""
    if is_variant_column(column):
        return (ColumnRole.VARIANT_QUANTITY,)
    if column.band.heading is not None and column.band.heading.roles:
        fitting = tuple(role for role in column.band.heading.roles if fits(column, role, conventions))
        if ColumnRole.LINE_NUMBER in fitting and not _may_number_lines(column):
            # "Item #" over "TOM-28" is the article's, and so it is over 10023, 10057, 11840.
            fitting = tuple(sorted(fitting, key=lambda role: role not in FREE_CODES))
        if not fitting and ColumnRole.PACK_SIZE in column.band.heading.roles:
            # What is in a pack is never the article's name, whatever words say it.
            return (ColumnRole.UOM,) if _are_packs_by_name(column) else (ColumnRole.PACK_SIZE,)
        if not fitting and ColumnRole.UOM in column.band.heading.roles:
            return (ColumnRole.IGNORE,)
        if not fitting and set(column.band.heading.roles) <= FREE_CODES and are_capitals(column):
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


def are_capitals(column: Column) -> bool:
    """Whether a heading of codes stands over one word in capitals each, no two alike: "LEJ05", "PAPH", "GELD"."""
    is_headed = column.band.heading is not None and bool(FREE_CODES & set(column.band.heading.roles))
    is_each = column.share(lambda text: len(text.split()) == 1 and text == text.upper() and any(map(str.isalpha, text))) == 1
    return is_headed and is_each and len(set(column.filled)) == len(column.filled) > 0


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
    if _are_in_parts(column):
        return _are_sections(column)
    values = _first_numbers(column)
    is_rising = all(before < after for before, after in pairwise(values))
    return not values or max(values) < _SHORT or (is_rising and values[0] <= _SHORT)


def _are_in_parts(column: Column) -> bool:
    return column.share(lambda text: _IN_PARTS.search(text) is not None) >= ENOUGH


def _are_sections(column: Column) -> bool:
    """ "1.1", "1.2", "2.1" number lines; "0364-55" over "0338-49" are articles."""
    values = _first_numbers(column)
    return not values or (values == sorted(values) and values[-1] <= _MOST_SECTIONS)


def _first_numbers(column: Column) -> list[int]:
    return [int(found[1]) for text in column.filled if (found := _FIRST_NUMBER.match(text.strip())) is not None]


def fits(column: Column, role: ColumnRole, conventions: Conventions) -> bool:
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
        # "Line" over 517.40 is what the line costs; "1.1", "1.2" number lines.
        is_price = has_cents if _are_in_parts(column) and _are_sections(column) else has_decimals
        return column.share(lambda text: len(text) <= 12 and not is_price(text)) >= ENOUGH
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
