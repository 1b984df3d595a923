"""Postal addresses compared: postal code and street with its house number, whatever the spelling. Pure.

A house number is never similar, only equal: "Hafenstr. 12" and "Hafenstrasse 12a" are two doors.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz

from intake.matching.lexicon import load_words
from intake.matching.text import fold_words

SIMILAR_STREET = 88.0
_HOUSE = re.compile(r"\d+\s?[a-z]?(?:\s?[-/+]\s?\d+\s?[a-z]?)*(?![a-z\d])")
_GERMAN_ENDINGS = ("strasse", "str")


@cache
def _same_words() -> dict[str, str]:
    return {word: row[0] for row in load_words("streets")["same"] for word in row}


def postal_key(postal_code: str | None) -> str:
    """Digits and letters, without a country in front ("D-20457", "PL 00-950").

    >>> postal_key("D-20457"), postal_key("1012 ab")
    ('20457', '1012AB')
    """
    key = re.sub(r"[^0-9A-Z]", "", (postal_code or "").upper())
    return re.sub(r"^[A-Z]{1,2}(?=\d{4,})", "", key)


def street_key(street: str | None) -> tuple[str, tuple[str, ...]]:
    """(words of the street, its house numbers).

    >>> street_key("Hafenstr. 12 a"), street_key("12a, rue du Port")
    (('hafen strasse', ('12a',)), ('rue du port', ('12a',)))
    """
    folded = fold_words(street or "").replace("size~", "")
    houses = tuple(
        re.sub(r"\s|(?<=\d)-(?=\d)", lambda found: "-" if found[0] == "-" else "", house) for house in _HOUSE.findall(folded)
    )
    words = [_word(word) for word in re.findall(r"[^\W\d_]+", _HOUSE.sub(" ", folded))]
    dropped = load_words("streets")["drop"]
    return " ".join(word for word in " ".join(words).split() if word not in dropped), houses


def _word(word: str) -> str:
    for ending in _GERMAN_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + " strasse"
    return _same_words().get(word, word)


def same_street(one: str | None, other: str | None) -> bool:
    (words, houses), (their_words, their_houses) = street_key(one), street_key(other)
    if not words or not their_words or houses != their_houses:
        return False
    return words == their_words or fuzz.ratio(words.replace(" ", ""), their_words.replace(" ", "")) >= SIMILAR_STREET


def same_city(one: str | None, other: str | None) -> bool:
    said, ours = fold_words(one or ""), fold_words(other or "")
    return bool(said and ours) and (said == ours or fuzz.token_set_ratio(said, ours) >= SIMILAR_STREET)


def same_place(
    street: str | None,
    postal_code: str | None,
    city: str | None,
    their_street: str | None,
    their_code: str | None,
    their_city: str | None,
) -> bool:
    """Whether both name the same door, or the same town where one of them names no street."""
    if postal_code and their_code and postal_key(postal_code) != postal_key(their_code):
        return False
    if street and their_street:
        return same_street(street, their_street) and bool((postal_code and their_code) or same_city(city, their_city))
    return bool(postal_code and their_code) or same_city(city, their_city)
