"""Our price for an article, customer, quantity and day; and the document's claimed price held against it.

The ERP's price is what is pushed; a claim is only compared. Customer price before price list before list price; within one of
them the highest quantity break reached. Two equally good prices that differ are no price.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intake.domain.amounts import minor_unit, round_half_up
from intake.domain.master import Customer, ListPrice, Product
from intake.domain.orders import ExtractedLine
from intake.domain.policies import HigherPrice, MatchingPolicy
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.units import factor_of, own_uom

CENT = Decimal("0.01")
BASES = (Decimal(1), Decimal(100), Decimal(1000))


class ContractPrice(NamedTuple):
    """`unit_price` for `basis` units `uom`, in `currency`; `per_base` is the exact price of one base unit."""

    unit_price: Decimal
    currency: str
    uom: str
    basis: Decimal
    per_base: Decimal

    def amount(self, quantity_base: Decimal) -> Decimal:
        return round_half_up(quantity_base * self.per_base, self.currency)


class PriceFinding(NamedTuple):
    price: ContractPrice | None
    amount: Decimal | None = None
    claimed_amount: Decimal | None = None
    reasons: tuple[Reason, ...] = ()


class Sale(NamedTuple):
    """What the price of a line depends on."""

    product: Product
    factors: dict[str, Decimal]
    prices: Sequence[ListPrice]
    customer: Customer
    currency: str
    day: date


def contract_price(sale: Sale, uom: str, quantity_base: Decimal) -> ContractPrice | None:
    """Our price for so many base units ordered in `uom`, or None. A price for the ordered unit goes before one converted."""
    valid = [price for price in sale.prices if _valid(price, sale)]
    for owned in (_for_customer, _for_list, _for_all):
        own = [price for price in valid if owned(price, sale.customer) and _reached(price, sale, quantity_base)]
        same_unit = [price for price in own if own_uom(price.uom, sale.product, sale.factors) == uom]
        found = _best(same_unit or own, sale)
        if found is not None or own:
            return found
    return None


def _valid(price: ListPrice, sale: Sale) -> bool:
    if price.currency != sale.currency or price.unit_price < 0 or price.price_basis_quantity <= 0:
        return False
    return (price.valid_from is None or price.valid_from <= sale.day) and (
        price.valid_until is None or sale.day <= price.valid_until
    )


def _for_customer(price: ListPrice, customer: Customer) -> bool:
    return price.customer_no == customer.customer_no


def _for_list(price: ListPrice, customer: Customer) -> bool:
    return price.customer_no is None and price.price_list is not None and price.price_list == customer.price_list


def _for_all(price: ListPrice, _customer: Customer) -> bool:
    return price.customer_no is None and price.price_list is None


def _reached(price: ListPrice, sale: Sale, quantity_base: Decimal) -> bool:
    """Whether the quantity reaches the price's break, which counts in the price's own unit."""
    factor = factor_of(price.uom, sale.product, sale.factors)
    return factor is not None and quantity_base >= price.minimum_quantity * factor


def _best(prices: Iterable[ListPrice], sale: Sale) -> ContractPrice | None:
    """The highest break reached, then the latest beginning; None where two such prices differ."""
    ranked = sorted(prices, key=lambda price: _rank(price, sale), reverse=True)
    if not ranked:
        return None
    best = [_as_contract(price, sale) for price in ranked if _rank(price, sale) == _rank(ranked[0], sale)]
    return best[0] if len({price.per_base for price in best}) == 1 else None


def _rank(price: ListPrice, sale: Sale) -> tuple[Decimal, date]:
    factor = factor_of(price.uom, sale.product, sale.factors) or Decimal(1)
    return price.minimum_quantity * factor, price.valid_from or date.min


def _as_contract(price: ListPrice, sale: Sale) -> ContractPrice:
    factor = factor_of(price.uom, sale.product, sale.factors) or Decimal(1)
    per_base = price.unit_price / (price.price_basis_quantity * factor)
    return ContractPrice(price.unit_price, price.currency, price.uom, price.price_basis_quantity, per_base)


class Claim(NamedTuple):
    """What a line states as its price, net of its discount: per one ordered unit, and the line's amount.

    `step` is the rounding of the printed unit price, per ordered unit (0.01 where "12.34" is printed for one).
    """

    per_unit: Decimal | None
    amount: Decimal | None
    step: Decimal


def claim_of(line: ExtractedLine, quantity: Decimal) -> Claim:
    """What the line says a unit costs. An amount says it more exactly than a rounded unit price, where the two agree; where they
    do not, the arithmetic is the fault, and the price is what is printed as such.
    """
    basis = line.price_basis_quantity or Decimal(1)
    discount = Decimal(1) - (line.discount_percent or Decimal(0)) / 100
    printed = line.unit_price
    step = Decimal(1).scaleb(int(printed.as_tuple().exponent)) / basis if printed is not None else Decimal(0)
    stated = None if printed is None else printed / basis * discount
    if line.line_amount is not None and quantity > 0 and (stated is None or _agree(stated, line.line_amount, quantity, step)):
        return Claim(line.line_amount / quantity, line.line_amount, step)
    return Claim(stated, line.line_amount, step)


def _agree(stated: Decimal, amount: Decimal, quantity: Decimal, step: Decimal) -> bool:
    """The amount is what the printed price makes, within the rounding of both."""
    return abs(stated * quantity - amount) <= max(step / 2 * quantity, CENT)


def fits(claim: Claim, price: ContractPrice, factor: Decimal, quantity: Decimal, policy: MatchingPolicy) -> int:
    """-1 where the claim is below ours by more than is tolerated, 1 where it is above, 0 where it fits."""
    if claim.per_unit is None:
        return 0
    ours = price.per_base * factor
    if _is_rounding(claim, ours, quantity, minor_unit(price.currency)):
        return 0
    if ours - claim.per_unit > ours * policy.price_below_tolerance_percent / 100:
        return -1
    return 1 if claim.per_unit - ours > ours * policy.price_above_tolerance_percent / 100 else 0


def _is_rounding(claim: Claim, ours: Decimal, quantity: Decimal, minor: Decimal) -> bool:
    """The line's amount differs by no more than its own rounding; or, where no amount is printed, the unit price does."""
    assert claim.per_unit is not None
    difference = abs(claim.per_unit - ours)
    if difference * quantity <= minor:
        return True
    return claim.amount is None and claim.step <= minor and difference <= claim.step / 2


def judge_price(
    line: ExtractedLine, sale: Sale, uom: str, factor: Decimal, quantity: Decimal, policy: MatchingPolicy, path: str
) -> PriceFinding:
    """Our price of a line, and what is wrong with the claimed one."""
    price = contract_price(sale, uom, quantity * factor)
    claim = claim_of(line, quantity)
    if price is None:
        message = (
            f"There is no price for {quantity:f} {uom} of {sale.product.sku} for {sale.customer.customer_no} in {sale.currency} "
            f"on {sale.day.isoformat()}."
        )
        return PriceFinding(None, None, claim.amount, (Reason.of(ReasonCode.PRICE_MISSING, f"{path}.unit_price", message),))
    amount = price.amount(quantity * factor)
    verdict = fits(claim, price, factor, quantity, policy)
    if verdict == 0 or (verdict > 0 and policy.higher_price is HigherPrice.PUSH_OURS):
        return PriceFinding(price, amount, claim.amount)
    return PriceFinding(price, amount, claim.amount, (_difference(claim, price, factor, uom, verdict, sale, path),))


def _difference(claim: Claim, price: ContractPrice, factor: Decimal, uom: str, verdict: int, sale: Sale, path: str) -> Reason:
    assert claim.per_unit is not None
    ours = price.per_base * factor
    code = ReasonCode.PRICE_BELOW_CONTRACT if verdict < 0 else ReasonCode.PRICE_ABOVE_CONTRACT
    hint = _basis_hint(claim.per_unit, ours, sale, uom)
    message = (
        f"The order says {_plain(claim.per_unit)} {price.currency} per {uom} of {sale.product.sku}, ours is {_plain(ours)}{hint}."
    )
    return Reason.of(code, f"{path}.unit_price", message)


def _basis_hint(claimed: Decimal, ours: Decimal, sale: Sale, uom: str) -> str:
    """Where the claim is our price for another quantity, the person is told which."""
    if not ours or not claimed:
        return ""
    for basis in BASES[1:]:
        if abs(claimed / ours - basis) < Decimal("0.005") * basis:
            return f"; the order's would be right per {basis}"
    for other, factor in sale.factors.items():
        own = sale.factors.get(uom)
        if own and other != uom and abs(claimed / ours - factor / own) < Decimal("0.005") * (factor / own):
            return f"; the order's would be right per {other}"
    return ""


def _plain(value: Decimal) -> str:
    """A price as people write it: no exponent, at most six places, at least two.

    >>> _plain(Decimal("0.1200")), _plain(Decimal(12)), _plain(Decimal("0.123456789"))
    ('0.12', '12.00', '0.123457')
    """
    text = f"{value:.6f}".rstrip("0")
    whole, _, places = text.partition(".")
    return f"{whole}.{places.ljust(2, '0')}"
