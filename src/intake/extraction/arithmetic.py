"""The order's own arithmetic: what a product or a sum printed in the document proves, and what it contradicts.

In: an extracted order. Out: the paths it proves, and problems. Tolerances are what printing rounds, never more; a product proves
a quantity only where one piece more or less would show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from intake.domain.orders import ExtractedLine, ExtractedOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

CENT = Decimal("0.01")


@dataclass(slots=True)
class Checked:
    proven: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def check(order: ExtractedOrder) -> Checked:
    found = Checked()
    for number, line in enumerate(order.lines):
        _check_line(found, line, f"lines[{number}]")
    _check_net(found, order)
    _check_gross(found, order)
    return found


def product_of(line: ExtractedLine) -> Decimal | None:
    """quantity × unit price ÷ basis − discount, unrounded; None where a factor is missing."""
    if line.quantity is None or line.unit_price is None:
        return None
    basis = line.price_basis_quantity or Decimal(1)
    if basis <= 0:
        return None
    return line.quantity * line.unit_price / basis * (1 - (line.discount_percent or Decimal(0)) / 100)


def makes_amount(line: ExtractedLine) -> bool:
    """Whether the line's own product is the amount it prints."""
    product = product_of(line)
    return product is not None and line.line_amount is not None and abs(product - line.line_amount) <= _printed_rounding(line)


def _check_line(found: Checked, line: ExtractedLine, path: str) -> None:
    product = product_of(line)
    if product is None or line.line_amount is None:
        return
    off = abs(product - line.line_amount)
    if off > _printed_rounding(line):
        said = f"{line.quantity:f} × {line.unit_price:f} gives {product.normalize():f}, the line prints {line.line_amount:f}."
        found.problems.append(Problem(code=ReasonCode.ARITHMETIC_OFF.value, path=f"{path}.line_amount", message=said))
        return
    assert line.quantity is not None
    one_piece = abs(product / line.quantity) if line.quantity else Decimal(0)
    if product and off * 2 < one_piece:
        names = ("quantity", "unit_price", "line_amount", "price_basis_quantity", "discount_percent")
        found.proven.update(f"{path}.{name}" for name in names if getattr(line, name) is not None)


def _printed_rounding(line: ExtractedLine) -> Decimal:
    """Half a unit of the last printed digit of the amount, and of the unit price for each piece (the latter at most 0.5 %)."""
    assert line.unit_price is not None
    assert line.quantity is not None
    assert line.line_amount is not None
    amount = max(_half_unit(line.line_amount), CENT / 2)
    price = _half_unit(line.unit_price) * line.quantity / (line.price_basis_quantity or Decimal(1))
    return amount + CENT / 2 + min(price, abs(line.line_amount) / 200)


def _half_unit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) / 2 if isinstance(exponent, int) and exponent < 0 else Decimal("0.005")


def _check_net(found: Checked, order: ExtractedOrder) -> None:
    """The lines' amounts, and the charges where they are in it, make the net total."""
    amounts = [line.line_amount for line in order.lines]
    if order.total_net is None or not amounts or any(amount is None for amount in amounts):
        return
    goods = sum((amount for amount in amounts if amount is not None), Decimal(0))
    charges = [charge.amount for charge in order.charges]
    sums = {goods, goods + sum(charges, Decimal(0)), goods + sum((-abs(c) if c > 0 else c for c in charges), Decimal(0))}
    if any(abs(each - order.total_net) <= CENT for each in sums):
        found.proven.update(("total_net", "lines", *(f"lines[{number}].line_amount" for number in range(len(amounts)))))
        return
    said = f"The lines add up to {goods:f}, the document prints {order.total_net:f} as net total."
    found.problems.append(Problem(code=ReasonCode.TOTAL_OFF.value, path="total_net", message=said))


def _check_gross(found: Checked, order: ExtractedOrder) -> None:
    if order.total_net is None or order.total_tax is None or order.total_gross is None:
        return
    if abs(order.total_net + order.total_tax - order.total_gross) <= CENT:
        found.proven.update(("total_net", "total_tax", "total_gross"))
        return
    said = f"{order.total_net:f} and {order.total_tax:f} tax do not make {order.total_gross:f}."
    found.problems.append(Problem(code=ReasonCode.TOTAL_OFF.value, path="total_gross", message=said))
