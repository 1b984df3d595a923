"""What a structured order states twice, held against itself: amounts of lines, totals, the count of lines."""

from __future__ import annotations

from decimal import Decimal

from intake.domain.orders import ExtractedOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode


def contradictions(order: ExtractedOrder, stated_lines: int | None, counted: int) -> list[Problem]:
    problems: list[Problem] = []
    for number, line in enumerate(order.lines):
        if line.quantity is None or line.unit_price is None or line.line_amount is None:
            continue
        computed = line.quantity * line.unit_price / (line.price_basis_quantity or 1)
        computed *= 1 - (line.discount_percent or Decimal(0)) / 100
        if abs(computed - line.line_amount) > Decimal("0.01"):
            said = f"{line.quantity} × {line.unit_price} gives {computed.normalize():f}, the line states {line.line_amount}."
            problems.append(stated_problem(ReasonCode.ARITHMETIC_OFF, f"lines[{number}].line_amount", said))
    if stated_lines is not None and stated_lines != counted:
        said = f"The document counts {stated_lines} lines and holds {counted}."
        problems.append(stated_problem(ReasonCode.LINES_INCOMPLETE, "lines", said))
    problems += _total_contradictions(order)
    return problems


def _total_contradictions(order: ExtractedOrder) -> list[Problem]:
    problems: list[Problem] = []
    amounts = [line.line_amount for line in order.lines if line.line_amount is not None]
    if order.total_net is not None and amounts and len(amounts) == len(order.lines):
        goods = sum(amounts, Decimal(0))
        with_charges = goods + sum((charge.amount for charge in order.charges), Decimal(0))
        slack = Decimal("0.01") * max(1, len(amounts))
        if min(abs(goods - order.total_net), abs(with_charges - order.total_net)) > slack:
            said = f"The lines add up to {goods}, the document states {order.total_net}."
            problems.append(stated_problem(ReasonCode.TOTAL_OFF, "total_net", said))
    totals = (order.total_net, order.total_tax, order.total_gross)
    if all(total is not None for total in totals):
        net, tax, gross = (total or Decimal(0) for total in totals)
        if abs(net + tax - gross) > Decimal("0.02"):
            problems.append(stated_problem(ReasonCode.TOTAL_OFF, "total_gross", f"{net} and {tax} tax do not give {gross}."))
    return problems


def stated_problem(code: ReasonCode, path: str, message: str) -> Problem:
    return Problem(code=code.value, path=path, message=message)
