"""Collects what a structured order states, with its lines, and gives it its proof: in these formats the place is the meaning.

The readers of the formats write into a draft and its lines' fields. What the format states twice (line amounts, totals, counts)
is held against itself here, once for all formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from intake.documents.edi.fields import Fields
from intake.documents.edi.stated_deliveries import are_parts, complaint, whole_of
from intake.documents.edi.stated_sums import contradictions, stated_problem
from intake.domain.orders import DocumentKind, ExtractedOrder, Proof, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

STATED = frozenset({Proof.STATED, Proof.PLACED, Proof.TYPED, Proof.LABELLED})


@dataclass(slots=True)
class OrderDraft(Fields):
    """One order. `stated_lines` is the document's own count of its lines, where it has one."""

    kind: DocumentKind = DocumentKind.ORDER
    lines: list[Fields] = field(default_factory=list)
    charges: list[tuple[str, Decimal]] = field(default_factory=list)
    stated_lines: int | None = None
    ship_to_code: str = ""
    """What the document calls the place of delivery where that is no GLN: a number of the customer's own."""

    def new_line(self) -> Fields:
        line = Fields()
        self.lines.append(line)
        return line

    def charge(self, kind: str, raw: str | None, where: str, *, negative: bool = False) -> None:
        """A charge on the whole order; an allowance is negative."""
        amount = self.number("amount", raw, where)
        if amount is not None:
            self.charges.append((kind or "charge", -abs(amount) if negative else amount))

    def build(self) -> ReadOrder:
        counted = len(self.lines)
        for fields in (self, *self.lines):
            fields.settle_earliest()
            fields.settle_deleted()
        self.lines = [part for line in self.lines for part in _delivered(line)]
        order = ExtractedOrder.model_validate(
            {
                **_nested(self.values),
                "lines": tuple(_nested(line.values) for line in self.lines),
                "charges": tuple({"kind": kind, "amount": amount} for kind, amount in self.charges),
            }
        )
        proofs = dict.fromkeys((*self.values, "lines", "charges"), STATED)
        problems = [Problem(code=code, path=path, message=message) for code, path, message in self.problems]
        for number, line in enumerate(self.lines):
            prefix = f"lines[{number}]"
            proofs.update({f"{prefix}.{path}": STATED for path in line.values})
            problems += [Problem(code=c, path=f"{prefix}.{p}", message=m) for c, p, m in line.problems]
        contradicted = contradictions(order, self.stated_lines, counted)
        if self.ship_to_code and order.ship_to is None:
            said = f"The goods go to {self.ship_to_code[:60]!r}, no GLN, and no name or address says where that is."
            problems.append(stated_problem(ReasonCode.VALUE_UNPROVEN, "ship_to", said))
        doubted = {problem.path for problem in contradicted}
        proofs = {path: found for path, found in proofs.items() if path not in doubted}
        return ReadOrder(order=order, kind=self.kind, proofs=proofs, problems=(*problems, *contradicted))


def _delivered(line: Fields) -> list[Fields]:
    """The line, or a line for each of its deliveries; the amount is the whole line's and no part's."""
    deliveries, ordered = line.deliveries, line.values.get("quantity")
    if len(deliveries) > 1 and are_parts(ordered, deliveries):
        shared = {path: value for path, value in line.values.items() if path != "line_amount"}
        return [
            Fields({**shared, "quantity": each.quantity, "requested_delivery_date": each.day}, list(line.problems))
            for each in deliveries
        ]
    if deliveries:
        whole = whole_of(ordered, deliveries)
        if whole is not None:
            line.values["quantity"] = whole
        for each in deliveries:
            line.wanted(each.day.isoformat() if each.day else None, each.where)
        if said := complaint(whole, deliveries):
            line.doubt("quantity", said)
    return [line]


def other() -> ReadOrder:
    """A structured document that is no order: a response, a despatch advice, an invoice."""
    return ReadOrder(order=ExtractedOrder(), kind=DocumentKind.OTHER)


def broken(message: str) -> ReadOrder:
    """A structured document that cannot be followed; it is an order as far as anybody can tell, so a person looks at it."""
    problem = Problem(code=ReasonCode.DOCUMENT_BROKEN.value, path="", message=message)
    return ReadOrder(order=ExtractedOrder(), kind=DocumentKind.ORDER, problems=(problem,))


def _nested(values: dict[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in values.items():
        first, _, rest = path.partition(".")
        if rest:
            nested.setdefault(first, {})[rest] = value
        else:
            nested[first] = value
    return nested
