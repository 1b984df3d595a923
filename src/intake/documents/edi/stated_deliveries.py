"""A line that a format states with its deliveries: one of them all, or parts that each become a line of its own.

In: what a line says and the deliveries beside it. Out: the line with its delivery's day, or one line for each part, where the
parts say how many and when, and add up to what the line orders. Deliveries that do not are named, and the line stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class Delivery:
    """`where` names its segment or element. A quantity of None is all that is ordered."""

    where: str
    quantity: Decimal | None = None
    day: date | None = None


def whole_of(quantity: Decimal | None, deliveries: Sequence[Delivery]) -> Decimal | None:
    """What the line orders: as it says itself, or as its only delivery or all of its parts say."""
    said = [each.quantity for each in deliveries]
    return quantity if quantity is not None else _sum(said)


def are_parts(quantity: Decimal | None, deliveries: Sequence[Delivery]) -> bool:
    """Whether each of several deliveries can stand as a line."""
    days = [each.day for each in deliveries]
    if None in days or len(set(days)) != len(days):
        return False
    added = _sum([each.quantity for each in deliveries])
    return added is not None and quantity in (None, added) and all(each.quantity for each in deliveries)


def complaint(quantity: Decimal | None, deliveries: Sequence[Delivery]) -> str:
    """Why deliveries that are no parts leave the line open; "" where the only one is all of it."""
    if len(deliveries) == 1 and deliveries[0].quantity in (None, quantity):
        return ""
    said = " and ".join(f"{'all' if each.quantity is None else each.quantity} on {each.day or 'no day'}" for each in deliveries)
    return f"{deliveries[0].where}: deliveries of {said} for a line of {quantity}."


def _sum(quantities: Sequence[Decimal | None]) -> Decimal | None:
    return sum((each or Decimal(0) for each in quantities), Decimal(0)) if None not in quantities else None
