"""The unit that a heading of prices says they are for: "Price per case", "Kartonpreis", "Cena/ks".

In: a heading and which words name a price. Out: the codes of the units in it; none where the heading names no price or no unit.
Two headings with different units price the same goods on two bases; what names no unit is the price of a piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from intake.domain.uom import unit_codes

_WORD = re.compile(
    r"(?P<per>(?:/|(?<!\w)(?:per|pro|je|par|por|za|pr\.?|à|al)\s)\s*)?(?P<word>[^\W\d_]+)(?P<joined>-)?", re.IGNORECASE
)
_SHORT = 2
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_NO_UNITS = frozenset(
    (
        *("list", "gross", "std", "ex", "in", "vat", "set", "t", "h", "m", "ft", "pr"),
        *("par", "jm", "zak", "pret", "unit", "units", "unidad", "unidade", "ud", "un", "enhet", "enheter"),
    )
)
"""Units elsewhere; beside a price they say what kind of price it is, in which currency, "per", or leave the unit open."""
_PIECES = frozenset(("EA", "C62", "H87"))
_SHORTEST_PRICE = 4
_LINKS = ("", "s", "n", "en", "e", "es")
"""What may stand between the two words of one: "Stuksprijs", "Flaschenpreis"."""


def priced_units(heading: str, is_price: Callable[[str], bool]) -> frozenset[str]:
    found = list(_WORD.finditer(_BRACKETS.sub(" ", heading)))
    words = [each["word"].casefold() for each in found]
    joined = [codes for word in words for codes in _joined(word, is_price)]
    if not joined and not any(map(is_price, words)):
        return frozenset()
    units = (each["word"].casefold() for each in found if _may_be_unit(each))
    said = [unit_codes(word) for word in units if word not in _NO_UNITS]
    return frozenset().union(*joined, *said)


def are_two_bases(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether prices under two headings, with these units, are for different things."""
    return (one or _PIECES).isdisjoint(other or _PIECES)


def _may_be_unit(found: re.Match[str]) -> bool:
    """A word of two letters is a unit where "per", a stroke or a hyphen says so ("Ár/db", "VE-Preis"); of one letter only litre
    and gram are: the "J." of "J.cena" is no joule."""
    word = found["word"]
    return len(word) > _SHORT or ((found["per"] or found["joined"]) is not None and (len(word) == _SHORT or word in "lg"))


def _joined(word: str, is_price: Callable[[str], bool]) -> Iterator[frozenset[str]]:
    """The unit in a word that begins with it and ends as a price: "kartonpreis"."""
    if is_price(word):
        return
    for at in range(2, len(word) - 1):
        # "Groep" is no gross with a price behind it: "EP" stands alone, and only Hungarian's price is as short in a compound.
        if not is_price(word[at:]) or (len(word) - at < _SHORTEST_PRICE and word[at:] != "ár"):
            continue
        for link in _LINKS:
            unit = word[:at].removesuffix(link) if link else word[:at]
            if len(unit) > 1 and (codes := unit_codes(unit)):
                yield codes
