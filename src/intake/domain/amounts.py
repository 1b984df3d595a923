"""Money, quantity with unit, price with basis. Decimals only; a currency beside every amount, a unit beside every quantity."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

from intake.domain.base import Value


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency (EUR 0.01, JPY 1, KWD 0.001), after CLDR's currency data."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def round_up(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(minor_unit(currency), rounding=ROUND_CEILING)


def round_down(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(minor_unit(currency), rounding=ROUND_FLOOR)


def round_half_up(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_UP)


class Money(Value):
    amount: Decimal
    currency: str


class Quantity(Value):
    value: Decimal
    uom: str


class Price(Value):
    """`unit_price` for `basis_quantity` units `uom`, in `currency`."""

    unit_price: Decimal
    currency: str
    uom: str
    basis_quantity: Decimal = Decimal(1)

    def amount_for(self, quantity: Decimal) -> Decimal:
        """The unrounded amount for `quantity` of the price's own unit."""
        return quantity * self.unit_price / self.basis_quantity
