"""Commands of collections: reminders and their mails, promises to pay, disputes, links to account pages. Whatever a person says
is said under a name and a password.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from intake.cli.options import DAY, AsJson, Customer, Home, opened
from intake.cli.output import out, print_json, say
from intake.cli.people import As, Comment, PasswordStdin, amount_of, proven
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.reminders import DisputeOutcome
from intake.pipeline.account_links import make_link, revoke_links
from intake.pipeline.disputes import open_dispute, resolve_dispute
from intake.pipeline.promises import documents_of, note_promise, withdraw_promise
from intake.pipeline.reminder_drafts import ReminderDraft, reminder_drafts
from intake.pipeline.reminder_sending import send_reminder
from intake.pipeline.send_step import send_again
from intake.store.engine import Database
from intake.store.finance import records_of
from intake.store.outbox import list_mails

All = Annotated[bool, typer.Option("--all", help="Those that are closed too.")]


def add_to(credit: typer.Typer) -> None:
    for command in (reminders, remind, mails, resend, promises, promise, withdraw, disputes, dispute, resolve, link, unlink):
        credit.command()(command)


def reminders(
    customer: Annotated[str | None, typer.Option("--customer", help="One customer only, with the mail's words.")] = None,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Drafts of the reminders that are due now, what was left out and why. Nothing is sent or stored."""
    _, _, line = opened(home)
    found = reminder_drafts(line, customer)
    if json:
        print_json(found)
        return
    for draft in found:
        _print_draft(draft, in_full=customer is not None)


def _print_draft(draft: ReminderDraft, in_full: bool) -> None:
    due = draft.plan.due
    if due is None:
        out.print(f"{draft.customer_no} {draft.name}: nothing to send. {draft.plan.not_now or ''}".rstrip(), markup=False)
    else:
        amount, to = f"{due.total:f} {due.currency}", draft.recipient or "nobody known"
        said = f"level {due.level} ({due.tone.value}), {len(due.items)} items, {amount}, to {to}, draft {draft.draft_id}"
        out.print(f"{draft.customer_no} {draft.name}: {said}. {draft.plan.not_now or ''}".rstrip(), markup=False, soft_wrap=True)
    for left in draft.plan.left_out:
        out.print(f"  left out: {left.why}", markup=False, soft_wrap=True)
    if in_full and draft.letter is not None:
        out.print(f"\n{draft.letter.subject}\n\n{draft.letter.body}", markup=False, soft_wrap=True)


def remind(
    customer_no: Customer,
    draft: Annotated[str, typer.Option("--draft", help="The draft that you saw; another one by now is not sent.")],
    name: As,
    to: Annotated[str | None, typer.Option("--to", help="An address in place of the ERP's.")] = None,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Sends a reminder that you saw. A worker hands it to the mail server."""
    _, database, line = opened(home)
    mail_id = send_reminder(line, customer_no, draft, proven(database, name, password_stdin), to)
    say(f"Mail {mail_id} waits for a worker; `intake credit mails` says where it is.")


def mails(
    customer: Annotated[str | None, typer.Option("--customer", help="One customer only.")] = None,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Lists our mails, newest first: waiting, sending, sent, refused or uncertain."""
    _, database, _ = opened(home)
    with database.read() as tx:
        found = list_mails(tx, customer_no=customer)
    if json:
        print_json(found)
        return
    table = Table("mail", "customer", "to", "subject", "since", "state", "why")
    for mail in found:
        since = f"{mail.ended_at or mail.at:%Y-%m-%d %H:%M}"
        table.add_row(str(mail.mail_id), mail.customer_no, mail.recipient, mail.subject, since, mail.state, mail.failure or "")
    out.print(table)


def resend(
    mail_id: Annotated[int, typer.Argument(metavar="MAIL")],
    comment: Comment,
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Sends a mail once more that was refused, may not have arrived, or could not be sent for long."""
    _, database, line = opened(home)
    send_again(line, mail_id, proven(database, name, password_stdin), comment)
    say(f"Mail {mail_id} waits for a worker.")


def promises(is_all: All = False, json: AsJson = False, home: Home = None) -> None:
    """Lists promises to pay. Whether one was kept is told from the ERP's figures after each sync."""
    _, database, _ = opened(home)
    found = _records(database, RecordKind.PROMISE, is_all)
    if json:
        print_json(found)
        return
    table = Table("promise", "customer", "amount", "by", "documents", "noted by", "state")
    for each in found:
        amount, documents = f"{each.said['amount']} {each.said['currency']}", ", ".join(documents_of(each))
        state = each.closed_as or "open"
        table.add_row(str(each.record_id), each.customer_no or "", amount, each.said["by"], documents, each.actor, state)
    out.print(table)


def promise(
    customer_no: Customer,
    amount: Annotated[str, typer.Option("--amount", help="In the customer's currency, with a point: 1250.00.")],
    by: Annotated[datetime, typer.Option("--by", formats=[DAY], help="The day by which the money is there.")],
    name: As,
    document: Annotated[list[str] | None, typer.Option("--document", help="What it is for; again for several.")] = None,
    comment: Annotated[str, typer.Option("--comment", help="Who promised it, and how.")] = "",
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Notes a customer's promise to pay. Nobody is reminded of what is promised until it is kept, broken or withdrawn."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    noted = note_promise(line, actor, customer_no, amount_of(amount), by.date(), documents=document or (), comment=comment)
    out.print(str(noted.record_id))


def withdraw(
    promise_id: Annotated[int, typer.Argument(metavar="PROMISE")],
    comment: Comment,
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Takes a promise back: it counts neither as kept nor as broken, and reminders go on."""
    _, database, line = opened(home)
    withdraw_promise(line, proven(database, name, password_stdin), promise_id, comment)
    say(f"Promise {promise_id} is withdrawn.")


def disputes(is_all: All = False, json: AsJson = False, home: Home = None) -> None:
    """Lists disputes with who resolves them and by when."""
    _, database, _ = opened(home)
    found = _records(database, RecordKind.DISPUTE, is_all)
    if json:
        print_json(found)
        return
    table = Table("dispute", "customer", "document", "amount", "owner", "by", "reason", "state")
    for each in found:
        said = each.said
        amount = f"{said['amount']} {said['currency']}"
        row = (each.customer_no or "", each.subject, amount, said["owner"], said["resolve_by"], said["reason"])
        table.add_row(str(each.record_id), *row, each.closed_as or "open")
    out.print(table)


def dispute(
    customer_no: Customer,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT")],
    reason: Annotated[str, typer.Option("--reason", help="What the customer says is wrong.")],
    owner: Annotated[str, typer.Option("--owner", help="Who resolves it.")],
    by: Annotated[datetime, typer.Option("--by", formats=[DAY], help="By which day.")],
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Opens a dispute about a document. Nobody is reminded of it until it is resolved."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    found = open_dispute(line, actor, customer_no, document, reason=reason, owner=owner, resolve_by=by.date())
    out.print(str(found.record_id))


def resolve(
    dispute_id: Annotated[int, typer.Argument(metavar="DISPUTE")],
    outcome: Annotated[DisputeOutcome, typer.Option("--outcome", help="accepted: the customer was right; refused; withdrawn.")],
    comment: Comment,
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Ends a dispute."""
    _, database, line = opened(home)
    resolve_dispute(line, proven(database, name, password_stdin), dispute_id, outcome, comment)
    say(f"Dispute {dispute_id} is {outcome.value}.")


def link(customer_no: Customer, home: Home = None) -> None:
    """Makes a link with which the customer reads his own account for the days of `[desk] account_link_days`."""
    _, _, line = opened(home)
    made = make_link(line, customer_no)
    say(f"It opens the account until {made.until}. `intake credit unlink {customer_no}` ends it before.")
    out.print(made.url, markup=False, soft_wrap=True)


def unlink(customer_no: Customer, comment: Comment, name: As, password_stdin: PasswordStdin = False, home: Home = None) -> None:
    """Revokes every link to an account that was made until now."""
    _, database, line = opened(home)
    revoke_links(line, customer_no, proven(database, name, password_stdin), comment)
    say(f"The links to the account of {customer_no} open nothing any more.")


def _records(database: Database, kind: RecordKind, is_all: bool) -> list[FinanceRecord]:
    with database.read() as tx:
        return records_of(tx, kind, open_only=not is_all)
