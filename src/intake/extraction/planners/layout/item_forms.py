"""Items as forms: "Reference: A / Description: B / Quantity: 4" on rows of their own, again for every item.

In: rows of a document without tables. Out: each block of labelled rows that makes an item, with it. A block needs a quantity and
an article; a label that comes again, or a wider gap, ends it. The labels are the headings of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.extraction.column_kinds import CODES
from intake.extraction.planners.layout.counts import counts_of, prices_of
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.label_roles import role_told_by
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary

_PAIR = re.compile(r"^\s*(?P<label>[^\W\d_][^:=\n]{0,38}?)\s*[:=]\s*(?P<value>\S[^\n]*?)\s*$", re.MULTILINE)
_WIDER = 1.4
_ARTICLE = CODES | {ColumnRole.DESCRIPTION}


def item_forms(rows: Sequence[Row]) -> list[tuple[tuple[Row, ...], Utterance, Item]]:
    """Every block that makes an item, with its rows."""
    found = []
    for block in _blocks(rows):
        segments = tuple(segment for row in block for segment in row.segments)
        text = "\n".join(" ".join(segment.text for segment in row.segments) for row in block)
        utterance = Utterance(segments, text, segments[0].kind, True, is_entry=True)
        item = _item(utterance)
        if item is not None:
            found.append((tuple(block), utterance, item))
    return found


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    roles: set[ColumnRole] = set()
    for row in rows:
        role = _role(row)
        if block and (role is None or role in roles or _is_apart(block, row)):
            yield block
            block, roles = [], set()
        if role is not None:
            block.append(row)
            roles.add(role)
    if block:
        yield block


def _is_apart(block: list[Row], row: Row) -> bool:
    """On another canvas, or behind a gap that the block's rows do not have: what follows is a total or something else."""
    if row.canvas != block[-1].canvas:
        return True
    return len(block) > 1 and row.top - block[-1].top > _WIDER * (block[1].top - block[0].top)


def _role(row: Row) -> ColumnRole | None:
    found = _PAIR.match(" ".join(segment.text for segment in row.segments))
    return _role_of(found["label"], found["value"]) if found is not None else None


def _role_of(label: str, value: str) -> ColumnRole | None:
    words = vocabulary()
    if not words.is_exact_heading(label):
        return None
    return role_told_by(value, [role for role in words.column_roles(label) if role is not ColumnRole.IGNORE])


def _item(utterance: Utterance) -> Item | None:
    places: dict[ColumnRole, Place | None] = {}
    number: tuple[int, int] | None = None
    for pair in _PAIR.finditer(utterance.text):
        role = _role_of(pair["label"], pair["value"])
        begin, end = pair.span("value")
        if role is ColumnRole.QUANTITY:
            counts = counts_of(pair["value"])
            if len(counts) != 1 or counts[0].span[0] > 0:
                return None
            number = (begin + counts[0].number[0], begin + counts[0].number[1])
            unit = counts[0].unit
            places[role] = utterance.place(number)
            if unit is not None:
                places.setdefault(ColumnRole.UOM, utterance.place((begin + unit[0], begin + unit[1])))
        elif role is not None:
            prices = prices_of(pair["value"]) if role in (ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT) else []
            span = prices[0].span("number") if len(prices) == 1 else (0, end - begin)
            places[role] = utterance.place((begin + span[0], begin + span[1]))
    found = tuple((role, place) for role, place in places.items() if place is not None)
    if number is None or not {role for role, _ in found} & _ARTICLE:
        return None
    return Item(LinePlan(places=found), True, number, has_code=True)
