"""Two prices of one line on two bases: "Price per piece | Price per box". Which of them the quantity is counted in is not for a
reader to guess.

In: a line that was read, its columns with their cells. Out: the other price as printed, where neither the line's product nor the
unit that it is counted in says which of the two is meant; None where there is no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.arithmetic import makes_amount
from intake.extraction.conventions import Conventions
from intake.extraction.executed import Values, build_line
from intake.extraction.printed import Cell
from intake.extraction.quoting_places import text_at
from intake.extraction.words import vocabulary
from intake.extraction.words.priced_units import are_two_bases

Columns = Sequence[tuple[Column, Sequence[Cell]]]
_COUNTS = (ColumnRole.QUANTITY, ColumnRole.PACKS)


def rival_price(line: Values, columns: Columns, documents: Sequence[Document], conventions: Conventions) -> str | None:
    own = next((column for column, parts in columns if column.role is ColumnRole.UNIT_PRICE and parts), None)
    if own is None or own.heading is None or "unit_price" not in line.values or makes_amount(build_line(line)):
        return None
    priced = _units(own, documents)
    for column, parts in columns:
        if column.role is not ColumnRole.IGNORE or not parts or not _heads_prices(column, documents):
            continue
        if are_two_bases(priced, _units(column, documents)) and cells.price(parts[0].text, conventions) is not None:
            counted = set(_counted(line, columns, documents))
            if counted.isdisjoint(priced) or not counted.isdisjoint(_units(column, documents)):
                return parts[0].text
    return None


def _heads_prices(column: Column, documents: Sequence[Document]) -> bool:
    if column.heading is None:
        return False
    heading = text_at(column.heading, documents)
    return ColumnRole.UNIT_PRICE in vocabulary().column_roles(heading) or bool(vocabulary().priced_units(heading))


def _units(column: Column, documents: Sequence[Document]) -> frozenset[str]:
    return vocabulary().priced_units(text_at(column.heading, documents)) if column.heading is not None else frozenset()


def _counted(line: Values, columns: Columns, documents: Sequence[Document]) -> Iterator[str]:
    """The codes of what the quantity counts: the line's unit, or words over the quantities ("Cases")."""
    unit = line.values.get("uom")
    if isinstance(unit, str):
        yield from unit_codes(unit)
        return
    for column, parts in columns:
        if column.role in _COUNTS and parts and column.heading is not None:
            for word in text_at(column.heading, documents).split():
                yield from unit_codes(word)
