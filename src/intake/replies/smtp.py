"""Hands a mail to a mail server. The only file that speaks SMTP.

What comes in is a mail; nothing goes out but that the server took it. Before the mail's bytes are sent, a failure is
`Unavailable` and harmless; after that nobody knows, which is `BrokenPromise`; a refusal is `BadInput`.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from intake.domain.errors import BadInput, BrokenPromise, Unavailable
from intake.domain.mails import OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    sender: str
    sender_name: str = ""
    reply_to: str | None = None
    user: str | None = None
    password: str = ""
    ca_file: Path | None = None
    timeout_seconds: float = 30.0


def compose(server: MailServer, mail: OutgoingMail, at: datetime) -> EmailMessage:
    """The mail as it goes out. Its Message-ID follows from what it is about, so that a second copy shows as the same mail.

    Raises BadInput where an address is none.
    """
    message = EmailMessage(policy=SMTP)
    try:
        local, _, domain = server.sender.rpartition("@")
        message["From"] = Address(server.sender_name, local, domain)
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = " ".join(mail.subject.split())
        if server.reply_to:
            message["Reply-To"] = Address(addr_spec=server.reply_to)
    except (ValueError, IndexError) as wrong:
        raise BadInput(f"The mail to {mail.recipient!r} has an address that is none: {wrong}.") from wrong
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail.kind}.{mail.content_key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def deliver(server: MailServer, mail: OutgoingMail, at: datetime) -> None:
    message = compose(server, mail, at)
    try:
        connection = _connected(server)
    except (OSError, smtplib.SMTPException, ssl.SSLError) as failure:
        raise Unavailable(f"The mail server {server.host}:{server.port} cannot be used: {failure}.") from failure
    try:
        connection.send_message(message)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refusal:
        _refused(refusal, f"{refusal.smtp_code} {refusal.smtp_error!r}", refusal.smtp_code)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, why = next(iter(refusal.recipients.values()))
        _refused(refusal, f"{code} {why!r}", code)
    except smtplib.SMTPNotSupportedError as refusal:
        raise BadInput(f"The mail server does not take the address {mail.recipient}: {refusal}.") from refusal
    except (OSError, smtplib.SMTPException) as lost:
        raise BrokenPromise(f"The line to {server.host} was cut while the mail was sent; it may have arrived: {lost}.") from lost
    finally:
        connection.close()


def check(server: MailServer) -> str:
    """One sentence that says what answered. Raises Unavailable where nothing did."""
    try:
        connection = _connected(server)
    except (OSError, smtplib.SMTPException, ssl.SSLError) as failure:
        raise Unavailable(f"The mail server {server.host}:{server.port} cannot be used: {failure}.") from failure
    connection.close()
    return f"The mail server {server.host}:{server.port} answers; mails go out from {server.sender}."


def _refused(refusal: Exception, why: str, code: int) -> None:
    """A refusal for now (4xx) may be tried again, nothing was taken; one for good may not."""
    if 400 <= code < 500:
        raise Unavailable(f"The mail server does not take the mail now: {why}.") from refusal
    raise BadInput(f"The mail server refused the mail: {why}.") from refusal


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    connection: smtplib.SMTP
    if server.security == "tls":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection
