"""The lines of an EDIFACT order: what is ordered, how many, in which deliveries, at which price."""

from __future__ import annotations

from intake.documents.edi.edifact_codes import ACTIONS, ACTIONS_OF_AN_ORDER, CODE_ROLES, DELETED, GTIN_ROLES, SCHEDULED
from intake.documents.edi.edifact_following import Following, Handlers
from intake.documents.edi.fields import parse_number
from intake.documents.edi.segments import Segment
from intake.domain.identifiers import is_gtin
from intake.domain.orders import DocumentKind


def _lin(at: Following, segment: Segment) -> None:
    at.party = at.charge = None
    at.in_schedule = False
    at.line = at.draft.new_line()
    at.line.text("line_number", segment.get(0))
    _code(at, segment.get(2, 0), segment.get(2, 1))
    action = segment.get(1)
    if at.draft.kind is not DocumentKind.ORDER and action in ACTIONS:
        at.line.note(f"The line is {ACTIONS[action]}")
        at.line.is_deleted = ACTIONS[action] == DELETED
    elif action not in ACTIONS_OF_AN_ORDER:
        at.line.doubt("quantity", f"{segment.where}: the line is not ordered anew (action {action}).")
    if segment.get(3, 1):
        at.line.doubt("quantity", f"{segment.where}: the line is a part of line {segment.get(3, 1)}.")


def _pia(at: Following, segment: Segment) -> None:
    # 4 substitutes and 3 is substituted by: such codes are another article's.
    if at.line is None or segment.get(0) in ("3", "4"):
        return
    for element in range(1, len(segment.elements)):
        _code(at, segment.get(element, 0), segment.get(element, 1))


def _code(at: Following, code: str, role: str) -> None:
    if at.line is None or not code:
        return
    if role in GTIN_ROLES:
        at.line.gtin(code)
    elif role in CODE_ROLES:
        at.line.text(CODE_ROLES[role], code)
    elif not role:
        at.line.text("gtin" if is_gtin(code) else "customer_part_number", code)


def _imd(at: Following, segment: Segment) -> None:
    if at.line is not None:
        at.line.description(f"{segment.get(2, 3)} {segment.get(2, 4)}")


def _scc(at: Following, segment: Segment) -> None:
    at.in_schedule = True


def _qty(at: Following, segment: Segment) -> None:
    qualifier, value, uom = (segment.get(0, component) for component in range(3))
    if at.line is None or at.charge is not None:
        return
    if qualifier == "192":
        at.line.note(f"{value} {uom} free of charge".replace("  ", " "))
        at.line.doubt("quantity", f"{segment.where}: {value} {uom} of the line are wanted free of charge.")
    elif at.in_schedule and qualifier in SCHEDULED:
        at.line.delivery(at.number(value), None, segment.where)
        at.line.text("uom", uom)
    elif qualifier == "21":
        if at.line.values.get("quantity") not in (None, parse_number(at.number(value))):
            at.line.doubt("quantity", f"{segment.where}: a second quantity, {value} {uom}.")
        at.line.decimal("quantity", at.number(value), segment.where)
        at.line.text("uom", uom)


def _pri(at: Following, segment: Segment) -> None:
    # AAA is the net price; AAB and AAE are gross or informative and never multiply to the line amount.
    if at.line is None or segment.get(0, 0) != "AAA":
        return
    at.line.decimal("unit_price", at.number(segment.get(0, 1)), segment.where)
    at.line.decimal("price_basis_quantity", at.number(segment.get(0, 4)), segment.where)
    at.line.priced_for(segment.get(0, 5), segment.where)


HANDLERS: Handlers = {"LIN": _lin, "PIA": _pia, "IMD": _imd, "SCC": _scc, "QTY": _qty, "PRI": _pri}
