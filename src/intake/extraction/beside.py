"""What a mail's body says beside the order that its attachment holds: it may only greet, repeat, add, change, or contradict.

In: the body and the orders that were read from the attachments. Out: `Problem`s for a person; a body that says nothing else about
the goods, or says the same as the attachment, gives none. A body that orders by itself has no attachment to be held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.identifiers import normalise_code
from intake.domain.orders import ExtractedLine, ReadOrder
from intake.domain.plans import ColumnRole, FieldPlace
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.column_kinds import CODES
from intake.extraction.document_conventions import conventions_of
from intake.extraction.execute_fields import read_head
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.sentences import Spoken, heard, said_lines
from intake.extraction.quoting_places import text_at
from intake.extraction.segments import rows_of

_CODE_FIELDS = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")


def said_beside(number: int, documents: Sequence[Document], orders: Sequence[ReadOrder]) -> tuple[Problem, ...]:
    """`number` is the body's index; `orders` those that stand in the message's attachments."""
    rows = rows_of(number, documents[number])
    found = [problem for spoken in heard(rows) for problem in _of_sentence(spoken, number, documents, orders)]
    found += _of_head(said_lines(rows).fields, documents, orders)
    return tuple(dict.fromkeys(found))


def _of_sentence(spoken: Spoken, number: int, documents: Sequence[Document], orders: Sequence[ReadOrder]) -> Iterator[Problem]:
    if spoken.amendment is not None:
        yield _amends(number, spoken.utterance.text)
    elif not spoken.reason:
        for item in spoken.items:
            yield from _of_item(item, spoken.utterance.text, number, documents, orders)


def _of_item(item: Item, text: str, number: int, documents: Sequence[Document], orders: Sequence[ReadOrder]) -> Iterator[Problem]:
    """The same article in the same quantity repeats the attachment; another contradicts it; another article adds to it."""
    said = {role: text_at(place, documents) for role, place in item.plan.places}
    codes = {normalise_code(said[role]) for role in CODES if role in said}
    lines = [line for order in orders for line in order.order.lines if codes & _codes(line)]
    if not lines:
        yield _amends(number, text)
        return
    readings = conventions_of(number, documents[number]).readings(said[ColumnRole.QUANTITY])
    if not any(line.quantity in readings for line in lines):
        there = ", ".join(f"{line.quantity:f}" for line in lines if line.quantity is not None)
        yield _contradicts(f"The mail says “{text[:160]}”; its attachment has {there or 'no quantity'} of that article.", "lines")


def _codes(line: ExtractedLine) -> set[str]:
    return {normalise_code(code) for name in _CODE_FIELDS if (code := getattr(line, name))}


def _of_head(fields: Sequence[FieldPlace], documents: Sequence[Document], orders: Sequence[ReadOrder]) -> Iterator[Problem]:
    """Number and day, where the message holds one order and both parts state them."""
    if len(orders) != 1:
        return
    order = orders[0].order
    conventions = [conventions_of(at, document) for at, document in enumerate(documents)]
    stated = read_head(fields, documents, conventions).values
    po_number, day = stated.get("customer_po_number"), stated.get("requested_delivery_date")
    if po_number and order.customer_po_number and normalise_code(str(po_number)) != normalise_code(order.customer_po_number):
        message = f"The mail names order {po_number}, its attachment order {order.customer_po_number}."
        yield _contradicts(message, "customer_po_number")
    if day and order.requested_delivery_date and day != order.requested_delivery_date:
        message = f"The mail wants the goods on {day}, its attachment on {order.requested_delivery_date}."
        yield _contradicts(message, "requested_delivery_date")


def _amends(number: int, text: str) -> Problem:
    return Problem(
        code=ReasonCode.BODY_AMENDS_ATTACHMENT.value,
        path=f"documents[{number}]",
        message=f"The mail says “{text[:160]}”, beside its attachment. Decide which of the two holds.",
    )


def _contradicts(message: str, path: str) -> Problem:
    return Problem(code=ReasonCode.PARTS_CONTRADICT.value, path=path, message=message)
