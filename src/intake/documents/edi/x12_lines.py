"""The lines of an X12 order: what is ordered, how many, at which price, and deliveries of their own."""

from __future__ import annotations

from intake.documents.edi.segments import Segment
from intake.documents.edi.x12_codes import BASES, CODES, DELETED, GTINS, WANTED
from intake.documents.edi.x12_following import Following, Handlers


def _po1(at: Following, segment: Segment) -> None:
    _item(at, segment, quantity=1, codes=5)


def _poc(at: Following, segment: Segment) -> None:
    _item(at, segment, quantity=2, codes=7)
    if at.line is not None:
        at.line.note(f"Change type {segment.get(1)}")
        at.line.is_deleted = segment.get(1) == DELETED


def _item(at: Following, segment: Segment, *, quantity: int, codes: int) -> None:
    at.party = None
    at.line = line = at.draft.new_line()
    line.text("line_number", segment.get(0))
    line.decimal("quantity", segment.get(quantity), segment.where)
    # Unit, price and what the price is for stand before the codes.
    line.text("uom", segment.get(codes - 3))
    line.decimal("unit_price", segment.get(codes - 2), segment.where)
    basis = segment.get(codes - 1)
    if basis and basis not in BASES:
        line.doubt("unit_price", f"{segment.where}: the price is of the kind {basis}, which is no price of one unit.")
    elif BASES.get(basis) != "1":
        line.decimal("price_basis_quantity", BASES.get(basis), segment.where)
    for element in range(codes, len(segment.elements) - 1, 2):
        role, code = segment.get(element), segment.get(element + 1)
        if role in GTINS:
            line.gtin(code)
        elif role in CODES:
            line.text(CODES[role], code)


def _pid(at: Following, segment: Segment) -> None:
    if at.line is not None:
        at.line.description(segment.get(4))


def _sch(at: Following, segment: Segment) -> None:
    """A delivery of the line."""
    line = at.line
    if line is None:
        return
    is_wanted = segment.get(4) in WANTED
    line.delivery(segment.get(0), segment.get(5) if is_wanted else None, segment.where)
    if segment.get(5) and not is_wanted:
        line.doubt("requested_delivery_date", f"{segment.where}: {segment.get(5)} is no date of delivery.")


def _sdq(at: Following, segment: Segment) -> None:
    if at.line is not None:
        at.line.doubt("quantity", f"{segment.where}: the line goes in parts to several places, one is {segment.get(2)!r}.")


def _sln(at: Following, segment: Segment) -> None:
    if at.line is not None:
        at.line.doubt("quantity", f"{segment.where}: the line is made of parts with quantities of their own.")


HANDLERS: Handlers = {"PO1": _po1, "POC": _poc, "PID": _pid, "SCH": _sch, "SDQ": _sdq, "SLN": _sln}
