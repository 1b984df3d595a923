"""A row of another delivery of the line above: it prints how many, when and at which price, and leaves out what they are of.

In: the cells of a row that begins a line, and those of the line before. Out: the same, with what names the goods taken from the
line before. Only a row that is dated itself, under one that is dated too, and at the same price, goes on with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.plans import Column, ColumnRole
from intake.extraction import cells
from intake.extraction.column_kinds import NAMING
from intake.extraction.printed import Cell
from intake.extraction.shapes import date_span

R = ColumnRole
_NAMED = NAMING | {R.LINE_NUMBER}
_DESCRIBED = (*_NAMED, R.UOM)


def with_named_above(found: tuple[Cell, ...], columns: Sequence[Column], above: Sequence[Cell]) -> tuple[Cell, ...]:
    roles = [column.role for column in columns]
    is_named = any(_says(cell) for role, cell in zip(roles, found, strict=True) if role in _NAMED)
    if is_named or R.REQUESTED_DELIVERY_DATE not in roles:
        return found
    if not any(_says(cell) for role, cell in zip(roles, above, strict=True) if role in NAMING):
        return found
    dated, before = (each[roles.index(R.REQUESTED_DELIVERY_DATE)].text for each in (found, above))
    prices = [each[at].text for each in (found, above) for at in [_at(roles, R.UNIT_PRICE)] if at is not None]
    if date_span(dated) is None or date_span(before) is None or len(set(prices)) > 1:
        return found
    return tuple(
        theirs if role in _DESCRIBED and not _says(own) else own for role, own, theirs in zip(roles, found, above, strict=True)
    )


def _says(cell: Cell) -> bool:
    return not cells.is_blank(cell.text)


def _at(roles: Sequence[ColumnRole], role: ColumnRole) -> int | None:
    return roles.index(role) if role in roles else None
