"""Drafts of reminders, worked out from the figures in force whenever somebody looks, and never stored.

What comes in is the line and a customer; what goes out is what would go to him now, with the words. Nothing is sent here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal

from intake.credit.case import build_case
from intake.credit.overdue import Overdue
from intake.credit.reminding import LateAccount, reminding, why_stale
from intake.credit.rounding import floor_minor
from intake.domain.base import Value
from intake.domain.credit import CreditFacts
from intake.domain.errors import BadInput
from intake.domain.finance import RecordKind
from intake.domain.ledger import BILLS, LedgerSnapshot
from intake.domain.mails import OutgoingMail
from intake.domain.master import Customer
from intake.domain.reminders import Reminded, ReminderDue, Reminding
from intake.pipeline.account_links import account_link
from intake.pipeline.credit_quotes import Books, current_books, facts_in, supposed_order
from intake.pipeline.line import Line
from intake.pipeline.promises import documents_of
from intake.replies.reminder import Letter, write_reminder
from intake.store.engine import Connection
from intake.store.finance import records_of
from intake.store.outbox import reminded_of


class ReminderDraft(Value):
    """`draft_id` is what sending names: another one means that it came out otherwise meanwhile; None = nothing is due, and `plan`
    says what was left out and why. `recipient` None = the ERP knows no address."""

    customer_no: str
    name: str
    draft_id: str | None
    recipient: str | None
    letter: Letter | None
    plan: Reminding


def reminder_drafts(line: Line, customer_no: str | None = None) -> list[ReminderDraft]:
    """Of every customer with something late, or of one. Raises BadInput where there is no such customer."""
    with line.database.read() as tx:
        books = current_books(line, tx)
        wanted = late_customers(line, books) if customer_no is None else [customer_no]
        return [draft_within(line, tx, books, number) for number in wanted]


def late_customers(line: Line, books: Books) -> list[str]:
    """Who has an item past due in these figures, by number."""
    today = line.local_date(line.clock())
    items = books.ledger.snapshot.open_items if books.ledger else ()
    return sorted({item.customer_no for item in items if item.kind in BILLS and item.open_amount > 0 and item.due_date < today})


def draft_within(line: Line, tx: Connection, books: Books, customer_no: str) -> ReminderDraft:
    """As `reminder_drafts`, within the caller's transaction."""
    customer, plan = _planned(line, tx, books, customer_no)
    return ReminderDraft(
        customer_no=customer_no,
        name=customer.name,
        draft_id=content_key(plan.due, customer.accounts_email or "")[:16] if plan.due else None,
        recipient=customer.accounts_email,
        letter=_letter(line, customer, plan.due) if plan.due else None,
        plan=plan,
    )


def why_outdated(line: Line, tx: Connection, mail: OutgoingMail) -> str | None:
    """Why a reminder that waited must not go any more; None where it would be drafted word for word had it not been."""
    try:
        _, plan = _planned(line, tx, current_books(line, tx), mail.customer_no, without=mail)
    except BadInput as gone:
        return str(gone)
    if plan.due is None:
        return plan.not_now or "Nothing of it is to be reminded of any more."
    is_same = content_key(plan.due, mail.recipient) == mail.content_key
    return None if is_same else "What is to be reminded of has changed since it was written."


def _planned(
    line: Line, tx: Connection, books: Books, customer_no: str, *, without: OutgoingMail | None = None
) -> tuple[Customer, Reminding]:
    """`without` = as if this mail had not been."""
    found = facts_in(line, tx, books, customer_no)
    if found is None:
        raise BadInput(f"There is no customer {customer_no}.")
    customer, facts, snapshot = found
    policy = line.policy()
    standing = build_case(facts, supposed_order("reminder", customer, Decimal(0)), policy.credit).bill_to
    reminded = facts.reminded if without is None else reminded_of(tx, customer_no, without=without.mail_id)
    account = _late_account(tx, customer, facts, snapshot, standing.overdue if standing else Overdue(), reminded)
    stale = why_stale(facts.snapshot, policy.credit.staleness, facts.decided_at)
    return customer, reminding(account, policy.collections, policy.credit.materiality, facts.business_date, stale)


def content_key(due: ReminderDue, recipient: str) -> str:
    """A hash of what the mail is about and to whom. The days an item is late are no part of it: they grow by themselves."""
    items = [(item.document_no, str(item.due_date), item.level, str(item.residual)) for item in due.items]
    said = json.dumps([due.customer_no, due.currency, items, recipient.casefold()], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _late_account(
    tx: Connection,
    customer: Customer,
    facts: CreditFacts,
    snapshot: LedgerSnapshot | None,
    overdue: Overdue,
    reminded: Sequence[Reminded],
) -> LateAccount:
    number = customer.customer_no
    promises = records_of(tx, RecordKind.PROMISE, customer_nos=[number])
    items = [item for item in snapshot.open_items if item.customer_no == number and item.kind in BILLS] if snapshot else []
    today = facts.business_date
    return LateAccount(
        customer_no=number,
        currency=customer.currency,
        status=facts.accounts[0].status,
        late=overdue.items,
        open_items={(item.document_no, item.due_date): (item.open_amount, item.currency) for item in items},
        cash_deducted=floor_minor(overdue.cash_applied, customer.currency),
        disputed_by_erp=[(item.document_no, item.due_date) for item in items if item.disputed and item.due_date < today],
        disputed={record.subject for record in records_of(tx, RecordKind.DISPUTE, customer_nos=[number])},
        promised={name for promise in promises for name in documents_of(promise) or (None,)},
        reminded={(sent.document_no, sent.due_date): sent for sent in reminded},
    )


def _letter(line: Line, customer: Customer, due: ReminderDue) -> Letter:
    company = next(iter(line.own.names), "")
    link = account_link(line, customer.customer_no)
    return write_reminder(due, company=company, language=customer.language or customer.country, link=link)
