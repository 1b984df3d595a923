"""What one cell of a line says: quantity with a unit beside or inside it, price with its basis, amount, per cent, "free of
charge".

In: a cell's text and the document's conventions. Out: the values with the unit words as written. A cell with something that is
neither is not read, so that nothing is made up of half a cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from intake.domain.uom import unit_codes
from intake.extraction.conventions import Conventions
from intake.extraction.numbers import NUMBER
from intake.extraction.words import vocabulary

_CURRENCY = re.compile(
    r"[€$£¥₺₹]|\b(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|TRY|CAD|AUD|JPY)\b|\b(?:zł|Kč|kr|Ft|lei|Fr)\b\.?|euros?",
    re.IGNORECASE,
)
_PER = re.compile(r"^(?:/|per|pro|je|par|por|za|pr\.?|à|a|per\s+|x|p\.?)\s*", re.IGNORECASE)
_DASH = re.compile(r"^[-–—.\s/]*$|^(?:n/?a|nil|none|keine?|tbd|tbc)$", re.IGNORECASE)
_BASIS = re.compile(r"(?:/|\bper\b|\bpro\b|\bje\b|\bpar\b|\bpor\b|\bza\b|\bpr\b\.?|%)\s*(\d{1,3}(?:[., ]?000)?)\b", re.IGNORECASE)
_HEADING_BASIS = re.compile(r"(?<![\w.,])(10{1,4}|10?[.,'\s]000)(?![\d.,%])|(‰)")
_MONEY_PER = re.compile(
    r"(?P<money>[^/\d]{1,6}?)\s*(?:/|\bper\b|\bpro\b|\bje\b|\bpr\b\.?)\s*(?P<unit>[^\W\d_]{1,8}[²³23]?\.?)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]\d]{1,12}?[²³]?)\s*[)\]]")
_TIMES = re.compile(r"(?P<count>\d{1,6})\s?[x×*]\s?\d[\d.,]*\s?[^\W\d_]{0,12}\.?")
_FIGURES = re.compile(r"\d+")
_CONTENT = re.compile(
    r"[(\[]?\s*(?:à|a|á|@|je|per|of|de|zu|x|×|=|/|van|po|con|mit)\.?\s*\d+\s*[^\W\d_]{0,12}\.?\s*[)\]]?", re.IGNORECASE
)
_LONE_WORD = re.compile(r"\s?([^\W\d_]{2,12}\.?)\s*")
_WORDS = re.compile(r"[^\W\d_][\w./²³-]*\.?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class QuantityCell:
    """`readings` are all values the number may have. `uom` is as written; `span`, `number_span`: their characters."""

    readings: tuple[Decimal, ...]
    number_span: tuple[int, int]
    uom: str | None = None
    uom_span: tuple[int, int] | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class PriceCell:
    readings: tuple[Decimal, ...]
    number_span: tuple[int, int]
    basis: Decimal | None = None
    basis_span: tuple[int, int] | None = None
    rest: str = ""


def is_blank(text: str) -> bool:
    """Empty, a dash, "n/a": nothing is said."""
    return not text.strip() or _DASH.match(text.strip()) is not None


def is_free_of_charge(text: str) -> bool:
    return vocabulary().means("free_of_charge", text.strip())


def quantity(text: str, conventions: Conventions) -> QuantityCell | None:
    """A quantity with or without its unit: "200", "5 Stk.", "Stk 5", "2,5 m", "10 x". None where something else stands there."""
    found = NUMBER.search(text)
    if found is None:
        return None
    readings = conventions.readings(text)
    if not readings:
        return None
    before, after = text[: found.start()], text[found.end() :]
    uom_span = _unit_span(after, found.end()) or _unit_span(before, 0) or _lone_word(after, found.end())
    uom = text[slice(*uom_span)].strip() if uom_span else None
    rest = _without(text, [found.span(), *([uom_span] if uom_span else [])])
    # "2 Karton à 100" counts cartons; "12 x 5" leaves open what it counts.
    of_packs = uom_span is not None and uom_span[0] >= found.end() and is_content(rest)
    return QuantityCell(readings, found.span(), uom, uom_span, "" if of_packs else _bare(rest))


def is_content(text: str) -> bool:
    """What a pack holds, as it is said behind its name: "à 100", "of 12 pcs", "(50)"."""
    return _CONTENT.fullmatch(text.strip()) is not None


def _unit_span(text: str, offset: int) -> tuple[int, int] | None:
    """The longest unit at the edge of the text: "Rolle(n)", "m²", "fl. oz"."""
    words = list(_WORDS.finditer(text))
    for length in (3, 2, 1):
        if len(words) >= length:
            start, end = words[0].start(), words[length - 1].end()
            if unit_codes(text[start:end]):
                return start + offset, end + offset
    return None


def _lone_word(text: str, offset: int) -> tuple[int, int] | None:
    """The one word behind a quantity: a unit that nobody here knows is still one ("4 PQ"), and matching has to be told of it."""
    found = _LONE_WORD.fullmatch(text)
    return (found.start(1) + offset, found.end(1) + offset) if found is not None else None


def price(text: str, conventions: Conventions) -> PriceCell | None:
    """A price, amount or percentage: currency and "per 100" are understood, other words stay in `rest`."""
    found = NUMBER.search(text)
    if found is None:
        return None
    readings = conventions.readings(text)
    if not readings:
        return None
    basis = _BASIS.search(text, found.end())
    if basis is None:
        rest = _without(text, [found.span()])
        return PriceCell(readings, found.span(), rest=_bare(rest))
    number = Decimal(re.sub(r"\D", "", basis[1]))
    rest = _without(text, [found.span(), basis.span()])
    return PriceCell(readings, found.span(), number, basis.span(1), _bare(rest))


def heading_basis(text: str) -> tuple[Decimal, tuple[int, int]] | None:
    """The basis that a price heading states: "Preis / 100 St", "price per 1,000". A power of ten in it is nothing else."""
    found = _HEADING_BASIS.search(text)
    if found is None:
        return None
    if found[2]:
        return Decimal(1000), found.span(2)
    return Decimal(re.sub(r"\D", "", found[1])), found.span(1)


def is_money_per_unit(heading: str) -> bool:
    """ "€/kg", "kr per st": a currency and a unit, and no word that says what they are of."""
    found = _MONEY_PER.fullmatch(heading.strip(" ()[]:"))
    return found is not None and _CURRENCY.fullmatch(found["money"].strip()) is not None and bool(unit_codes(found["unit"]))


def heading_unit(text: str) -> tuple[int, int] | None:
    """The unit that a heading of quantities states: it is nothing else ("Kg"), or stands in brackets ("Menge [m²]")."""
    bracketed = _IN_BRACKETS.search(text)
    if bracketed is not None and unit_codes(bracketed[1]):
        return bracketed.span(1)
    bare = text.strip()
    if bare and unit_codes(bare) and not vocabulary().column_roles(bare):
        return text.index(bare), text.index(bare) + len(bare)
    return None


def factors(text: str, conventions: Conventions) -> tuple[Decimal, tuple[int, int]] | None:
    """The first number of "12 x 5 kg" and where it stands; what stands behind the sign is what one of them holds."""
    found = _TIMES.match(text.strip())
    readings = conventions.readings(found["count"]) if found is not None else ()
    start = len(text) - len(text.lstrip())
    return (readings[0], (start, start + len(found["count"]))) if found is not None and len(readings) == 1 else None


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def _bare(rest: str) -> str:
    """What is left that has a meaning of its own: currency, "per", units and signs are none, another number is."""
    rest = _CURRENCY.sub(" ", rest)
    words = [word for word in _WORDS.findall(rest) if not unit_codes(word) and not _PER.fullmatch(word)]
    words += _FIGURES.findall(rest)
    return " ".join(words)
