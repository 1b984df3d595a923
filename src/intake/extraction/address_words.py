"""Words and shapes that tell the parts of an address: street words, sites, contacts, country names.

In: one piece of a printed address. Out: what it is. The words are `address_words.toml`; country names come from CLDR. Codes and
towns are `postal_codes.py`; how a whole block falls into parts is `addresses.py`.
"""

from __future__ import annotations

import re
from functools import cache

from intake.extraction.address_lists import endings, folded, plain, word_lists
from intake.extraction.legal_forms import is_legal_form, legal_form
from intake.extraction.locales import with_neighbours

_CARE_OF = re.compile(
    r"\(?\s*(?:c/o|p/a|v/|pr\.?\s?adr\.?|care of|chez|bei Fa|bei Firma|p\.?\s?adr\.?)[.:]?\s+(?=\S)", re.IGNORECASE
)
_HOUSE_NUMBER = re.compile(r"(?:^|\s)\d{1,5}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{1,4}\s?[a-zA-Z]?)?(?=\.?$|[\s,])")
_TURKISH_NUMBER = re.compile(r"\b[Nn][Oo]\s?:\s?\d")
ABBREVIATED_STREET = re.compile(r"[^\W\d_]{3}\s(?:u|krt|ltp)\.\s?\d")
"""Hungary's "Fő u. 12": the letter alone is a word in other languages."""


@cache
def _field_names() -> dict[str, str]:
    return {plain(word): part for part, words in word_lists()["fields"].items() for word in words}


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in with_neighbours():
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"):
                names.setdefault(plain(name), code)
    for code, spellings in word_lists()["countries"].items():
        names.update({plain(spelling): code for spelling in spellings})
    return names


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(_country_names().values())


def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 of a country's name in any language, or of a two-letter code; None when it is neither.

    >>> country_code("Niemcy"), country_code("The Netherlands"), country_code("DE"), country_code("Berlin")
    ('DE', 'NL', 'DE', None)
    """
    bare = text.strip(" .()-")
    if len(bare) == 2 and bare.isupper() and bare in _country_codes():
        return bare
    name = _country_names().get(plain(bare))
    return name if name and len(plain(bare)) > 1 else None


def field_name(label: str) -> str | None:
    """The part that a label inside an address names ("Straße", "ZIP", "Miasto")."""
    return _field_names().get(plain(label))


def asks_for_firm(label: str) -> bool:
    """Whether a form's words ask for the name of whoever fills it in ("Company name", "Ragione sociale")."""
    return plain(label) in folded("firm_names")


def is_contact(text: str) -> bool:
    """Whether the piece names a person ("Attn: …", "z. Hd. …", "Herr …")."""
    said = plain(text)
    found = any(said == word or said.startswith(word + " ") for word in folded("contacts"))
    titled = said.split(" ", 1)[0] in folded("titles") and " " in said
    return found or (titled and not legal_form(text))


def is_care_of(text: str) -> bool:
    """Whether the piece says through whom a party is reached ("c/o Beispiel GmbH", "p/a Bouwbedrijf")."""
    return _CARE_OF.match(text) is not None


def is_phone(text: str) -> bool:
    said = plain(text)
    first = said.split(" ", 1)[0]
    digits = sum(sign.isdigit() for sign in text)
    return (first in folded("phones") and digits >= 5) or (
        digits >= 8 and not re.search(r"[^\W\d_]", text) and text.lstrip()[:1] in "+(0"
    )


def names_firm(text: str) -> bool:
    """Whether a firm is named for its own sake: not "c/o Muster AG", and no line that tells of its capital."""
    return legal_form(text) and not is_care_of(text) and "capital" not in plain(text).split()


def ends_in_joint(text: str) -> bool:
    """Whether the last word joins what stands before it to what must follow ("Society of", "Meier &", "Instytut w")."""
    last = text.rsplit(maxsplit=1)[-1:]
    return bool(last) and " " in text and (last[0] in ("&", "+") or (last[0].islower() and plain(last[0]) in folded("joints")))


def is_street(text: str) -> bool:
    """Whether the piece looks like a street: a street word or ending and a house number, or a post box."""
    if ABBREVIATED_STREET.search(text):
        return True
    if is_care_of(text):
        return False
    words = plain(text).split()
    if is_street_name(words) and (len(words) > 1 or any(sign.isdigit() for sign in text)):
        return True
    if words and words[0] in folded("calls"):
        # "Ring chauffören 15 min före": somebody is to be called.
        return False
    return len(words) > 1 and _HOUSE_NUMBER.search(text) is not None


def is_street_name(words: list[str]) -> bool:
    streets = folded("streets")
    if len(words) > 1 and words[0] in folded("calls") and not words[1].isdigit():
        words = words[1:]
    return any(word in streets or (len(word) > 5 and word.endswith(endings("street_endings"))) for word in words)


def is_first_of_street(word: str) -> bool:
    """Whether a street begins with the word ("rue", "via", "ul.")."""
    return plain(word) in folded("street_openings")


def names_institution(text: str) -> bool:
    """Whether a body that has no legal form is named: a school, a parish, a club, an office.

    >>> names_institution("Svartå församling"), names_institution("Skiclub Hochalpe"), names_institution("Jane Smith")
    (True, True, False)
    """
    said = plain(text).split()
    if len(said) < 2:
        return False
    runs = {" ".join(said[start : start + size]) for start in range(len(said)) for size in (1, 2, 3)}
    if runs & folded("institutions") or runs & folded("institution_heads"):
        return True
    return any(len(word) > 7 and word.endswith(endings("institution_endings")) for word in said)


def is_name_tail(text: str) -> bool:
    """ "Company, LLC" below "Two Rivers Brewing": such a word and the legal form, and no name of its own."""
    first, _, rest = text.partition(" ")
    return plain(first) in folded("name_tails") and bool(rest) and is_legal_form(rest)


def is_institution_head(text: str) -> bool:
    """Whether the text is the word alone that a body is called by ("College", "Klinikum")."""
    return plain(text) in folded("institution_heads")


def is_site(text: str) -> bool:
    """Whether the piece names a part of a firm's premises and neither firm nor street ("Werk 2", "Northern Depot", "Dock 7").

    >>> is_site("Werk 2"), is_site("Northern Depot"), is_site("Zentrallager Süd"), is_site("Hauptstraße 5")
    (True, True, True, False)
    """
    said = plain(text).split()
    while said and (said[-1].isdigit() or len(said[-1]) == 1):
        said.pop()
    if " ".join(said[:2]) in folded("sites") and len(said) > 1:
        # "Goods Inwards, Gate 2", though streets of Norway end in "gate".
        return not legal_form(text)
    if not said or said[0] in folded("street_prepositions") or is_street_name(said) or legal_form(text):
        return False
    sites = folded("sites")
    numbered = said[1:] if said[0].isdigit() else said
    ends = {said[-1], *(" ".join(numbered[:size]) for size in (1, 2))}
    return bool(ends & sites) or any(len(word) > 6 and word.endswith(endings("site_endings")) for word in said)


def is_box(text: str) -> bool:
    """Whether the piece is a post box and nothing else ("CS 70412", "P.O. Box 118")."""
    said = plain(text).split()
    while said and said[-1].isdigit():
        said.pop()
    return bool(said) and len(said) <= 3 and said[-1] in folded("boxes")


def is_named_street(text: str) -> bool:
    """Whether a street's own word and a house number stand there, or it begins as no firm is called ("rue Haute")."""
    said = plain(text).split()
    begins = len(said) > 1 and said[0] in folded("unnumbered")
    numbered = _HOUSE_NUMBER.search(text) is not None or _TURKISH_NUMBER.search(text) is not None
    return (begins or (is_street_name(said) and numbered)) and not legal_form(text)
