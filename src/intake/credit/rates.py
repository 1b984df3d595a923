"""Exchange rates of the snapshot: one conversion, straight from the document's currency to the limit's.

What comes in are dated rates; what goes out are exact factors, or None where the snapshot has no such rate. Rates are never
inverted or chained: a bank's buying rate is not one divided by its selling rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from intake.domain.master import ExchangeRate


class RateTable:
    """The newest rate of each pair that is valid on `on`. `haircut_percent` is added to debts and taken off credits."""

    def __init__(self, rates: Iterable[ExchangeRate], on: date, haircut_percent: Decimal) -> None:
        self._newest: dict[tuple[str, str], ExchangeRate] = {}
        self._haircut = Fraction(haircut_percent) / 100
        for rate in rates:
            pair = (rate.from_currency, rate.to_currency)
            known = self._newest.get(pair)
            usable = rate.valid_on <= on and rate.rate.is_finite() and rate.rate > 0
            if usable and (known is None or _newer(rate, known)):
                self._newest[pair] = rate

    def for_debt(self, source: str, target: str) -> Fraction | None:
        return self._factor(source, target, 1 + self._haircut)

    def for_credit(self, source: str, target: str) -> Fraction | None:
        return self._factor(source, target, 1 - self._haircut)

    def _factor(self, source: str, target: str, haircut: Fraction) -> Fraction | None:
        if source == target:
            return Fraction(1)
        rate = self._newest.get((source, target))
        return None if rate is None else Fraction(rate.rate) * haircut


def _newer(rate: ExchangeRate, known: ExchangeRate) -> bool:
    """Of two rates of one day the dearer counts: exposure is never understated."""
    return (rate.valid_on, rate.rate) > (known.valid_on, known.rate)
