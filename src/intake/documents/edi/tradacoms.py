"""TRADACOMS ORDERS (files of ORDHDR, ORDERS… and ORDTLR messages) → drafts, one an ORDERS message.

Source: ANA TRADACOMS, Orders File version 9. The header's parties hold for every order of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.documents.edi.draft import OrderDraft, broken, other
from intake.documents.edi.follow import check_end, lost
from intake.documents.edi.segments import Segment, Separators, decode, messages, split
from intake.domain.orders import DocumentKind, ReadOrder

_KNOWN = frozenset({"MHD", "CLO", "ORD", "DIN", "DNA", "DNB", "DNC", "OLD", "OTR", "MTR", "PLA", "PLB", "CRE", "SDI"})
"""The segments of an ORDERS message; another one is damage, and what stood there nobody knows."""

_CASE_CODE = 14
"""The digits of a code that names a case; a shorter one may name what is in it."""

SEPARATORS = Separators(component=":", element="+", release="?", segment="'", tag="=")


def read(content: bytes) -> tuple[ReadOrder, ...]:
    found = list(messages(split(decode(content).lstrip(), SEPARATORS), "MHD", "MTR"))
    header = next((message for message in found if message[0].get(1, 0) == "ORDHDR"), ())
    orders = tuple(_read(message, header) for message in found if message[0].get(1, 0) == "ORDERS")
    counted = next((segment.get(0) for message in found for segment in message if segment.tag == "OFT"), "")
    if counted.isdecimal() and int(counted) != len(orders):
        orders += (broken(f"The file counts {counted} orders (OFT) and has {len(orders)}."),)
    return orders or (other(),)


def _read(message: Sequence[Segment], header: Sequence[Segment]) -> ReadOrder:
    draft = OrderDraft()
    for segment in header:
        if segment.tag == "CDT":
            draft.gln("buyer.gln", segment.get(0, 0))
            draft.text("buyer.name", segment.get(1, 0))
            _address(draft, "buyer", segment)
        elif segment.tag == "TYP":
            draft.kind = _kind(segment)
        elif segment.tag == "DNA":
            draft.note(_narrative(segment, 2))
    for segment in message:
        _follow(draft, segment)
    check_end(draft, message, "MTR")
    return draft.build()


def _kind(header: Segment) -> DocumentKind:
    said = header.get(1).upper()
    if "CANCEL" in said:
        return DocumentKind.ORDER_CANCELLATION
    return DocumentKind.ORDER_CHANGE if any(word in said for word in ("AMEND", "CHANGE", "REVIS")) else DocumentKind.ORDER


def _address(draft: OrderDraft, path: str, segment: Segment) -> None:
    """Four lines of address and a postcode; the last line that is written is the town."""
    lines = [said for said in (segment.get(2, component) for component in range(4)) if said]
    town = [lines.pop()] if len(lines) > 1 else []
    draft.text(f"{path}.street", ", ".join(lines))
    draft.text(f"{path}.city", " ".join(town))
    draft.text(f"{path}.postal_code", segment.get(2, 4))


def _described(segment: Segment) -> tuple[str, ...]:
    """The two lines of a traded unit's description; some write it an element early."""
    return next((element for element in segment.elements[8:10][::-1] if any(element)), ())


def _narrative(segment: Segment, start: int) -> str:
    """The words of a DNA or DNB, with the codes that stand for words."""
    return " ".join(part.strip() for element in segment.elements[start:] for part in element if part.strip())


def _follow(draft: OrderDraft, segment: Segment) -> None:
    if segment.tag not in _KNOWN:
        lost(draft, segment)
    elif segment.tag == "CLO":
        draft.ship_to_code = next((said for said in (segment.get(0, component) for component in range(3)) if said), "")
        draft.gln("ship_to.gln", segment.get(0, 0))
        draft.text("ship_to.name", segment.get(1, 0))
        _address(draft, "ship_to", segment)
    elif segment.tag == "ORD":
        draft.text("customer_po_number", segment.get(0, 0))
        draft.date("order_date", segment.get(0, 2), segment.where)
    elif segment.tag == "DIN":
        earliest, latest = segment.get(0), segment.get(1)
        if earliest and latest and earliest != latest:
            draft.window(earliest, latest, segment.where)
        else:
            draft.date("requested_delivery_date", latest or earliest, segment.where)
        draft.note(_narrative(segment, 2))
    elif segment.tag == "DNA":
        draft.note(_narrative(segment, 1))
    elif segment.tag == "DNB" and draft.lines:
        draft.lines[-1].note(_narrative(segment, 2))
    elif segment.tag == "OLD":
        _line(draft, segment)
    elif segment.tag == "OTR" and segment.get(0).isdecimal():
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
        line.note(f"Ordering unit of {per_unit}")
        if len(segment.get(1, 0)) < _CASE_CODE:
            line.doubt("uom", f"{segment.where}: ordered are units of {per_unit}, and no code says which unit that is.")
    measures = [said for element in (4, 5) for component in (1, 2) if (said := segment.get(element, component))]
    if measures:
        line.doubt("quantity", f"{segment.where}: the line is measured too ({' '.join(measures)}).")
    # Prices are in ten-thousandths of a pound where they carry no point.
    price = segment.get(6, 0)
    line.decimal("unit_price", f"{int(price) / 10_000:.4f}" if price.isdecimal() else price, segment.where)
    line.text("description", " ".join(part for part in _described(segment) if part))
