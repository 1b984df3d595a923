"""The exposure of one account in its own currency, without the order under decision.

What comes in are the ledger's sums, our reservations and the rates; what goes out are exact amounts by part. No limit is
compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from intake.credit.rates import RateTable
from intake.credit.sums import NOTHING, PREPAID, RESERVED, LedgerSums, add_part, part_of
from intake.domain.credit import CreditAccount, OrderForCredit, Reservation


@dataclass(frozen=True, slots=True)
class Exposure:
    """One account's exposure in its currency, exact. `missing_rates` are pairs without a rate: the total then leaves those
    sums out.

    `prepaid` is cleared money that the ledger holds for the order under decision, in the order's currency.
    """

    total: Fraction
    parts: Mapping[str, tuple[Fraction, int]]
    prepaid: Fraction
    missing_rates: tuple[str, ...]


def exposure_of(
    sums: LedgerSums,
    account: CreditAccount,
    reservations: Iterable[Reservation],
    order: OrderForCredit | None,
    rates: RateTable,
) -> Exposure:
    """E(a) without `order`: what is already counted of it (its reservation, its slices in the ERP) is left out."""
    own_keys = {order.order_key, order.sales_order_number} - {None} if order else set()
    members = account.members | {account.customer_no}
    parts = {key: value for key, value in sums.parts.items() if value[0] or value[1]}
    for key in own_keys & sums.orders.keys():
        for counted in sums.orders[str(key)]:
            place = (part_of(counted.obligation), counted.obligation.currency)
            total, number = parts[place]
            parts[place] = (total - counted.gross, number - 1)
    live = [row for row in _live_reservations(reservations, sums.seen, own_keys) if row.customer_no in members]
    for row in live:
        add_part(parts, (RESERVED, row.currency), Fraction(row.gross))
    missing: set[str] = set()
    converted: dict[str, tuple[Fraction, int]] = {}
    for (part, currency), (amount, count) in parts.items():
        factor = rates.for_credit(currency, account.currency) if amount < 0 else rates.for_debt(currency, account.currency)
        if factor is None:
            missing.add(f"{currency} to {account.currency}")
            continue
        total, so_far = converted.get(part, (NOTHING, 0))
        converted[part] = (total + amount * factor, so_far + count)
    prepaid = _prepaid_by_others(sums, live, account, own_keys, rates, missing)
    if prepaid[1]:
        converted[PREPAID] = (-prepaid[0], prepaid[1])
    own = _prepaid_for(sums, order, rates, missing) if order else NOTHING
    total = sum((amount for amount, _ in converted.values()), NOTHING)
    return Exposure(total=total, parts=converted, prepaid=own, missing_rates=tuple(sorted(missing)))


def _live_reservations(
    reservations: Iterable[Reservation], seen: frozenset[str], own_keys: set[str | None]
) -> Iterable[Reservation]:
    """A reservation lives until a snapshot shows its order, under our key or the ERP's number; age alone never ends it."""
    live: dict[str, Reservation] = {}
    for row in reservations:
        if row.order_key in seen or row.order_key in own_keys:
            continue
        if row.sales_order_number is not None and (row.sales_order_number in seen or row.sales_order_number in own_keys):
            continue
        known = live.setdefault(row.order_key, row)
        if known is not row:
            live[row.order_key] = max((known, row), key=lambda each: (each.gross - each.prepaid, repr(each)))
    return live.values()


def _prepaid_by_others(
    sums: LedgerSums,
    live: Iterable[Reservation],
    account: CreditAccount,
    own_keys: set[str | None],
    rates: RateTable,
    missing: set[str],
) -> tuple[Fraction, int]:
    """Advances on other orders, each at most as large as what is still open of its own order."""
    total, count = NOTHING, 0
    for order_key, prepayments in sums.prepayments.items():
        slices = sums.orders.get(order_key, [])
        if order_key in own_keys or not slices:
            continue
        paid = _converted_credit(((row.amount, row.currency) for row in prepayments), account.currency, rates, missing)
        still_open = NOTHING
        for counted in slices:
            still_open += counted.gross * (rates.for_debt(counted.obligation.currency, account.currency) or NOTHING)
        total += max(NOTHING, min(paid, still_open))
        count += len(prepayments)
    for row in live:
        keys = [key for key in (row.order_key, row.sales_order_number) if key is not None]
        from_ledger = [each for key in keys for each in sums.prepayments.get(key, [])]
        if not from_ledger and not row.prepaid:
            continue
        paid = _converted_credit(((each.amount, each.currency) for each in from_ledger), account.currency, rates, missing)
        known_here = (
            _converted_credit([(row.prepaid, row.currency)], account.currency, rates, missing) if row.prepaid else NOTHING
        )
        gross = Fraction(row.gross) * (rates.for_debt(row.currency, account.currency) or NOTHING)
        covered = max(NOTHING, min(max(paid, known_here), gross))
        total, count = (total + covered, count + 1) if covered else (total, count)
    return total, count


def _converted_credit(amounts: Iterable[tuple[Decimal, str]], currency: str, rates: RateTable, missing: set[str]) -> Fraction:
    total = NOTHING
    for amount, source in amounts:
        factor = rates.for_credit(source, currency)
        if factor is None:
            missing.add(f"{source} to {currency}")
        else:
            total += Fraction(amount) * factor
    return total


def _prepaid_for(sums: LedgerSums, order: OrderForCredit, rates: RateTable, missing: set[str]) -> Fraction:
    """Cleared money for this order, in its currency. The ledger and the shop may both know of the same payment: the larger
    counts."""
    keys = [key for key in (order.order_key, order.sales_order_number) if key is not None]
    rows = [row for key in keys for row in sums.prepayments.get(key, [])]
    in_ledger = _converted_credit(((row.amount, row.currency) for row in rows), order.currency, rates, missing)
    return max(Fraction(order.prepaid), in_ledger)
