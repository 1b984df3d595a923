"""The day of a letter that no label names: behind the place it was written at, or right below or beside the
order's number.

In: rows above the first line table. Out: the place of that day, None where there is no such line or two of them differ. A day
that something else announces ("Valid until", "Monday, 2 March") is not the letter's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from intake.domain.documents import CanvasKind
from intake.domain.plans import Place
from intake.extraction import shapes
from intake.extraction.address_pieces import cut_line
from intake.extraction.locales import locales
from intake.extraction.postal_codes import postal_city
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters, key

_WRITTEN_AT = re.compile(
    r"(?P<place>[^\W\d_][^\d,;:|/]{1,40}?)(?:,\s*|\s+(?=(?:le|den|dnia|lì|dne|dňa)\s))(?:(?:le|den|dnia|dn\.|lì|li|a|dne|dňa|el|am)\s+)?",
    re.IGNORECASE,
)
_WRITTEN_IN = re.compile(r"(?:V|Ve|W|We|In|À|A|En|Em|I)\s(?P<place>[A-ZÀ-Ž][^\W\d_]+(?:[ -][^\W\d_]+){0,2}),?\s+")
"""Slovakia writes "V Trnave 06.05.2026", without a comma."""
_YEAR_SIGN = re.compile(r"\s+r\.?$|\s*/\s*[^\W\d_]{1,4}(?:[/-][^\W\d_]{1,4})?$")
"""Poland writes "10.03.2026 r."; offices put who wrote it behind the day ("… / ca")."""
_MOST_WORDS = 4
_NEAR_IN_HEIGHTS = 1.6


def letter_date(rows: Sequence[Row], number: Place | None) -> Place | None:
    """`number` is where the order's number stands, None where none was found."""
    found = list(_dates(rows, number))
    return found[0][1] if len({text for text, _ in found}) == 1 else None


def _dates(rows: Sequence[Row], number: Place | None) -> Iterator[tuple[str, Place]]:
    towns: frozenset[str] | None = None
    for at, row in enumerate(rows):
        for column, segment in enumerate(row.segments):
            span = shapes.date_span(segment.text)
            if (
                span is None
                or _YEAR_SIGN.sub("", segment.text[span[1] :]).strip(" .")
                or shapes.week_span(segment.text) is not None
            ):
                continue
            if column and row.segments[column - 1].text.rstrip().endswith(":"):
                continue
            lead = segment.text[: span[0]]
            written = _WRITTEN_AT.fullmatch(lead) or _WRITTEN_IN.fullmatch(lead)
            is_letters = written is not None and _is_place(written["place"])
            if not is_letters and (said := key(lead)):
                # "Dačice 20. března 2026": a word that an address of the paper calls a town.
                towns = _towns(rows) if towns is None else towns
                is_letters = said in towns
            is_beside = column > 0 and number is not None and _holds(row.segments[column - 1], number)
            if is_letters or (span[0] == 0 and number is not None and (is_beside or _is_below(segment, number, rows[:at]))):
                yield segment.text[slice(*span)], segment.place(*span)


def _towns(rows: Sequence[Row]) -> frozenset[str]:
    """What the addresses of a paper call their towns."""
    pieces = (piece for row in rows for segment in row.segments for piece in (segment.text, *cut_line(segment.text)))
    places = ((piece, postal_city(piece)) for piece in pieces)
    return frozenset(key(piece[slice(*place.city)]) for piece, place in places if place is not None and place.city is not None)


def _is_place(text: str) -> bool:
    known = vocabulary()
    said = key(text)
    return len(text.split()) <= _MOST_WORDS and said not in _weekdays() and not known.labels(text) and not known.kinds(text)


def _is_below(segment: Segment, number: Place, above: Sequence[Row]) -> bool:
    """Whether the piece right above is the order's number, and begins or ends where this one does."""
    for row in reversed(above):
        height = segment.bottom - segment.top
        reach = {CanvasKind.PAGE: _NEAR_IN_HEIGHTS * height, CanvasKind.GRID: 0.01, CanvasKind.TEXT: 0.01}[segment.kind]
        if row.canvas != segment.canvas or segment.top - row.bottom > reach:
            return False
        for one in row.segments:
            is_aligned = min(abs(one.x0 - segment.x0), abs(one.x1 - segment.x1)) <= height
            if is_aligned and _holds(one, number):
                return True
    return False


def _holds(segment: Segment, number: Place) -> bool:
    return number.canvas == segment.canvas and set(number.words) <= set(segment.words)


@cache
def _weekdays() -> frozenset[str]:
    names = (locale.days["format"][width] for locale in locales() for width in ("wide", "abbreviated"))
    return frozenset(key(fold_letters(str(name))) for days in names for name in days.values())
