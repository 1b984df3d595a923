"""What a shop asks before an order exists: where this customer stands, and what would become of a cart of this amount.

What comes in are the same facts and the same policy as for an order; what goes out is shown at login, product page and cart.
It is the same check, so that the answer is the later decision as long as the figures are the same. Nothing is reserved.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from intake.credit.check import check_credit
from intake.credit.explain import explain_to_buyer
from intake.credit.policy_values import CreditPolicy
from intake.domain.base import Value
from intake.domain.credit import CreditFacts, CreditOutcome, OrderForCredit, WayForward
from intake.domain.terms import TermsKind


class OverdueShown(Value):
    document_no: str
    due_date: str | None
    open_amount: Decimal
    currency: str


class CreditQuote(Value):
    """In the account's currency. Null limit and available = unlimited. `ways_to_pay`: account, card, prepayment, the default
    first."""

    customer_no: str
    currency: str
    outcome: CreditOutcome
    exposure: Decimal
    limit: Decimal | None
    available: Decimal | None
    excess: Decimal
    overdue_amount: Decimal
    overdue: tuple[OverdueShown, ...]
    payment_terms: str
    ways_to_pay: tuple[str, ...]
    ways_forward: tuple[WayForward, ...]
    message: str
    as_of: datetime | None
    policy: str


def quote(facts: CreditFacts, order: OrderForCredit, policy: CreditPolicy) -> CreditQuote:
    """`order` is the cart as it would be ordered; an amount of 0 only asks where the customer stands."""
    decision = check_credit(facts, order, policy)
    account, summary = decision.account, decision.summary()
    terms = facts.accounts[0].payment_terms if facts.accounts else ""
    late = set(account.overdue_documents) if account else set()
    return CreditQuote(
        customer_no=order.bill_to_no,
        currency=account.currency if account else order.currency,
        outcome=decision.outcome,
        exposure=summary.exposure,
        limit=summary.limit,
        available=summary.headroom,
        excess=summary.excess,
        overdue_amount=account.overdue_amount if account else Decimal(0),
        overdue=tuple(
            OverdueShown(
                document_no=row.document_no,
                due_date=row.due_date.isoformat() if row.due_date else None,
                open_amount=row.gross,
                currency=row.currency,
            )
            for row in facts.ledger.obligations
            if row.document_no in late and row.customer_no == order.bill_to_no
        ),
        payment_terms=terms,
        ways_to_pay=_ways_to_pay(terms, decision.accepts, policy),
        ways_forward=tuple(way for way in decision.ways_forward if way.kind != "release"),
        message=explain_to_buyer(decision),
        as_of=summary.as_of,
        policy=summary.policy,
    )


def _ways_to_pay(payment_terms: str, accepted: bool, policy: CreditPolicy) -> tuple[str, ...]:
    """A buyer without terms is shown prepayment, unprompted; one with terms the account first, as long as it carries the cart."""
    terms = policy.terms(payment_terms)
    card = ("card",) if policy.card.allowed else ()
    if terms is None or terms.kind is TermsKind.PREPAYMENT:
        return ("prepayment", *card)
    return ("account", *card, "prepayment") if accepted else (*card, "prepayment")
