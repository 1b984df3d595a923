"""What the company lets pass between an order's words and its own master data: tolerances and choices of matching.

Filled from `[matching]` of policy.toml; the defaults are the careful ones. Percentages are of our own price.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from intake.domain.base import Value


class HigherPrice(StrEnum):
    """What happens to a line whose claimed price is above ours by more than the tolerance."""

    HOLD = "hold"
    PUSH_OURS = "push_ours"


class MatchingPolicy(Value):
    """`price_below_…` and `price_above_…`: how far a claimed unit price may lie under or over ours before the line is held.
    `order_difference_percent` bounds what all tolerated differences of one order may add up to.

    `quantity_factor`: a quantity more than so many times the largest (or less than the smallest divided by it) that this
    customer ordered of the article before is held. Below `quantity_history_orders` orders of his, it is the largest that anybody
    ordered which bounds it; below so many of anybody's, nothing is usual yet.
    """

    price_below_tolerance_percent: Decimal = Field(Decimal(0), ge=0, le=100)
    price_above_tolerance_percent: Decimal = Field(Decimal(5), ge=0, le=1000)
    order_difference_percent: Decimal = Field(Decimal(2), ge=0, le=1000)
    higher_price: HigherPrice = HigherPrice.HOLD
    quantity_factor: Decimal = Field(Decimal(10), gt=1)
    quantity_history_orders: int = Field(3, ge=1)
    delivery_days_ahead: int = Field(730, ge=1)
    charges_allowed: tuple[str, ...] = ()
    """Kinds of charges that an order may state without being held ("freight" where freight is always agreed)."""
    charge_limit: Decimal = Field(Decimal(0), ge=0)
