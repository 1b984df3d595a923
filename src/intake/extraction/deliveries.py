"""A line that is delivered in parts: rows of a date and a number below it, each an order line of its own.

In: a line's rows as they were put together, and what its other rows say. Out: one line for each part, with its own quantity and
date and all else as it was. Where the line prints its whole quantity too, the parts have to add up to it; where they do not, or
nothing tells whether the first row is a part or the whole, the line stays one and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.orders import Evidence
from intake.domain.plans import ColumnRole, Place
from intake.domain.reasons import ReasonCode
from intake.domain.uom import unit_codes
from intake.extraction import cells
from intake.extraction.assembling import Assembled
from intake.extraction.conventions import Conventions
from intake.extraction.executed import Values
from intake.extraction.further_rows import roles_named
from intake.extraction.numbers import NUMBER
from intake.extraction.printed import Cell, pieces_of
from intake.extraction.quoting_places import evidence_at
from intake.extraction.segments import Row
from intake.extraction.shapes import Span, date_span
from intake.extraction.words import vocabulary

R = ColumnRole
_DAY = "requested_delivery_date"
_OWN = ("quantity", _DAY, "line_amount")
_SAYS = {R.QUANTITY, R.UOM, R.REQUESTED_DELIVERY_DATE}
_BETWEEN = re.compile(r"[\s:;,|/()·•–-]*[:;,|/()·•–-][\s:;,|/()·•–-]*")
_JOINT = re.compile(r"\s*[,;+]\s+|\s+(?:[/|]|(?P<word>[^\W\d_]+|&))\s+")
_LABEL = re.compile(r"\s*(?:[^\W\d_][^\W\d_.-]*\s?){1,4}:\s*")
_MOST_TITLE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part: how many, when, and where both are said."""

    quantity: Decimal
    counted: Evidence | None
    day: date
    dated: Evidence | None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """`rest` are the line's rows without the parts. `first` is what its first row says, where that is dated too."""

    deliveries: tuple[Delivery, ...]
    rest: Assembled
    first: Delivery | None


def planned_deliveries(line: Assembled, documents: Sequence[Document], conventions: Conventions) -> Planned | None:
    """The parts that the rows below the first one say; None where they say none."""
    # Words that run through the columns are a note, and so may a part's be.
    below = sorted([*(row for row, _ in line.rows[1:]), *line.notes], key=lambda row: (row.canvas, row.top))
    parts = {at: found for at, row in enumerate(below) if (found := _deliveries(row, documents, conventions))}
    if not parts:
        return None
    gone = [row for at, row in enumerate(below) if at in parts or (at + 1 in parts and _is_title(row))]
    rest = replace(
        line,
        rows=[each for each in line.rows if each[0] not in gone],
        notes=[row for row in line.notes if row not in gone],
    )
    return Planned(tuple(part for found in parts.values() for part in found), rest, _first(line, documents, conventions))


def delivered(whole: Values, planned: Planned) -> Iterator[Values]:
    """The lines of a line's parts. `whole` is what the line's other rows say."""
    parts, first = planned.deliveries, planned.first
    added = sum((part.quantity for part in parts), Decimal(0))
    printed = whole.values.get("quantity")
    is_whole = printed == added
    if is_whole and (first is None or first.day in {part.day for part in parts}):
        own = _OWN if len(parts) > 1 else ("quantity", _DAY)
        yield from (_part(whole, part, own) for part in parts)
    elif first is not None and not is_whole and printed == first.quantity:
        yield from (_part(whole, part, _OWN) for part in (first, *parts))
    else:
        for part in parts:
            for place in part.places:
                whole.use(place)
        ordered = printed if printed is not None else "goods"
        said = f"Deliveries of {added:f} stand below the line's {ordered}: parts of it, or more?"
        whole.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", said)
        yield whole


def _part(whole: Values, part: Delivery, own: Sequence[str]) -> Values:
    """The line with the part's values in place of its `own`; what the only part costs is what the line does."""
    line = replace(
        whole,
        values={path: value for path, value in whole.values.items() if path not in own},
        evidence={path: value for path, value in whole.evidence.items() if path not in own},
        labelled=whole.labelled - set(own),
        typed=whole.typed - set(own),
        problems=[problem for problem in whole.problems if problem.path != _DAY],
        used=set(whole.used),
    )
    for place in part.places:
        line.use(place)
    line.put("quantity", part.quantity, part.counted, labelled="quantity" in whole.labelled)
    line.put(_DAY, part.day, part.dated, labelled=True)
    return line


def _deliveries(row: Row, documents: Sequence[Document], conventions: Conventions) -> tuple[Delivery, ...]:
    """The one part that a row says, or the several that it counts up ("Delivery: 10 pcs 1 April, 20 pcs 4 May")."""
    cell = Cell(tuple(pieces_of(row, documents[row.segments[0].document])))
    alone = _delivery(cell, documents, conventions)
    if alone is not None:
        return (alone,)
    label = _LABEL.match(cell.text)
    edges = [label.end() if label is not None else 0]
    for joint in _JOINT.finditer(cell.text, edges[0]):
        if joint["word"] in (None, "&") or vocabulary().means("and", joint["word"]):
            edges += joint.span()
    edges.append(len(cell.text))
    parts = [_delivery(cell.cut(start, end), documents, conventions) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    found = tuple(part for part in parts if part is not None)
    return found if len(found) == len(parts) > 1 else ()


def _delivery(cell: Cell, documents: Sequence[Document], conventions: Conventions) -> Delivery | None:
    """One date and one number, and no word but their labels and a unit."""
    text = cell.text
    spans = _spans(text)
    if spans is None:
        return None
    dated, (start, end) = spans
    day, quantity = conventions.day(text[slice(*dated)]), conventions.readings(text[start:end])
    if day is None or len(quantity) != 1 or quantity[0] <= 0:
        return None
    counted = evidence_at(cell.place((start, end)), documents)
    return Delivery(quantity[0], counted, day, evidence_at(cell.place(dated), documents), (cell.place(),))


def says_delivery(text: str) -> bool:
    """Whether a row has the words of a part: a day, how many, and no more."""
    return _spans(text) is not None


def _spans(text: str) -> tuple[Span, Span] | None:
    """Where the one date and the one number stand, with no word beside them but their labels and a unit."""
    dated = date_span(text)
    if dated is None:
        return None
    rest = text[: dated[0]] + " " * (dated[1] - dated[0]) + text[dated[1] :]
    numbers = list(NUMBER.finditer(rest))
    if date_span(rest) is not None or len(numbers) != 1:
        return None
    start, end = numbers[0].span("core")
    words = [*_BETWEEN.split(text[: min(start, dated[0])]), *_BETWEEN.split(rest[dated[1] : start]), *_BETWEEN.split(rest[end:])]
    words += _BETWEEN.split(rest[end : dated[0]]) if end < dated[0] else []
    return (dated, (start, end)) if all(_is_its_own(word.strip(" .")) for word in words) else None


def _is_its_own(word: str) -> bool:
    """A label of a date or a number, a unit, or "day"."""
    if not word or unit_codes(word) or any(vocabulary().means(meaning, word) for meaning in ("day", "week")):
        return True
    return bool(_SAYS & set(roles_named(word)))


def _is_title(row: Row) -> bool:
    """ "Delivery schedule:" above the parts: few words and no figure, with a colon or mostly the labels of what stands below."""
    text = row.text
    if any(map(str.isdigit, text)) or len(text.split()) > _MOST_TITLE_WORDS:
        return False
    return ":" in text or 2 * sum(_is_its_own(segment.text.strip(" .:")) for segment in row.segments) > len(row.segments)


def _first(line: Assembled, documents: Sequence[Document], conventions: Conventions) -> Delivery | None:
    """The quantity and the date that stand in their columns on the line's first row."""
    by_role = {column.role: cell for column, cell in zip(line.columns, line.rows[0][1], strict=True) if cell.pieces}
    dated, counted = by_role.get(R.REQUESTED_DELIVERY_DATE), by_role.get(R.QUANTITY)
    if dated is None or counted is None or (span := date_span(dated.text)) is None:
        return None
    day, found = conventions.day(dated.text[slice(*span)]), cells.quantity(counted.text, conventions)
    if day is None or found is None or len(found.readings) != 1:
        return None
    place = counted.place(found.number_span)
    return Delivery(found.readings[0], evidence_at(place, documents), day, evidence_at(dated.place(span), documents))
