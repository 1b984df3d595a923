"""The sums of an EDIFACT order: charges and allowances, amounts of lines, totals and counts."""

from __future__ import annotations

from decimal import Decimal

from intake.documents.edi.edifact_codes import TOTALS
from intake.documents.edi.edifact_following import Following, Handlers
from intake.documents.edi.fields import parse_number
from intake.documents.edi.segments import Segment
from intake.domain.reasons import ReasonCode


def _alc(at: Following, segment: Segment) -> None:
    is_allowance = segment.get(0) == "A"
    at.charge = (segment.get(4, 3) or segment.get(4, 0) or ("discount" if is_allowance else "charge"), is_allowance)


def _pcd(at: Following, segment: Segment) -> None:
    if at.charge is None:
        return
    if at.line is None:
        said = f"{segment.where}: {segment.get(0, 1)} percent {at.charge[0]} on the whole order."
        at.draft.problem(ReasonCode.CHARGE_CLAIMED, "charges", said)
    elif not at.charge[1] or "discount_percent" in at.line.values or "unit_price" in at.line.values:
        _claimed(at, segment, at.number(segment.get(0, 1)) if at.charge[1] else "")
    else:
        at.line.decimal("discount_percent", at.number(segment.get(0, 1)), segment.where)


def _claimed(at: Following, segment: Segment, percent: str = "") -> None:
    """The price AAA holds its line's allowances already; whether it does so here the line's amount tells, or nobody."""
    if at.line is None or "discount_percent" in at.line.values:
        return
    values = at.line.values
    quantity, price, amount = (values.get(name) for name in ("quantity", "unit_price", "line_amount"))
    if quantity is not None and price is not None and amount is not None:
        goods = quantity * price / (values.get("price_basis_quantity") or 1)
        off = parse_number(percent)
        if abs(goods - amount) <= Decimal("0.01"):
            return
        if off is not None and abs(goods * (1 - off / 100) - amount) <= Decimal("0.01"):
            values["discount_percent"] = off
            return
    at.line.claimed(segment.where)


def _moa(at: Following, segment: Segment) -> None:
    qualifier, value = segment.get(0, 0), at.number(segment.get(0, 1))
    if at.charge is not None and not at.in_summary:
        if at.line is None and qualifier in ("8", "23", "204"):
            at.draft.charge(at.charge[0], value, segment.where, negative=at.charge[1])
        elif at.line is not None and qualifier in ("8", "23", "204"):
            _claimed(at, segment)
    elif at.line is not None and not at.in_summary:
        if qualifier == "203":
            at.line.decimal("line_amount", value, segment.where)
    else:
        path = TOTALS.get(qualifier)
        if path is not None:
            at.draft.decimal(path, value, segment.where)


def _uns(at: Following, segment: Segment) -> None:
    at.in_summary = True
    at.line = at.party = at.charge = None


def _cnt(at: Following, segment: Segment) -> None:
    if segment.get(0, 0) == "2" and segment.get(0, 1).isdecimal():
        at.draft.stated_lines = int(segment.get(0, 1))


HANDLERS: Handlers = {"ALC": _alc, "PCD": _pcd, "MOA": _moa, "UNS": _uns, "CNT": _cnt}
