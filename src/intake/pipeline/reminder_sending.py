"""Reminders go out: when a person says so, or after a sync where the policy does. Never twice, never on figures that are not
fresh.

A draft is worked out anew in the transaction that sends it, with the account locked; where it came out otherwise meanwhile (a
payment, a dispute, a promise) nothing is sent.
"""

from __future__ import annotations

from intake.domain.errors import BadInput, NotAllowed, StaleVersion
from intake.domain.finance import RecordKind
from intake.domain.mails import MailKind
from intake.domain.reminders import SentBy
from intake.holds.authority import Actor, may_hold
from intake.pipeline.credit_quotes import current_books
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.pipeline.reminder_drafts import ReminderDraft, content_key, draft_within, late_customers
from intake.store.accounts import lock_accounts
from intake.store.finance import keep_record
from intake.store.outbox import keep_mail, keep_reminded, mail_about
from intake.store.writing import Writing

BY_POLICY = "policy"


def send_reminder(line: Line, customer_no: str, draft_id: str, actor: Actor, recipient: str | None = None) -> int:
    """Puts the reminder into the outbox, from which a worker sends it. Returns the mail's id.

    Raises NotAllowed where the actor may not or it may not go now, StaleVersion where the draft is another one by now, BadInput
    where there is no address or no mail server.
    """
    refuse(may_hold(actor, line.policy().release))
    if line.deliver is None:
        raise BadInput("There is no mail server in the settings ([mail] host): nothing can be sent from here.")
    with line.writing(actor.name) as work:
        lock_accounts(work.tx, [customer_no])
        draft = draft_within(line, work.tx, current_books(line, work.tx), customer_no)
        if draft.draft_id != draft_id:
            raise StaleVersion(f"What {customer_no} is to be reminded of has changed since it was shown; look at it again.")
        return _queue(line, work, draft, recipient)


def send_by_policy(line: Line) -> list[int]:
    """What the policy sends by itself. What lacks an address or meets a quiet day waits for the next time, and what was
    refused before for a person."""
    levels = line.policy().collections.levels
    if line.deliver is None or not any(level.sent_by is SentBy.POLICY for level in levels):
        return []
    with line.database.read() as tx:
        customers = late_customers(line, current_books(line, tx))
    sent = []
    for customer_no in customers:
        with line.writing(BY_POLICY) as work:
            lock_accounts(work.tx, [customer_no])
            draft = draft_within(line, work.tx, current_books(line, work.tx), customer_no)
            due = draft.plan.due
            if due is None or due.sent_by is not SentBy.POLICY or draft.plan.not_now is not None or not draft.recipient:
                continue
            if mail_about(work.tx, content_key(due, draft.recipient)) is None:
                sent.append(_queue(line, work, draft, None))
    return sent


def _queue(line: Line, work: Writing, draft: ReminderDraft, recipient: str | None) -> int:
    due, letter = draft.plan.due, draft.letter
    if due is None or letter is None:
        raise NotAllowed(draft.plan.not_now or f"There is nothing to remind {draft.customer_no} of.")
    if draft.plan.not_now is not None:
        raise NotAllowed(draft.plan.not_now)
    to = (recipient or draft.recipient or "").strip()
    if "@" not in to or any(sign.isspace() for sign in to):
        raise BadInput(f"There is no address for the reminders of {draft.customer_no} (accounts_email in the ERP); name one.")
    key = content_key(due, to)
    if (before := mail_about(work.tx, key)) is not None:
        raise NotAllowed(
            f"Mail {before.mail_id} to {to} says the same and is {before.state}; send that again or name another address."
        )
    mail_id = keep_mail(
        work.tx,
        kind=MailKind.REMINDER,
        customer_no=draft.customer_no,
        content_key=key,
        recipient=to,
        subject=letter.subject,
        body=letter.body,
        at=work.at,
        actor=work.actor,
    )
    keep_reminded(work.tx, draft.customer_no, due.raised, line.local_date(work.at), mail_id)
    said = {"level": str(due.level), "total": f"{due.total:f} {due.currency}", "recipient": to}
    keep_record(
        work.tx,
        RecordKind.REMINDER,
        at=work.at,
        actor=work.actor,
        said=said,
        customer_no=draft.customer_no,
        subject=str(mail_id),
    )
    documents = [item.document_no for item in due.items]
    work.note("reminder_queued", customer_no=draft.customer_no, mail_id=mail_id, documents=documents, **said)
    work.ask("send", str(mail_id))
    return mail_id
