"""Reads one TOML table strictly: every wrong or unknown key becomes a sentence, and reading goes on, so that all are told at
once.

What comes in is a parsed table and its place in the file; what goes out are typed values. It knows nothing of credit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

_SPAN = re.compile(r"(\d{1,6})\s*(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class TomlTable:
    """`problems` is shared by all tables of one file. Each `take_…` removes its key; `finish` complains about the rest."""

    def __init__(self, table: dict[str, Any], place: str, problems: list[str]) -> None:
        self._left = dict(table)
        self.place = place
        self.problems = problems

    def say(self, key: str, sentence: str) -> None:
        self.problems.append(f"policy.toml, {self.place}{key}: {sentence}")

    def has(self, key: str) -> bool:
        return key in self._left

    def names(self) -> tuple[str, ...]:
        return tuple(self._left)

    def take_number(
        self, key: str, default: Decimal, *, least: Decimal = Decimal(0), most: Decimal | None = None, whole: bool = False
    ) -> Decimal:
        found = self._take(key)
        if found is None:
            return default
        return self._bounded(key, found, default, least=least, most=most, whole=whole)

    def take_number_or_none(
        self, key: str, *, least: Decimal = Decimal(0), most: Decimal | None = None, whole: bool = False
    ) -> Decimal | None:
        found = self._take(key)
        return None if found is None else self._bounded(key, found, least, least=least, most=most, whole=whole)

    def take_flag(self, key: str, default: bool) -> bool:
        found = self._take(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.say(key, f"{found!r} must be true or false.")
            return default
        return found

    def take_text(self, key: str, default: str | None = None, *, allowed: Collection[str] = ()) -> str:
        """`default` None = the key must be there."""
        found = self._take(key)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or not found.strip():
            self.say(key, "a text is needed here." if found is None else f"{found!r} must be a text that is not empty.")
            return default or ""
        if allowed and found not in allowed:
            self.say(key, f"{found!r} must be one of {', '.join(sorted(allowed))}.")
            return default or ""
        return found.strip()

    def take_words(self, key: str, *, allowed: Collection[str] = ()) -> tuple[str, ...]:
        found = self._take(key)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
            self.say(key, f"{found!r} must be a list of texts.")
            return ()
        strange = sorted(set(found) - set(allowed)) if allowed else []
        if strange:
            self.say(key, f"{', '.join(strange)} must be among {', '.join(sorted(allowed))}.")
        return tuple(word for word in found if word not in strange)

    def take_date(self, key: str) -> date:
        """A day that must be there, written 2026-12-31 without quotes."""
        found = self._take(key)
        if not isinstance(found, date) or isinstance(found, datetime):
            self.say(key, f"a date like 2026-12-31 (without quotes) is needed here, not {found!r}.")
            return date.min
        return found

    def take_dates(self, key: str) -> tuple[date, ...]:
        """A list of days, empty where it is not there."""
        found = self._take(key)
        days = found if isinstance(found, list) else [] if found is None else [found]
        wrong = [day for day in days if not isinstance(day, date) or isinstance(day, datetime)]
        if wrong or (found is not None and not isinstance(found, list)):
            self.say(key, f"a list of dates like [2026-12-24] (without quotes) is needed here, not {found!r}.")
            return ()
        return tuple(days)

    def take_span(self, key: str, default: timedelta) -> timedelta:
        """A length of time: 30s, 15m, 4h, 2d."""
        found = self._take(key)
        if found is None:
            return default
        match = _SPAN.fullmatch(found.strip()) if isinstance(found, str) else None
        if match is None:
            self.say(key, f"{found!r} must be a length of time like 30s, 15m, 4h or 2d.")
            return default
        return timedelta(**{_UNITS[match[2]]: int(match[1])})

    def take_table(self, key: str) -> TomlTable:
        found = self._take(key)
        if found is not None and not isinstance(found, dict):
            self.say(key, "must be a table.")
            found = None
        return TomlTable(found or {}, f"{self.place}{key}.", self.problems)

    def take_tables(self, key: str) -> Iterator[TomlTable]:
        """Each table of an array of tables, in order."""
        found = self._take(key)
        if found is None:
            return
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self.say(key, f"must be written as [[{self.place}{key}]].")
            return
        for number, table in enumerate(found, start=1):
            yield TomlTable(table, f"{self.place}{key}[{number}].", self.problems)

    def take_raw(self, key: str) -> dict[str, Any]:
        found = self._take(key)
        if found is not None and not isinstance(found, dict):
            self.say(key, "must be a table.")
            return {}
        return found or {}

    def finish(self) -> None:
        for key in self._left:
            self.say(key, "there is no such key; it may be misspelt or stand in the wrong table.")
        self._left = {}

    def _take(self, key: str) -> Any:
        return self._left.pop(key, None)

    def _bounded(self, key: str, found: Any, fallback: Decimal, *, least: Decimal, most: Decimal | None, whole: bool) -> Decimal:
        number = _number(found)
        if number is None:
            self.say(key, f"{found!r} must be a number.")
            return fallback
        if number < least or (most is not None and number > most):
            span = f"at least {least}" if most is None else f"from {least} to {most}"
            self.say(key, f"{number} is impossible here; it must be {span}.")
            return fallback
        if whole and number != number.to_integral_value():
            self.say(key, f"{number} must be a whole number.")
            return fallback
        return number


def _number(found: Any) -> Decimal | None:
    """TOML's own numbers (decimals arrive exact); never a flag, infinity or not-a-number."""
    if isinstance(found, bool):
        return None
    if isinstance(found, int):
        return Decimal(found)
    if isinstance(found, Decimal) and found.is_finite():
        return found
    return None
