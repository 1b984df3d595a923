"""The codes that stand on a line → the articles they name. Whether a code may be believed is `article.py`'s question.

Each field is asked where it belongs first: a customer's number among his cross references, a GTIN among GTINs. A code whose owner
the document did not tell may also be ours or the maker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from intake.domain.catalogue import MasterData
from intake.domain.identifiers import is_gtin
from intake.domain.orders import ExtractedLine
from intake.matching.codes import LOOK_ALIKE, usable

_GTINS = ("gtin", "unit_gtin")
_MIN_LETTERS = 4
_MIN_CODE_IN_TEXT = 5
_SPELLED_AS_CODE = re.compile(r"[A-Z]+[-/.]\d+[A-Z]?")


class Identified(NamedTuple):
    """`field` is where the code stands in the document; `kind` what it is in our records (customer_part_number for a cross
    reference); `uom` the pack that it names."""

    field: str
    code: str
    kind: str
    sku: str
    uom: str | None = None
    spelling: str = "exact"


def line_codes(line: ExtractedLine) -> tuple[tuple[str, str], ...]:
    """(field, code) of the codes that a line prints, each once."""
    fields = ("customer_part_number", "sku", "gtin", "manufacturer_part_number")
    seen: dict[str, tuple[str, str]] = {}
    for field in fields:
        code = getattr(line, field)
        key = usable(code)
        if key is not None and key not in seen:
            seen[key] = (field, code)
    return tuple(seen.values())


def identify(field: str, code: str, master: MasterData, customer_no: str | None) -> tuple[Identified, ...]:
    """The articles that a code may name, the field's own kind before the others."""
    theirs = _theirs(field, code, master, customer_no)
    hits = tuple(Identified(field, code, *hit) for hit in _believable(code, master))
    if field == "gtin":
        return tuple(hit for hit in hits if hit.kind in _GTINS)
    if field == "sku":
        return _of_kind(hits, "sku") or theirs or hits
    if field == "manufacturer_part_number":
        return _of_kind(hits, "manufacturer_part_number") or hits or theirs
    # The customer's own number and ours may be the same signs for different articles: both are kept, the words decide.
    exact = tuple(hit for hit in hits if hit.spelling == "exact")
    return (*theirs, *exact) if theirs else hits


def _theirs(field: str, code: str, master: MasterData, customer_no: str | None) -> tuple[Identified, ...]:
    if customer_no is None:
        return ()
    references = master.cross_references(customer_no, code)
    return tuple(Identified(field, code, "customer_part_number", found.sku, found.uom) for found in references)


def _believable(code: str, master: MasterData) -> Iterator[tuple[str, str, str | None, str]]:
    """The hits of a code; one of a GTIN only where the check digit holds."""
    for hit in master.by_code(code):
        if hit.kind not in _GTINS or is_gtin(read_digits(code)):
            yield hit.kind, hit.sku, hit.uom, hit.spelling


def read_digits(code: str) -> str:
    """A GTIN's digits, letters that look like digits read as such, and zeros put back that a spreadsheet took away."""
    digits = (usable(code) or "").translate(LOOK_ALIKE)
    return next((digits.zfill(size) for size in (8, 12, 13, 14) if len(digits) <= size and is_gtin(digits.zfill(size))), digits)


def _of_kind(hits: tuple[Identified, ...], kind: str) -> tuple[Identified, ...]:
    return tuple(hit for hit in hits if hit.kind == kind)


class CodeInText(NamedTuple):
    code: str
    rest: str
    hits: tuple[Identified, ...]


def codes_in_text(text: str, master: MasterData, customer_no: str | None) -> Iterator[CodeInText]:
    """Codes that stand among a line's words ("200 x HX-M8X40 hex bolts", "4711 0815"), each with the words around it."""
    tokens = text[:500].split()
    taken: set[int] = set()
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            places = range(start, start + size)
            code = " ".join(tokens[start : start + size]).strip(".,;:()[]\"'")
            if taken & set(places) or not _looks_like_code(code, alone=size == 1):
                continue
            hits = identify("customer_part_number", code, master, customer_no)
            if any(hit.spelling != "swapped" for hit in hits):
                taken |= set(places)
                rest = " ".join(token for place, token in enumerate(tokens) if place not in places)
                yield CodeInText(code, rest, hits)


def _looks_like_code(code: str, *, alone: bool) -> bool:
    key = usable(code)
    if key is None:
        return False
    if not any(sign.isdigit() for sign in key):
        # "MF-RD" may be a code, "Gelb" and "rot/blau" are words: capitals joined by a sign, as people do not write.
        return alone and len(key) >= _MIN_LETTERS and code.isupper() and any(sign in "-/." for sign in code)
    if not alone:
        # Parts joined over blanks are a code only where each part could be one: "M8 40" is not.
        return len(key) >= _MIN_CODE_IN_TEXT + 2
    # "CS-13" is short, and spelled as no size is: capitals, a sign, digits.
    return len(key) >= _MIN_CODE_IN_TEXT or (len(key) >= _MIN_LETTERS and _SPELLED_AS_CODE.fullmatch(code) is not None)
