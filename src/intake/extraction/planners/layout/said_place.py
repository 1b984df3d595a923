"""Where a sentence sends the goods: "Please deliver to our depot, Canal Road 12, Bradford BD1 4AG".

In: the rows of a document outside its tables. Out: the `FieldPlace` of the one address that words of delivery lead up to, its
label the words that do. An address that the bookkeeping is named beside, goods that are fetched, and two different addresses
are none: who wrote so has to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.domain.plans import FieldPlace
from intake.extraction import address_words
from intake.extraction.address_pieces import cut_line
from intake.extraction.addresses import parse_delivery
from intake.extraction.planners.layout.counts import Span
from intake.extraction.planners.layout.utterances import Utterance, prose
from intake.extraction.said_words import any_of, fetches, wants_by
from intake.extraction.segments import Row
from intake.extraction.shapes import date_span
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_NAME = r"[A-ZÀ-ÖØ-Ž][\w'’]+"
_JOINT = r"(?:an|am|der|den|im|in|ob|de|del|della|la|le|les|sur|sous|en|di|upon|on|nad|pod|the|ved|do|da|dos|aan)"
_CITY = rf"{_NAME}(?:[ -](?:{_JOINT}[ -]){{0,2}}{_NAME}){{0,4}}"
_HUNGARIAN = rf"\d{{4}}\s{_NAME},\s{_NAME}(?:\s{_NAME})?\s(?:u|út|utca|útja|tér|krt|köz|sor)\.?\s?\d+(?:/[\dA-Za-z])?"
_PLACE = re.compile(
    rf"(?<!\w)(?:{_HUNGARIAN}|(?:[A-Z]{{1,2}}-)?(?:\d{{4}}\s?[A-Z]{{2}}|\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{3}}\s\d{{2}}|\d{{4,5}})\s{_CITY}"
    rf"|{_CITY},?\s[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}|{_CITY},\s?[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?)(?!\w)"
)
_HOUSE = re.compile(r"(?<!\S)\d{1,4}[a-z]?(?: bis| ter)?,? $")
_KIND_ALONE = re.compile(r"\S+\s\d")
"""The "Str. 4" of "Friedrichshofener Str. 4"."""
_NAMED = re.compile(rf"{_NAME}(?:[ -]{_NAME})? $")
_LONGEST_STREET = 70
_LONGEST_SENTENCE = 400


def said_place(rows: Sequence[Row]) -> FieldPlace | None:
    found = {text: field for utterance in prose(rows) for text, field in _places(utterance)}
    return next(iter(found.values())) if len(found) == 1 else None


def _places(utterance: Utterance) -> Iterator[tuple[str, FieldPlace]]:
    text = utterance.text
    if len(text) > _LONGEST_SENTENCE or not any(map(str.isdigit, text)):
        return
    for found in _PLACE.finditer(text):
        start = found.start() if "," in found.group() and found.group()[0].isdigit() else _street_start(text, found.start())
        if start is None or not _leads_there(text[:start]):
            continue
        address = parse_delivery([text[start : found.end()]])
        place, label = utterance.place((start, found.end())), utterance.place(_lead(text, start))
        if place is not None and label is not None and address.is_place:
            yield text[start : found.end()], FieldPlace(path="ship_to.block", places=(place,), label=label)


def _lead(text: str, start: int) -> Span:
    begin = text[:start].rstrip()
    return 0, len(begin)


def _street_start(text: str, city: int) -> int | None:
    """Where the street begins that ends right before the place: behind a colon, else at its first word."""
    head = text[:city].rstrip(" ,-–")
    begin = max(len(head) - _LONGEST_STREET, 0)
    colon = head.rfind(": ", begin)
    has_day = colon >= 0 and date_span(head[colon + 1 :]) is not None
    if colon >= 0 and not has_day and any(address_words.is_street(piece) for piece in cut_line(head[colon + 1 :])):
        return colon + 2
    words = [found.start() for found in re.finditer(r"\S+", head[begin:])]
    for at in reversed(words):
        piece = head[begin + at :]
        if _is_street(piece):
            number = _HOUSE.search(head[: begin + at])
            named = _NAMED.search(head[: begin + at]) if _KIND_ALONE.match(piece) else None
            return next((found.start() for found in (number, named) if found is not None), begin + at)
        if "," in piece.rstrip(","):
            break
    return None


def _is_street(piece: str) -> bool:
    """ "Hafenstraße 3", "route de Parentignat", "12 rue Haute"; a word before its name ("Rue", "Große") belongs to it."""
    words = re.findall(r"[^\W\d_]+", fold_letters(piece))
    is_numbered = len(words) > 1 and piece[0].isdigit() and address_words.is_street_name(words)
    return address_words.is_named_street(piece) or is_numbered


def _leads_there(lead: str) -> bool:
    """Whether the last thing named before the place is a delivery."""
    said = re.split(r"[.;!?]\s+(?=[A-ZÀ-Ž])", lead)[-1]
    bills = [found.end() for found in re.finditer(rf"(?:{any_of('billing')})", said, re.IGNORECASE)]
    behind = said[max(bills, default=0) :]
    is_past = re.search(rf"(?<!\w)(?:{any_of('past')})(?!\w)", behind, re.IGNORECASE) is not None
    is_fetched = any(fetches(word) for word in re.findall(r"[^\W\d_]+", behind))
    is_open = is_fetched or is_past or vocabulary().has_phrase(behind, "negation", "question")
    return wants_by(_without_suppliers(behind)) and not is_open


def _without_suppliers(text: str) -> str:
    """ "Lieferant:", "Dostawca:" begin as words of delivery do, and name who delivers."""
    return " ".join(word for word in re.findall(r"[^\W\d_]+", text) if not _names_supplier(word))


def _names_supplier(word: str) -> bool:
    return any(found.path.partition(".")[0] == "supplier" for found in vocabulary().labels(word))
