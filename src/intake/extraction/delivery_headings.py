"""Days and weeks that head quantities: "23.03. | 30.03. | 06.04." over how many are delivered when.

In: headings as printed, from left to right. Out: which of them are such days, and which day one names. One day alone heads
nothing: only neighbours that follow each other do. A weekday tells which day "08/06" beside it is; a bare one leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from intake.extraction.conventions import Conventions
from intake.extraction.dates import ORDERS, DayOrder, to_date
from intake.extraction.shapes import date_span, is_date
from intake.extraction.weekdays import weekday_numbers

_FEWEST = 2
_WEEKDAY = re.compile(r"(?P<name>[^\W\d_]{2,}(?:-feira)?)\.?,?(?:\s+(?P<first>\d{1,2})\s?[./-]\s?(?P<second>\d{1,2})\.?)?")


def delivery_columns(headings: Sequence[str]) -> frozenset[int]:
    """The headings that are days or weeks, by number; none where no two stand side by side."""
    dated = [at for at, text in enumerate(headings) if is_delivery(text)]
    run = [at for at in dated if at - 1 in dated or at + 1 in dated]
    is_one = len(run) >= _FEWEST and all(b - a == 1 for a, b in pairwise(run))
    return frozenset(run) if is_one and len({headings[at] for at in run}) == len(run) else frozenset()


def delivery_day(heading: str, conventions: Conventions, beside: Sequence[str] = ()) -> date | None:
    """The day that a heading names; a week stands as its Friday. None for what is no day, or leaves open which. `beside` are all
    the headings that stand with it: one year and one order of day and month must fit the weekdays of them all."""
    weekday = _weekday(heading)
    if weekday is None:
        return conventions.day(heading) if is_delivery(heading) else None
    others = [found for text in beside if (found := _weekday(text)) is not None]
    near = conventions.near
    years = conventions.years if near is None else {near.year - 1, near.year, near.year + 1}
    ways = [
        (year, order)
        for year in years
        for order in ((conventions.order,) if conventions.order is not None else ORDERS)
        if all(_day(each, year, order) is not None for each in (weekday, *others))
    ]
    days = {_day(weekday, *way) for way in ways}
    return days.pop() if len(days) == 1 else None


def _weekday(text: str) -> re.Match[str] | None:
    found = _WEEKDAY.fullmatch(text.strip())
    return found if found is not None and weekday_numbers(found["name"]) else None


def _day(weekday: re.Match[str], year: int, order: DayOrder) -> date | None:
    """The day in a year, if it falls on its weekday."""
    if weekday["first"] is None:
        return None
    day, month = (weekday["first"], weekday["second"]) if order == "dmy" else (weekday["second"], weekday["first"])
    found = to_date(f"{day}.{month}.{year}", "dmy")
    return found if found is not None and found.weekday() in weekday_numbers(weekday["name"]) else None


def is_delivery(text: str) -> bool:
    """A day or a week and nothing else; a weekday may stand before it, or alone."""
    span = date_span(text)
    return (
        is_date(text)
        or _weekday(text) is not None
        or (span is not None and span[1] >= len(text.strip()) - 1 and text[: span[0]].strip(" .,").isalpha())
    )
