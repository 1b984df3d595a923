"""ANSI ASC X12 850 (purchase order) and 860 (purchase order change) → drafts, one a transaction set.

Source: X12 004010. The interchange header ISA has fixed widths and so names its own separators.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.documents.edi import x12_head, x12_lines
from intake.documents.edi.draft import OrderDraft, broken, other
from intake.documents.edi.follow import check_end, follow
from intake.documents.edi.segments import Segment, SegmentsError, Separators, decode, messages, split
from intake.documents.edi.x12_codes import BLANKET, KNOWN, PLAIN, PROVISIONAL
from intake.documents.edi.x12_following import Following, Handlers
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import ReasonCode

_HANDLERS: Handlers = {**x12_head.HANDLERS, **x12_lines.HANDLERS}


def read(content: bytes) -> tuple[ReadOrder, ...]:
    text = decode(content).lstrip()
    segments = list(split(text, _separators(text)))
    found = tuple(_read(transaction) for transaction in messages(segments, "ST", "SE"))
    counted = [int(segment.get(0)) for segment in segments if segment.tag == "GE" and segment.get(0).isdecimal()]
    if counted and len(counted) == sum(segment.tag == "GS" for segment in segments) and sum(counted) != len(found):
        found += (broken(f"The interchange counts {sum(counted)} transaction sets (GE) and has {len(found)}."),)
    return found


def _separators(text: str) -> Separators:
    if len(text) < 106:
        raise SegmentsError("Segment 1 (ISA) is shorter than its 106 characters; the separators cannot be known.")
    # Mailers trim the header's padding; the fields' separator still stands behind ISA and the other two around field 16.
    element = text[3]
    fields = text.split(element, 16)
    if len(fields) < 17 or len(fields[16]) < 2:
        raise SegmentsError("Segment 1 (ISA) does not have its 16 elements; the separators cannot be known.")
    # Orders have no components; in free text the sign that would part them is a sign like others.
    return Separators(component="", element=element, release="", segment=fields[16][1])


def _read(transaction: Sequence[Segment]) -> ReadOrder:
    code = transaction[0].get(0)
    if code not in ("850", "860"):
        return other()
    beginning = next((segment for segment in transaction if segment.tag in ("BEG", "BCH")), None)
    if beginning is None:
        return broken(f"The transaction {transaction[0].get(1)} has neither BEG nor BCH, so its number is unknown.")
    draft = OrderDraft(kind=_kind(code, beginning))
    draft.text("customer_po_number", beginning.get(2))
    if draft.kind is not DocumentKind.ORDER:
        draft.text("references.changes_po", beginning.get(2))
    draft.date("order_date", beginning.get(5 if beginning.tag == "BCH" else 4), beginning.where)
    if beginning.get(0) in PROVISIONAL:
        draft.doubt("", f"{beginning.where}: this is {PROVISIONAL[beginning.get(0)]}.")
    if beginning.get(1) not in (*PLAIN, *BLANKET):
        draft.doubt("", f"{beginning.where}: an order of the kind {beginning.get(1)}, which is no plain order.")
    if beginning.get(1) in BLANKET:
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{beginning.where}: this is a blanket order or a release of one.")
    check_end(draft, transaction, "SE")
    follow(Following(draft), transaction, _HANDLERS, KNOWN)
    return draft.build()


def _kind(code: str, beginning: Segment) -> DocumentKind:
    purpose = beginning.get(0)
    if purpose in ("01", "03"):
        return DocumentKind.ORDER_CANCELLATION
    if code == "860" or purpose in ("04", "05"):
        return DocumentKind.ORDER_CHANGE
    return DocumentKind.ORDER
