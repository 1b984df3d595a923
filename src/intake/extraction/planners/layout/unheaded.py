"""Tables under headings in no language that is known, or under none: what the cells are and their products say the columns.

In: a document's rows, where no heading was found. Out: a header for each run of rows that are cut alike: of unknown headings
where the row above is cut so too, of none where it is not. Nothing is named here: only products on most
of the rows make columns of quantity, price and amount (`products.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.extraction.planners.layout.stacked_headings import Header, Heading
from intake.extraction.segments import Row

_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 4
"""A name, a quantity, a price and an amount: with fewer there is no product to tell them by."""
_FEWEST_FIGURES = 3


def unknown_headers(rows: Sequence[Row]) -> Iterator[Header]:
    """The row above each run of like rows, where it holds words alone; else the place right above the run."""
    at = 0
    while at < len(rows):
        end = _run(rows, at)
        if end - at >= _FEWEST_ROWS:
            is_headed = at > 0 and _heads(rows[at - 1], rows[at])
            yield _header(rows[at - 1], at - 1) if is_headed else _none_above(rows[at], at)
        at = max(end, at + 1)


def _run(rows: Sequence[Row], at: int) -> int:
    """Where the rows cut like `rows[at]`, with figures in the same places, are over; `at` where it can be no line's."""
    cut = _cut(rows[at])
    if len(cut) < _FEWEST_COLUMNS or sum(cut) < _FEWEST_FIGURES:
        return at
    end = at + 1
    while end < len(rows) and _cut(rows[end]) == cut and rows[end].canvas == rows[at].canvas:
        end += 1
    return end


def _cut(row: Row) -> tuple[bool, ...]:
    """For each segment whether it begins with a figure."""
    return tuple(segment.text[:1].isdigit() for segment in row.segments)


def _heads(above: Row, first: Row) -> bool:
    is_wordy = not any(sign.isdigit() for sign in above.text)
    return is_wordy and above.canvas == first.canvas and len(above.segments) == len(first.segments)


def _header(row: Row, at: int) -> Header:
    headings = tuple(Heading((segment,), (), segment.text) for segment in row.segments)
    return Header(first=at, last=at, canvas=row.canvas, top=row.top, bottom=row.bottom, headings=headings)


def _none_above(row: Row, at: int) -> Header:
    return Header(first=at - 1, last=at - 1, canvas=row.canvas, top=row.top, bottom=row.top, headings=(), cut=len(row.segments))
