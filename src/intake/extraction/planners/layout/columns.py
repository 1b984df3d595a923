"""A column of a table as the question of its role sees it: the band, and what stands in it row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.planners.layout.bands import Band

ENOUGH = 0.6
"""A role, a product or a sum that holds on three rows of five is the column's; the others are then named by `verify`."""
_DECIMALS = re.compile(r"\d[.,]\d{1,4}(?!\d)")
_CENTS = re.compile(r"\d[.,]\d{2,4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one band, row by row; "" where a row has none."""

    band: Band
    texts: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(text for text in self.texts if not cells.is_blank(text))

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of the filled cells that pass."""
        filled = self.filled
        return sum(1 for text in filled if test(text)) / len(filled) if filled else 0.0


def is_numeric(text: str, conventions: Conventions) -> bool:
    """A number with nothing beside it but a unit, a currency or a basis."""
    found = cells.price(text, conventions)
    return found is not None and not found.rest


def has_decimals(text: str) -> bool:
    return _DECIMALS.search(text) is not None


def has_cents(text: str) -> bool:
    return _CENTS.search(text) is not None


def is_unnamed(column: Column) -> bool:
    return column.band.heading is None or not column.band.heading.roles
