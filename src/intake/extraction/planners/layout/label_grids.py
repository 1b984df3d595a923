"""Items as grids of labels: "Cat. no. | P-1000 | Quantity | 20" in cells side by side, again for every item.

In: rows of a document without a line table. Out: the places of each item, and the rows they stand on. A row belongs only where it
is labels and values in turn and every label is a column's heading; a label that comes again begins the next item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.domain.uom import unit_codes
from intake.extraction.column_kinds import NAMING
from intake.extraction.planners.layout.counts import counts_of, prices_of
from intake.extraction.planners.layout.label_roles import role_told_by
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary

R = ColumnRole
_FEWEST = 3
"""A quantity, an article and one thing more: two labels that headings know stand on every letter."""

Pair = tuple[ColumnRole, Segment]


def label_grids(rows: Sequence[Row]) -> tuple[tuple[LinePlan, ...], frozenset[int]]:
    """The items, and the numbers of their rows."""
    lines: list[LinePlan] = []
    used: set[int] = set()
    for numbers, pairs in _blocks(rows):
        plan = _plan(pairs)
        if plan is not None:
            lines.append(plan)
            used.update(numbers)
    return tuple(lines), frozenset(used)


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[list[int], list[Pair]]]:
    numbers: list[int] = []
    pairs: list[Pair] = []
    for at, row in enumerate(rows):
        found = _pairs(row)
        is_other = bool(numbers) and (not found or row.canvas != rows[numbers[-1]].canvas)
        if numbers and (is_other or {role for role, _ in found} & {role for role, _ in pairs} - {R.IGNORE}):
            yield numbers, pairs
            numbers, pairs = [], []
        if found:
            numbers.append(at)
            pairs.extend(found)
    if numbers:
        yield numbers, pairs


def _pairs(row: Row) -> list[Pair]:
    if len(row.segments) % 2:
        return []
    found = []
    for label, value in zip(row.segments[::2], row.segments[1::2], strict=True):
        role = _role(label.text, value.text)
        if role is None:
            return []
        found.append((role, value))
    # "Item | Quantity" is a heading of columns; "Unit | Pack" says that packs are ordered.
    return found if any(_is_value(role, value.text) for role, value in found) else []


def _is_value(role: ColumnRole, text: str) -> bool:
    return not vocabulary().is_exact_heading(text) or (role is R.UOM and bool(unit_codes(text)))


def _role(label: str, value: str) -> ColumnRole | None:
    words = vocabulary()
    bare = label.strip(" :")
    if not words.is_exact_heading(bare):
        return None
    return role_told_by(value, words.column_roles(bare))


def _plan(pairs: Sequence[Pair]) -> LinePlan | None:
    places: dict[ColumnRole, Place] = {}
    for role, value in pairs:
        if role is R.QUANTITY:
            counts = counts_of(value.text)
            if len(counts) != 1 or counts[0].span[0] > 0:
                return None
            places[role] = value.place(*counts[0].number)
            if counts[0].unit is not None:
                places.setdefault(R.UOM, value.place(*counts[0].unit))
        elif role in (R.UNIT_PRICE, R.LINE_AMOUNT):
            prices = prices_of(value.text)
            places[role] = value.place(*(prices[0].span("number") if len(prices) == 1 else (0, None)))
        elif role is not R.IGNORE:
            places[role] = value.place()
    if R.QUANTITY not in places or not set(places) & NAMING or len(places) < _FEWEST:
        return None
    return LinePlan(places=tuple(places.items()))
