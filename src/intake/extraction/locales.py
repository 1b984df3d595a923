"""Babel's locales of the languages that are read: their names of countries, currencies and days come from CLDR."""

from __future__ import annotations

from functools import cache

from babel import Locale

_LANGUAGES = ("en", "de", "fr", "nl", "pl", "es", "it", "sv", "pt", "da", "nb", "fi", "cs", "sk", "hu", "ro", "tr")
_NEIGHBOURS = ("hr", "sl", "et", "lt", "lv")


@cache
def locales() -> tuple[Locale, ...]:
    return tuple(map(Locale.parse, _LANGUAGES))


@cache
def with_neighbours() -> tuple[Locale, ...]:
    """And of languages in which addresses alone are read."""
    return (*locales(), *map(Locale.parse, _NEIGHBOURS))
