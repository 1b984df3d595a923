"""Builds the facts of one credit check from the ERP's snapshot, the customer and the accounts above it, and our reservations.

What comes in are domain values; what goes out are `CreditFacts`, and what an order is to the check. Nothing is fetched,
decided or guessed: what is missing stays missing and is held by the check.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from intake.credit.chain import canonical, sha256_of
from intake.credit.remembered import Remembered
from intake.domain.amounts import round_up
from intake.domain.credit import (
    AccountCredit,
    AccountLedger,
    AccountStatus,
    Behaviour,
    CreditAccount,
    CreditFacts,
    CreditKind,
    ManualHold,
    Obligation,
    OrderForCredit,
    Prepayment,
    Reservation,
    SnapshotFacts,
    Stage,
    TemporaryLimit,
)
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, OpenOrder
from intake.domain.master import Customer, ExchangeRate, TaxRate
from intake.domain.matched import MatchedOrder

_LEDGERS: Remembered[AccountLedger] = Remembered()
_CREDITS = {OpenItemKind.CREDIT_NOTE: CreditKind.CREDIT_NOTE, OpenItemKind.PAYMENT: CreditKind.PAYMENT}


def chain_of(customer_no: str, customers: Mapping[str, Customer]) -> tuple[Customer, ...]:
    """The accounts above a customer, nearest first. A circle ends at its first repetition; the check then holds on it."""
    chain: list[Customer] = []
    here = customers.get(customer_no)
    while here is not None and here.parent_customer_no is not None:
        above = customers.get(here.parent_customer_no)
        if above is None:
            break
        chain.append(above)
        if above.customer_no == customer_no or any(above.customer_no == known.customer_no for known in chain[:-1]):
            break
        here = above
    return tuple(chain)


def facts_for(
    customer: Customer,
    chain: Sequence[Customer],
    ledger: LedgerSnapshot,
    reservations: Iterable[Reservation],
    today: date,
    now: datetime,
    tax_rates: Sequence[TaxRate] = (),
    rates: tuple[ExchangeRate, ...] | None = None,
    *,
    group: Iterable[Customer],
    time_zone: str,
    last_sequence: int | None = None,
    problems: Sequence[str] = (),
    manual_holds: Sequence[ManualHold] = (),
    temporary_limits: Mapping[str, Sequence[TemporaryLimit]] | None = None,
    prepayments: Sequence[Prepayment] = (),
    dunning_levels: Mapping[str, int] | None = None,
    behaviour: Behaviour | None = None,
    last_currencies: Mapping[str, str] | None = None,
    last_decided_at: datetime | None = None,
) -> CreditFacts:
    """`customer` is the bill-to, `chain` what `chain_of` gives, `group` every customer of the ERP (or at least all below the
    topmost of the chain): their debts count in the limits above. `rates` None = the snapshot's own. `dunning_levels` are by
    document number.
    """
    accounts = (customer, *chain)
    members = _members(accounts, group)
    missing = []
    if customer.parent_customer_no is not None and not chain:
        missing.append(f"The account {customer.parent_customer_no} above {customer.customer_no} is not known.")
    known_levels = dunning_levels or {}
    return CreditFacts(
        accounts=tuple(
            _account(account, members[account.customer_no], temporary_limits or {}, last_currencies or {}) for account in accounts
        ),
        ledger=_ledger(ledger, frozenset().union(*members.values()), tuple(prepayments), tuple(sorted(known_levels.items()))),
        reservations=tuple(sorted(reservations, key=lambda row: (row.order_key, repr(row)))),
        rates=ledger.exchange_rates if rates is None else rates,
        rates_id=f"snapshot {ledger.sequence}",
        snapshot=SnapshotFacts(
            snapshot_id=f"{ledger.sequence}@{ledger.as_of.isoformat()}",
            as_of=ledger.as_of,
            sequence=ledger.sequence,
            last_sequence=last_sequence,
            problems=tuple(problems),
        ),
        business_date=today,
        decided_at=now,
        time_zone=time_zone,
        manual_holds=tuple(manual_holds),
        behaviour=behaviour,
        last_decided_at=last_decided_at,
        missing=tuple(missing),
    )


def _members(accounts: Sequence[Customer], group: Iterable[Customer]) -> dict[str, frozenset[str]]:
    """Account number → itself and every customer below it, however deep."""
    children: dict[str, list[str]] = {}
    for customer in {each.customer_no: each for each in (*group, *accounts)}.values():
        if customer.parent_customer_no is not None:
            children.setdefault(customer.parent_customer_no, []).append(customer.customer_no)
    found: dict[str, frozenset[str]] = {}
    for account in accounts:
        below: set[str] = set()
        waiting = [account.customer_no]
        while waiting:
            number = waiting.pop()
            if number not in below:
                below.add(number)
                waiting.extend(children.get(number, ()))
        found[account.customer_no] = frozenset(below)
    return found


def _account(
    customer: Customer,
    members: frozenset[str],
    temporary: Mapping[str, Sequence[TemporaryLimit]],
    last_currencies: Mapping[str, str],
) -> CreditAccount:
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
        temporary_limits=tuple(temporary.get(customer.customer_no, ())),
        last_currency=last_currencies.get(customer.customer_no),
        members=members,
    )


def _ledger(
    ledger: LedgerSnapshot, members: frozenset[str], prepayments: tuple[Prepayment, ...], levels: tuple[tuple[str, int], ...]
) -> AccountLedger:
    """The group's rows of the snapshot; the same snapshot gives the same value again, so that it is added up once."""

    def build() -> AccountLedger:
        reminded = dict(levels)
        items = [item for item in ledger.open_items if item.customer_no in members]
        orders = [order for order in ledger.open_orders if order.customer_no in members]
        return AccountLedger(
            obligations=(
                *(_invoice(item, reminded.get(item.document_no, 0)) for item in items if item.kind not in _CREDITS),
                *(_open_order(order) for order in orders),
            ),
            credits=tuple(_credit(item) for item in items if item.kind in _CREDITS),
            prepayments=tuple(row for row in prepayments if row.customer_no in members),
            seen_order_keys=_seen(ledger.open_orders),
        )

    return _LEDGERS.get((ledger,), (members, prepayments, levels), build)


def _seen(orders: Iterable[OpenOrder]) -> frozenset[str]:
    """Every order of the snapshot, under our key and the ERP's number: either ends a reservation."""
    keys = {key for order in orders for key in (order.external_key, order.sales_order_number)}
    return frozenset(key for key in keys if key)


def _invoice(item: OpenItem, dunning_level: int) -> Obligation:
    return Obligation(
        customer_no=item.customer_no,
        document_no=item.document_no,
        stage=Stage.INVOICED,
        gross=item.open_amount,
        currency=item.currency,
        issue_date=item.issue_date,
        due_date=item.due_date,
        disputed=item.disputed,
        dunning_level=dunning_level,
    )


def _open_order(order: OpenOrder) -> Obligation:
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


def gross_amount(
    net: Decimal | None, charges: Decimal, currency: str, country: str | None, tax_rates: Iterable[TaxRate]
) -> Decimal | None:
    """Net and charges with the tax of the country of delivery, rounded up; None where the amount or the rate is not known."""
    rate = next((rate.rate_percent for rate in tax_rates if rate.country == country), None)
    if net is None or rate is None:
        return None
    return round_up((net + charges) * (1 + rate / 100), currency)


def order_for_credit(
    order_key: str,
    matched: MatchedOrder,
    customer: Customer,
    *,
    country: str | None,
    tax_rates: Iterable[TaxRate],
    charges: Decimal = Decimal(0),
    prepaid: Decimal = Decimal(0),
    pays_by_card: bool = False,
    sales_order_number: str | None = None,
    submitter: str | None = None,
) -> OrderForCredit:
    """What the check needs of a matched order. `customer` is the bill-to, whose terms apply; `country` is that of delivery.

    `charges` are what will be booked on top of the lines (freight, packing), net.
    """
    currency = matched.currency or customer.currency
    return OrderForCredit(
        order_key=order_key,
        version_hash=version_hash(matched),
        identity_hash=identity_hash(matched, customer),
        bill_to_no=matched.bill_to_no or customer.customer_no,
        net_amount=matched.net_amount,
        gross_amount=gross_amount(matched.net_amount, charges, currency, country, tax_rates),
        currency=currency,
        prepaid=prepaid,
        pays_by_card=pays_by_card,
        ship_date=matched.requested_delivery_date,
        sales_order_number=sales_order_number,
        submitter=submitter,
    )


def version_hash(matched: MatchedOrder) -> str:
    """Changes with anything that would be pushed: customer, places, lines, articles, quantities, prices, dates."""
    kept = matched.model_dump(mode="json", exclude={"proofs", "reasons", "customer_evidence"})
    for line in kept["lines"]:
        line.pop("proposals", None)
        line.pop("evidence", None)
    return sha256_of(canonical(kept))


def identity_hash(matched: MatchedOrder, customer: Customer) -> str:
    """Changes with debtor, place of delivery, currency and terms only: a release outlives a smaller order, not another
    address."""
    parts = (matched.customer_no, matched.bill_to_no, matched.ship_to_code, matched.currency, customer.payment_terms)
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()
