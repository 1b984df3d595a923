"""Weekdays that stand beside a day of the calendar: "Friday 4 December", "Fr., 04.12.2026", "4 Aralık Cuma günü".

In: a sentence. Out: where such a weekday stands, which one it is, and where its day stands. Whether the two agree is asked by
whoever knows the day; "Friday 3 December" of a year in which that is a Thursday is for a person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from intake.extraction.dates import ORDERS, to_date
from intake.extraction.planners.layout.counts import Span, dates_of
from intake.extraction.said_words import any_of, is_one_of
from intake.extraction.words.keys import fold_letters

_NAME = r"(?<!\w)(?P<name>[^\W\d_]+(?:-feira)?)"
_JOINT = rf"(?:(?:{any_of('weekday_joints')})\.?,?\s+)?"
_AHEAD = re.compile(rf"{_NAME}\.?,?\s+{_JOINT}$", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:-[^\W\d_]+)?[.,]*\s*\(?{_NAME}(?:\s+(?:{any_of('behind_weekdays')}))?", re.IGNORECASE)
_SAID = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Weekday:
    """`numbers` count from Monday, 0: "so" is Saturday in one language and Sunday in another. `span` holds what joins the name to
    its day, `day` the day."""

    numbers: frozenset[int]
    span: Span
    day: Span

    def agrees(self, text: str, days: Iterable[date]) -> bool | None:
        """Whether one of the days is the one that is said, and falls on this weekday; None where none of them is said. A short
        word ("do", "on", "la") that does not agree is no weekday."""
        said = [day for day in days for order in ORDERS if to_date(text[slice(*self.day)], order, day) == day]
        agrees = any(day.weekday() in self.numbers for day in said)
        return agrees if said and (agrees or is_weekday(re.sub(r"[\W\d].*", "", text[self.span[0] :].lstrip(" .,(")))) else None


def weekdays_of(text: str) -> Iterator[Weekday]:
    for start, end in dates_of(text):
        ahead, behind = _AHEAD.search(text, 0, start), _BEHIND.match(text, end)
        for found in (ahead, behind):
            numbers = weekday_numbers(found["name"]) if found is not None else frozenset[int]()
            if found is not None and numbers:
                yield Weekday(numbers, (found.start("name"), found.end()) if found is ahead else found.span(), (start, end))


def wishes_only_a_day(around: str) -> bool:
    """Whether words around a day say nothing but that it is wished: "For Friday … please", "… reicht völlig"."""
    said = _SAID.findall(around)
    return bool(said) and all(is_weekday(word) or is_one_of("day_words", word) for word in said)


def is_weekday(word: str) -> bool:
    """Whether a word is a weekday's whole name; "so" and "do" are more often something else."""
    return fold_letters(word) not in _words()[0] and bool(weekday_numbers(word))


def weekday_numbers(word: str) -> frozenset[int]:
    """Which weekday the word begins, from Monday, 0; several for a short word that is one of two; none for any other word."""
    folded = fold_letters(word)
    short, long = _words()
    if folded in short:
        return short[folded]
    # "Cumartesi" and "pazartesi" begin as "cuma" and "pazar" do.
    return long[max(stems, key=len)] if (stems := [stem for stem in long if folded.startswith(stem)]) else frozenset()


@cache
def _words() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    lists = tomllib.loads((files("intake.extraction") / "weekdays.toml").read_text(encoding="utf-8"))
    return _numbered(lists["short"]), _numbered(lists["long"])


def _numbered(lists: dict[str, list[str]]) -> dict[str, frozenset[int]]:
    # "Tuesday" folds to "tusday", as every text does that is compared with it.
    folded = {name: {fold_letters(word) for word in found} for name, found in lists.items()}
    words = {word for found in folded.values() for word in found}
    return {word: frozenset(number for number, name in enumerate(_NAMES) if word in folded[name]) for word in words}
