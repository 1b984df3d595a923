"""ANSI ASC X12 850 (purchase order) and 860 (purchase order change) → drafts, one a transaction set.

Source: X12 004010. The interchange header ISA has fixed widths and so names its own separators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

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
_BASES = {
    **dict.fromkeys(
        ("PE", "LE", "QE", "TE", "RE", "WE", "UM", "CA", "CP", "CT", "FX", "NT", "QT", "ST", "SC", "PR", "DI", "DR"), "1"
    ),
    **dict.fromkeys(("PD", "LD", "TD", "RD", "WD"), "12"),
    **dict.fromkeys(("HP", "LC", "QH", "TC", "RC", "WC"), "100"),
    **dict.fromkeys(("TP", "LM", "QS", "TM", "RM", "WM"), "1000"),
    "PN": "10",
    "TT": "10000",
    "HT": "100000",
}
"""Of how many units a price is, by data element 639. A price of another kind (per ton, per foot, none) is not understood."""
_WANTED = ("002", "106", "074", "063", "064", "067")
_DATES_BESIDE = {
    **dict.fromkeys(("010", "037", "038", "068", "069"), "shipment"),
    **dict.fromkeys(("001", "061", "177"), "cancellation"),
    "118": "collection",
}
_PLAIN = ("", "SA", "NE", "RO", "KN", "RE")
_BLANKET = ("BK", "BL", "RL", "BE", "KC")
_PROVISIONAL = {"06": "a confirmation of an order", "22": "an information copy", "42": "a confirmation", "53": "a proposal"}
_KNOWN = frozenset(
    {
        *("ST", "BEG", "BCH", "NTE", "CUR", "REF", "PER", "TAX", "FOB", "CTP", "PAM", "CSH", "TC2", "SAC", "ITD"),
        *("DIS", "INC", "DTM", "LDT", "LIN", "SI", "PID", "MEA", "PWK", "PKG", "TD1", "TD5", "TD3", "TD4", "MAN"),
        *("PCT", "CTB", "TXI", "LE", "AMT", "N1", "N2", "N3", "N4", "NX2", "N9", "MSG", "MTX", "EFI", "PO1"),
        *("PO3", "PO4", "POC", "SDQ", "IT3", "IT8", "CN1", "SCH", "LS", "QTY", "SLN", "CTT", "SE", "SPI", "ADV"),
        *("G53", "ITA", "SSS", "LM", "LQ", "RRA", "FA1", "FA2", "BFR", "IN1", "IN2", "AAA"),
    }
)
"""The segments of both transaction sets; another one is damage, and what stood there nobody knows."""


def read(content: bytes) -> tuple[ReadOrder, ...]:
    text = decode(content).lstrip()
    segments = list(split(text, _separators(text)))
    found = tuple(_read(transaction) for transaction in _transactions(iter(segments)))
    counted = [int(segment.get(0)) for segment in segments if segment.tag == "GE" and segment.get(0).isdigit()]
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
    if beginning.get(0) in _PROVISIONAL:
        draft.doubt("", f"{beginning.where}: this is {_PROVISIONAL[beginning.get(0)]}.")
    if beginning.get(1) not in (*_PLAIN, *_BLANKET):
        draft.doubt("", f"{beginning.where}: an order of the kind {beginning.get(1)}, which is no plain order.")
    if beginning.get(1) in _BLANKET:
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{beginning.where}: this is a blanket order or a release of one.")
    end = transaction[-1]
    if end.tag != "SE":
        draft.problem(
            ReasonCode.DOCUMENT_BROKEN, "", f"The transaction {transaction[0].get(1)} has no SE; its end may be missing."
        )
    elif end.get(0).isdigit() and int(end.get(0)) != len(transaction):
        said = f"{end.where}: the transaction counts {end.get(0)} segments and has {len(transaction)}."
        draft.problem(ReasonCode.LINES_INCOMPLETE, "lines", said)
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
            elif segment.tag not in _KNOWN:
                said = f"{segment.where[:60]}: orders have no such segment; what it said is lost."
                self._draft.problem(ReasonCode.DOCUMENT_BROKEN, "", said)

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
        kind, value = segment.get(0), segment.get(1)
        if kind in _WANTED:
            self._fields.wanted(value, segment.where)
        elif kind in _DATES_BESIDE:
            said = f"{segment.where}: {value} is a date of {_DATES_BESIDE[kind]} and none of delivery."
            self._fields.doubt("requested_delivery_date", said)

    def _n1(self, segment: Segment) -> None:
        self._party = _PARTIES.get(segment.get(0)) if self._line is None else None
        if self._line is not None and segment.get(0) == "ST":
            self._line.doubt("quantity", f"{segment.where}: the line goes to {segment.get(1) or segment.get(3)!r} alone.")
        if self._party is None:
            return
        if self._party == "ship_to":
            self._draft.ship_to_code = self._draft.ship_to_code or segment.get(3)
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
            self._line.note(f"Change type {segment.get(1)}")

    def _item(self, segment: Segment, *, quantity: int, codes: int) -> None:
        self._party = None
        self._line = line = self._draft.new_line()
        unit = quantity + 1 if quantity == 1 else quantity + 2
        line.text("line_number", segment.get(0))
        line.decimal("quantity", segment.get(quantity), segment.where)
        line.text("uom", segment.get(unit, 0))
        line.decimal("unit_price", segment.get(unit + 1), segment.where)
        basis = segment.get(unit + 2)
        if basis and basis not in _BASES:
            line.doubt("unit_price", f"{segment.where}: the price is of the kind {basis}, which is no price of one unit.")
        elif _BASES.get(basis) != "1":
            line.decimal("price_basis_quantity", _BASES.get(basis), segment.where)
        for element in range(codes, len(segment.elements) - 1, 2):
            role, code = segment.get(element), segment.get(element + 1)
            if role in _GTINS:
                line.gtin(code)
            elif role in _CODES:
                line.text(_CODES[role], code)

    def _pid(self, segment: Segment) -> None:
        if self._line is None:
            return
        said, before = " ".join(segment.get(4).split()), self._line.values.get("description")
        if said and before and said not in before:
            self._line.values["description"] = f"{before} {said}"
        else:
            self._line.text("description", said)

    def _msg(self, segment: Segment) -> None:
        self._fields.note(segment.get(0))

    def _mtx(self, segment: Segment) -> None:
        self._fields.note(segment.get(1))

    def _nte(self, segment: Segment) -> None:
        self._fields.note(segment.get(1))

    def _sch(self, segment: Segment) -> None:
        """A delivery of the line. One that is the whole line says its day; parts need a line each, which no sender wrote."""
        line = self._line
        if line is None:
            return
        part = Fields()
        part.decimal("quantity", segment.get(0), segment.where)
        if part.values.get("quantity") != line.values.get("quantity"):
            line.doubt("quantity", f"{segment.where}: {segment.get(0)} of the line are wanted on {segment.get(5)}.")
        if segment.get(4) in _WANTED:
            line.wanted(segment.get(5), segment.where)
        elif segment.get(5):
            line.doubt("requested_delivery_date", f"{segment.where}: {segment.get(5)} is no date of delivery.")

    def _sdq(self, segment: Segment) -> None:
        if self._line is not None:
            self._line.doubt("quantity", f"{segment.where}: the line goes in parts to several places, one is {segment.get(2)!r}.")

    def _sln(self, segment: Segment) -> None:
        if self._line is not None:
            self._line.doubt("quantity", f"{segment.where}: the line is made of parts with quantities of their own.")

    def _sac(self, segment: Segment) -> None:
        is_allowance = segment.get(0) == "A"
        if segment.get(0) not in ("A", "C"):
            # N and its like name a service that costs nothing.
            return
        if self._line is not None:
            self._line.claimed(segment.where)
            return
        # Two decimals are implied, unless a point is written against the rule.
        cents = segment.get(4)
        amount = f"{Decimal(cents) / 100:.2f}" if cents.removeprefix("-").isdecimal() else cents
        if not cents:
            said = f"{segment.where}: a charge or allowance on the whole order without an amount."
            self._draft.problem(ReasonCode.CHARGE_CLAIMED, "charges", said)
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
