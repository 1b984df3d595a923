"""Currency signs that several countries share ("$", "kr", "lei"), and currencies called by their names ("Canadian Dollar").

In: the text of a sign and of what tells the buyer's country: a country's name, a VAT id. Out: the ISO code, None where it stays
open. "kr" from a Danish buyer are Danish ones, "$" from one of the United States are theirs; elsewhere "$" may be either, and
where seller and buyer both have a "kr" of their own nothing is settled. Codes and signs of one currency are `shapes.py`.
"""

from __future__ import annotations

import re
from functools import cache

from intake.extraction import address_words
from intake.extraction.address_pieces import cut_line
from intake.extraction.locales import locales
from intake.extraction.party_numbers import vat_id
from intake.extraction.postal_codes import postal_city
from intake.extraction.words.keys import fold_letters

_FAMILIES: dict[str, dict[str, str]] = {
    "kr": {"DK": "DKK", "GL": "DKK", "FO": "DKK", "SE": "SEK", "NO": "NOK", "IS": "ISK"},
    "lei": {"RO": "RON", "MD": "MDL"},
    "$": {"US": "USD"},
}
_SHARED = re.compile(r"(?<![\w$])(?P<kr>[Kk]r)\b\.?|(?<!\w)(?P<lei>[Ll]ei|LEI)\b|(?<![A-Z\w])(?P<dollar>\$)")
_AMERICAN = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"\s\d{5}(?:-\d{4})?$"
)


def shared_sign(text: str) -> tuple[int, int] | None:
    """Where the first such sign stands.

    >>> shared_sign("kr. 1.316,00"), shared_sign("$64.00"), shared_sign("US$ 64.00")
    ((0, 3), (0, 1), None)
    """
    found = _SHARED.search(text)
    return None if found is None else found.span()


def settled(sign: str, told: str, seller: str | None = None) -> str | None:
    """The currency of a shared sign where `told` names the buyer's country; `seller` is our own, where it is known.

    >>> settled("kr.", "DK62977469"), settled("$", "USA"), settled("$", "Canada"), settled("kr", "SE556677889901", "DK")
    ('DKK', 'USD', None, None)
    """
    family = _FAMILIES.get(sign.rstrip(".").casefold(), {})
    country = country_told(told)
    ours = family.get(seller or "")
    found = family.get(country or "")
    return found if ours in (None, found) else None


def country_told(text: str) -> str | None:
    """The country that a name or the letters of a VAT id tell."""
    number = vat_id(text)
    if number is not None:
        return text[number[0] : number[0] + 2].upper()
    pieces = (text.strip(), *cut_line(text))
    places = ((piece, postal_city(piece)) for piece in pieces)
    if any(place is not None and place.has_state and _AMERICAN.search(piece) is not None for piece, place in places):
        return "US"
    return address_words.country_code(text)


@cache
def _names() -> dict[str, str | None]:
    names: dict[str, str | None] = {}
    for locale in locales():
        for code, name in locale.currencies.items():
            said = fold_letters(str(name))
            # A name that two currencies share, an old one and its successor, names neither.
            names[said] = code if names.get(said, code) == code else None
    return names


def currency_named(text: str) -> str | None:
    """The code of a currency called by its whole name in one of the languages ("Canadian Dollar", "Schweizer Franken")."""
    said = fold_letters(" ".join(text.split()).strip(" .:"))
    return _names().get(said) or _names().get(said.removesuffix("s"))
