"""Finance's view of an account and its group: the figures of the check, ageing, items, behaviour, orders, decisions, records.

What comes in is a customer's number; what goes out is a value for the command line and the API, from the same facts and at the
same moment as an order would meet them.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from intake.credit.ageing import AgeBucket, ageing
from intake.credit.behaviour import PaymentBehaviour, payment_behaviour
from intake.credit.check import check_credit
from intake.credit.conduct import Conduct
from intake.credit.rates import RateTable
from intake.domain.amounts import minor_unit
from intake.domain.base import Value
from intake.domain.credit import AccountPosition, CreditFacts, CreditOutcome, Obligation, Stage
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.ledger import LedgerSnapshot
from intake.domain.risk import Assessment
from intake.pipeline.account_conduct import conduct_of
from intake.pipeline.credit_quotes import facts_of, supposed_order
from intake.pipeline.finance_orders import HeldOrder, held_order
from intake.pipeline.limit_proposals import OpenProposal, open_proposals
from intake.pipeline.line import Line
from intake.store.assessments import last_assessments
from intake.store.decisions import list_account_decisions
from intake.store.engine import Connection
from intake.store.finance import records_of
from intake.store.queries import list_held_of

_RECORDS = (RecordKind.HOLD, RecordKind.PAYMENT_REQUEST, RecordKind.PROMISE, RecordKind.DISPUTE)
SHOWN_DECISIONS = 20


class ShownDecision(Value):
    decision_id: str
    order_id: str
    at: datetime
    gross_amount: Decimal | None
    currency: str
    outcome: CreditOutcome


class AccountView(Value):
    """`positions` are the account and those above it, in their own currencies; the rest is the account's own, in its currency.

    `ageing_of_group` is everybody's below the account, itself included. `utilisation_percent` None = unlimited or no limit.
    `risk_class` is in force; `assessment` says what we found.
    """

    customer_no: str
    name: str
    currency: str
    payment_terms: str
    risk_class: str | None
    status: str
    figures_as_of: datetime | None
    positions: tuple[AccountPosition, ...]
    utilisation_percent: Decimal | None
    ageing: tuple[AgeBucket, ...]
    ageing_of_group: tuple[AgeBucket, ...]
    open_items: tuple[Obligation, ...]
    behaviour: PaymentBehaviour
    conduct: Conduct
    what_an_order_would_meet: tuple[str, ...]
    held: tuple[HeldOrder, ...]
    decisions: tuple[ShownDecision, ...]
    records: tuple[FinanceRecord, ...]
    assessment: Assessment | None
    proposals: tuple[OpenProposal, ...]


def account_view(line: Line, customer_no: str) -> AccountView | None:
    """None = no such customer."""
    found = facts_of(line, customer_no)
    if found is None:
        return None
    customer, facts, snapshot = found
    smallest = supposed_order("account", customer, minor_unit(customer.currency))
    decision = check_credit(facts, smallest, line.policy().credit)
    rates = RateTable(facts.rates, facts.business_date, line.policy().credit.exchange_haircut_percent)
    own = [row for row in facts.ledger.obligations if row.customer_no == customer_no]
    below = facts.accounts[0].members if facts.accounts else frozenset({customer_no})
    group = [row for row in facts.ledger.obligations if row.customer_no in below]
    with line.database.read() as tx:
        held, decisions, records = _of_store(tx, customer_no)
        assessment = last_assessments(tx, [customer_no]).get(customer_no)
        proposals = tuple(open_proposals(tx, customer_no))
        kept = conduct_of(line, tx, customer_no, facts.business_date)
    return AccountView(
        customer_no=customer_no,
        name=customer.name,
        currency=customer.currency,
        payment_terms=customer.payment_terms,
        risk_class=facts.accounts[0].risk_class if facts.accounts else customer.risk_class,
        status=facts.accounts[0].status.value if facts.accounts else "unknown",
        figures_as_of=facts.snapshot.as_of,
        positions=decision.positions,
        utilisation_percent=_utilisation(decision.account),
        ageing=ageing(own, customer.currency, rates, facts.business_date),
        ageing_of_group=ageing(group, customer.currency, rates, facts.business_date),
        open_items=tuple(sorted((row for row in own if row.stage is Stage.INVOICED), key=lambda row: str(row.due_date))),
        behaviour=_behaviour(customer_no, customer.currency, facts, snapshot, rates),
        conduct=kept,
        what_an_order_would_meet=tuple(reason.message for reason in decision.reasons),
        held=held,
        decisions=decisions,
        records=records,
        assessment=assessment,
        proposals=proposals,
    )


def _utilisation(position: AccountPosition | None) -> Decimal | None:
    if position is None or not position.limit:
        return None
    return (position.exposure * 100 / position.limit).quantize(Decimal("0.1"))


def _behaviour(
    customer_no: str, currency: str, facts: CreditFacts, snapshot: LedgerSnapshot | None, rates: RateTable
) -> PaymentBehaviour:
    items = [item for item in snapshot.open_items if item.customer_no == customer_no] if snapshot else []
    payments = [row for row in snapshot.payments if row.customer_no == customer_no] if snapshot else []
    return payment_behaviour(items, payments, currency, rates, facts.business_date)


def _of_store(
    tx: Connection, customer_no: str
) -> tuple[tuple[HeldOrder, ...], tuple[ShownDecision, ...], tuple[FinanceRecord, ...]]:
    held = [held_order(tx, order_id) for order_id in list_held_of(tx, customer_no)]
    decisions = [
        ShownDecision(
            decision_id=stored.decision_id,
            order_id=stored.order_id,
            at=stored.at,
            gross_amount=stored.decided.credit.order.gross_amount,
            currency=stored.decided.credit.order.currency,
            outcome=stored.decided.credit.outcome,
        )
        for stored in list_account_decisions(tx, customer_no, SHOWN_DECISIONS)
        if stored.decided.credit is not None
    ]
    records = [record for kind in _RECORDS for record in records_of(tx, kind, customer_nos=[customer_no])]
    return tuple(order for order in held if order is not None), tuple(decisions), tuple(records)
