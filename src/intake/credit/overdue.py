"""Which items of one account are past due, by how much, after its unallocated cash was set against the oldest.

What comes in are the account's posted items; what goes out are days and amounts in the account's currency. Thresholds are
compared in `rules/overdue.py`. An item due today is not overdue; days are counted on the selling company's calendar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from intake.credit.identity import WHOLE, CountedSlice
from intake.credit.rates import RateTable
from intake.credit.remembered import Remembered
from intake.credit.sums import NOTHING, LedgerSums
from intake.domain.credit import CreditAccount
from intake.domain.master import ExchangeRate
from intake.domain.reminders import Reminded


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
class Late:
    """Overdue items beyond a threshold, oldest first, and their sum."""

    items: tuple[OverdueItem, ...]
    total: Fraction

    @property
    def oldest(self) -> OverdueItem | None:
        return self.items[0] if self.items else None

    def names(self, shown: int = 5) -> str:
        if not self.items:
            return "none"
        names = ", ".join(item.document_no for item in self.items[:shown])
        return names + (f" and {len(self.items) - shown} more" if len(self.items) > shown else "")


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
    _late: dict[tuple[int, Decimal], Late] = field(default_factory=dict, repr=False, compare=False)

    def beyond(self, days: int, materiality: Decimal) -> Late:
        """Items more than `days` past due and larger than `materiality`; the same question is answered once."""
        known = self._late.get((days, materiality))
        if known is None:
            late = tuple(item for item in self.items if item.days > days and item.residual > materiality)
            known = Late(late, sum((item.residual for item in late), NOTHING))
            self._late[days, materiality] = known
        return known


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
    currencies = {row.obligation.currency for row in sums.invoiced}
    factors = {currency: rates.for_debt(currency, account.currency) for currency in currencies}
    # What has no rate cannot be added up; the check holds the order for that.
    rows = [row for row in sums.invoiced if factors[row.obligation.currency] is not None]
    # A disputed item is left to its dispute; cash is not swallowed by it.
    settled_by_cash = rows if disputed_count else [row for row in rows if not row.obligation.disputed]
    cash = NOTHING
    for currency, amount in sums.cash.items():
        cash += amount * (rates.for_credit(currency, account.currency) or NOTHING)
    unspent = cash
    items: list[OverdueItem] = []
    level, dunned = 0, ""
    for counted, is_late in _oldest_first(settled_by_cash, today, cash):
        row = counted.obligation
        if not is_late and not unspent and row.dunning_level <= level:
            continue
        residual = counted.gross * (factors[row.currency] or NOTHING)
        paid = min(unspent, residual)
        unspent, residual = unspent - paid, residual - paid
        if residual <= 0:
            continue
        if row.dunning_level > level and not row.disputed:
            level, dunned = row.dunning_level, row.document_no
        if is_late and row.due_date is not None:
            days = days_past_due(row.due_date, today)
            items.append(OverdueItem(row.document_no, row.due_date, days, residual, row.dunning_level, row.disputed))
    applied = cash - unspent
    return Overdue(tuple(items), _total(rows, factors) - applied, level, dunned, applied)


def _oldest_first(rows: Sequence[CountedSlice], today: date, cash: Fraction) -> Iterator[tuple[CountedSlice, bool]]:
    """Late items first, each with whether it is late; the order of the rest matters only while there is cash to set against
    it."""
    late = [row for row in rows if row.obligation.due_date is not None and row.obligation.due_date < today]
    yield from ((row, True) for row in sorted(late, key=_by_due_date))
    rest = [row for row in rows if row.obligation.due_date is None or row.obligation.due_date >= today]
    yield from ((row, False) for row in (sorted(rest, key=_by_due_date) if cash else rest))


def _by_due_date(row: CountedSlice) -> tuple[date, str, int]:
    return (row.obligation.due_date or date.max, row.obligation.document_no, row.obligation.instalment or 0)


def _total(rows: Sequence[CountedSlice], factors: Mapping[str, Fraction | None]) -> Fraction:
    whole: dict[str, Decimal] = {}
    parts = NOTHING
    for counted in rows:
        row = counted.obligation
        if counted.share is WHOLE:
            whole[row.currency] = whole.get(row.currency, Decimal(0)) + row.gross
        else:
            parts += counted.gross * (factors[row.currency] or NOTHING)
    return parts + sum((Fraction(amount) * (factors[currency] or NOTHING) for currency, amount in whole.items()), NOTHING)


def reminder_level(overdue: Overdue, reminded: Sequence[Reminded]) -> tuple[int, str]:
    """The highest reminder level of open, undisputed items and the document that has it: the ERP's, or ours of what is late."""
    late = {(item.document_no, item.due_date) for item in overdue.items if not item.disputed} if reminded else set()
    ours = [(sent.level, sent.document_no) for sent in reminded if (sent.document_no, sent.due_date) in late]
    return max([(overdue.dunning_level, overdue.dunned_document), *ours])


def days_past_due(due: date, today: date) -> int:
    """Calendar days; 0 on the due date, negative before it."""
    return (today - due).days
