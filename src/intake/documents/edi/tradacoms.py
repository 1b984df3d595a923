"""TRADACOMS ORDERS (files of ORDHDR, ORDERS… and ORDTLR messages) → drafts, one an ORDERS message.

Source: ANA TRADACOMS, Orders File version 9. The header's parties hold for every order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.documents.edi.draft import OrderDraft, other
from intake.documents.edi.segments import Segment, Separators, decode, split
from intake.domain.orders import ReadOrder
from intake.domain.reasons import ReasonCode

SEPARATORS = Separators(component=":", element="+", release="?", segment="'", tag="=")


def read(content: bytes) -> tuple[ReadOrder, ...]:
    messages = list(_messages(split(decode(content).lstrip(), SEPARATORS)))
    header = next((message for message in messages if message[0].get(1, 0) == "ORDHDR"), ())
    orders = [message for message in messages if message[0].get(1, 0) == "ORDERS"]
    return tuple(_read(message, header) for message in orders) or (other(),)


def _messages(segments: Iterator[Segment]) -> Iterator[list[Segment]]:
    current: list[Segment] = []
    for segment in segments:
        if segment.tag == "MHD":
            current = [segment]
        elif current:
            current.append(segment)
            if segment.tag == "MTR":
                yield current
                current = []
    if current:
        yield current


def _read(message: Sequence[Segment], header: Sequence[Segment]) -> ReadOrder:
    draft = OrderDraft()
    for segment in header:
        if segment.tag == "CDT":
            draft.gln("buyer.gln", segment.get(0, 0))
            draft.text("buyer.name", segment.get(1, 0))
            draft.text("buyer.street", segment.get(2, 0))
    for segment in message:
        _follow(draft, segment)
    if message[-1].tag != "MTR":
        draft.problem(ReasonCode.DOCUMENT_BROKEN, "", f"{message[0].where}: the message has no MTR; its end may be missing.")
    elif message[-1].get(0).isdigit() and int(message[-1].get(0)) != len(message):
        said = f"{message[-1].where}: the message counts {message[-1].get(0)} segments and has {len(message)}."
        draft.problem(ReasonCode.LINES_INCOMPLETE, "lines", said)
    return draft.build()


def _follow(draft: OrderDraft, segment: Segment) -> None:
    if segment.tag == "CLO":
        draft.gln("ship_to.gln", segment.get(0, 0))
        draft.text("ship_to.name", segment.get(1, 0))
        draft.text("ship_to.street", segment.get(2, 0))
    elif segment.tag == "ORD":
        draft.text("customer_po_number", segment.get(0, 0))
        draft.date("order_date", segment.get(0, 2), segment.where)
    elif segment.tag == "DIN":
        earliest, latest = segment.get(0), segment.get(1)
        if earliest and latest and earliest != latest:
            draft.text("note", f"Delivery wanted from {earliest} to {latest}")
        else:
            draft.date("requested_delivery_date", latest or earliest, segment.where)
        draft.text("note", segment.get(3))
    elif segment.tag == "OLD":
        _line(draft, segment)
    elif segment.tag == "OTR" and segment.get(0).isdigit():
        draft.stated_lines = int(segment.get(0))


def _line(draft: OrderDraft, segment: Segment) -> None:
    line = draft.new_line()
    line.text("line_number", segment.get(0))
    line.gtin(segment.get(1, 0))
    line.text("sku", segment.get(1, 1))
    line.text("customer_part_number", segment.get(3, 1) or segment.get(3, 0))
    line.decimal("quantity", segment.get(5, 0), segment.where)
    per_unit = segment.get(4, 0)
    if per_unit and per_unit != "1":
        line.text("note", f"Ordering unit of {per_unit}")
    # Prices are in ten-thousandths of a pound where they carry no point.
    price = segment.get(6, 0)
    line.decimal("unit_price", f"{int(price) / 10_000:.4f}" if price.isdigit() else price, segment.where)
    line.text("description", " ".join(part for part in (segment.get(8, 0), segment.get(8, 1)) if part))
