"""Unit words of many languages and the one code each stands for.

In: a unit as written ("Stk.", "boîtes", "szt", "C62"). Out: its UN/ECE Recommendation 20 or 21 code ("EA", "BX"), or None
where the word is unknown or means different units in different languages ("btl": Beutel or bottle). Conversion between
units is no business of this module: how many pieces a box holds is the article's own fact.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_LOOSE = re.compile(r"[\s._]+")


def _key(word: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    return _LOOSE.sub(" ", text).strip(" :;,()[]/-")


def _keys(word: str) -> tuple[str, ...]:
    """The word as written, and without accents, because capitals and plain keyboards drop them."""
    key = _key(word)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", key) if not unicodedata.combining(sign))
    return (key,) if plain == key else (key, plain)


@cache
def _units() -> dict[str, dict[str, frozenset[str]]]:
    """Language → key → codes; "codes" holds the codes themselves, which belong to no language."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for entry in sorted((files("intake.domain") / "uom").iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        words: dict[str, set[str]] = {}
        for code, spellings in tomllib.loads(entry.read_text(encoding="utf-8")).items():
            for spelling in spellings:
                for key in _keys(spelling):
                    words.setdefault(key, set()).add(code)
        found[entry.name.removesuffix(".toml")] = {key: frozenset(codes) for key, codes in words.items()}
    return found


@cache
def _everywhere() -> dict[str, frozenset[str]]:
    merged: dict[str, frozenset[str]] = {}
    for words in _units().values():
        for key, codes in words.items():
            merged[key] = merged.get(key, frozenset()) | codes
    return merged


def unit_codes(word: str) -> frozenset[str]:
    """Every code that the word may stand for in any language; empty where it is no unit word.

    >>> sorted(unit_codes("btl"))
    ['BG', 'BO']
    """
    return _everywhere().get(_key(word), frozenset())


def unit_code(word: str, language: str | None = None) -> str | None:
    """The one code that the word stands for, in `language` (ISO 639-1) first, else in all languages together; None = unknown
    or ambiguous.

    >>> unit_code("Stck."), unit_code("boîtes"), unit_code("H87"), unit_code("btl"), unit_code("btl", "de")
    ('EA', 'BX', 'EA', None, 'BG')
    """
    codes = _units().get(language or "", {}).get(_key(word), frozenset())
    if len(codes) != 1:
        codes = unit_codes(word)
    return next(iter(codes)) if len(codes) == 1 else None
