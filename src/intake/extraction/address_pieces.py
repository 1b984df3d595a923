"""Printed lines of an address block, cut into the pieces that commas, dots and dashes part.

In: the lines of one block. Out: `Part`s, each with the line and the characters it stands at. A line is cut only where that
uncovers a postal code, a street or a country; what a piece is, is decided in `addresses.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.extraction import address_words as words
from intake.extraction.legal_forms import ends_of_legal_forms, is_legal_form, legal_form
from intake.extraction.postal_codes import is_british_county, is_county, postal_city

_STRONG = re.compile(
    r"(?<=[^\W\d_]{4})(?<!str)(?<!boul)(?<!prosp)(?<!chem)\.\s+(?=[A-ZÄÖÜÅØ])"
    r"|\s*\((?=[^()]*[@,;])|\s*[·•|]\s*|\s+[–—-]\s+|\s{3,}"
)
_WEAK = re.compile(r"[,;]\s+")
_BEFORE_CODE = re.compile(r"(?<=\w)\s+(?=\d{4,5}\s|\d{2}-\d{3}\s|\d{3}\s\d{2}\s)")
_ONLY_NUMBER = re.compile(r"\d{1,5}\s?[A-Za-z]?(?:\s?[-/]\s?\d{1,4}\s?[A-Za-z]?)?")
_HOUSE_AND_DISTRICT = re.compile(
    r".*\b[Nn][Oo]\s?[:.]?\s?\d+(?:[/-]\w+)?\s+(?P<district>[^\W\d_]{3,}(?: [^\W\d_]{3,})?\s?/\s?[^\W\d_]{3,}(?:\s\d{5})?)"
)
_STATE_AND_CODE = re.compile(r"[A-Z]{2}\s\d{5}(?:-\d{4})?")


@dataclass(frozen=True, slots=True)
class Part:
    """Characters [start, end) of line `line` of the block."""

    line: int
    start: int
    end: int
    text: str

    def moved(self, by: int) -> Part:
        return Part(self.line, self.start + by, self.end + by, self.text)


def part(line: int, text: str, start: int = 0, end: int | None = None) -> Part:
    end = len(text) if end is None else end
    said = text[start:end]
    start += len(said) - len(said.lstrip(" ,;:"))
    said = text[start:end].rstrip(" ,;")
    return Part(line, start, start + len(said), said)


def cut_line(text: str) -> list[str]:
    """What separators cut out of a line; commas only where nothing stronger does, or where they uncover a postal code."""
    return [piece.text for piece in cut_parts(0, text)]


def pieces_of(lines: Sequence[str]) -> list[Part]:
    """Lines, and what separators cut out of them where that uncovers a postal code, a street or a country."""
    pieces: list[Part] = []
    for number, text in enumerate(lines):
        cut = cut_parts(number, text)
        whole = _at_the_code(number, text) or [piece for piece in [part(number, text)] if piece.text]
        goes_on = text.rstrip().endswith(",")
        is_own = any(_cut_within(piece) is not None for piece in _split(_STRONG, number, text, 0, len(text)))
        is_cut = len(cut) > 1 and postal_city(text.strip()) is None and (goes_on or is_own or _is_several(cut))
        pieces.extend(_with_one_street(text, cut, bool(pieces)) if is_cut else whole)
    return pieces


def _at_the_code(number: int, text: str) -> list[Part]:
    """ "3 place du Marché 72000 Le Mans": a street and its place with nothing but a blank between them; () where no code or two
    codes could begin the place."""
    if postal_city(text.strip()) is not None or _WEAK.search(text):
        return []
    found = []
    for blank in _BEFORE_CODE.finditer(text):
        place = postal_city(text[blank.end() :].strip())
        is_place = place is not None and place.code[0] == 0 and place.city is not None
        if is_place and words.is_named_street(text[: blank.start()].strip()):
            found.append(blank)
    if len(found) != 1:
        return []
    return [part(number, text, 0, found[0].start()), part(number, text, found[0].end())]


def _is_several(cut: list[Part]) -> bool:
    """Whether the pieces of one line are parts of an address and not, say, the partners of a firm."""
    for piece in cut:
        found = postal_city(piece.text)
        has_street = any(words.is_named_street(each.text) for each in cut)
        is_place = found is not None and (found.city is not None or has_street or not piece.text.isdigit())
        if is_place or words.country_code(piece.text) is not None or is_county(piece.text):
            return True
    if len(cut) > 1 and is_british_county(cut[-1].text):
        return True
    if re.fullmatch(r"\d{4,5}", cut[-1].text) and len(cut) > 2 and words.is_street(cut[-2].text):
        return True
    if _is_name_and_street(cut):
        return True
    return legal_form(cut[0].text) and any(words.is_street(each.text) and not words.is_site(each.text) for each in cut[1:])


def _is_name_and_street(pieces: list[Part]) -> bool:
    """ "Residencial Les Arts, Avda. de Francia, 55": a street's own word begins behind somebody's name."""
    if len(pieces) != 2 or words.is_street(pieces[0].text) or words.is_site(pieces[1].text):
        return False
    return words.is_named_street(pieces[1].text) and re.match(r"[^\W\d_]", pieces[0].text) is not None


def _with_one_street(text: str, cut: list[Part], has_name: bool) -> list[Part]:
    """ "Unit 11, Riverside Estate, Manchester M17 1TD" below a name: what stands before the place is one street."""
    place, found = next(
        ((at, found) for at, piece in enumerate(cut) if (found := postal_city(piece.text)) is not None), (0, None)
    )
    # A code that stands alone has its town before it.
    place -= int(found is not None and found.city is None)
    while place > 0 and is_county(cut[place].text):
        place -= 1
    if not has_name or place < 2 or any(legal_form(piece.text) for piece in cut[:place]):
        return cut
    parted = [at for at in range(1, place) if _STRONG.search(text, cut[at - 1].end, cut[at].start)]
    if parted:
        # "Family Smith · Lake Road 3 · …": what a dot parts is no one street.
        return cut
    begin = next((at for at in range(place) if not words.is_site(cut[at].text)), 0)
    first, last = cut[begin], cut[place - 1]
    joined = Part(first.line, first.start, last.end, ", ".join(piece.text for piece in cut[begin:place]))
    return [*cut[:begin], joined, *cut[place:]]


def cut_parts(number: int, text: str) -> list[Part]:
    strong = _split(_STRONG, number, text, 0, len(text))
    strong = [each for piece in strong for each in (_cut_within(piece) or (piece,))]
    found: list[Part] = []
    for piece in strong:
        weak = _split(_WEAK, number, text, piece.start, piece.end)
        is_plain = len(strong) == 1 or (postal_city(piece.text) is None and (_is_several(weak) or _is_name_and_street(weak)))
        found.extend(weak if is_plain else [piece])
    return found


def _cut_within(piece: Part) -> tuple[Part, Part] | None:
    """What no separator parts: a firm and its street in a footer ("Muster Oy Hämeenkatu 6, …"), and the district behind the house
    in Turkey ("Gül Sok. No: 3 Nilüfer / BURSA 16140")."""
    turkish = _HOUSE_AND_DISTRICT.fullmatch(piece.text)
    if turkish is not None:
        cut = turkish.start("district")
        return part(piece.line, piece.text, 0, cut).moved(piece.start), part(piece.line, piece.text, cut).moved(piece.start)
    ends = ends_of_legal_forms(piece.text)
    if not ends or ends[-1] >= len(piece.text):
        return None
    first, rest = part(piece.line, piece.text, 0, ends[-1]), part(piece.line, piece.text, ends[-1])
    begins = rest.text[:1].isupper() and rest.start == ends[-1] + 1
    street = re.split(r"[,;·|]", rest.text)[0]
    if begins and words.is_named_street(street) and not words.is_site(street):
        return first.moved(piece.start), rest.moved(piece.start)
    return None


def _split(separator: re.Pattern[str], number: int, text: str, start: int, end: int) -> list[Part]:
    """The pieces between separators; a house number or a legal form behind a comma stays with what it belongs to."""
    found: list[Part] = []
    for stop, following in [*((mark.start(), mark.end()) for mark in separator.finditer(text, start, end)), (end, end)]:
        piece = part(number, text, start, stop)
        is_joined = bool(found) and separator is _WEAK and not _is_code_behind(found[-1].text, piece.text)
        if is_joined and (_ONLY_NUMBER.fullmatch(found[-1].text) or _belongs_before(piece.text)):
            piece = part(number, text, found.pop().start, stop)
        if piece.text:
            found.append(piece)
        start = following
    return found


def _is_code_behind(street: str, text: str) -> bool:
    """Four figures behind a street that has its house number are no second one ("Zufahrt Miraniga 3, 7134")."""
    return re.fullmatch(r"\d{4}", text) is not None and street[-1:].isdigit() and words.is_street(street)


def _belongs_before(text: str) -> bool:
    """A house number, a legal form, and America's state and code behind the town ("Portland, ME 04101")."""
    is_number = _ONLY_NUMBER.fullmatch(text) is not None and len(text) < 5
    return is_number or is_legal_form(text) or _STATE_AND_CODE.fullmatch(text) is not None
