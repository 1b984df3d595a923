"""EDIFACT ORDERS and ORDCHG (D.96A to D.01B, EANCOM among them) → drafts, one a message.

Source: UN/EDIFACT directories D.96A and D.01B; EANCOM 2002. Other messages of an interchange are named as no orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from intake.documents.edi.draft import Fields, OrderDraft, broken, friday_of_week, other
from intake.documents.edi.edifact_dates import day_of, period_of
from intake.documents.edi.segments import Segment, Separators, decode, split
from intake.domain.identifiers import is_gtin
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import ReasonCode

_PARTIES = {"BY": "buyer", "OB": "buyer", "DP": "ship_to", "ST": "ship_to", "CN": "ship_to", "IV": "bill_to"}
_CODE_ROLES = {
    "SA": "sku",
    "VN": "sku",
    "MF": "manufacturer_part_number",
    "BP": "customer_part_number",
    "IN": "customer_part_number",
}
_SCHEDULED = ("1", "11", "21", "113")
_GTIN_ROLES = ("EN", "SRV", "UP", "EAN")
_BLANKET = ("221", "226")
_PLAIN = ("", "105", "220", "224", "230", *_BLANKET)
_PROVISIONAL = ("16", "46")
_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+")
_TOTALS = {
    "79": "total_net",
    "125": "total_net",
    "124": "total_tax",
    "176": "total_tax",
    "86": "total_gross",
    "128": "total_gross",
}
_DATES_WANTED = ("2", "63", "64", "69")
_DATES_BESIDE = {
    "10": "shipment",
    "61": "cancellation",
    **dict.fromkeys(("200", "234", "235"), "collection"),
}
_ACTIONS = {"1": "added", "2": "deleted", "3": "changed"}
_ACTIONS_OF_AN_ORDER = ("", "1", "4", "5")
_KNOWN = frozenset(
    {
        *("UNH", "BGM", "DTM", "PAI", "ALI", "IMD", "FTX", "GIR", "GIS", "RFF", "NAD", "LOC", "FII", "DOC", "CTA"),
        *("COM", "TAX", "MOA", "CUX", "PCD", "PAT", "TDT", "TOD", "EQD", "HAN", "PAC", "MEA", "PCI", "EQN", "SCC"),
        *("APR", "ALC", "QTY", "RNG", "RTE", "RCS", "DGS", "LIN", "PIA", "GIN", "QVR", "STG", "TPL", "UNS", "CNT"),
        *("UNT", "PRI", "EFI", "AUT", "JIT", "UGH", "UGS", "CCI", "CAV", "TMP", "TSR", "SCD", "STS", "AJT", "INP"),
        *("ERC", "PYT", "UNB", "UNZ", "UNG", "UNE"),
    }
)
"""The tags of the orders' messages; another one is damage, and what stood there nobody knows."""


def read(content: bytes) -> tuple[ReadOrder, ...]:
    text = decode(content).lstrip()
    separators = _separators(text)
    segments = list(split(text[9:] if text.startswith("UNA") else text, separators))
    found = tuple(_read(message, separators) for message in _messages(iter(segments)))
    groups = any(segment.tag == "UNG" for segment in segments)
    end = next((segment for segment in segments if segment.tag == "UNZ"), None)
    if end is not None and not groups and end.get(0).isdigit() and int(end.get(0)) != len(found):
        found += (broken(f"{end.where}: the interchange counts {end.get(0)} messages and has {len(found)}."),)
    return found


def _separators(text: str) -> Separators:
    if text.startswith("UNA") and len(text) >= 9:
        return Separators(component=text[3], element=text[4], decimal=text[5], release=text[6].strip(), segment=text[8])
    return Separators(component=":", element="+", decimal=".", release="?", segment="'")


def _messages(segments: Iterator[Segment]) -> Iterator[list[Segment]]:
    """UNH…UNT each; a message without its UNT ends where the next begins."""
    current: list[Segment] = []
    for segment in segments:
        if segment.tag == "UNH":
            if current:
                yield current
            current = [segment]
        elif current:
            current.append(segment)
            if segment.tag == "UNT":
                yield current
                current = []
    if current:
        yield current


def _read(message: Sequence[Segment], separators: Separators) -> ReadOrder:
    kind = message[0].get(1, 0)
    if kind not in ("ORDERS", "ORDCHG"):
        return other()
    beginning = next((segment for segment in message if segment.tag == "BGM"), None)
    if beginning is None:
        return broken(f"The message {message[0].get(0)} has no BGM segment, so its number is unknown.")
    draft = OrderDraft(kind=_kind(kind, beginning))
    draft.text("customer_po_number", beginning.get(1, 0))
    if beginning.get(0, 0) in _BLANKET:
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{beginning.where}: this is a blanket order or a call-off.")
    elif beginning.get(0, 0) not in _PLAIN:
        draft.doubt("", f"{beginning.where}: an order of the kind {beginning.get(0, 0)}, which is no plain order.")
    if beginning.get(2, 0) in _PROVISIONAL:
        draft.doubt("", f"{beginning.where}: the order is only proposed (function {beginning.get(2, 0)}).")
    _check_count(draft, message)
    _Reader(draft, separators.decimal).follow(message)
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


def _check_count(draft: OrderDraft, message: Sequence[Segment]) -> None:
    end = message[-1]
    if end.tag != "UNT":
        draft.problem(ReasonCode.DOCUMENT_BROKEN, "", f"The message {message[0].get(0)} has no UNT; its end may be missing.")
    elif end.get(0).isdigit() and int(end.get(0)) != len(message):
        said = f"{end.where}: the message counts {end.get(0)} segments and has {len(message)}."
        draft.problem(ReasonCode.LINES_INCOMPLETE, "lines", said)


class _Reader:
    """Follows a message segment by segment; what a segment means depends on the party, line or charge it comes after."""

    def __init__(self, draft: OrderDraft, decimal: str) -> None:
        self._draft = draft
        self._decimal = decimal
        self._line: Fields | None = None
        self._party: str | None = None
        self._charge: tuple[str, bool] | None = None
        self._in_summary = False
        self._in_schedule = False
        self._scheduled: list[Decimal] = []
        self._schedule_at = ""

    def follow(self, message: Sequence[Segment]) -> None:
        for segment in message:
            read = getattr(self, f"_{segment.tag.casefold()}", None)
            if read is not None:
                read(segment)
            elif segment.tag not in _KNOWN:
                self._draft.problem(
                    ReasonCode.DOCUMENT_BROKEN,
                    "",
                    f"{segment.where[:60]}: orders have no such segment; what it said is lost.",
                )
        self._end_of_line()

    @property
    def _fields(self) -> Fields:
        return self._line if self._line is not None else self._draft

    def _number(self, raw: str) -> str:
        """With a point. A comma nobody announced may be a decimal one, or part thousands: then it stays, and is no number."""
        if self._decimal != ".":
            return raw.replace(self._decimal, ".")
        return raw if _LIKE_THOUSANDS.fullmatch(raw) else raw.replace(",", ".")

    def _dtm(self, segment: Segment) -> None:
        qualifier, value, form = (segment.get(0, component) for component in range(3))
        if qualifier == "137" and self._line is None:
            self._draft.date("order_date", day_of(value, form), segment.where)
        elif qualifier in _DATES_WANTED and self._charge is None:
            self._wanted(segment, value, form)
        elif qualifier in _DATES_BESIDE and self._charge is None:
            said = f"{segment.where}: {value} is a date of {_DATES_BESIDE[qualifier]} and none of delivery."
            self._fields.doubt("requested_delivery_date", said)

    def _wanted(self, segment: Segment, value: str, form: str) -> None:
        before = self._fields.values.get("requested_delivery_date")
        if form == "616" and len(value) == 6 and value.isdigit():
            friday = friday_of_week(int(value[:4]), int(value[4:]))
            if friday is None or before not in (None, friday):
                self._fields.doubt("requested_delivery_date", f"{segment.where}: week {value} is none, or another.")
            else:
                self._fields.values["requested_delivery_date"] = friday
                self._fields.note(f"Delivery in week {value[4:]} of {value[:4]}")
            return
        period = period_of(value, form)
        if period is not None and period[0] != period[1]:
            self._fields.window(*period, segment.where)
        else:
            self._fields.wanted(period[0] if period else day_of(value, form), segment.where)

    def _rff(self, segment: Segment) -> None:
        qualifier, value = segment.get(0, 0), segment.get(0, 1)
        if qualifier == "VA" and self._party in ("buyer", "bill_to"):
            self._draft.text(f"{self._party}.vat_id", value)
        elif self._line is None and qualifier == "ON":
            self._draft.text("references.changes_po", value)
        elif self._line is None and qualifier in ("AAG", "PR"):
            self._draft.text("references.quotation", value)
        elif qualifier == "BO":
            self._draft.problem(ReasonCode.BLANKET_ORDER, "", f"{segment.where}: this calls off from the blanket order {value}.")

    def _nad(self, segment: Segment) -> None:
        self._charge = None
        self._party = _PARTIES.get(segment.get(0)) if self._line is None else None
        if self._line is not None and _PARTIES.get(segment.get(0)) == "ship_to":
            self._line.doubt("quantity", f"{segment.where}: the line goes to {segment.get(1) or segment.get(3)!r} alone.")
        if self._party is None:
            return
        path = self._party
        if path == "ship_to":
            self._draft.ship_to_code = segment.get(1, 0)
        self._draft.gln(f"{path}.gln", segment.get(1, 0))
        if path == "buyer" and segment.get(1, 2) == "91":
            self._draft.text("buyer.customer_no", segment.get(1, 0))
        name = segment.get(3, 0) or segment.get(2, 0)
        self._draft.text(f"{path}.name", name)
        street = " ".join(part for part in (segment.get(4, component) for component in range(4)) if part)
        if not segment.get(3, 0) and not street:
            # Unstructured: name and address stand in the lines of one element.
            street = ", ".join(part for part in (segment.get(2, component) for component in range(1, 5)) if part)
        self._draft.text(f"{path}.street", street)
        self._draft.text(f"{path}.city", segment.get(5, 0))
        self._draft.text(f"{path}.postal_code", segment.get(7, 0))
        self._draft.text(f"{path}.country", segment.get(8, 0))

    def _cta(self, segment: Segment) -> None:
        if self._party == "ship_to":
            self._draft.text("ship_to.contact", segment.get(1, 1))

    def _com(self, segment: Segment) -> None:
        if self._party in ("buyer", "bill_to") and segment.get(0, 1) == "EM":
            self._draft.text(f"{self._party}.email", segment.get(0, 0))

    def _cux(self, segment: Segment) -> None:
        if self._line is None:
            self._draft.text("currency", segment.get(0, 1))

    def _tod(self, segment: Segment) -> None:
        if self._line is None:
            self._draft.text("incoterms", segment.get(2, 0))

    def _pat(self, segment: Segment) -> None:
        days = segment.get(2, 3)
        if self._line is None and days.isdigit():
            self._draft.text("payment_terms", f"{days} days")

    def _ftx(self, segment: Segment) -> None:
        said = " ".join(part for part in (segment.get(3, component) for component in range(5)) if part)
        self._fields.note(said or segment.get(2, 0))

    def _loc(self, segment: Segment) -> None:
        if segment.get(0) == "7" and self._line is not None:
            self._line.doubt("quantity", f"{segment.where}: a part of the line goes to {segment.get(1)}.")
        elif segment.get(0) == "7":
            self._draft.gln("ship_to.gln", segment.get(1))
            self._draft.ship_to_code = self._draft.ship_to_code or segment.get(1)

    def _lin(self, segment: Segment) -> None:
        self._end_of_line()
        self._party = self._charge = None
        self._in_schedule, self._scheduled = False, []
        self._line = self._draft.new_line()
        self._line.text("line_number", segment.get(0))
        self._code(segment.get(2, 0), segment.get(2, 1))
        action = segment.get(1)
        if self._draft.kind is not DocumentKind.ORDER and action in _ACTIONS:
            self._line.note(f"The line is {_ACTIONS[action]}")
        elif action not in _ACTIONS_OF_AN_ORDER:
            self._line.doubt("quantity", f"{segment.where}: the line is not ordered anew (action {action}).")
        if segment.get(3, 1):
            self._line.doubt("quantity", f"{segment.where}: the line is a part of line {segment.get(3, 1)}.")

    def _end_of_line(self) -> None:
        """What a line's deliveries add up to is what it orders."""
        line = self._line
        if line is None or not self._scheduled:
            return
        whole = line.values.get("quantity")
        if whole is None and len(self._scheduled) == 1:
            line.values["quantity"] = self._scheduled[0]
        elif len(self._scheduled) > 1 or whole != self._scheduled[0]:
            said = f"{self._schedule_at}: deliveries of {' and '.join(map(str, self._scheduled))} for a line of {whole}."
            line.doubt("quantity", said)

    def _pia(self, segment: Segment) -> None:
        # 4 substitutes and 3 is substituted by: such codes are another article's.
        if self._line is None or segment.get(0) in ("3", "4"):
            return
        for element in range(1, len(segment.elements)):
            self._code(segment.get(element, 0), segment.get(element, 1))

    def _code(self, code: str, role: str) -> None:
        if self._line is None or not code:
            return
        if role in _GTIN_ROLES:
            self._line.gtin(code)
        elif role in _CODE_ROLES:
            self._line.text(_CODE_ROLES[role], code)
        elif not role:
            self._line.text("gtin" if is_gtin(code) else "customer_part_number", code)

    def _imd(self, segment: Segment) -> None:
        if self._line is None:
            return
        said = " ".join(part for part in (segment.get(2, 3), segment.get(2, 4)) if part)
        before = self._line.values.get("description")
        if said and before and said not in before:
            self._line.values["description"] = f"{before} {said}"
        else:
            self._line.text("description", said)

    def _scc(self, segment: Segment) -> None:
        self._in_schedule = True
        self._schedule_at = segment.where

    def _qty(self, segment: Segment) -> None:
        qualifier, value, uom = (segment.get(0, component) for component in range(3))
        if self._line is None or self._charge is not None:
            return
        said = Fields()
        if qualifier == "192":
            self._line.note(f"{value} {uom} free of charge".replace("  ", " "))
            self._line.doubt("quantity", f"{segment.where}: {value} {uom} of the line are wanted free of charge.")
        elif self._in_schedule and qualifier in _SCHEDULED:
            said.decimal("quantity", self._number(value), segment.where)
            self._scheduled += said.values.values()
            self._line.text("uom", uom)
        elif qualifier == "21":
            said.decimal("quantity", self._number(value), segment.where)
            if self._line.values.get("quantity", said.values.get("quantity")) != said.values.get("quantity"):
                self._line.doubt("quantity", f"{segment.where}: a second quantity, {value} {uom}.")
            self._line.decimal("quantity", self._number(value), segment.where)
            self._line.text("uom", uom)
        self._line.problems.extend(said.problems if self._in_schedule else [])

    def _pri(self, segment: Segment) -> None:
        # AAA is the net price; AAB and AAE are gross or informative and never multiply to the line amount.
        if self._line is None or segment.get(0, 0) != "AAA":
            return
        self._line.decimal("unit_price", self._number(segment.get(0, 1)), segment.where)
        self._line.decimal("price_basis_quantity", self._number(segment.get(0, 4)), segment.where)
        unit, ordered = segment.get(0, 5), self._line.values.get("uom")
        if unit and ordered and unit != ordered:
            self._line.doubt("unit_price", f"{segment.where}: the price is for {unit}, ordered are {ordered}.")

    def _alc(self, segment: Segment) -> None:
        is_allowance = segment.get(0) == "A"
        self._charge = (segment.get(4, 3) or segment.get(4, 0) or ("discount" if is_allowance else "charge"), is_allowance)

    def _pcd(self, segment: Segment) -> None:
        if self._charge is None:
            return
        if self._line is None:
            said = f"{segment.where}: {segment.get(0, 1)} percent {self._charge[0]} on the whole order."
            self._draft.problem(ReasonCode.CHARGE_CLAIMED, "charges", said)
        elif not self._charge[1] or "discount_percent" in self._line.values or "unit_price" in self._line.values:
            self._claimed(segment, self._number(segment.get(0, 1)) if self._charge[1] else "")
        else:
            self._line.decimal("discount_percent", self._number(segment.get(0, 1)), segment.where)

    def _claimed(self, segment: Segment, percent: str = "") -> None:
        """The price AAA holds its line's allowances already; whether it does so here the line's amount tells, or nobody."""
        if self._line is None or "discount_percent" in self._line.values:
            return
        values = self._line.values
        quantity, price, amount = (values.get(name) for name in ("quantity", "unit_price", "line_amount"))
        if quantity is not None and price is not None and amount is not None:
            goods = quantity * price / (values.get("price_basis_quantity") or 1)
            off = Fields()
            off.decimal("percent", percent, segment.where)
            if abs(goods - amount) <= Decimal("0.01"):
                return
            if "percent" in off.values and abs(goods * (1 - off.values["percent"] / 100) - amount) <= Decimal("0.01"):
                values["discount_percent"] = off.values["percent"]
                return
        self._line.claimed(segment.where)

    def _moa(self, segment: Segment) -> None:
        qualifier, value = segment.get(0, 0), self._number(segment.get(0, 1))
        if self._charge is not None and not self._in_summary:
            if self._line is None and qualifier in ("8", "23", "204"):
                self._draft.charge(self._charge[0], value, segment.where, negative=self._charge[1])
            elif self._line is not None and qualifier in ("8", "23", "204"):
                self._claimed(segment)
        elif self._line is not None and not self._in_summary:
            if qualifier == "203":
                self._line.decimal("line_amount", value, segment.where)
        else:
            path = _TOTALS.get(qualifier)
            if path is not None:
                self._draft.decimal(path, value, segment.where)

    def _uns(self, segment: Segment) -> None:
        self._end_of_line()
        self._in_summary = True
        self._line = self._party = self._charge = None

    def _cnt(self, segment: Segment) -> None:
        if segment.get(0, 0) == "2" and segment.get(0, 1).isdigit():
            self._draft.stated_lines = int(segment.get(0, 1))
