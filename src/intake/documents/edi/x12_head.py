"""What an X12 order says of itself: currency, references, terms, days, parties, texts, charges, totals. Days, texts and
charges may be a line's.
"""

from __future__ import annotations

from decimal import Decimal

from intake.documents.edi.segments import Segment
from intake.documents.edi.x12_codes import DATES_BESIDE, EARLIEST, PARTIES, WANTED
from intake.documents.edi.x12_following import Following, Handlers
from intake.domain.reasons import ReasonCode


def _cur(at: Following, segment: Segment) -> None:
    at.draft.text("currency", segment.get(1))


def _ref(at: Following, segment: Segment) -> None:
    if at.line is None and segment.get(0) in ("PR", "Q1"):
        at.draft.text("references.quotation", segment.get(1))
    elif at.line is None and segment.get(0) in ("BO", "BC"):
        at.draft.problem(ReasonCode.BLANKET_ORDER, "", f"{segment.where}: this refers to the blanket order {segment.get(1)}.")


def _itd(at: Following, segment: Segment) -> None:
    days = segment.get(6)
    at.draft.text("payment_terms", segment.get(11) or (f"{days} days" if days else ""))


def _fob(at: Following, segment: Segment) -> None:
    at.draft.text("incoterms", segment.get(4))


def _dtm(at: Following, segment: Segment) -> None:
    kind, value = segment.get(0), segment.get(1)
    if kind in WANTED:
        at.fields.wanted(value, segment.where)
    elif kind == EARLIEST:
        at.fields.not_before(value, segment.where)
    elif kind in DATES_BESIDE:
        said = f"{segment.where}: {value} is a date of {DATES_BESIDE[kind]} and none of delivery."
        at.fields.doubt("requested_delivery_date", said)


def _n1(at: Following, segment: Segment) -> None:
    at.party = PARTIES.get(segment.get(0)) if at.line is None else None
    if at.line is not None and segment.get(0) == "ST":
        at.line.doubt("quantity", f"{segment.where}: the line goes to {segment.get(1) or segment.get(3)!r} alone.")
    if at.party is None:
        return
    if at.party == "ship_to":
        at.draft.ship_to_code = at.draft.ship_to_code or segment.get(3)
    at.draft.text(f"{at.party}.name", segment.get(1))
    if segment.get(2) == "UL":
        at.draft.gln(f"{at.party}.gln", segment.get(3))
    elif segment.get(2) == "91" and at.party == "buyer":
        at.draft.text("buyer.customer_no", segment.get(3))


def _n3(at: Following, segment: Segment) -> None:
    if at.party:
        at.draft.text(f"{at.party}.street", ", ".join(s for s in (segment.get(0), segment.get(1)) if s))


def _n4(at: Following, segment: Segment) -> None:
    if at.party:
        at.draft.text(f"{at.party}.city", segment.get(0))
        at.draft.text(f"{at.party}.postal_code", segment.get(2))
        at.draft.text(f"{at.party}.country", segment.get(3))


def _per(at: Following, segment: Segment) -> None:
    if at.party == "ship_to":
        at.draft.text("ship_to.contact", segment.get(1))
    for element in range(2, len(segment.elements) - 1, 2):
        if segment.get(element) == "EM" and at.party in ("buyer", None) and at.line is None:
            at.draft.text("buyer.email", segment.get(element + 1))


def _msg(at: Following, segment: Segment) -> None:
    at.fields.note(segment.get(0))


def _mtx(at: Following, segment: Segment) -> None:
    at.fields.note(segment.get(1))


def _nte(at: Following, segment: Segment) -> None:
    at.fields.note(segment.get(1))


def _ctt(at: Following, segment: Segment) -> None:
    at.line = None
    if segment.get(0).isdecimal():
        at.draft.stated_lines = int(segment.get(0))


def _amt(at: Following, segment: Segment) -> None:
    if at.line is None and segment.get(0) == "TT":
        at.draft.decimal("total_net", segment.get(1), segment.where)


def _sac(at: Following, segment: Segment) -> None:
    is_allowance = segment.get(0) == "A"
    if segment.get(0) not in ("A", "C"):
        # N and its like name a service that costs nothing.
        return
    if at.line is not None:
        at.line.claimed(segment.where)
        return
    # Two decimals are implied, unless a point is written against the rule.
    cents = segment.get(4)
    amount = f"{Decimal(cents) / 100:.2f}" if cents.removeprefix("-").isdecimal() else cents
    if not cents:
        said = f"{segment.where}: a charge or allowance on the whole order without an amount."
        at.draft.problem(ReasonCode.CHARGE_CLAIMED, "charges", said)
    at.draft.charge(segment.get(14) or ("discount" if is_allowance else "charge"), amount, segment.where, negative=is_allowance)


HANDLERS: Handlers = {
    "CUR": _cur,
    "REF": _ref,
    "ITD": _itd,
    "FOB": _fob,
    "DTM": _dtm,
    "N1": _n1,
    "N3": _n3,
    "N4": _n4,
    "PER": _per,
    "MSG": _msg,
    "MTX": _mtx,
    "NTE": _nte,
    "CTT": _ctt,
    "AMT": _amt,
    "SAC": _sac,
}
