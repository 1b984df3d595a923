"""ANSI ASC X12 850 (purchase order) and 860 (purchase order change) → drafts, one a transaction set.

Source: X12 004010. The interchange header ISA has fixed widths and so names its own separators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.documents.edi.draft import Fields, OrderDraft, broken, other
from intake.documents.edi.segments import Segment, SegmentsError, Separators, decode, split
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import ReasonCode

_PARTIES = {"BY": "buyer", "ST": "ship_to", "BT": "bill_to"}
_CODES = {
    "VN": "sku",
    "VP": "sku",
    "VC": "sku",
    "SK": "customer_part_number",
    "IN": "customer_part_number",
    "BP": "customer_part_number",
    "PI": "customer_part_number",
    "CB": "customer_part_number",
    "MG": "manufacturer_part_number",
    "MF": "manufacturer_part_number",
}
_GTINS = ("UP", "EN", "UK", "UA", "UI", "GT")
_BASES = {"HP": "100", "PN": "100", "TP": "1000", "PT": "1000"}
_WANTED = ("002", "106", "074")


def read(content: bytes) -> tuple[ReadOrder, ...]:
    text = decode(content).lstrip()
    segments = split(text, _separators(text))
    return tuple(_read(transaction) for transaction in _transactions(segments))


def _separators(text: str) -> Separators:
    if len(text) < 106:
        raise SegmentsError("Segment 1 (ISA) is shorter than its 106 characters; the separators cannot be known.")
    # Mailers trim the header's padding; the fields' separator still stands behind ISA and the other two around field 16.
    element = text[3]
    fields = text.split(element, 16)
    if len(fields) < 17 or len(fields[16]) < 2:
        raise SegmentsError("Segment 1 (ISA) does not have its 16 elements; the separators cannot be known.")
    return Separators(component=fields[16][0], element=element, release="", segment=fields[16][1])


def _transactions(segments: Iterator[Segment]) -> Iterator[list[Segment]]:
    current: list[Segment] = []
    for segment in segments:
        if segment.tag == "ST":
            if current:
                yield current
            current = [segment]
        elif current:
            current.append(segment)
            if segment.tag == "SE":
                yield current
                current = []
    if current:
        yield current


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
    if beginning.get(1) in ("BK", "BL", "RL"):
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{beginning.where}: this is a blanket order or a release of one.")
    end = transaction[-1]
    if end.tag != "SE":
        draft.problem(
            ReasonCode.DOCUMENT_BROKEN, "", f"The transaction {transaction[0].get(1)} has no SE; its end may be missing."
        )
    _Reader(draft).follow(transaction)
    return draft.build()


def _kind(code: str, beginning: Segment) -> DocumentKind:
    purpose = beginning.get(0)
    if purpose in ("01", "03"):
        return DocumentKind.ORDER_CANCELLATION
    if code == "860" or purpose in ("04", "05"):
        return DocumentKind.ORDER_CHANGE
    return DocumentKind.ORDER


class _Reader:
    """Follows a transaction; N2 to N4 belong to the N1 before them, PID to SAC to the line before them."""

    def __init__(self, draft: OrderDraft) -> None:
        self._draft = draft
        self._line: Fields | None = None
        self._party: str | None = None

    def follow(self, transaction: Sequence[Segment]) -> None:
        for segment in transaction:
            read = getattr(self, f"_{segment.tag.casefold()}", None)
            if read is not None:
                read(segment)

    @property
    def _fields(self) -> Fields:
        return self._line if self._line is not None else self._draft

    def _cur(self, segment: Segment) -> None:
        self._draft.text("currency", segment.get(1))

    def _ref(self, segment: Segment) -> None:
        if self._line is None and segment.get(0) in ("PR", "Q1"):
            self._draft.text("references.quotation", segment.get(1))
        elif self._line is None and segment.get(0) in ("BO", "BC"):
            self._draft.problem(
                ReasonCode.BLANKET_ORDER, "", f"{segment.where}: this refers to the blanket order {segment.get(1)}."
            )

    def _itd(self, segment: Segment) -> None:
        days = segment.get(6)
        self._draft.text("payment_terms", segment.get(11) or (f"{days} days" if days else ""))

    def _fob(self, segment: Segment) -> None:
        self._draft.text("incoterms", segment.get(4))

    def _dtm(self, segment: Segment) -> None:
        if segment.get(0) in _WANTED:
            self._fields.date("requested_delivery_date", segment.get(1), segment.where)

    def _n1(self, segment: Segment) -> None:
        self._party = _PARTIES.get(segment.get(0)) if self._line is None else None
        if self._party is None:
            return
        self._draft.text(f"{self._party}.name", segment.get(1))
        if segment.get(2) == "UL":
            self._draft.gln(f"{self._party}.gln", segment.get(3))
        elif segment.get(2) == "91" and self._party == "buyer":
            self._draft.text("buyer.customer_no", segment.get(3))

    def _n3(self, segment: Segment) -> None:
        if self._party:
            self._draft.text(f"{self._party}.street", ", ".join(s for s in (segment.get(0), segment.get(1)) if s))

    def _n4(self, segment: Segment) -> None:
        if self._party:
            self._draft.text(f"{self._party}.city", segment.get(0))
            self._draft.text(f"{self._party}.postal_code", segment.get(2))
            self._draft.text(f"{self._party}.country", segment.get(3))

    def _per(self, segment: Segment) -> None:
        if self._party == "ship_to":
            self._draft.text("ship_to.contact", segment.get(1))
        for element in range(2, len(segment.elements) - 1, 2):
            if segment.get(element) == "EM" and self._party in ("buyer", None) and self._line is None:
                self._draft.text("buyer.email", segment.get(element + 1))

    def _po1(self, segment: Segment) -> None:
        self._item(segment, quantity=1, codes=5)

    def _poc(self, segment: Segment) -> None:
        self._item(segment, quantity=2, codes=7)
        if self._line is not None:
            self._line.text("note", f"Change type {segment.get(1)}")

    def _item(self, segment: Segment, *, quantity: int, codes: int) -> None:
        self._party = None
        self._line = line = self._draft.new_line()
        unit = quantity + 1 if quantity == 1 else quantity + 2
        line.text("line_number", segment.get(0))
        line.decimal("quantity", segment.get(quantity), segment.where)
        line.text("uom", segment.get(unit, 0))
        line.decimal("unit_price", segment.get(unit + 1), segment.where)
        line.decimal("price_basis_quantity", _BASES.get(segment.get(unit + 2)), segment.where)
        for element in range(codes, len(segment.elements) - 1, 2):
            role, code = segment.get(element), segment.get(element + 1)
            if role in _GTINS:
                line.gtin(code)
            elif role in _CODES:
                line.text(_CODES[role], code)

    def _pid(self, segment: Segment) -> None:
        if self._line is not None:
            self._line.text("description", segment.get(4))

    def _msg(self, segment: Segment) -> None:
        self._fields.text("note", segment.get(0))

    def _sch(self, segment: Segment) -> None:
        if self._line is not None and segment.get(4) in _WANTED:
            self._line.date("requested_delivery_date", segment.get(5), segment.where)

    def _sac(self, segment: Segment) -> None:
        is_allowance = segment.get(0) == "A"
        if self._line is not None:
            said = f"{segment.where}: a charge or allowance on the line, which no price of ours knows."
            self._line.problem(ReasonCode.CHARGE_CLAIMED, "line_amount", said)
            return
        cents = segment.get(4)
        amount = f"{int(cents) / 100:.2f}" if cents.isdigit() else cents
        self._draft.charge(
            segment.get(14) or ("discount" if is_allowance else "charge"), amount, segment.where, negative=is_allowance
        )

    def _ctt(self, segment: Segment) -> None:
        self._line = None
        if segment.get(0).isdigit():
            self._draft.stated_lines = int(segment.get(0))

    def _amt(self, segment: Segment) -> None:
        if self._line is None and segment.get(0) == "TT":
            self._draft.decimal("total_net", segment.get(1), segment.where)
