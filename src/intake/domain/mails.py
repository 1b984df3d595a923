"""A mail of ours on its way out, and where it is. Values only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from intake.domain.base import Value


class MailKind(StrEnum):
    REMINDER = "reminder"


class MailState(StrEnum):
    """`SENDING`: the server may have it or not. `REFUSED`: it did not go; the server would not take it, or what it says
    was no longer so. `UNCERTAIN`: nobody can tell; it is never sent again by itself."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


class OutgoingMail(Value):
    """`content_key` is a hash of what it is about: it gives the mail its Message-ID, and the same thing is mailed once."""

    mail_id: int
    kind: MailKind
    customer_no: str
    content_key: str
    recipient: str
    subject: str
    body: str
    state: MailState
    at: datetime
    actor: str
    ended_at: datetime | None = None
    failure: str | None = None
