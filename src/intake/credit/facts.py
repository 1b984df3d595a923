"""Builds the facts of one credit check from the ERP's snapshot, the customer and the accounts above it, and our own holds.

What comes in are domain values; what goes out are `CreditFacts` about one group of accounts only: the bill-to, its ancestors,
and everybody below them. Nothing is fetched, decided or guessed: what is missing stays missing and is held by the check.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from intake.credit.ledger_rows import account_ledger
from intake.credit.policy_risk_values import ClassSource
from intake.credit.risk_class import class_in_force
from intake.domain.credit import (
    AccountLedger,
    AccountStatus,
    Behaviour,
    CreditAccount,
    CreditFacts,
    Insurance,
    ManualHold,
    Reservation,
    SnapshotFacts,
    TemporaryLimit,
)
from intake.domain.ledger import LedgerSnapshot
from intake.domain.master import Customer
from intake.domain.reminders import Reminded
from intake.domain.risk import RiskClass


class Customers(Protocol):
    """Where customers are looked up by number."""

    def customer(self, customer_no: str, /) -> Customer | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A good snapshot with its place among the snapshots. `last_sequence` is the highest of those before it."""

    snapshot_id: int
    snapshot: LedgerSnapshot
    last_sequence: int | None


def chain_of(customer_no: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The debtor and its ancestors, nearest first. A circle ends at its first repetition, on which the check holds."""
    chain = [customer_no]
    while (parent := parents.get(chain[-1])) is not None:
        chain.append(parent)
        if parent in chain[:-1]:
            break
    return tuple(chain)


def members_of(customer_no: str, parents: Mapping[str, str]) -> frozenset[str]:
    """The account and everybody below it, however deep."""
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


def group_of(customer_no: str, parents: Mapping[str, str]) -> frozenset[str]:
    """Everybody whose debts count anywhere in the customer's chain."""
    return members_of(chain_of(customer_no, parents)[-1], parents)


def build_facts(
    *,
    bill_to_no: str,
    master: Customers,
    parents: Mapping[str, str],
    ledger: Ledger | None,
    reservations: Iterable[Reservation],
    at: datetime,
    time_zone: str,
    manual_holds: Iterable[ManualHold] = (),
    our_classes: Mapping[str, RiskClass] | None = None,
    class_from: ClassSource = "worse",
    reminded: Iterable[Reminded] = (),
    behaviour: Behaviour | None = None,
) -> CreditFacts:
    """The facts at `at`. A customer or a ledger that is not there is left out and named; the check holds on what is missing.

    `our_classes` are the risk classes that we found of accounts; with the ERP's they make the one that drives the rules.
    """
    ours = our_classes or {}
    chain = chain_of(bill_to_no, parents)
    customers = [(number, master.customer(number)) for number in chain]
    accounts = tuple(
        _account(one, members_of(number, parents), class_in_force(one.risk_class, ours.get(number), class_from))
        for number, one in customers
        if one is not None
    )
    group = group_of(bill_to_no, parents)
    return CreditFacts(
        accounts=accounts,
        ledger=account_ledger(ledger.snapshot, group) if ledger else AccountLedger(),
        reservations=tuple(row for row in reservations if row.customer_no in group),
        rates=ledger.snapshot.exchange_rates if ledger else (),
        rates_id=f"ledger {ledger.snapshot_id}" if ledger else "",
        snapshot=snapshot_facts(ledger),
        business_date=at.astimezone(ZoneInfo(time_zone)).date(),
        decided_at=at,
        time_zone=time_zone,
        manual_holds=tuple(manual_holds),
        reminded=tuple(reminded),
        behaviour=behaviour,
        missing=tuple(_missing(customers)),
    )


def _missing(customers: Collection[tuple[str, Customer | None]]) -> Iterator[str]:
    for number, customer in customers:
        if customer is None:
            yield f"The account {number} of the order's chain is not in the ERP's master data."


def _account(customer: Customer, members: frozenset[str], risk_class: str | None) -> CreditAccount:
    return CreditAccount(
        customer_no=customer.customer_no,
        name=customer.name,
        currency=customer.currency,
        country=customer.country,
        credit_limit=customer.credit_limit,
        unlimited=customer.credit_unlimited,
        limit_valid_until=customer.credit_limit_valid_until,
        next_review=customer.credit_review_due,
        status=_status(customer),
        risk_class=risk_class,
        payment_terms=customer.payment_terms,
        temporary_limits=tuple(_temporary(customer)),
        insurances=tuple(_insurance(customer)),
        members=members,
    )


def _status(customer: Customer) -> AccountStatus:
    said = AccountStatus(customer.account_status)
    return AccountStatus.BLOCKED if said is AccountStatus.OPEN and customer.blocked else said


def _temporary(customer: Customer) -> Iterator[TemporaryLimit]:
    first, last = customer.temporary_limit_from, customer.temporary_limit_until
    if customer.temporary_limit is not None and first is not None and last is not None:
        yield TemporaryLimit(amount=customer.temporary_limit, valid_from=first, valid_until=last, approved_by="ERP")


def _insurance(customer: Customer) -> Iterator[Insurance]:
    if customer.insured_amount is not None and customer.insured_until is not None:
        yield Insurance(amount=customer.insured_amount, percent=customer.insured_percent, valid_until=customer.insured_until)


def snapshot_facts(ledger: Ledger | None) -> SnapshotFacts:
    """The age and place of the figures; of none, that there are none."""
    if ledger is None:
        return SnapshotFacts(snapshot_id="", as_of=None, problems=("No ledger was pulled from the ERP yet.",))
    return SnapshotFacts(
        snapshot_id=str(ledger.snapshot_id),
        as_of=ledger.snapshot.as_of,
        sequence=ledger.snapshot.sequence,
        last_sequence=ledger.last_sequence,
    )
