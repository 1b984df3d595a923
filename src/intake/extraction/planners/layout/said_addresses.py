"""Which sentences and lines of a mail or page tell a place, so that a postal code or house number in them counts no goods.

In: the texts of utterances in reading order. Out: for each whether a label, or a street and a postal code with its city, make it
(part of) an address. A postal code's shape alone is not enough: "4000 Schrauben" has it too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.extraction import address_words
from intake.extraction.postal_codes import postal_city
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_PIECE = re.compile(r"\s*(?:[,;:·•|\t]|\s[–—-]\s)\s*")
_LABEL = re.compile(r"^\s*(?P<label>[^:\d]{3,60}):\s*\S")
_HOUSE_AND_TOWN = re.compile(
    r"[A-ZÄÖÜÅØ][^\W\d_]+(?: [^\W\d_]+){0,3} \d{1,4}[a-z]?(?:/\d{1,3})?, "
    r"(?:[A-Z]{1,2}-)?\d{4,5} [A-ZÄÖÜÅØ][^\W\d_]+(?:[ -][^\W\d_]+){0,3}"
)
""" "Dorf 112, 6764 Lech": a village's houses have no street."""
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Telling:
    """`is_labelled`: the sentence says itself that a place follows; `is_place`: it holds parts of an address."""

    is_labelled: bool = False
    is_place: bool = False


def places_told(texts: Sequence[str]) -> list[Telling]:
    """What each text tells of a place; a street needs a city on its line or next to it, and the other way round."""
    streets = [_has_street(text) for text in texts]
    cities = [_has_city(text) for text in texts]
    told = []
    for at, text in enumerate(texts):
        near = slice(max(0, at - _NEAR), at + _NEAR + 1)
        is_labelled = _names_block(text) and (streets[at] or cities[at])
        is_place = is_labelled or (streets[at] and any(cities[near])) or (cities[at] and any(streets[near]))
        is_place = (
            is_place or (cities[at] and _has_street(text, numbered=False)) or _HOUSE_AND_TOWN.fullmatch(text.strip()) is not None
        )
        told.append(Telling(is_labelled, is_place))
    return told


def _has_street(text: str, *, numbered: bool = True) -> bool:
    return any(_is_street(piece) for piece in _PIECE.split(text) if not numbered or any(sign.isdigit() for sign in piece))


def _is_street(piece: str) -> bool:
    return address_words.ABBREVIATED_STREET.search(piece) is not None or address_words.is_street_name(
        re.findall(r"[^\W\d_]+", fold_letters(piece))
    )


def _has_city(text: str) -> bool:
    return any(
        (place := postal_city(piece.strip(" ."))) is not None and place.city is not None
        for piece in (text, *_PIECE.split(text), *text.split(". "), *_PIECE.split(text.split(". ", maxsplit=1)[0]))
    )


def _names_block(text: str) -> bool:
    """ "Deliver to site: …": the words before a colon begin with an address's label."""
    found = _LABEL.match(text)
    if found is None:
        return False
    said = found["label"].split()
    return any(
        label.path.endswith(".block") for end in range(len(said), 0, -1) for label in vocabulary().labels(" ".join(said[:end]))
    )
