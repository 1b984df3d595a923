"""What finance sees of risk: one account's class with why and its history, and the early warnings of all accounts. Only shown."""

from __future__ import annotations

from datetime import datetime

from intake.domain.base import Value
from intake.domain.external import ExternalSignal
from intake.domain.limit_changes import AskedChange, ChangeState
from intake.domain.risk import Assessment, EarlyWarning, RiskClass
from intake.pipeline.assessing import is_usable
from intake.pipeline.credit_quotes import facts_of
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.limit_proposals import OpenProposal, open_proposals
from intake.pipeline.line import Line
from intake.store.assessments import assessments_of, last_assessments
from intake.store.limit_changes import changes_in
from intake.store.signals import signals_of

SHOWN = 20


class RiskView(Value):
    """`history` is newest first; its first entry is the one in force. `signals` are what others told, oldest first."""

    customer_no: str
    name: str
    class_in_force: str | None
    history: tuple[Assessment, ...]
    signals: tuple[ExternalSignal, ...]
    proposals: tuple[OpenProposal, ...]
    changes: tuple[AskedChange, ...]


class WarnedAccount(Value):
    customer_no: str
    name: str
    risk_class: RiskClass
    warnings: tuple[EarlyWarning, ...]


class WarningList(Value):
    """`figures_stale` = the ledger is older than the policy lets a decision rest on: nothing newer could be warned of."""

    figures_as_of: datetime | None
    figures_stale: bool
    accounts: tuple[WarnedAccount, ...]


def risk_view(line: Line, customer_no: str) -> RiskView | None:
    """None = no such customer."""
    found = facts_of(line, customer_no)
    if found is None:
        return None
    customer, facts, _ = found
    with line.database.read() as tx:
        return RiskView(
            customer_no=customer_no,
            name=customer.name,
            class_in_force=facts.accounts[0].risk_class if facts.accounts else None,
            history=tuple(assessments_of(tx, customer_no, SHOWN)),
            signals=signals_of(tx, customer_no),
            proposals=tuple(open_proposals(tx, customer_no)),
            changes=tuple(changes_in(tx, tuple(ChangeState), customer_no)),
        )


def warning_list(line: Line) -> WarningList:
    """The riskiest accounts first."""
    master = line.masters.current()
    with line.database.read() as tx:
        found = last_assessments(tx)
        ledger = current_ledger(line, tx)
    accounts = []
    for number, assessed in found.items():
        customer = master.customer(number)
        if customer is not None and assessed.warnings:
            risk_class = assessed.rating.risk_class
            accounts.append(
                WarnedAccount(customer_no=number, name=customer.name, risk_class=risk_class, warnings=assessed.warnings)
            )
    as_of = ledger.snapshot.as_of if ledger else None
    ordered = sorted(accounts, key=lambda each: (-each.risk_class.severity, -len(each.warnings), each.customer_no))
    return WarningList(figures_as_of=as_of, figures_stale=not is_usable(line, ledger), accounts=tuple(ordered))
