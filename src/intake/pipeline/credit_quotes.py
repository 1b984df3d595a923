"""Where a customer stands now, and what would happen to a cart: an order's facts and check, and nothing written.

Only the customer's own account is told; what the group above it owes is nobody else's business.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from intake.domain.credit import CreditDecision, OrderForCredit
from intake.domain.ledger import LedgerSnapshot, OpenItem
from intake.domain.master import Customer
from intake.pipeline.credit_facts import build_facts, chain_of, members_of
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.line import Line
from intake.store.accounts import open_reservations
from intake.store.snapshots import load_parents


def credit_quote(line: Line, customer_no: str, amount: Decimal | None, currency: str | None) -> dict[str, Any] | None:
    """What would happen to an order of this gross `amount` (None = only where the customer stands). None = no such customer."""
    found = _stand(line, customer_no, amount, currency)
    if found is None:
        return None
    customer, decision, ledger = found
    summary = decision.summary()
    account = decision.account
    overdue = account.overdue_documents if account else ()
    return {
        "customer_no": customer_no,
        "currency": account.currency if account else customer.currency,
        "amount": amount,
        "outcome": decision.outcome.value if amount is not None else None,
        "limit": summary.limit,
        "exposure": summary.exposure,
        "headroom": summary.headroom,
        "excess": account.excess if account and amount is not None else Decimal(0),
        "overdue_amount": account.overdue_amount if account else Decimal(0),
        "overdue_items": [_item(item) for item in _items(ledger, customer_no) if item.document_no in overdue],
        "payment_terms": customer.payment_terms,
        "reasons": [reason.model_dump(mode="json") for reason in decision.reasons] if amount is not None else [],
        "ways_forward": [way.model_dump(mode="json") for way in decision.ways_forward] if amount is not None else [],
        "as_of": summary.as_of,
        "policy": summary.policy,
    }


def account_of(line: Line, customer_no: str) -> dict[str, Any] | None:
    """Balance, available credit and open items with due dates; None = no such customer."""
    found = _stand(line, customer_no, None, None)
    if found is None:
        return None
    customer, decision, ledger = found
    account = decision.account
    return {
        "customer_no": customer_no,
        "name": customer.name,
        "currency": customer.currency,
        "payment_terms": customer.payment_terms,
        "balance": account.exposure if account else None,
        "credit_limit": account.limit if account else None,
        "available_credit": account.headroom if account else None,
        "overdue_amount": account.overdue_amount if account else None,
        "open_items": [_item(item) for item in _items(ledger, customer_no)],
        "as_of": decision.inputs.snapshot.as_of,
    }


def _stand(
    line: Line, customer_no: str, amount: Decimal | None, currency: str | None
) -> tuple[Customer, CreditDecision, LedgerSnapshot | None] | None:
    master = line.masters.current()
    customer = master.customer(customer_no)
    if customer is None:
        return None
    at = line.clock()
    with line.database.read() as tx:
        parents = load_parents(tx, master.version)
        ledger = current_ledger(line, tx)
        group = members_of(chain_of(customer_no, parents)[-1], parents)
        reservations = open_reservations(tx, group)
    facts = build_facts(
        bill_to_no=customer_no,
        master=master,
        parents=parents,
        ledger=ledger,
        reservations=reservations,
        at=at,
        time_zone=line.own.time_zone,
    )
    cart = OrderForCredit(
        order_key=f"quote {customer_no}",
        version_hash="quote",
        bill_to_no=customer_no,
        gross_amount=amount if amount is not None else Decimal(0),
        currency=currency or customer.currency,
    )
    return customer, line.check_credit(facts, cart, line.policy().credit, ()), ledger.snapshot if ledger else None


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
