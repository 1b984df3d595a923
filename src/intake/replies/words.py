"""The words of mails and account pages, one file a language in `words/`, and how amounts and days are written in it.

What comes in is a customer's language ("de", "de-AT"); what goes out are its words. A language without a file is answered in
English: a whole sentence in a known language is better than half a one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """`said` are the tables of the file. `locale` writes amounts and days."""

    language: str
    said: dict[str, Any]
    locale: Locale

    def amount(self, amount: Decimal, currency: str) -> str:
        return str(format_currency(amount, currency, locale=self.locale)).replace("\xa0", " ").replace("\u202f", " ")

    def day(self, day: date) -> str:
        return str(format_date(day, "medium", locale=self.locale))


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in _folder().iterdir() if file.name.endswith(".toml")))


@cache
def words_of(language: str | None) -> Words:
    known = (language or "").strip().casefold().replace("_", "-").partition("-")[0]
    found = {"nb": "no", "nn": "no"}.get(known, known)
    found = found if found in languages() else FALLBACK
    said = tomllib.loads((_folder() / f"{found}.toml").read_text(encoding="utf-8"))
    return Words(found, said, Locale.parse("nb" if found == "no" else "en_GB" if found == "en" else found))


def _folder() -> Any:
    return files("intake.replies") / "words"
