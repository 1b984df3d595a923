"""The currency of amounts whose only sign several countries share, settled by the buyer's own country.

In: rows, the fields found so far (the buyer's block and VAT id) and who we are. Out: a `FieldPlace` of two places, the sign and
what tells the country; none where amounts bear several such signs, or nothing or more than one thing tells the country. What a
sign means beside a country is `shared_signs.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.parties import OwnCompany
from intake.domain.plans import FieldPlace, Place
from intake.extraction.planners.layout.stated_unlabelled import is_beside_amount
from intake.extraction.segments import Row
from intake.extraction.shared_signs import country_told, settled, shared_sign

_OF_THE_BUYER = ("buyer.vat_id", "buyer.block")


def currency_of_signs(
    rows: Sequence[Row], fields: Sequence[FieldPlace], document: Document, own: OwnCompany
) -> tuple[FieldPlace, ...]:
    signs = list(_signs(rows))
    said = {sign for sign, _ in signs}
    told = [(country_told(text), text, place) for text, place in _telling(fields, document)]
    known = [each for each in told if each[0] is not None]
    if len(said) != 1 or len({country for country, _, _ in known}) != 1:
        return ()
    (sign, place), (_, text, where) = signs[0], known[0]
    if settled(sign, text, own.country) is None:
        return ()
    return (FieldPlace(path="currency", places=(place, where)),)


def _signs(rows: Sequence[Row]) -> Iterator[tuple[str, Place]]:
    for row in rows:
        for segment in row.segments:
            span = shared_sign(segment.text)
            if span is not None and is_beside_amount(segment, row):
                yield segment.text[slice(*span)].rstrip(".").casefold(), segment.place(*span)


def _telling(fields: Sequence[FieldPlace], document: Document) -> Iterator[tuple[str, Place]]:
    for field in fields:
        if field.path in _OF_THE_BUYER:
            for place in field.places:
                words = document.canvases[place.canvas].words
                yield " ".join(words[word].text for word in place.words)[place.start or 0 : place.end], place
