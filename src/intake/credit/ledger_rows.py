"""The ERP's open items and orders as obligations and credits of one group of accounts.

What comes in is a whole snapshot; what goes out is the part of it that the group owes or is owed. Nothing is added up here. The
same snapshot and group give the same value again, so that it is added up once however many orders are decided on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.credit.remembered import Remembered
from intake.domain.credit import AccountCredit, AccountLedger, CreditKind, Obligation, Prepayment, Stage
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, OpenOrder, Payment

_CREDITS = {OpenItemKind.CREDIT_NOTE: CreditKind.CREDIT_NOTE, OpenItemKind.PAYMENT: CreditKind.PAYMENT}


@dataclass(slots=True)
class CustomerRows:
    """One customer's own rows of a snapshot, in its order; not to be changed."""

    items: list[OpenItem] = field(default_factory=list)
    orders: list[OpenOrder] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)


_LEDGERS: Remembered[AccountLedger] = Remembered()
_ROWS: Remembered[Mapping[str, CustomerRows]] = Remembered(size=4)


def account_ledger(snapshot: LedgerSnapshot, group: frozenset[str]) -> AccountLedger:
    """What the snapshot says about the customers of one group."""
    return _LEDGERS.get((snapshot,), (group,), lambda: _select(snapshot, group))


def _select(snapshot: LedgerSnapshot, group: frozenset[str]) -> AccountLedger:
    by_customer = rows_by_customer(snapshot)
    rows = [by_customer[number] for number in sorted(group) if number in by_customer]
    items = [item for each in rows for item in each.items]
    orders = [order for each in rows for order in each.orders]
    # The ERP names an order by its own number; where we pushed it, our key is the one that everything else goes by.
    ours = {order.sales_order_number: order.external_key for order in orders if order.external_key}
    seen = {key for order in orders for key in (order.external_key, order.sales_order_number) if key}
    return AccountLedger(
        obligations=(
            *(_invoiced(item) for item in items if item.kind not in _CREDITS),
            *(_ordered(order) for order in orders),
        ),
        credits=tuple(_credit(item) for item in items if item.kind in _CREDITS),
        prepayments=tuple(_prepayment(item, ours.get(item.order_key, item.order_key)) for item in items if item.order_key),
        seen_order_keys=frozenset(seen),
    )


def rows_by_customer(snapshot: LedgerSnapshot) -> Mapping[str, CustomerRows]:
    """Those that have any."""
    return _ROWS.get((snapshot,), (), lambda: _by_customer(snapshot))


def _by_customer(snapshot: LedgerSnapshot) -> Mapping[str, CustomerRows]:
    found: dict[str, CustomerRows] = defaultdict(CustomerRows)
    for item in snapshot.open_items:
        found[item.customer_no].items.append(item)
    for order in snapshot.open_orders:
        found[order.customer_no].orders.append(order)
    for payment in snapshot.payments:
        found[payment.customer_no].payments.append(payment)
    return dict(found)


def _invoiced(item: OpenItem) -> Obligation:
    return Obligation(
        customer_no=item.customer_no,
        document_no=item.document_no,
        stage=Stage.INVOICED,
        gross=item.open_amount,
        currency=item.currency,
        issue_date=item.issue_date,
        due_date=item.due_date,
        disputed=item.disputed,
        dunning_level=item.dunning_level,
    )


def _ordered(order: OpenOrder) -> Obligation:
    return Obligation(
        customer_no=order.customer_no,
        document_no=order.sales_order_number,
        stage=Stage.ORDERED,
        gross=order.open_amount,
        currency=order.currency,
        order_key=order.external_key or order.sales_order_number,
        issue_date=order.order_date,
        ship_date=order.ship_date,
    )


def _credit(item: OpenItem) -> AccountCredit:
    return AccountCredit(
        customer_no=item.customer_no,
        document_no=item.document_no,
        kind=_CREDITS[item.kind],
        amount=item.amount,
        open_amount=item.open_amount,
        currency=item.currency,
        posted_on=item.issue_date,
        cleared=item.cleared,
        disputed=item.disputed,
        method=item.method,
    )


def _prepayment(item: OpenItem, order_key: str) -> Prepayment:
    """The sums leave it out of the account's unapplied credit: it covers its own order."""
    return Prepayment(
        customer_no=item.customer_no,
        order_key=order_key,
        document_no=item.document_no,
        amount=item.open_amount,
        currency=item.currency,
        cleared=item.cleared,
    )
