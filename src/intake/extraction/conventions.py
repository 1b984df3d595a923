"""How one document writes numbers and dates, decided once from all its values: what one value leaves open, the others settle.

In: the texts of a document's cells. Out: `Conventions`. Where nothing settles a mark or an order, or the values contradict each
other, it stays None, and a value that needs it is ambiguous: a reason, never a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from intake.extraction.dates import DayOrder, is_ambiguous, orders_allowed, serial_day, to_date, week_said
from intake.extraction.numbers import MARKS, NUMBER, DecimalMark, marks_allowed, signed
from intake.extraction.shapes import week_span

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Conventions:
    """`mark` and `order` are None while the document does not settle them. `near` is the day that dates without a year follow;
    `years` are those that the document's dates print; `from_1904`: a sheet's days are counted from there."""

    mark: DecimalMark | None = None
    order: DayOrder | None = None
    near: date | None = None
    years: frozenset[int] = frozenset()
    from_1904: bool = False

    def number(self, text: str) -> Decimal | None:
        """The first number of the text; None where there is none or it is ambiguous."""
        readings = self.readings(text)
        return readings[0] if len(readings) == 1 else None

    def readings(self, text: str) -> tuple[Decimal, ...]:
        """Every value that the first number may have here; one where the document settles it."""
        found = NUMBER.search(text)
        if found is None:
            return ()
        allowed = marks_allowed(found["core"])
        if self.mark in allowed:
            allowed = (self.mark,)
        values = [signed(found, mark) for mark in allowed]
        return tuple(dict.fromkeys(value for value in values if value is not None))

    def day(self, text: str) -> date | None:
        """The day or week the text says, a week as its Friday; None where it says none or leaves open which."""
        week = week_said(text) if week_span(text) is not None else None
        return week.friday(self.near) if week is not None else self.date(text)

    def serial_day(self, number: Decimal) -> date | None:
        """The day that a sheet's number counts, where it counts one."""
        return serial_day(number, self.near, self.years, from_1904=self.from_1904)

    def date(self, text: str) -> date | None:
        """The day the text says; None where it says none or the order is open."""
        if self.order is not None:
            # A single date may still be written the other way round: then only that reading exists.
            return to_date(text, self.order, self.near) or next((to_date(text, o, self.near) for o in orders_allowed(text)), None)
        days = {to_date(text, order, self.near) for order in ("dmy", "mdy")} - {None}
        return days.pop() if len(days) == 1 else None

    def is_date_ambiguous(self, text: str) -> bool:
        return self.order is None and is_ambiguous(text)


def decide(
    numbers: Iterable[str], dates: Iterable[str], *, order_hint: DayOrder | None = None, near: date | None = None
) -> Conventions:
    """`numbers` are texts of cells that hold a number, `dates` texts that hold a date. `order_hint` is weak evidence (the
    country), used only where no date speaks for itself."""
    dates = tuple(dates)
    years = frozenset(int(found) for text in dates for found in _YEAR.findall(text))
    return Conventions(mark=_mark(numbers), order=_order(dates, order_hint), near=near, years=years)


def settled_by_column(texts: Iterable[str], known: Conventions) -> Conventions:
    """What the cells of one column add where the document leaves the mark open. Programs print as many decimals in every cell:
    beside "500", "1.000" is a thousand.

    >>> settled_by_column(["500", "1.000"], Conventions()).mark, settled_by_column(["1.000", "2.500"], Conventions()).mark
    (',', None)
    """
    if known.mark is not None:
        return known
    numbers = [found["core"] for text in texts if (found := NUMBER.search(text)) is not None]
    grouped = [number for number in numbers if not number.isdigit()]
    signs = {sign for number in grouped for sign in number if not sign.isdigit()}
    if len(grouped) == len(numbers) or len(signs) != 1 or any(len(marks_allowed(number)) < 2 for number in grouped):
        return known
    return replace(known, mark="." if signs == {","} else ",")


def _mark(texts: Iterable[str]) -> DecimalMark | None:
    votes: Counter[DecimalMark] = Counter()
    for text in texts:
        found = NUMBER.search(text)
        if found is None:
            continue
        allowed = marks_allowed(found["core"])
        if len(allowed) == 1:
            votes[allowed[0]] += 1
    return _clear_winner(votes)


def _clear_winner(votes: Counter[DecimalMark]) -> DecimalMark | None:
    """A mark that nine of ten values speak for: a stray "2.5 mm" in a German list does not unsettle it."""
    total = votes.total()
    return next((mark for mark in MARKS if total and votes[mark] >= 0.9 * total), None)


def _order(texts: Iterable[str], hint: DayOrder | None) -> DayOrder | None:
    votes: Counter[DayOrder] = Counter()
    for text in texts:
        allowed = orders_allowed(text)
        if len(allowed) == 1:
            votes[allowed[0]] += 1
    if votes:
        return next(iter(votes)) if len(votes) == 1 else None
    return hint
