"""What an order will be owed as: its net, with freight and surcharges, with the tax of the country it is delivered to.

What comes in are amounts and the ERP's tax rates; what goes out is the gross amount, rounded up, or None where the tax is not
known: the check then holds. Net is never compared with a limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from intake.domain.amounts import round_up
from intake.domain.master import Customer, ShipToAddress, TaxRate
from intake.domain.orders import Charge


def country_of_delivery(ship_to_code: str | None, buyer: Customer | None, places: Iterable[ShipToAddress]) -> str | None:
    """The country the goods go to: that of the named address, else the buyer's own. None where the address is not known."""
    if ship_to_code is None:
        return buyer.country if buyer is not None else None
    return next((place.country for place in places if place.ship_to_code == ship_to_code), None)


def booked_charges(charges: Iterable[Charge], net: Decimal | None, percent: Decimal) -> Decimal:
    """What is booked on top of the lines: the order's own freight and surcharges, and the share that the ERP adds itself.

    A discount that an order claims lowers nothing: whether it is given is not the buyer's to say.
    """
    claimed = sum((charge.amount for charge in charges if charge.amount > 0), Decimal(0))
    usual = Decimal(0) if net is None or net <= 0 else net * percent / 100
    return max(claimed, usual)


def gross_amount(
    net: Decimal | None, charges: Decimal, currency: str | None, country: str | None, tax_rates: Iterable[TaxRate]
) -> Decimal | None:
    """Net and charges with tax, rounded up to the currency's minor unit. Of several rates of a country the highest counts."""
    percents = [rate.rate_percent for rate in tax_rates if rate.country == country]
    if net is None or currency is None or country is None or not percents:
        return None
    return round_up((net + charges) * (1 + max(percents) / 100), currency)
