"""An order's reasons and lines as a page shows them, and a filled form → the corrections it asks for: only what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.desk.ports import OrderDetail
from intake.domain.matched import MatchedLine, Proposal
from intake.domain.orders import ExtractedLine
from intake.domain.reasons import Reason, ReasonCode

ORDER_FIELDS = ("customer_no", "bill_to_no", "ship_to_code", "customer_po_number", "requested_delivery_date")
LINE_FIELDS = ("sku", "quantity", "uom")
MOST_TOLD_SINGLY = 2


@dataclass(frozen=True, slots=True)
class LineView:
    """What the document says (`said`) beside what it means to us (`ours`), with the reasons on this line."""

    number: int
    said: ExtractedLine | None
    ours: MatchedLine | None
    reasons: tuple[Reason, ...]
    proposals: tuple[Proposal, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """One reason, and on how many further lines the same one stands; each line shows its own."""

    reason: Reason
    further_lines: int


def reason_groups(reasons: Sequence[Reason]) -> list[ReasonGroup]:
    """The reasons in their order; those of many lines that say the same thing take one place."""
    on_lines = Counter(reason.code for reason in reasons if reason.path.startswith("lines["))
    groups: list[ReasonGroup] = []
    told: set[ReasonCode] = set()
    for reason in reasons:
        is_one_of_many = reason.path.startswith("lines[") and on_lines[reason.code] > MOST_TOLD_SINGLY
        if is_one_of_many and reason.code in told:
            continue
        if is_one_of_many:
            told.add(reason.code)
        groups.append(ReasonGroup(reason, on_lines[reason.code] - 1 if is_one_of_many else 0))
    return groups


def lines(detail: OrderDetail) -> list[LineView]:
    said = detail.read.order.lines if detail.read else ()
    ours = detail.matched.lines if detail.matched else ()
    views: list[LineView] = []
    for number in range(max(len(said), len(ours))):
        claim = said[number] if number < len(said) else None
        match = ours[number] if number < len(ours) else None
        prefix = f"lines[{number}]"
        reasons = tuple(r for r in detail.row.reasons if r.path == prefix or r.path.startswith(prefix + "."))
        values = {
            "sku": (match.sku if match else None) or "",
            "quantity": text_of((match.quantity if match else None) or (claim.quantity if claim else None)),
            "uom": (match.uom if match else None) or (claim.uom if claim else None) or "",
        }
        views.append(LineView(number, claim, match, reasons, match.proposals if match else (), values))
    return views


def order_values(detail: OrderDetail) -> dict[str, str]:
    """What the form shows for the order's own fields before anybody changes them."""
    matched = detail.matched
    if matched is None:
        return dict.fromkeys(ORDER_FIELDS, "")
    date = matched.requested_delivery_date
    return {
        "customer_no": matched.customer_no or "",
        "bill_to_no": matched.bill_to_no or "",
        "ship_to_code": matched.ship_to_code or "",
        "customer_po_number": matched.customer_po_number or "",
        "requested_delivery_date": date.isoformat() if date else "",
    }


def changes(detail: OrderDetail, form: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """(path, value) for each field whose text differs from what was shown; an emptied field is None. A field named in
    `confirm` is kept as it is on a person's word, which also counts as a proof."""
    confirmed = {path.strip() for path in form.get("confirm", "").split(",") if path.strip()}
    shown = dict(order_values(detail))
    for line in lines(detail):
        shown.update({f"lines[{line.number}].{name}": line.values[name] for name in LINE_FIELDS})
    asked: list[tuple[str, str | None]] = []
    for path, before in shown.items():
        after = form.get(path, before).strip()
        if after != before or path in confirmed:
            asked.append((path, after or None))
    return asked


def text_of(number: Decimal | None) -> str:
    """12.50 → "12.5", 1E+2 → "100": as a person would type it."""
    return "" if number is None else f"{number.normalize():f}"
