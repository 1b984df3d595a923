"""The parts of a number format code: `#,##0.00 "pcs";[Red]-0` in, what it shows before, within and after the digits out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_PIECE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|[Ee][+-][0#?]+|[0#?]|AM/PM|A/P|.', re.S)
_DATE_LETTERS = frozenset("ymdhsYMDHS") | {"AM/PM", "A/P"}
_ELAPSED = frozenset({"[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"})
_CONDITION = re.compile(r"\[[<>=]")
_GENERAL = re.compile(r"general|standard", re.I)
_LONGEST = 500


@dataclass(slots=True)
class Section:
    """`slots` are the digit places and literals of the integer part; `thousands` how often the number is divided by 1,000."""

    keeps_sign: bool = True
    prefix: str = ""
    slots: list[str] = field(default_factory=list)
    decimals: int = 0
    required_decimals: int = 0
    suffix: str = ""
    thousands: int = 0
    is_percent: bool = False
    is_general: bool = False
    is_date: bool = False
    is_after_point: bool = False

    @property
    def has_digits(self) -> bool:
        return bool(self.slots) or self.decimals > 0


@lru_cache(maxsize=4096)
def section_of(code: str, which: int) -> Section:
    """The section of a code for positive (0), negative (1) or zero (2) numbers. Not to be changed: it is shared."""
    sections = _split(code)[:3]
    # With conditions in brackets the order means nothing; the first section is then as good as any.
    if which >= len(sections) or any(_CONDITION.search(part) for part in sections):
        which = 0
    return _parse(sections[which], keeps_sign=which != 1)


def _split(code: str) -> list[str]:
    sections = [""]
    for piece in _PIECE.findall(code[:_LONGEST]):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _parse(code: str, *, keeps_sign: bool) -> Section:
    section = Section(keeps_sign=keeps_sign)
    if _GENERAL.search(code):
        section.is_general = True
        code = _GENERAL.sub("0", code)
    for piece in _PIECE.findall(code):
        _take(piece, section)
    # Seconds may have decimals ("mm:ss.0"); any other digit place beside a date's letters is a unit without quotes.
    if section.is_date and section.has_digits and not re.search(r"s\.0+", code, re.I):
        section.is_date = False
    return section


def _take(piece: str, section: Section) -> None:
    if piece in ("0", "#", "?"):
        _take_place(piece, section)
    elif piece == "." and not section.is_after_point:
        section.is_after_point = True
    elif piece == "," and section.has_digits:
        # Between digit places a comma groups; only after the last one it divides by a thousand.
        section.thousands += 1
    elif piece in _DATE_LETTERS or piece.lower() in _ELAPSED:
        section.is_date = True
    elif piece == "/" or (piece[0] in "Ee" and len(piece) > 1):
        # Fractions and exponents are shown plainly.
        section.is_general = True
    else:
        section.is_percent = section.is_percent or piece == "%"
        if section.has_digits:
            section.suffix += _literal(piece)
        else:
            section.prefix += _literal(piece)


def _take_place(place: str, section: Section) -> None:
    section.thousands = 0
    if section.is_after_point:
        section.decimals += 1
        section.required_decimals += place == "0"
    else:
        section.slots.extend([*section.suffix, place])
        section.suffix = ""


def _literal(piece: str) -> str:
    """What a piece shows besides digits."""
    if piece[0] == '"':
        return piece.strip('"')
    if piece[0] == "\\":
        return piece[1:]
    if piece[0] == "_":
        return " "
    if piece.startswith("[$"):
        return piece[2:-1].partition("-")[0]
    return "" if piece[0] in "*[@" else piece
