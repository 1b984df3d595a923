"""Step `send`: a mail of the outbox goes to the mail server, once.

That it is being sent is written before the server is called. A worker that stops in between leaves a mail that may have gone: it
is not sent again, a person sees it as uncertain. What the server did not take is tried again; what it refused is said. A reminder
that waited is held against the figures first: what was paid, disputed or promised meanwhile is not mailed.
"""

from __future__ import annotations

from intake.domain.errors import BadInput, BrokenPromise, NotAllowed, Unavailable
from intake.domain.mails import MailState, OutgoingMail
from intake.holds.authority import Actor, may_hold
from intake.pipeline.engine import Conclusion
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.pipeline.reminder_drafts import why_outdated
from intake.store.accounts import lock_accounts
from intake.store.outbox import load_mail, move_mail
from intake.store.writing import Writing

STEP = "send"


def send_step(line: Line, mail_id: str) -> Conclusion:
    mail = _taken(line, int(mail_id))
    if mail is None:
        return lambda work: None
    if mail.state is MailState.SENDING:
        return lambda work: _ended(work, mail, MailState.UNCERTAIN, "The worker stopped while the mail was being sent.")
    try:
        if line.deliver is None:
            raise Unavailable("There is no mail server in the settings ([mail] host).")
        line.deliver(mail, line.clock())
    except Unavailable:
        with line.database.write() as tx:
            move_mail(tx, mail.mail_id, MailState.SENDING, MailState.WAITING)
        raise
    except BadInput as refusal:
        why = str(refusal)
        return lambda work: _ended(work, mail, MailState.REFUSED, why)
    except BrokenPromise as lost:
        why = str(lost)
        return lambda work: _ended(work, mail, MailState.UNCERTAIN, why)
    return lambda work: _ended(work, mail, MailState.SENT, None)


def send_again(line: Line, mail_id: int, actor: Actor, comment: str) -> None:
    """A person's word that a mail which was refused, may not have arrived, or could not be sent for long goes once more.

    Raises NotAllowed where the actor may not, the mail is in no such state, or it says what is no longer so;
    BadInput where there is no such mail.
    """
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever sends a mail again says why.")
    with line.writing(actor.name) as work:
        mail = load_mail(work.tx, mail_id)
        if mail is None:
            raise BadInput(f"There is no mail {mail_id}.")
        if mail.state in (MailState.SENT, MailState.SENDING):
            raise NotAllowed(f"Mail {mail_id} is {mail.state}; only one that was refused, is uncertain or waits is sent again.")
        outdated = why_outdated(line, work.tx, mail)
        if outdated is not None:
            raise NotAllowed(f"Mail {mail_id} cannot go again. {outdated}")
        move_mail(work.tx, mail_id, mail.state, MailState.WAITING)
        work.note("mail_sent_again", customer_no=mail.customer_no, mail_id=mail_id, comment=comment.strip())
        work.ask(STEP, str(mail_id))


def _taken(line: Line, mail_id: int) -> OutgoingMail | None:
    """The mail as it was found, now marked as being sent; None where it is done with, or says what is no longer so."""
    with line.writing("intake") as work:
        mail = load_mail(work.tx, mail_id)
        if mail is None or mail.state not in (MailState.WAITING, MailState.SENDING):
            return None
        if mail.state is MailState.WAITING:
            lock_accounts(work.tx, [mail.customer_no])
            outdated = why_outdated(line, work.tx, mail)
            if outdated is not None:
                _ended(work, mail, MailState.REFUSED, outdated, found=MailState.WAITING)
                return None
            move_mail(work.tx, mail_id, MailState.WAITING, MailState.SENDING)
    return mail


def _ended(work: Writing, mail: OutgoingMail, state: MailState, why: str | None, *, found: MailState = MailState.SENDING) -> None:
    if move_mail(work.tx, mail.mail_id, found, state, at=work.at, failure=why):
        said = {"customer_no": mail.customer_no, "recipient": mail.recipient, "kind": mail.kind.value}
        work.note(f"mail_{state.value}", mail_id=mail.mail_id, error=why, **said)
