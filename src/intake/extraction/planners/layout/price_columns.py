"""Which of several columns of prices is the one that is paid: "List price | Price", "Price per piece | Price per box".

In: the columns that head a unit price, and the others. Out: the one that the rows' products, the unit that is counted in or the
lower figures bear out; None where nothing does. Prices on two bases are never compared by their height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations

from intake.domain.plans import ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.columns import ENOUGH, Column
from intake.extraction.words import vocabulary
from intake.extraction.words.priced_units import are_two_bases

Holds = Callable[[Column, Column, Column], float]
"""The share of rows whose quantity × price is the amount."""


def paid(
    columns: Sequence[Column], roles: Sequence[ColumnRole], holders: Sequence[int], conventions: Conventions, holds: Holds
) -> int | None:
    if not on_two_bases([columns[number] for number in holders]):
        return _lowest(columns, holders, conventions)
    counted = [n for n, role in enumerate(roles) if role in (ColumnRole.QUANTITY, ColumnRole.PACKS)]
    amounts = [n for n, role in enumerate(roles) if role is ColumnRole.LINE_AMOUNT]
    if counted and amounts:
        borne_out = [n for n in holders if holds(columns[counted[0]], columns[n], columns[amounts[0]]) >= ENOUGH]
        if borne_out:
            return borne_out[0]
    units = next((columns[n] for n, role in enumerate(roles) if role is ColumnRole.UOM), None)
    if units is not None:
        same = [number for number in holders if _is_counted(units, columns[number])]
    else:
        same = [number for number in holders if counted and _is_headed(columns[counted[0]], columns[number])]
    return same[0] if len(same) == 1 else None


def on_two_bases(columns: Sequence[Column]) -> bool:
    """Whether headings price by different units, or one by a pack and another by no unit that it names."""
    said = [_units_of(column) for column in columns]
    return any(are_two_bases(one, other) for one, other in combinations(said, 2))


def _units_of(column: Column) -> frozenset[str]:
    return vocabulary().priced_units(column.band.heading.text) if column.band.heading is not None else frozenset()


def _is_counted(units: Column, prices: Column) -> bool:
    """Whether every line counts in the unit that the prices are for."""
    priced = _units_of(prices)
    return units.share(lambda text: not unit_codes(text).isdisjoint(priced)) == 1


def _is_headed(counts: Column, prices: Column) -> bool:
    """Whether the quantities stand under the unit that the prices are for: "Cases" beside "Price per case"."""
    words = counts.band.heading.text.split() if counts.band.heading is not None else []
    return any(not unit_codes(word).isdisjoint(_units_of(prices)) for word in words)


def _lowest(columns: Sequence[Column], holders: Sequence[int], conventions: Conventions) -> int | None:
    """The price above no other on any row: what is paid, beside a list price or one with the tax. None where they cross."""
    rows = [tuple(_price(text, conventions) for text in row) for row in zip(*(columns[n].texts for n in holders), strict=True)]
    compared = [[price for price in row if price is not None] for row in rows if None not in row]
    for at, number in enumerate(holders):
        if compared and all(row[at] == min(row) for row in compared) and any(row[at] < max(row) for row in compared):
            return number
    return None


def _price(text: str, conventions: Conventions) -> Decimal | None:
    found = cells.price(text, conventions)
    return found.readings[0] if found is not None and len(found.readings) == 1 else None
