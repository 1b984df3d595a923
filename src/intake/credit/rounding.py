"""Exact sums become amounts of a currency: once, at the end, exposure and excess up, headroom down.

What comes in is an exact fraction; what goes out is a Decimal in the currency's minor units (EUR 0.01, JPY 1, KWD 0.001).
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from intake.domain.amounts import minor_unit


@lru_cache(maxsize=512)
def _units_of_one(currency: str) -> int:
    return int(1 / minor_unit(currency))


def ceil_minor(exact: Fraction, currency: str) -> Decimal:
    return _minor(math.ceil(exact * _units_of_one(currency)), currency)


def floor_minor(exact: Fraction, currency: str) -> Decimal:
    return _minor(math.floor(exact * _units_of_one(currency)), currency)


def _minor(units: int, currency: str) -> Decimal:
    digits = len(str(_units_of_one(currency))) - 1
    return Decimal(units).scaleb(-digits)


def plain(amount: Decimal) -> str:
    """Digits with a point, never an exponent: 1E+3 is 1000."""
    return f"{amount:f}"
