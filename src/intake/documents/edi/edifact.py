"""EDIFACT ORDERS and ORDCHG (D.96A to D.01B, EANCOM among them) → drafts, one a message.

Source: UN/EDIFACT directories D.96A and D.01B; EANCOM 2002. Other messages of an interchange are named as no orders.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.documents.edi import edifact_amounts, edifact_head, edifact_lines
from intake.documents.edi.draft import OrderDraft, broken, other
from intake.documents.edi.edifact_codes import BLANKET, KNOWN, PLAIN, PROVISIONAL
from intake.documents.edi.edifact_following import Following, Handlers
from intake.documents.edi.follow import check_end, follow
from intake.documents.edi.segments import Segment, Separators, decode, messages, split
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import ReasonCode

_HANDLERS: Handlers = {**edifact_head.HANDLERS, **edifact_lines.HANDLERS, **edifact_amounts.HANDLERS}


def read(content: bytes) -> tuple[ReadOrder, ...]:
    text = decode(content).lstrip()
    # A sender who writes its tags small writes its codes small, which are all meant in capitals.
    text = text.upper() if text[:2].islower() else text
    separators = _separators(text)
    segments = list(split(text[9:] if text.startswith("UNA") else text, separators))
    found = tuple(_read(message, separators) for message in messages(segments, "UNH", "UNT"))
    groups = any(segment.tag == "UNG" for segment in segments)
    end = next((segment for segment in segments if segment.tag == "UNZ"), None)
    if end is not None and not groups and end.get(0).isdecimal() and int(end.get(0)) != len(found):
        found += (broken(f"{end.where}: the interchange counts {end.get(0)} messages and has {len(found)}."),)
    return found


def _separators(text: str) -> Separators:
    if text.startswith("UNA") and len(text) >= 9:
        return Separators(component=text[3], element=text[4], decimal=text[5], release=text[6].strip(), segment=text[8])
    return Separators(component=":", element="+", decimal=".", release="?", segment="'")


def _read(message: Sequence[Segment], separators: Separators) -> ReadOrder:
    kind = message[0].get(1, 0)
    if kind not in ("ORDERS", "ORDCHG"):
        return other()
    beginning = next((segment for segment in message if segment.tag == "BGM"), None)
    if beginning is None:
        return broken(f"The message {message[0].get(0)} has no BGM segment, so its number is unknown.")
    draft = OrderDraft(kind=_kind(kind, beginning))
    draft.text("customer_po_number", beginning.get(1, 0))
    if beginning.get(0, 0) in BLANKET:
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{beginning.where}: this is a blanket order or a call-off.")
    elif beginning.get(0, 0) not in PLAIN:
        draft.doubt("", f"{beginning.where}: an order of the kind {beginning.get(0, 0)}, which is no plain order.")
    if beginning.get(2, 0) in PROVISIONAL:
        draft.doubt("", f"{beginning.where}: the order is only proposed (function {beginning.get(2, 0)}).")
    check_end(draft, message, "UNT")
    follow(Following(draft, separators.decimal), message, _HANDLERS, KNOWN)
    changed = draft.values.get("references.changes_po")
    if draft.kind is DocumentKind.ORDER and changed:
        number = draft.values.get("customer_po_number")
        if number is not None and number != changed:
            draft.doubt("customer_po_number", f"{beginning.where} names the order {number}, RFF+ON names {changed}.")
        draft.text("customer_po_number", changed)
        del draft.values["references.changes_po"]
    if draft.kind is not DocumentKind.ORDER:
        draft.text("references.changes_po", draft.values.get("customer_po_number"))
        draft.values["customer_po_number"] = changed or draft.values.get("customer_po_number")
    return draft.build()


def _kind(message: str, beginning: Segment) -> DocumentKind:
    function = beginning.get(2, 0)
    if function in ("1", "3"):
        return DocumentKind.ORDER_CANCELLATION
    if message == "ORDCHG" or beginning.get(0, 0) == "230" or function in ("4", "5"):
        return DocumentKind.ORDER_CHANGE
    return DocumentKind.ORDER
