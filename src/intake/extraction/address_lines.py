"""Where addresses begin and end in printed lines that follow each other without a gap.

In: lines of text. Out: the ranges of lines that make one address each, found from the postal code outwards. What the parts of an
address are is `addresses.py`; whose it is, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from intake.extraction import address_words as words
from intake.extraction.address_names import goes_on
from intake.extraction.address_pieces import cut_line
from intake.extraction.legal_forms import legal_form
from intake.extraction.party_numbers import EMAIL, gln, vat_id
from intake.extraction.postal_codes import is_county, postal_city
from intake.extraction.words import vocabulary

_MOST_ABOVE = 6
_MOST_BELOW = 9
_SENTENCE = re.compile(r"[.!?]\s+[^\W\d_]{2,}.*[.!?]$")
_WEB = re.compile(r"(?:https?://|www\.)\S+|^\S+\.(?:com|de|net|org|eu|example)$", re.IGNORECASE)


def addresses_in(lines: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The ranges [start, end) of the addresses, from top to bottom."""
    found: list[tuple[int, int]] = []
    for at, text in enumerate(lines):
        floor = found[-1][1] if found else 0
        if at < floor or not _has_postal_code(text):
            continue
        start = _start(lines, at, floor)
        found.append((start, _end(lines, at)))
    return tuple(found)


def _has_postal_code(text: str) -> bool:
    cut = cut_line(text)
    towns = [piece for piece in cut if not is_county(piece)]
    pieces = [text.strip(), *cut, *(f"{town}, {code}" for town, code in pairwise(towns))]
    # "C.P. 64530, Monterrey": what stands before the code calls it one.
    return any((place := postal_city(piece)) is not None and (place.city or place.code[0]) for piece in pieces) or (
        (alone := postal_city(text.strip())) is not None and not text.strip().isdigit() and alone.city is None
    )


def _start(lines: Sequence[str], postal: int, floor: int) -> int:
    """Upwards to the name: the topmost line with a legal form, else the topmost that may belong to an address."""
    start = postal
    cut = cut_line(lines[postal])
    if len(cut) > 2 and any(legal_form(piece) and not is_county(piece) for piece in cut):
        return postal
    for at in range(postal - 1, max(floor, postal - _MOST_ABOVE) - 1, -1):
        if not _may_stand_above(lines[at]):
            break
        start = at
    named = [at for at in range(start, postal) if _names_firm(lines[at])]
    if named and named[0] > start and goes_on(lines[named[0] - 1], lines[named[0]]):
        return named[0] - 1
    return named[0] if named else start


def _names_firm(text: str) -> bool:
    return words.names_firm(text) and not words.is_street(text)


def _may_stand_above(text: str) -> bool:
    is_sentence = _SENTENCE.search(text) is not None and not legal_form(text)
    if len(text) > 60 or is_sentence or vocabulary().kinds(text):
        return False
    return not (EMAIL.search(text) or words.is_phone(text) or vat_id(text) or _WEB.search(text))


def _end(lines: Sequence[str], postal: int) -> int:
    """Downwards over what says of itself that it belongs: country, telephone, e-mail, identifiers, a person."""
    end = postal + 1
    while end < min(len(lines), postal + _MOST_BELOW) and _may_stand_below(lines, end, postal):
        end += 1
    return end


def _may_stand_below(lines: Sequence[str], at: int, postal: int) -> bool:
    text = lines[at].strip()
    if words.country_code(text) or EMAIL.search(text) or words.is_phone(text) or words.is_contact(text):
        return True
    if vat_id(text) or gln(text) or _WEB.search(text) or _names_identifier(text):
        return True
    place = postal_city(lines[postal].strip()) or postal_city(cut_line(lines[postal])[-1])
    if at == postal + 1 and place is not None and place.city is None:
        return not any(sign.isdigit() for sign in text)
    return at == postal + 1 and place is not None and words.is_street(text) and not _street_above(lines, postal)


def _names_identifier(text: str) -> bool:
    label, colon, _ = text.partition(":")
    return bool(colon) and words.field_name(label) is not None


def _street_above(lines: Sequence[str], postal: int) -> bool:
    return any(words.is_street(line) for line in lines[max(0, postal - 3) : postal])
