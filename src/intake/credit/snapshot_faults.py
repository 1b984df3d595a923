"""Rows of the ERP's ledger with which nobody could reckon: unknown customers, impossible amounts, rows twice, rates that differ.

What comes in is a snapshot and who is known; what goes out is one sentence a row. One such row refuses the whole, whoever
sent it. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from intake.credit.absurd import CURRENCIES, LARGEST
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, OpenOrder

NAMED = 20
"""So many rows are named; the rest is counted."""


def rows_fault(snapshot: LedgerSnapshot, is_customer: Callable[[str], bool]) -> str | None:
    """All faulty rows in one text, None where there is none."""
    found = list(_faults(snapshot, is_customer))
    if not found:
        return None
    more = f" … and {len(found) - NAMED} more." if len(found) > NAMED else ""
    return " ".join(found[:NAMED]) + more


def _faults(snapshot: LedgerSnapshot, is_customer: Callable[[str], bool]) -> Iterator[str]:
    known: dict[str, bool] = {}

    def is_known(customer_no: str) -> bool:
        if customer_no not in known:
            known[customer_no] = is_customer(customer_no)
        return known[customer_no]

    for item in snapshot.open_items:
        if not is_known(item.customer_no):
            yield f"{_item(item)} is of no customer we know."
        yield from _item_faults(item)
    for order in snapshot.open_orders:
        if not is_known(order.customer_no):
            yield f"{_order(order)} is of no customer we know."
        if not _is_amount(order.open_amount):
            yield f"{_order(order)} is open with {order.open_amount}."
        if order.currency not in CURRENCIES:
            yield f"{_order(order)} is in {order.currency!r}, no ISO 4217 code."
    yield from _listed_twice(snapshot)
    yield from _rate_faults(snapshot)


def _item_faults(item: OpenItem) -> Iterator[str]:
    if not _is_amount(item.amount) or not _is_amount(item.open_amount) or item.open_amount > item.amount:
        yield f"{_item(item)} is open with {item.open_amount} of {item.amount}."
    if item.currency not in CURRENCIES:
        yield f"{_item(item)} is in {item.currency!r}, no ISO 4217 code."
    if item.order_key and item.kind is not OpenItemKind.PAYMENT:
        # What is owed would lower what is owed for that order.
        yield f"{_item(item)} is for the order {item.order_key}; only a payment is made for an order in advance."


def _listed_twice(snapshot: LedgerSnapshot) -> Iterator[str]:
    """Instalments share their invoice's number and differ in their due date."""
    seen: set[tuple[object, ...]] = set()
    for item in snapshot.open_items:
        key = (item.customer_no, item.document_no, item.kind, item.due_date)
        if key in seen:
            yield f"{_item(item)}, due on {item.due_date}, is listed twice."
        seen.add(key)
    numbers: set[str] = set()
    for order in snapshot.open_orders:
        if order.sales_order_number in numbers:
            yield f"{_order(order)} is listed twice."
        numbers.add(order.sales_order_number)


def _rate_faults(snapshot: LedgerSnapshot) -> Iterator[str]:
    rates: dict[tuple[str, str, date], Decimal] = {}
    for rate in snapshot.exchange_rates:
        pair = f"The rate from {rate.from_currency} to {rate.to_currency} on {rate.valid_on}"
        if not rate.rate.is_finite() or rate.rate <= 0:
            yield f"{pair} is {rate.rate}."
        other = rates.setdefault((rate.from_currency, rate.to_currency, rate.valid_on), rate.rate)
        if other != rate.rate:
            yield f"{pair} is {other} and {rate.rate}."
    for tax in snapshot.tax_rates:
        if not tax.rate_percent.is_finite() or not 0 <= tax.rate_percent < 100:
            yield f"The tax of {tax.country} is {tax.rate_percent} %."


def _is_amount(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount < LARGEST


def _item(item: OpenItem) -> str:
    return f"The {item.kind.value.replace('_', ' ')} {item.document_no} of {item.customer_no}"


def _order(order: OpenOrder) -> str:
    return f"The open order {order.sales_order_number} of {order.customer_no}"
