"""A delivery address that a document announces and that was not read: without it the goods would go to the usual place.

In: an order as it was read, and its documents. Out: one `Problem` where "Ship to" stands over or beside a street and a town and
the order has neither. What the address says is no business of this module; a person reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.orders import ExtractedOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import address_words
from intake.extraction.postal_codes import postal_city
from intake.extraction.segments import Row, Segment, rows_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_DELIVERY = "ship_to.block"
_ROWS_BELOW = 5
"""An address has hardly more lines than name, department, street, town and country."""


def unread_place(order: ExtractedOrder, numbers: Iterable[int], documents: Sequence[Document]) -> tuple[Problem, ...]:
    """`numbers` are the order's documents."""
    place = order.ship_to
    if place is not None and (place.street or place.postal_code or place.city or place.gln):
        return ()
    told = (text for number in numbers for text in _announced(number, documents[number]))
    found = next((text for text in told if not _is_buyers(text, order)), None)
    if found is None:
        return ()
    message = f"A delivery address is named and was not read: “{found[:120]}”."
    return (Problem(code=ReasonCode.VALUE_MISSING.value, path="ship_to", message=message),)


def _is_buyers(text: str, order: ExtractedOrder) -> bool:
    """The buyer's own street or town once more: the goods go to him, as they do without an address."""
    own = (order.buyer.street, order.buyer.postal_code)
    return any(part is not None and fold_letters(part) in fold_letters(text) for part in own)


def _announced(number: int, document: Document) -> Iterator[str]:
    """The streets beside or below the labels of delivery addresses."""
    rows = rows_of(number, document)
    for at, row in enumerate(rows):
        for segment in row.segments:
            label, _, rest = segment.text.partition(":")
            if any(found.path == _DELIVERY and not found.weak for found in vocabulary().labels(label)):
                texts = [rest, *_beside(segment, row), *_below(segment, rows[at + 1 : at + 1 + _ROWS_BELOW])]
                pieces = [piece.strip(" .") for text in texts for piece in text.split(",") if any(map(str.isdigit, piece))]
                # A row of the table below may look like a street or like a town; an address has both.
                if any(postal_city(piece) is not None for piece in pieces):
                    yield from (piece for piece in pieces if address_words.is_street(piece))


def _beside(label: Segment, row: Row) -> Iterator[str]:
    yield from (segment.text for segment in row.segments if segment.x0 >= label.x1)


def _below(label: Segment, rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if row.canvas == label.canvas:
            yield from (segment.text for segment in row.segments if segment.x0 <= label.x1 and label.x0 <= segment.x1)
