"""Which items of one account are past due, by how much, after its unallocated cash was set against the oldest.

What comes in are the account's posted items; what goes out are days and amounts in the account's currency. Thresholds are
compared in `rules/overdue.py`. An item due today is not overdue; days are counted on the selling company's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from intake.credit.rates import RateTable
from intake.credit.remembered import Remembered
from intake.credit.sums import NOTHING, LedgerSums
from intake.domain.credit import CreditAccount
from intake.domain.master import ExchangeRate


@dataclass(frozen=True, slots=True)
class OverdueItem:
    """`residual` is what is left of it in the account's currency after unallocated cash."""

    document_no: str
    due_date: date
    days: int
    residual: Fraction
    dunning_level: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Overdue:
    """`items` are past due by a day or more, oldest first. `total_open` is all posted items, due or not, after cash.

    `dunning_level` is the highest of the open, undisputed items. `cash_applied` was set against items for this test only.
    """

    items: tuple[OverdueItem, ...] = ()
    total_open: Fraction = NOTHING
    dunning_level: int = 0
    dunned_document: str = ""
    cash_applied: Fraction = NOTHING

    def beyond(self, days: int, materiality: Decimal) -> tuple[OverdueItem, ...]:
        """Items more than `days` past due and larger than `materiality`."""
        late = []
        for item in self.items:
            if item.days <= days:
                break
            if item.residual > materiality:
                late.append(item)
        return tuple(late)


_OVERDUE: Remembered[Overdue] = Remembered()


def overdue_of(
    sums: LedgerSums,
    account: CreditAccount,
    rates: tuple[ExchangeRate, ...],
    *,
    today: date,
    haircut: Decimal,
    disputed_count: bool,
) -> Overdue:
    """The account's overdue items as of `today`; computed once for one ledger and day."""
    key = (account.customer_no, account.currency, today, haircut, disputed_count)

    def find() -> Overdue:
        return _find_overdue(sums, account, RateTable(rates, today, haircut), today, disputed_count)

    return _OVERDUE.get((sums, rates), key, find)


def _find_overdue(sums: LedgerSums, account: CreditAccount, rates: RateTable, today: date, disputed_count: bool) -> Overdue:
    cash = NOTHING
    for currency, amount in sums.cash.items():
        cash += amount * (rates.for_credit(currency, account.currency) or NOTHING)
    unspent = cash
    factors = {row.obligation.currency: rates.for_debt(row.obligation.currency, account.currency) for row in sums.invoiced}
    items: list[OverdueItem] = []
    total_open, level, dunned = NOTHING, 0, ""
    for counted in sorted(sums.invoiced, key=lambda row: (row.obligation.due_date or today, row.obligation.document_no)):
        row = counted.obligation
        factor = factors[row.currency]
        if factor is None:
            continue
        residual = counted.gross * factor
        # A disputed item is left to its dispute; cash is not swallowed by it.
        if row.disputed and not disputed_count:
            total_open += residual
            continue
        paid = min(unspent, residual)
        unspent, residual = unspent - paid, residual - paid
        total_open += residual
        if residual <= 0:
            continue
        if row.dunning_level > level and not row.disputed:
            level, dunned = row.dunning_level, row.document_no
        days = days_past_due(row.due_date or today, today)
        if days > 0:
            items.append(OverdueItem(row.document_no, row.due_date or today, days, residual, row.dunning_level, row.disputed))
    return Overdue(tuple(items), total_open, level, dunned, cash - unspent)


def days_past_due(due: date, today: date) -> int:
    """Calendar days; 0 on the due date, negative before it."""
    return (today - due).days
