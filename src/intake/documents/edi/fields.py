"""The fields of a structured order or of one of its lines, as a reader of a format states them one by one.

A value that cannot be what it must be becomes a problem that names its segment or element, and so does what no field can hold.
What becomes of the fields, `draft.py` says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from intake.documents.edi.stated_deliveries import Delivery
from intake.domain.identifiers import is_gln, is_gtin
from intake.domain.reasons import ReasonCode

Day: TypeAlias = date
"""Within `Fields` the other name is a method's."""

_MOST_TEXT = 50_000
"""To so many signs of free text further segments add theirs: nobody reads more, and each is looked for in those before."""


@dataclass(slots=True)
class Fields:
    """The fields of one order or one line by path ("buyer.name"); the first value of a field stays."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    earliest: tuple[str, str] | None = None
    """The day before which nothing may come, as it is written, and where."""
    is_deleted: bool = False
    """A change takes the line back."""
    cut: set[str] = field(default_factory=set)
    """The free texts that say more than is kept."""

    def text(self, path: str, raw: str | None) -> None:
        said = " ".join((raw or "").split())
        if said and path not in self.values:
            self.values[path] = said

    def decimal(self, path: str, raw: str | None, where: str) -> None:
        number = self.number(path, raw, where) if path not in self.values else None
        if number is not None:
            self.values[path] = number

    def date(self, path: str, raw: str | None, where: str) -> None:
        day = self.day(path, raw, where) if path not in self.values else None
        if day is not None:
            self.values[path] = day

    def number(self, path: str, raw: str | None, where: str) -> Decimal | None:
        """A number with a decimal point (EDIFACT's decimal mark is translated before); what is none is a problem of the field."""
        said = (raw or "").strip()
        number = parse_number(said)
        if said and number is None:
            self.problem(ReasonCode.VALUE_UNPROVEN, path, f"{where}: {said[:60]!r} is not a number.")
        return number

    def day(self, path: str, raw: str | None, where: str) -> Day | None:
        """ISO 8601, CCYYMMDD or YYMMDD, with or without a time; what is none is a problem of the field."""
        said = (raw or "").strip()
        day = parse_date(said)
        if said and day is None:
            self.problem(ReasonCode.VALUE_UNPROVEN, path, f"{where}: {said[:60]!r} is not a date.")
        return day

    def wanted(self, raw: str | None, where: str) -> None:
        """A day of delivery; a second one that differs is a choice nobody but the customer can make."""
        before = self.values.get("requested_delivery_date")
        day = self.day("requested_delivery_date", raw, where)
        if before is not None and day is not None and day != before:
            self.doubt("requested_delivery_date", f"{where}: a second delivery date, {day}, beside {before}.")
        elif day is not None:
            self.values["requested_delivery_date"] = day

    def delivery(self, quantity: str | None, day: str | None, where: str) -> None:
        """A delivery of the line, all of it or a part."""
        ordered = self.number("quantity", quantity, where)
        self.deliveries.append(Delivery(where, ordered, self.day("requested_delivery_date", day, where)))

    def part(self, quantity: str | None, said: Fields, where: str) -> None:
        """A delivery whose day or window was read into fields of its own."""
        self.problems.extend(said.problems)
        self.note(said.values.get("note"))
        ordered = self.number("quantity", quantity, where)
        self.deliveries.append(Delivery(where, ordered, said.values.get("requested_delivery_date")))

    def window(self, start: str, end: str, where: str) -> None:
        """A window is not a date: which day of it is meant nobody has said, and goods without a date leave at once."""
        self.note(f"Delivery wanted from {start} to {end}")
        self.doubt("requested_delivery_date", f"{where}: delivery is wanted from {start} to {end}, which is no one day.")

    def not_before(self, raw: str, where: str) -> None:
        """An earliest day says when goods may not come yet, and not when they are wanted."""
        self.earliest = self.earliest or (raw, where)

    def settle_earliest(self) -> None:
        """Beside a wanted day that is the same the earliest says nothing more; else no one day is meant."""
        if self.earliest is None:
            return
        said, where = self.earliest
        if said and parse_date(said) == self.values.get("requested_delivery_date") is not None:
            return
        self.note(f"Delivery not before {said}")
        self.doubt("requested_delivery_date", f"{where}: {said} is the earliest day of delivery and not the day wanted.")

    def settle_deleted(self) -> None:
        """Nothing is left of a deleted line: the quantities and amounts beside it are what was ordered before."""
        if self.is_deleted:
            self.values["quantity"] = Decimal(0)
            self.values.pop("line_amount", None)
            self.deliveries.clear()

    def note(self, raw: str | None) -> None:
        """Free text; what is said further is added."""
        self._add("note", raw, "; ")

    def description(self, raw: str | None) -> None:
        """The words for the goods; those of further segments are added."""
        self._add("description", raw, " ")

    def _add(self, path: str, raw: str | None, between: str) -> None:
        said = " ".join((raw or "").split())
        before = self.values.get(path, "")
        if len(before) > _MOST_TEXT:
            if said and path not in self.cut:
                self.cut.add(path)
                rest = f"the rest, from {said[:60]!r} on, stands in the document alone."
                self.doubt(path, f"More text than {_MOST_TEXT:,} signs: {rest}")
        elif said and said not in before:
            self.values[path] = f"{before}{between}{said}" if before else said

    def priced_for(self, unit: str | None, where: str) -> None:
        """The unit that a price is for; for another than the ordered one nobody knows what the line costs."""
        ordered = self.values.get("uom")
        if unit and ordered not in (None, unit):
            self.doubt("unit_price", f"{where}: the price is for {unit}, ordered are {ordered}.")

    def doubt(self, path: str, message: str) -> None:
        """Something the document states and no field of ours can hold: a person decides what becomes of it."""
        self.problem(ReasonCode.VALUE_AMBIGUOUS, path, message)

    def claimed(self, where: str) -> None:
        """A charge or an allowance on one line."""
        self.problem(
            ReasonCode.CHARGE_CLAIMED, "line_amount", f"{where}: a charge or allowance on the line, which no price of ours knows."
        )

    def gtin(self, raw: str | None) -> None:
        """A code in a GTIN's place; with a wrong check digit it is kept out and named."""
        said = (raw or "").strip()
        if not said:
            return
        if is_gtin(said):
            self.text("gtin", said)
        else:
            self.problem(ReasonCode.VALUE_UNPROVEN, "gtin", f"{said[:60]!r} stands in a GTIN's place and is none.")

    def gln(self, path: str, raw: str | None) -> None:
        said = (raw or "").strip()
        if is_gln(said):
            self.text(path, said)

    def problem(self, code: ReasonCode, path: str, message: str) -> None:
        self.problems.append((code.value, path, message))


def parse_number(said: str) -> Decimal | None:
    try:
        number = Decimal(said)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def parse_date(said: str) -> date | None:
    digits = said.replace("-", "")[:8] if len(said) >= 8 and said[4:5] == "-" else said
    if digits[:8].isdecimal() and len(digits) in (8, 12, 14):
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    elif digits.isdecimal() and len(digits) == 6:
        year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6])
        # TRADACOMS and old X12 carry two digits; 70 and later is the last century.
        year -= 100 if year >= 2070 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def friday_of_week(year: int, week: int) -> date | None:
    """The Friday of an ISO week: the day a calendar week as delivery date stands for."""
    try:
        return date.fromisocalendar(year, week, 1) + timedelta(days=4)
    except ValueError:
        return None
