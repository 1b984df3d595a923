"""Items printed as cards side by side: "Code: A   Code: B" over "Quantity: 4   Quantity: 9" is two items, not one.

In: rows of a document without a line table. Out: the same rows, where cards stand side by side one card after the other. Cards
are told by their labels, which begin again further right in the same row; one of them has to count and one to name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import COUNTING, NAMING
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import key

_ALIGNED = 3.0
_WIDER = 1.8


def cards_in_order(rows: Sequence[Row]) -> list[Row]:
    ordered: list[Row] = []
    at = 0
    while at < len(rows):
        edges = _edges(rows[at])
        block = list(_block(rows, at, edges)) if len(edges) > 1 else []
        if block and _are_items(block):
            ordered += [
                part for number in range(len(edges)) for row in block if (part := _within(row, edges, number)) is not None
            ]
            at += len(block)
        else:
            ordered.append(rows[at])
            at += 1
    return ordered


def _edges(row: Row) -> tuple[float, ...]:
    """Where the row's first label stands, again and again."""
    first = _label(row.segments[0])
    return tuple(segment.x0 for segment in row.segments if _label(segment) == first) if first else ()


def _label(segment: Segment) -> str:
    """What a segment is headed by, as it is compared; "" where it names nothing that lines have."""
    text = segment.text.partition(":")[0].strip()
    return key(text) if text and vocabulary().is_exact_heading(text) else ""


def _block(rows: Sequence[Row], at: int, edges: tuple[float, ...]) -> Iterator[Row]:
    """The rows of cards that begin in row `at`: down to a label that comes again, a wider gap, or words across two cards."""
    seen: set[str] = set()
    step = rows[at + 1].top - rows[at].top if at + 1 < len(rows) else 0.0
    for number in range(at, len(rows)):
        row = rows[number]
        labels = {label for segment in row.segments if (label := _label(segment))}
        is_far = number > at and row.top - rows[number - 1].top > _WIDER * step
        if row.canvas != rows[at].canvas or is_far or labels & seen or not _keeps_to(row, edges):
            return
        seen |= labels
        yield row


def _keeps_to(row: Row, edges: Sequence[float]) -> bool:
    """Whether every card's words begin at its edge or stand within it."""
    return row.segments[0].x0 >= edges[0] - _ALIGNED and not any(
        segment.x0 < edge - _ALIGNED and segment.x1 > edge + _ALIGNED for segment in row.segments for edge in edges[1:]
    )


def _are_items(block: Sequence[Row]) -> bool:
    """Whether the cards name and count, every label of theirs at least twice beside each other."""
    roles: set[ColumnRole] = set()
    for row in block:
        labels = [_label(segment) for segment in row.segments]
        if len(set(filter(None, labels))) < len(list(filter(None, labels))):
            roles |= {role for segment in row.segments if _label(segment) for role in vocabulary().column_roles(_label(segment))}
    return bool(roles & COUNTING) and bool(roles & NAMING)


def _within(row: Row, edges: Sequence[float], number: int) -> Row | None:
    left = edges[number] - _ALIGNED
    right = edges[number + 1] - _ALIGNED if number + 1 < len(edges) else float("inf")
    own = tuple(segment for segment in row.segments if left <= segment.x0 < right)
    return replace(row, segments=own) if own else None
