"""What an EDIFACT order says of itself: days, references, parties, terms, texts, places. Days and texts may be a line's."""

from __future__ import annotations

from intake.documents.edi.edifact_codes import DATES_BESIDE, DATES_WANTED, EARLIEST, LEGAL_FORM, LONGEST_NAME, PARTIES
from intake.documents.edi.edifact_dates import day_of, period_of
from intake.documents.edi.edifact_following import Following, Handlers
from intake.documents.edi.fields import friday_of_week
from intake.documents.edi.segments import Segment
from intake.domain.reasons import ReasonCode


def _dtm(at: Following, segment: Segment) -> None:
    qualifier, value, form = (segment.get(0, component) for component in range(3))
    if qualifier == "137" and at.line is None:
        at.draft.date("order_date", day_of(value, form), segment.where)
    elif qualifier in DATES_WANTED and at.charge is None:
        _wanted(at, segment, value, form)
    elif qualifier == EARLIEST and at.charge is None:
        at.fields.not_before(day_of(value, form), segment.where)
    elif qualifier in DATES_BESIDE and at.charge is None:
        said = f"{segment.where}: {value} is a date of {DATES_BESIDE[qualifier]} and none of delivery."
        at.fields.doubt("requested_delivery_date", said)


def _wanted(at: Following, segment: Segment, value: str, form: str) -> None:
    before = at.fields.values.get("requested_delivery_date")
    if form == "616" and len(value) == 6 and value.isdecimal():
        friday = friday_of_week(int(value[:4]), int(value[4:]))
        if friday is None or before not in (None, friday):
            at.fields.doubt("requested_delivery_date", f"{segment.where}: week {value} is none, or another.")
        else:
            at.fields.values["requested_delivery_date"] = friday
            at.fields.note(f"Delivery in week {value[4:]} of {value[:4]}")
        return
    period = period_of(value, form)
    day = period[0] if period else day_of(value, form)
    if period is not None and period[0] != period[1]:
        at.fields.window(*period, segment.where)
    elif at.in_schedule and at.line is not None and at.line.deliveries and at.line.deliveries[-1].day is None:
        at.line.deliveries[-1].day = at.line.day("requested_delivery_date", day, segment.where)
    else:
        at.fields.wanted(day, segment.where)


def _rff(at: Following, segment: Segment) -> None:
    qualifier, value = segment.get(0, 0), segment.get(0, 1)
    if qualifier == "VA" and at.party in ("buyer", "bill_to"):
        at.draft.text(f"{at.party}.vat_id", value)
    elif at.line is None and qualifier == "ON":
        at.draft.text("references.changes_po", value)
    elif at.line is None and qualifier in ("AAG", "PR"):
        at.draft.text("references.quotation", value)
    elif qualifier == "BO":
        at.draft.problem(ReasonCode.BLANKET_ORDER, "", f"{segment.where}: this calls off from the blanket order {value}.")


def _nad(at: Following, segment: Segment) -> None:
    at.charge = None
    at.party = PARTIES.get(segment.get(0)) if at.line is None else None
    if at.line is not None and PARTIES.get(segment.get(0)) == "ship_to":
        at.line.doubt("quantity", f"{segment.where}: the line goes to {segment.get(1) or segment.get(3)!r} alone.")
    if at.party is None:
        return
    path = at.party
    if path == "ship_to":
        at.draft.ship_to_code = segment.get(1, 0)
    at.draft.gln(f"{path}.gln", segment.get(1, 0))
    if path == "buyer" and segment.get(1, 2) == "91":
        at.draft.text("buyer.customer_no", segment.get(1, 0))
    name = _named(segment) or segment.get(2, 0)
    at.draft.text(f"{path}.name", name)
    street = " ".join(part for part in (segment.get(4, component) for component in range(4)) if part)
    if not segment.get(3, 0) and not street:
        # Unstructured: name and address stand in the lines of one element.
        street = ", ".join(part for part in (segment.get(2, component) for component in range(1, 5)) if part)
    at.draft.text(f"{path}.street", street)
    at.draft.text(f"{path}.city", segment.get(5, 0))
    at.draft.text(f"{path}.postal_code", segment.get(7, 0))
    at.draft.text(f"{path}.country", segment.get(8, 0))


def _named(segment: Segment) -> str:
    """The party's name. Its next component ends it where it was too long or lacks the firm's form; else that is a department."""
    first, second = segment.get(3, 0), segment.get(3, 1)
    goes_on = len(first) >= LONGEST_NAME - 1 or (LEGAL_FORM.search(second) is not None and LEGAL_FORM.search(first) is None)
    return f"{first} {second}".strip() if goes_on else first


def _cta(at: Following, segment: Segment) -> None:
    if at.party == "ship_to":
        at.draft.text("ship_to.contact", segment.get(1, 1))


def _com(at: Following, segment: Segment) -> None:
    if at.party in ("buyer", "bill_to") and segment.get(0, 1) == "EM":
        at.draft.text(f"{at.party}.email", segment.get(0, 0))


def _cux(at: Following, segment: Segment) -> None:
    if at.line is None:
        at.draft.text("currency", segment.get(0, 1))


def _tod(at: Following, segment: Segment) -> None:
    if at.line is None:
        at.draft.text("incoterms", segment.get(2, 0))


def _pat(at: Following, segment: Segment) -> None:
    days = segment.get(2, 3)
    if at.line is None and days.isdecimal():
        at.draft.text("payment_terms", f"{days} days")


def _ftx(at: Following, segment: Segment) -> None:
    said = " ".join(part for part in (segment.get(3, component) for component in range(5)) if part)
    at.fields.note(said or segment.get(2, 0))


def _loc(at: Following, segment: Segment) -> None:
    if segment.get(0) == "7" and at.line is not None:
        at.line.doubt("quantity", f"{segment.where}: a part of the line goes to {segment.get(1)}.")
    elif segment.get(0) == "7":
        at.draft.gln("ship_to.gln", segment.get(1))
        at.draft.ship_to_code = at.draft.ship_to_code or segment.get(1)


HANDLERS: Handlers = {
    "DTM": _dtm,
    "RFF": _rff,
    "NAD": _nad,
    "CTA": _cta,
    "COM": _com,
    "CUX": _cux,
    "TOD": _tod,
    "PAT": _pat,
    "FTX": _ftx,
    "LOC": _loc,
}
