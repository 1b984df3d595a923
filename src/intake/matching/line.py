"""One order line → what it means to us: article, unit, quantity, price, with the reasons that hold it.

Each part is proven by its own file; this one lets them ask each other: a claimed price can prove an article or an absent unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from intake.domain.master import Customer, Product, ProductUnit
from intake.domain.matched import EvidenceKind, MatchedLine, MatchEvidence
from intake.domain.orders import ExtractedLine
from intake.domain.policies import MatchingPolicy
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.article import ArticleFinding, Seeker, find_article, sellable
from intake.matching.prices import PriceFinding, Sale, claim_of, contract_price, fits, judge_price
from intake.matching.units import UnitFinding, factor_of, find_unit, standard_uom, unit_factors

_INDIVISIBLE = frozenset(("EA", "PR", "SET", "KIT", "BX", "CT", "CS", "PK", "BG", "RO", "BO", "CA", "PX", "TU", "BJ"))


class LineFinding(NamedTuple):
    line: MatchedLine
    reasons: tuple[Reason, ...]


class LineMatcher:
    """What one order's lines share: the customer, the currency, the day, the policy."""

    def __init__(
        self, seek: Seeker, customer: Customer | None, currency: str | None, policy: MatchingPolicy, day: date, prices_count: bool
    ) -> None:
        self._seek = seek
        self._customer = customer
        self._currency = currency
        self._policy = policy
        self._day = day
        self._prices_count = prices_count
        """False where the document's currency is another: its prices are compared with nothing."""

    def match(
        self, index: int, line: ExtractedLine, chosen_sku: str | None, *, is_stated: bool = False, is_doubted: bool = False
    ) -> LineFinding:
        """`is_stated`: the line's codes came in a format that says what they are. `is_doubted`: recognition is unsure of one."""
        path = f"lines[{index}]"
        priced = line if self._prices_count else line.model_copy(update={"unit_price": None, "line_amount": None})
        found = self._article(priced, path, chosen_sku, is_stated, is_doubted)
        matched = MatchedLine(
            line_number=line.line_number or str(index + 1),
            description=line.description,
            claimed_unit_price=line.unit_price,
            claimed_amount=line.line_amount,
            requested_delivery_date=line.requested_delivery_date,
            proposals=found.proposals,
            evidence=found.evidence,
        )
        if found.product is None:
            return LineFinding(matched, found.reasons)
        return self._with_article(matched, priced, found, path)

    def _article(
        self, line: ExtractedLine, path: str, chosen_sku: str | None, is_stated: bool, is_doubted: bool
    ) -> ArticleFinding:
        if chosen_sku is None:
            fits_price = partial(self._price_fits, line)
            return find_article(line, path, self._seek, fits_price, is_stated=is_stated, is_doubted=is_doubted)
        product = self._seek.master.product(chosen_sku)
        if product is None:
            reason = Reason.of(ReasonCode.SKU_UNKNOWN, path, f"There is no article {chosen_sku}; choose another.")
            return ArticleFinding(None, reasons=(reason,))
        evidence = MatchEvidence(kind=EvidenceKind.CONFIRMED, said="a person's choice", ours=product.sku)
        return sellable(product, None, (evidence,), path, self._seek)

    def _sale(self, product: Product) -> Sale | None:
        if self._customer is None or self._currency is None:
            return None
        master = self._seek.master
        factors = unit_factors(product, master.units(product.sku))
        return Sale(product, factors, master.prices(product.sku), self._customer, self._currency, self._day)

    def _price_fits(self, line: ExtractedLine, sku: str) -> bool | None:
        """Whether the claimed price is ours for the article in the stated unit, or in any unit where none is stated."""
        product = self._seek.master.product(sku)
        if product is None or line.quantity is None or (line.unit_price is None and line.line_amount is None):
            return None
        fitting, known = self._units_by_price(line, product)
        return bool(fitting) if known else None

    def _units_by_price(self, line: ExtractedLine, product: Product) -> tuple[list[str], bool]:
        """The article's units (the stated one, or all) for which the claimed price is ours; whether we have a price at all."""
        sale = self._sale(product)
        if sale is None or line.quantity is None or line.quantity <= 0:
            return [], False
        stated = find_unit(line.uom, None, product, self._seek.master.units(product.sku), None, "") if line.uom else None
        candidates = [stated.uom] if stated and stated.uom else list(sale.factors)
        claim = claim_of(line, line.quantity)
        known, fitting = False, []
        for uom in candidates:
            factor = factor_of(uom, product, sale.factors) or Decimal(1)
            price = contract_price(sale, uom, line.quantity * factor)
            known = known or price is not None
            if price is not None and claim.per_unit is not None and fits(claim, price, factor, line.quantity, self._policy) == 0:
                fitting.append(uom)
        return fitting, known

    def _with_article(self, matched: MatchedLine, line: ExtractedLine, found: ArticleFinding, path: str) -> LineFinding:
        product = found.product
        assert product is not None
        units = self._seek.master.units(product.sku)
        claimed = line.unit_price is not None or line.line_amount is not None
        by_price = self._units_by_price(line.model_copy(update={"uom": None}), product)[0] if claimed else []
        unit = find_unit(line.uom, found.uom, product, units, line.description, path, by_price)
        matched = matched.model_copy(
            update={
                "sku": product.sku, "description": product.description, "base_uom": product.base_uom, "uom": unit.uom,
                "quantity": line.quantity, "evidence": (*found.evidence, *unit.evidence),
            }
        )  # fmt: skip
        reasons = [*found.reasons, *unit.reasons]
        if line.quantity is None:
            message = f"The line for {product.sku} has no quantity."
            return LineFinding(matched, (*reasons, Reason.of(ReasonCode.VALUE_MISSING, f"{path}.quantity", message)))
        if unit.uom is None or unit.factor is None:
            return LineFinding(matched, tuple(reasons))
        base = line.quantity * unit.factor
        reasons += _judge_quantity(line.quantity, base, unit, product, path)
        reasons += self._judge_usual(base, product, path)
        matched = matched.model_copy(update={"quantity_base": base, **_in_own_unit(unit.uom, base, product, units)})
        sale = self._sale(product)
        if sale is None or line.quantity <= 0:
            return LineFinding(matched, tuple(reasons))
        price = judge_price(line, sale, unit.uom, unit.factor, line.quantity, self._policy, path)
        return LineFinding(_priced(matched, price), (*reasons, *price.reasons))

    def _judge_usual(self, base: Decimal, product: Product, path: str) -> Iterator[Reason]:
        """Held against what this customer ordered of the article before, once that is often enough to be usual; until then
        against the most that anybody ordered of it."""
        if self._customer is None:
            return
        factor = self._policy.quantity_factor
        before = self._seek.experience.quantities(self._customer.customer_no, product.sku)
        if len(before) < self._policy.quantity_history_orders:
            usual = self._seek.experience.usual_quantities(product.sku)
            if len(usual) >= self._policy.quantity_history_orders and base > max(usual) * factor:
                message = (
                    f"{base:f} {product.base_uom} of {product.sku} is far more than anybody ordered before ({max(usual):f})."
                )
                yield Reason.of(ReasonCode.QUANTITY_IMPLAUSIBLE, f"{path}.quantity", message)
            return
        if base > max(before) * factor or base < min(before) / factor:
            message = (
                f"{base:f} {product.base_uom} of {product.sku} is far from what {self._customer.customer_no} ordered before "
                f"({min(before):f} to {max(before):f})."
            )
            yield Reason.of(ReasonCode.QUANTITY_IMPLAUSIBLE, f"{path}.quantity", message)


def _in_own_unit(uom: str, base: Decimal, product: Product, units: Sequence[ProductUnit]) -> dict[str, object]:
    """A running metre, a hundred, a dozen: known by their names, but no unit that the ERP sells the article in."""
    return {} if uom in unit_factors(product, units) else {"uom": product.base_uom, "quantity": base}


def _judge_quantity(quantity: Decimal, base: Decimal, unit: UnitFinding, product: Product, path: str) -> Iterator[Reason]:
    """Above zero, whole where the unit cannot be divided, at least the minimum, a multiple of the order multiple."""
    where = f"{path}.quantity"
    if quantity <= 0:
        yield Reason.of(ReasonCode.QUANTITY_IMPLAUSIBLE, where, f"The quantity {quantity:f} of {product.sku} is not above zero.")
        return
    if unit.uom is not None and standard_uom(unit.uom) in _INDIVISIBLE and quantity != quantity.to_integral_value():
        yield Reason.of(
            ReasonCode.QUANTITY_IMPLAUSIBLE, where, f"{quantity:f} {unit.uom} of {product.sku} is not a whole number."
        )
    if product.minimum_quantity is not None and base < product.minimum_quantity:
        message = f"{base:f} {product.base_uom} of {product.sku} is below the minimum of {product.minimum_quantity:f}."
        yield Reason.of(ReasonCode.QUANTITY_BELOW_MINIMUM, where, message)
    if product.order_multiple and base % product.order_multiple != 0:
        message = f"{base:f} {product.base_uom} of {product.sku} is no multiple of {product.order_multiple:f}."
        yield Reason.of(ReasonCode.QUANTITY_NOT_MULTIPLE, where, message)


def _priced(matched: MatchedLine, found: PriceFinding) -> MatchedLine:
    if found.price is None:
        return matched
    return matched.model_copy(
        update={
            "unit_price": found.price.unit_price,
            "price_uom": found.price.uom,
            "price_basis_quantity": found.price.basis,
            "line_amount": found.amount,
        }
    )
