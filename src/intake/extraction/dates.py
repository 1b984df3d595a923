"""Dates as they are written: which day a text may be, under which order of day and month; calendar weeks; "as soon as possible".

In: a date's text ("12.03.2026", "3/12/26", "12. März 2026", "KW 14"). Out: the day under an order, or the orders that it allows.
Which order a document uses is `conventions.py`'s question.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from intake.extraction.shapes import ORDINAL
from intake.extraction.words import vocabulary

DayOrder: TypeAlias = Literal["dmy", "mdy"]
ORDERS: tuple[DayOrder, DayOrder] = ("dmy", "mdy")

_YEAR_FIRST = re.compile(r"(\d{4})\s?[./\-年]\s?(\d{1,2})\s?[./\-月]\s?(\d{1,2})日?")
_NUMERIC = re.compile(r"(\d{1,2})\s?([./\-])\s?(\d{1,2})\s?[./\-]\s?(\d{4}|\d{2})")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º|ª|:e)?[\s.\-/]*(?:de\s+|di\s+)?([^\W\d_]{3,})\.?[\s,.\-/]*(?:de\s+|del\s+)?'?(\d{4}|\d{2})?(?!\d)"
)
_NAMED_DAY = re.compile(rf"([^\W\d_]{{3,}})\.?\s+(\d{{1,2}})(?:(?:st|nd|rd|th)?,?\s+(\d{{4}})|(?:{ORDINAL})(?!\w))")
_YEAR_NAMED = re.compile(r"(\d{4})[.\s-]+([^\W\d_]{3,})\.?[.\s-]+(\d{1,2})")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.(?!\d)")
_ISO_WEEK = re.compile(r"(20\d{2})\s?-?\s?W\s?(\d{1,2})|\bW\s?(\d{1,2})(?:\s?/\s?(\d{4}|\d{2}))?", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_SERIAL_EPOCH, _SERIAL_EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 40_000, 60_000
"""Days of 2009 to 2064 as a sheet counts them."""


@dataclass(frozen=True, slots=True)
class WeekSaid:
    """A calendar week; `year` is None where none is printed."""

    week: int
    year: int | None

    def friday(self, near: date | None) -> date | None:
        """The Friday of the week; without a printed year the first such week not before the week of `near`."""
        year = self.year
        if year is None:
            if near is None:
                return None
            year = near.isocalendar().year
            if self.week < near.isocalendar().week:
                year += 1
        try:
            return date.fromisocalendar(year, self.week, 1) + timedelta(days=4)
        except ValueError:
            return None


def orders_allowed(text: str) -> tuple[DayOrder, ...]:
    """The orders under which the text is a date; both where day and month cannot be told apart."""
    return tuple(order for order in ORDERS if to_date(text, order) is not None)


def is_ambiguous(text: str) -> bool:
    """Whether the two orders give two different days."""
    found = {to_date(text, order) for order in ORDERS} - {None}
    return len(found) == 2


def to_date(text: str, order: DayOrder, near: date | None = None) -> date | None:
    """The day that the text says. A year of two digits is of this century; a day without a year is the first one after `near`."""
    for pattern in (_YEAR_FIRST, _COMPACT):
        if found := pattern.search(text):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.search(text):
        first, second = int(found[1]), int(found[3])
        # With dots the day comes first, wherever one writes so.
        day_first = order == "dmy" or found[2] == "."
        day, month = (first, second) if day_first else (second, first)
        return _day(_year(found[4]), month, day)
    return _named(text, near) or _without_year(text, near)


def _named(text: str, near: date | None) -> date | None:
    month = vocabulary().month
    for found in _YEAR_NAMED.finditer(text):
        if (number := month(found[2])) is not None:
            return _day(int(found[1]), number, int(found[3]))
    for found in _NAMED_DAY.finditer(text):
        if (number := month(found[1])) is not None:
            return _day(int(found[3]), number, int(found[2])) if found[3] else _next(number, int(found[2]), near)
    for found in _DAY_NAMED.finditer(text):
        if (number := month(found[2])) is not None:
            if found[3]:
                return _day(_year(found[3]), number, int(found[1]))
            return _next(number, int(found[1]), near)
    return None


def _without_year(text: str, near: date | None) -> date | None:
    found = _DAY_MONTH.search(text)
    return _next(int(found[2]), int(found[1]), near) if found else None


def _next(month: int, day: int, near: date | None) -> date | None:
    if near is None:
        return None
    this_year = _day(near.year, month, day)
    return this_year if this_year is None or this_year >= near else _day(near.year + 1, month, day)


def serial_day(number: Decimal, near: date | None, years: Set[int], *, from_1904: bool) -> date | None:
    """The day that a sheet counts from 1900 or 1904 on, where its cell lost the format of a date: of the year that the other
    dates speak of, or the one before or after; None for any other number."""
    if number != number.to_integral_value() or not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    day = (_SERIAL_EPOCH_1904 if from_1904 else _SERIAL_EPOCH) + timedelta(days=int(number))
    spoken = years if near is None else {near.year}
    return day if any(abs(day.year - year) <= 1 for year in spoken) or not spoken else None


def week_said(text: str) -> WeekSaid | None:
    """The calendar week in a text that is known to say one ("KW 14", "14. KW 2026", "2026-W14", "week 14/26")."""
    if found := _ISO_WEEK.search(text):
        year = found[1] or found[4]
        return _week(int(found[2] or found[3]), _year(year) if year else None)
    numbers = [int(found) for found in _NUMBERS.findall(text)]
    weeks = [number for number in numbers if 1 <= number <= 53]
    if not weeks:
        return None
    years = [number for number in numbers if 2000 <= number <= 2099]
    if not years and len(numbers) == 2 and "/" in text and 20 <= numbers[1] <= 99:
        years = [2000 + numbers[1]]
    return _week(weeks[0], years[0] if years else None)


def _week(week: int, year: int | None) -> WeekSaid | None:
    return WeekSaid(week, year) if 1 <= week <= 53 else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
