"""Open items by how late they are: not due, up to 30, 60, 90 days, and beyond, in the account's currency.

What comes in are obligations and rates; what goes out are rounded sums. Days are counted on the selling company's calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from intake.credit.overdue import days_past_due
from intake.credit.rates import RateTable
from intake.credit.rounding import ceil_minor
from intake.domain.base import Value
from intake.domain.credit import Obligation, Stage

BUCKETS: tuple[tuple[str, int | None], ...] = (("not_due", 0), ("1-30", 30), ("31-60", 60), ("61-90", 90), ("91+", None))
"""Name and the last day past due that still belongs to it."""


class AgeBucket(Value):
    days: str
    amount: Decimal
    count: int


def ageing(rows: Iterable[Obligation], currency: str, rates: RateTable, today: date) -> tuple[AgeBucket, ...]:
    """Posted items only; what has no rate is left out (the check holds on it)."""
    sums = {name: [Fraction(0), Fraction(0)] for name, _ in BUCKETS}
    for row in rows:
        factor = rates.for_debt(row.currency, currency)
        if row.stage is not Stage.INVOICED or row.is_draft or row.due_date is None or factor is None:
            continue
        days = days_past_due(row.due_date, today)
        name = next(name for name, last in BUCKETS if last is None or days <= last)
        sums[name][0] += Fraction(row.gross) * factor
        sums[name][1] += 1
    return tuple(
        AgeBucket(days=name, amount=ceil_minor(amount, currency), count=int(count)) for name, (amount, count) in sums.items()
    )
