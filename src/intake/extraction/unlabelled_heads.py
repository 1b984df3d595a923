"""A delivery day or place that a paper prints under words which nobody knows: without it the goods would come on any day, or to
the usual place.

In: an order as it was read, and its papers. Out: one `Problem` where no day of delivery was read and a later day than the order's
own stands outside the lines, and one where no place was read and an address stands there that is neither the buyer's, nor ours,
nor the one to bill. What they are, a person says; a mail's own words are `remarks.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from intake.domain.documents import Document
from intake.domain.orders import ExtractedOrder
from intake.domain.parties import OwnCompany
from intake.domain.plans import Region
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import address_words, shapes
from intake.extraction.bodies import is_body
from intake.extraction.document_conventions import conventions_of
from intake.extraction.postal_codes import postal_city
from intake.extraction.segments import Row, Segment, rows_of
from intake.extraction.table_rows import holds
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_LONGEST_WAIT = timedelta(days=300)
"""A day further off than this belongs to a contract or a form."""
_BROKEN = re.compile(r"(?<!\S)(?:\d{4}[-./]\d{0,2}[-./]?|\d{1,2}[-./]\d{1,2}[-./]\d{0,3}|\d{1,2}[-./])$")
"""A day whose end was wrapped to the next line."""
_YEAR = re.compile(r"\d{4}|\d[-./]\d\d?[-./]\d\d")
_ROWS_ABOVE = 6
_OTHERS = ("supplier.block", "bill_to.block", "buyer.block", "ignore")


def unlabelled_heads(
    order: ExtractedOrder, documents: Sequence[Document], regions: Sequence[Region], own: OwnCompany, near: date | None
) -> tuple[Problem, ...]:
    """`near` is the day on which the message was sent."""
    papers = [number for number in order.documents if not is_body(documents[number])]
    rows = {number: _outside(number, documents[number], regions) for number in papers}
    found = []
    day = next((text for number in papers for text in _later_days(rows[number], number, documents, order, near)), None)
    if day is not None:
        message = f"“{day[:120]}” stands on the order, and no day of delivery was read."
        found.append(Problem(code=ReasonCode.VALUE_MISSING.value, path="requested_delivery_date", message=message))
    place = _other_place([text for number in papers for text in _addresses(rows[number])], order, own)
    if place is not None:
        message = f"The address “{place[:120]}” stands on the order, and no place of delivery was read."
        found.append(Problem(code=ReasonCode.VALUE_MISSING.value, path="ship_to", message=message))
    return tuple(found)


def _outside(number: int, document: Document, regions: Sequence[Region]) -> list[Row]:
    tables = [region for region in regions if region.document == number]
    return [row for row in rows_of(number, document) if not any(holds(table, row) for table in tables)]


def _later_days(
    rows: Sequence[Row], number: int, documents: Sequence[Document], order: ExtractedOrder, near: date | None
) -> Iterator[str]:
    first = order.order_date or near
    if order.requested_delivery_date or first is None or any(line.requested_delivery_date or line.note for line in order.lines):
        return
    conventions = conventions_of(number, documents[number], near=first)
    for row in rows:
        for at, segment in enumerate(row.segments):
            span = shapes.date_span(segment.text)
            broken = _BROKEN.search(segment.text) if span is None else None
            if broken is not None and _is_of_delivery(segment.text[: broken.start()]):
                yield segment.text
            day = conventions.day(segment.text[slice(*span)]) if span is not None else None
            if span is None or day is None or not first < day <= first + _LONGEST_WAIT:
                continue
            label = segment.text[: span[0]].strip(" :") or (row.segments[at - 1].text.strip(" :") if at else "")
            if not (_YEAR.search(segment.text[slice(*span)]) or (label and not segment.text[span[1] :].strip(" .)"))):
                # "3.1. Delivery" counts the paragraphs of the terms; "Ramp: 23.03." and "Wareneingang KW 14" say a day.
                continue
            if _is_of_delivery(label) or not any(not known.weak for known in vocabulary().labels(label)):
                yield f"{label} {segment.text[slice(*span)]}".strip()


def _is_of_delivery(label: str) -> bool:
    return any(known.path == "requested_delivery_date" and not known.weak for known in vocabulary().labels(label.strip(" :")))


def _addresses(rows: Sequence[Row]) -> Iterator[str]:
    """Towns behind their postal codes, with a street beside or above them and no label over them that is another's."""
    for at, row in enumerate(rows):
        for segment in row.segments:
            pieces = [piece.strip() for piece in segment.text.split(",")]
            town = next((piece for piece in reversed(pieces) if postal_city(piece) is not None), None)
            above = [each for upper in rows[max(at - _ROWS_ABOVE, 0) : at] for each in upper.segments if _is_over(each, segment)]
            streets = [*pieces, *(each.text for each in above[-2:])]
            if town is None or not any(address_words.is_street(text) for text in streets if text != town):
                continue
            heads = (segment.text.partition(":")[0], *(each.text.partition(":")[0] for each in above))
            if not any(label.path in _OTHERS for head in heads for label in vocabulary().labels(head)):
                yield town


def _is_over(upper: Segment, segment: Segment) -> bool:
    return upper.canvas == segment.canvas and upper.x0 < segment.x1 and segment.x0 < upper.x1


def _other_place(towns: Sequence[str], order: ExtractedOrder, own: OwnCompany) -> str | None:
    place = order.ship_to
    if place is not None and (place.street or place.postal_code or place.city or place.gln):
        return None
    codes = {fold_letters(town[slice(*found.code)]): town for town in towns if (found := postal_city(town))}
    parties = [party.postal_code for party in (order.buyer, order.bill_to) if party is not None and party.postal_code]
    ours = fold_letters(" ".join(own.addresses))
    known = {fold_letters(code) for code in parties}
    others = [town for code, town in codes.items() if code not in known and code not in ours]
    # Where the buyer's own address was not read, one of them is his.
    fewest = 1 if order.buyer.postal_code else 2
    return others[0] if len(others) >= fewest else None
