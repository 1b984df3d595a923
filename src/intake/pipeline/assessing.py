"""Looks at the risk of accounts on the figures that count now, and keeps what it found where that says something new.

What comes in are the books and what was found before; what goes out are assessments. What is found is decided in
`credit/assessing.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from intake.credit.absurd import absurd_inputs
from intake.credit.assessing import EndedPromise, Past, account_day, assessed
from intake.credit.behaviour import WINDOW_DAYS
from intake.credit.case import Standing, build_case
from intake.credit.facts import Ledger
from intake.credit.ledger_rows import CustomerRows, rows_by_customer
from intake.domain.credit import CreditFacts
from intake.domain.master import Customer
from intake.domain.reminders import PromiseState
from intake.domain.risk import AccountDay, Assessment
from intake.pipeline.credit_quotes import Books, current_books, facts_in, supposed_order
from intake.pipeline.line import Line
from intake.pipeline.promises import ended_promises
from intake.store.account_days import account_days_of, keep_account_day
from intake.store.assessments import keep_assessment, last_assessments, past_classes_of
from intake.store.engine import Connection
from intake.store.signals import signals_of
from intake.store.writing import Writing

ACTOR = "assessment"
KEPT_AT_ONCE = 100
"""Accounts written in one transaction: whoever decides an order meanwhile waits for no more than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One account as it is looked at now. `standing` None = its figures cannot be reckoned with."""

    customer: Customer
    facts: CreditFacts
    rows: CustomerRows
    standing: Standing | None
    past: Past


def assess(line: Line, actor: str = ACTOR, customer_nos: Collection[str] | None = None) -> list[Assessment]:
    """Assesses these accounts, or all that have rows in the ledger or an earlier assessment. Returns what says something new:
    nothing while the figures are too old to decide on, as what seems late may be paid by now."""
    with line.database.read() as tx:
        books = current_books(line, tx)
        before = last_assessments(tx, customer_nos)
        if books.ledger is None or not is_usable(line, books.ledger):
            return []
        known = set(rows_by_customer(books.ledger.snapshot)) | set(before)
        wanted = sorted(known if customer_nos is None else set(customer_nos))
        looked = [
            assessment
            for number in wanted
            if (assessment := _assess(line, tx, books, number, before.get(number), books.ledger.snapshot_id)) is not None
        ]
    new = []
    for start in range(0, len(looked), KEPT_AT_ONCE):
        with line.writing(actor) as work:
            for found, day in looked[start : start + KEPT_AT_ONCE]:
                if day is not None:
                    keep_account_day(work.tx, found.customer_no, day)
                known_before = before.get(found.customer_no)
                if known_before is None or not found.says_the_same_as(known_before):
                    keep_assessment(work.tx, found, work.at)
                    _note_what_changed(work, found, known_before)
                    new.append(found)
    return new


def is_usable(line: Line, ledger: Ledger | None) -> bool:
    """The figures may be decided on: they are there and not older than the policy's `usable`."""
    return ledger is not None and line.clock() - ledger.snapshot.as_of <= line.policy().credit.staleness.usable


def _assess(
    line: Line, tx: Connection, books: Books, customer_no: str, before: Assessment | None, snapshot_id: int
) -> tuple[Assessment, AccountDay | None] | None:
    """None where the ERP's master data has no such account any more."""
    look = look_at(line, tx, books, customer_no, before)
    if look is None:
        return None
    policy, erp_class = line.policy().credit, look.customer.risk_class
    found = assessed(customer_no, erp_class, look.facts, look.standing, look.rows, look.past, policy, snapshot_id)
    return found, account_day(look.standing, look.facts.business_date)


def _note_what_changed(work: Writing, found: Assessment, before: Assessment | None) -> None:
    known = {warning.kind for warning in before.warnings} if before else set()
    new = [warning.kind.value for warning in found.warnings if warning.kind not in known]
    if new or before is None or found.rating.risk_class is not before.rating.risk_class:
        rating = found.rating
        work.note(
            "account_assessed",
            customer_no=found.customer_no,
            risk_class=rating.risk_class.value,
            why=rating.why,
            warnings=new,
        )


def look_at(line: Line, tx: Connection, books: Books, customer_no: str, before: Assessment | None) -> Look | None:
    told = facts_in(line, tx, books, customer_no)
    if told is None or books.ledger is None:
        return None
    customer, facts, snapshot = told
    assert snapshot is not None
    nothing = supposed_order("assessment", customer, Decimal(0))
    standing = None if absurd_inputs(facts, nothing) else build_case(facts, nothing, line.policy().credit).bill_to
    return Look(
        customer=customer,
        facts=facts,
        rows=rows_by_customer(snapshot).get(customer_no, CustomerRows()),
        standing=standing,
        past=_past(line, tx, customer_no, facts.business_date, before),
    )


def _past(line: Line, tx: Connection, customer_no: str, today: date, before: Assessment | None) -> Past:
    first = today - timedelta(days=WINDOW_DAYS)
    return Past(
        before=before.rating if before else None,
        days=account_days_of(tx, customer_no, first, today - timedelta(days=1)),
        classes=past_classes_of(tx, customer_no, first, today),
        promises=tuple(
            EndedPromise(ended_on=day, kept=state is PromiseState.KEPT, said=f"the promise until {record.subject}")
            for day, state, record in ended_promises(line, tx, customer_no)
        ),
        signals=signals_of(tx, customer_no),
    )
