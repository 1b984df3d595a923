"""One key for all spellings of a heading, label or phrase, so that word lists stay short and readers stay tolerant.

In: words as printed ("Bestell-Nr.:", "P.O. No.", "N° de commande"). Out: a key for comparison ("bestell #", "po #",
"commande #"): accents, dots and little words gone, every word for "number" one sign at the end. Keys are compared, never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NUMBER_SIGN = "#"

_CAMEL = re.compile(r"(?<=[a-zäöüéè])(?=[A-Z])(?<!Mw(?=St))")
"""A blank that was lost ("UnitPrice"); "MwSt" is one word, in capitals too."""
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_SLASHED = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
_TOKEN = re.compile(r"[^\W_]+|[#%@&]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "ı": "i", "ð": "d", "þ": "th"})
_DIGRAPHS = re.compile(r"([aou])e(?<!\bdue\b)")
"""Not in "due", which would become the "du" that says nothing."""
_BROKEN = re.compile(r"(?<=\w)-\s+(?=[^\W\d_])")
_NUMBER_WORDS = frozenset(
    (
        "#", "no", "nos", "nr", "nrs", "n", "nbr", "num", "numb", "numero", "numer", "numeru", "number", "nummer",
        "nro", "br", "c", "cis", "cislo", "szam", "szama", "sz", "numara", "numarasi", "numarul", "nummers", "nb",
        "numeri", "numeros", "cislem", "cisla", "numerem", "numret", "nummeret",
    )
)  # fmt: skip
_NUMBER_ENDING = re.compile(r"^([^\W\d_]{2,}?)(?:s?nummern?|numero|nro|nr|s?number|szama?)$")
_LITTLE = frozenset(
    (
        "of", "the", "de", "du", "des", "la", "le", "les", "el", "los", "las", "della", "dello", "dell", "dei",
        "delle", "di", "d", "l", "van", "het", "do", "da", "dos", "der",
    )
)  # fmt: skip


@lru_cache(maxsize=65_536)
def fold_letters(text: str) -> str:
    """Case, accents and ligatures gone; "ä" and "ae" are one, as keyboards and capitals make them.

    >>> fold_letters("Währung"), fold_letters("WAEHRUNG"), fold_letters("Ilość")
    ('wahrung', 'wahrung', 'ilosc')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign)).translate(_LETTERS)
    return _DIGRAPHS.sub(r"\1", plain)


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, dotted abbreviations joined, words for "number" as `#`, in their order.

    >>> tokens("P.O. No."), tokens("Bestellnummer"), tokens("UnitPrice")
    (('po', '#'), ('bestell', '#'), ('unit', 'price'))
    """
    split = _CAMEL.sub(" ", text) if any(sign.islower() for sign in text) else text
    folded = _SLASHED.sub(r"\1\2", _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", fold_letters(split)))
    found: list[str] = []
    for token in _TOKEN.findall(folded):
        ending = _NUMBER_ENDING.match(token)
        if token in _NUMBER_WORDS:
            found.append(NUMBER_SIGN)
        elif ending:
            found.extend((ending.group(1), NUMBER_SIGN))
        else:
            found.append(token)
    return tuple(found)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The key of a heading or label; "" where nothing is left.

    >>> key("N° de commande:"), key("Numero ordine"), key("Date of order"), key("Nr.")
    ('commande #', 'ordine #', 'date order', '#')
    """
    return key_of(tokens(text))


def key_of(found: tuple[str, ...]) -> str:
    """The key of tokens."""
    said = [token for token in found if token != NUMBER_SIGN and token not in _LITTLE] or [t for t in found if t != NUMBER_SIGN]
    return " ".join([*said, NUMBER_SIGN] if NUMBER_SIGN in found else said)


def unbroken(text: str) -> str:
    """A word that is broken over two rows as one.

    >>> unbroken("Einzel- preis")
    'Einzelpreis'
    """
    return _BROKEN.sub("", text)


def squash(text: str) -> str:
    """Letters and digits alone, for fonts and exports that lose their blanks."""
    return "".join(_TOKEN.findall(fold_letters(text)))
