"""Two readings of one order held against each other: where they agree, and where they do not.

In: an order and the orders of another reading. Out: the paths on which both say the same, and a problem for each on which they
differ. What only one of them found is no contradiction for a field, but a different number of lines is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.identifiers import fold, normalise_code
from intake.domain.orders import ExtractedLine, ExtractedOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_HEAD = ("customer_po_number", "order_date", "requested_delivery_date", "currency", "total_net", "total_tax", "total_gross")
_LINE = (
    *("quantity", "unit_price", "price_basis_quantity", "line_amount", "discount_percent", "uom", "requested_delivery_date"),
    *("sku", "customer_part_number", "gtin", "manufacturer_part_number"),
)
_CODES = ("sku", "customer_part_number", "gtin", "manufacturer_part_number", "customer_po_number")


def compare(order: ExtractedOrder, others: Sequence[ExtractedOrder]) -> tuple[set[str], list[Problem]]:
    other = _counterpart(order, others)
    if other is None:
        return set(), []
    agreeing: set[str] = set()
    problems: list[Problem] = []
    for name in _HEAD:
        _compare(name, name, getattr(order, name), getattr(other, name), agreeing, problems)
    if len(order.lines) != len(other.lines):
        said = f"One reading found {len(order.lines)} lines, another {len(other.lines)}."
        problems.append(Problem(code=ReasonCode.READINGS_DISAGREE.value, path="lines", message=said))
        return agreeing, problems
    for number, (line, counterpart) in enumerate(zip(order.lines, other.lines, strict=True)):
        for name, mine, theirs in _pairs(line, counterpart):
            _compare(name, f"lines[{number}].{name}", mine, theirs, agreeing, problems)
    if order.lines:
        agreeing.add("lines")
    return agreeing, problems


def _counterpart(order: ExtractedOrder, others: Sequence[ExtractedOrder]) -> ExtractedOrder | None:
    if len(others) == 1:
        return others[0]
    wanted = normalise_code(order.customer_po_number or "")
    return next((each for each in others if wanted and normalise_code(each.customer_po_number or "") == wanted), None)


def _pairs(line: ExtractedLine, other: ExtractedLine) -> Iterator[tuple[str, object, object]]:
    """A code may be the customer's in one reading and ours in the other: the owner is settled by matching, the digits here."""
    codes = {normalise_code(code) for name in _CODES[:4] if (code := getattr(other, name))}
    for name in _LINE:
        mine, theirs = getattr(line, name), getattr(other, name)
        if name in _CODES and mine and normalise_code(mine) in codes:
            theirs = mine
        yield name, mine, theirs


def _compare(name: str, path: str, mine: object, theirs: object, agreeing: set[str], problems: list[Problem]) -> None:
    if mine is None or theirs is None:
        return
    if _same(name, mine, theirs):
        agreeing.add(path)
        return
    said = f"One reading says {mine}, another {theirs}."
    problems.append(Problem(code=ReasonCode.READINGS_DISAGREE.value, path=path, message=said))


def _same(name: str, mine: object, theirs: object) -> bool:
    if name in _CODES:
        return normalise_code(str(mine)) == normalise_code(str(theirs))
    if isinstance(mine, str) and isinstance(theirs, str):
        return fold(mine) == fold(theirs)
    return mine == theirs
