"""Where a customer stands now, and what would happen to a cart: an order's facts and check, and nothing written.

Only the customer's own account is told; what the group above it owes is nobody else's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from intake.credit.facts import Ledger, build_facts, chain_of, group_of
from intake.credit.quote import CreditQuote, quote
from intake.domain.catalogue import MasterData
from intake.domain.credit import CreditFacts, OrderForCredit
from intake.domain.ledger import LedgerSnapshot, OpenItem
from intake.domain.master import Customer
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.known_behaviour import known_behaviour
from intake.pipeline.line import Line
from intake.pipeline.manual_holds import manual_holds
from intake.store.accounts import open_reservations
from intake.store.assessments import risk_classes_of
from intake.store.engine import Connection
from intake.store.outbox import reminded_of
from intake.store.snapshots import load_parents


def credit_quote(line: Line, customer_no: str, amount: Decimal | None, currency: str | None) -> CreditQuote | None:
    """What would happen to an order of this gross `amount` (None = only where the customer stands). None = no such customer."""
    found = facts_of(line, customer_no)
    if found is None:
        return None
    customer, facts, _ = found
    return _quoted(line, customer, facts, amount, currency)


def _quoted(line: Line, customer: Customer, facts: CreditFacts, amount: Decimal | None, currency: str | None) -> CreditQuote:
    asked = supposed_order("quote", customer, amount if amount is not None else Decimal(0), currency)
    return quote(facts, asked, line.policy().credit)


def supposed_order(purpose: str, customer: Customer, amount: Decimal, currency: str | None = None) -> OrderForCredit:
    """An order that nobody gave, to ask the check what one would meet."""
    return OrderForCredit(
        order_key=f"{purpose} {customer.customer_no}",
        version_hash=purpose,
        bill_to_no=customer.customer_no,
        gross_amount=amount,
        currency=currency or customer.currency,
    )


def account_of(line: Line, customer_no: str) -> dict[str, Any] | None:
    """Balance, available credit and open items with due dates; None = no such customer."""
    found = facts_of(line, customer_no)
    if found is None:
        return None
    customer, facts, ledger = found
    stands = _quoted(line, customer, facts, None, None)
    return {
        "customer_no": customer_no,
        "name": customer.name,
        "currency": stands.currency,
        "payment_terms": stands.payment_terms,
        "balance": stands.exposure,
        "credit_limit": stands.limit,
        "available_credit": stands.available,
        "overdue_amount": stands.overdue_amount,
        "open_items": [_item(item) for item in _items(ledger, customer_no)],
        "as_of": stands.as_of,
    }


def facts_of(line: Line, customer_no: str) -> tuple[Customer, CreditFacts, LedgerSnapshot | None] | None:
    """The customer, the facts of a check now, and the figures they are from; None = no such customer."""
    with line.database.read() as tx:
        return facts_in(line, tx, current_books(line, tx), customer_no)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The ERP's data that counts now."""

    master: MasterData
    parents: Mapping[str, str]
    ledger: Ledger | None


def current_books(line: Line, tx: Connection) -> Books:
    master = line.masters.current()
    return Books(master=master, parents=load_parents(tx, master.version), ledger=current_ledger(line, tx))


def facts_in(
    line: Line, tx: Connection, books: Books, customer_no: str
) -> tuple[Customer, CreditFacts, LedgerSnapshot | None] | None:
    """As `facts_of`, of books that are open already."""
    customer = books.master.customer(customer_no)
    if customer is None:
        return None
    chain = chain_of(customer_no, books.parents)
    facts = build_facts(
        bill_to_no=customer_no,
        master=books.master,
        parents=books.parents,
        ledger=books.ledger,
        reservations=open_reservations(tx, group_of(customer_no, books.parents)),
        at=line.clock(),
        time_zone=line.own.time_zone,
        manual_holds=manual_holds(tx, chain),
        our_classes=risk_classes_of(tx, chain),
        class_from=line.policy().credit.risk.score.class_from,
        reminded=reminded_of(tx, customer_no),
        behaviour=known_behaviour(tx, customer_no, line.local_date(line.clock())),
    )
    return customer, facts, books.ledger.snapshot if books.ledger else None


def _items(ledger: LedgerSnapshot | None, customer_no: str) -> list[OpenItem]:
    items = [item for item in ledger.open_items if item.customer_no == customer_no] if ledger else []
    return sorted(items, key=lambda item: (item.due_date, item.document_no))


def _item(item: OpenItem) -> dict[str, Any]:
    return {
        "document_no": item.document_no,
        "kind": item.kind.value,
        "issue_date": item.issue_date,
        "due_date": item.due_date,
        "open_amount": item.open_amount,
        "currency": item.currency,
        "disputed": item.disputed,
    }
