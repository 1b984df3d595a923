"""The ERP's snapshots and our reservations as the facts that the credit check is told. Nothing is decided or added up here.

What comes in is one ledger snapshot and the master data; what goes out speaks of one group of accounts only: the bill-to, its
ancestors, and everybody below them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from intake.domain.amounts import round_half_up
from intake.domain.catalogue import MasterData
from intake.domain.credit import (
    AccountCredit,
    AccountLedger,
    AccountStatus,
    CreditAccount,
    CreditFacts,
    CreditKind,
    Obligation,
    Reservation,
    SnapshotFacts,
    Stage,
)
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, OpenOrder
from intake.domain.master import Customer

_CREDITS = {OpenItemKind.CREDIT_NOTE: CreditKind.CREDIT_NOTE, OpenItemKind.PAYMENT: CreditKind.PAYMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A good snapshot with its place among the snapshots."""

    snapshot_id: int
    snapshot: LedgerSnapshot
    last_sequence: int | None


def chain_of(customer_no: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The debtor and its ancestors, nearest first; a circle ends where it closes."""
    chain = [customer_no]
    while (parent := parents.get(chain[-1])) is not None and parent not in chain:
        chain.append(parent)
    return tuple(chain)


def members_of(customer_no: str, parents: Mapping[str, str]) -> frozenset[str]:
    """The account and everybody below it."""
    children: dict[str, list[str]] = defaultdict(list)
    for child, parent in parents.items():
        children[parent].append(child)
    found, waiting = {customer_no}, [customer_no]
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)


def build_facts(
    *,
    bill_to_no: str,
    master: MasterData,
    parents: Mapping[str, str],
    ledger: Ledger | None,
    reservations: Iterable[Reservation],
    at: datetime,
    time_zone: str,
) -> CreditFacts:
    """The facts at `at`. A customer or a ledger that is not there is left out; the check holds on what is missing."""
    customers = [master.customer(customer_no) for customer_no in chain_of(bill_to_no, parents)]
    accounts = tuple(_account(customer, parents) for customer in customers if customer is not None)
    group = frozenset().union(*(account.members for account in accounts))
    return CreditFacts(
        accounts=accounts,
        ledger=account_ledger(ledger.snapshot, group) if ledger else AccountLedger(),
        reservations=tuple(reservation for reservation in reservations if reservation.customer_no in group),
        rates=ledger.snapshot.exchange_rates if ledger else (),
        rates_id=f"ledger {ledger.snapshot_id}" if ledger else "",
        snapshot=_snapshot_facts(ledger),
        business_date=at.astimezone(ZoneInfo(time_zone)).date(),
        decided_at=at,
        time_zone=time_zone,
        missing=tuple(f"customer {no}" for no, one in zip(chain_of(bill_to_no, parents), customers, strict=True) if one is None),
    )


def account_ledger(snapshot: LedgerSnapshot, group: frozenset[str]) -> AccountLedger:
    """What the snapshot says about the customers of one group."""
    items = [item for item in snapshot.open_items if item.customer_no in group]
    open_orders = [order for order in snapshot.open_orders if order.customer_no in group]
    seen = {key for order in snapshot.open_orders for key in (order.external_key, order.sales_order_number) if key}
    return AccountLedger(
        obligations=(
            *(_invoiced(item) for item in items if item.kind not in _CREDITS),
            *(_ordered(order) for order in open_orders),
        ),
        credits=tuple(_credit(item) for item in items if item.kind in _CREDITS),
        seen_order_keys=frozenset(seen),
    )


def gross_amount(
    net: Decimal | None, currency: str | None, bill_to: Customer | None, snapshot: LedgerSnapshot | None
) -> Decimal | None:
    """Net plus the tax of the bill-to's country; None where either is unknown, and the check then holds."""
    if net is None or currency is None or bill_to is None or snapshot is None:
        return None
    rates = [rate.rate_percent for rate in snapshot.tax_rates if rate.country == bill_to.country]
    return round_half_up(net * (1 + rates[0] / 100), currency) if rates else None


def _account(customer: Customer, parents: Mapping[str, str]) -> CreditAccount:
    return CreditAccount(
        customer_no=customer.customer_no,
        name=customer.name,
        currency=customer.currency,
        country=customer.country,
        credit_limit=customer.credit_limit,
        unlimited=customer.credit_unlimited,
        limit_valid_until=customer.credit_limit_valid_until,
        status=AccountStatus.BLOCKED if customer.blocked else AccountStatus.OPEN,
        risk_class=customer.risk_class,
        payment_terms=customer.payment_terms,
        members=members_of(customer.customer_no, parents),
    )


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
    )


def _snapshot_facts(ledger: Ledger | None) -> SnapshotFacts:
    if ledger is None:
        return SnapshotFacts(snapshot_id="", as_of=None, problems=("No ledger was pulled from the ERP yet.",))
    return SnapshotFacts(
        snapshot_id=str(ledger.snapshot_id),
        as_of=ledger.snapshot.as_of,
        sequence=ledger.snapshot.sequence,
        last_sequence=ledger.last_sequence,
    )
