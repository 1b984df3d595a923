"""A mailbox at a mail server: its new mails go out as raw bytes, each marked only after it has been stored.

What was taken carries a keyword, so that nothing is lost or taken for new when this stops anywhere; a mail that is taken twice is
the same bytes and so the same message. Nothing is read into here and nothing is deleted.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from typing import Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from intake.domain.errors import ConfigurationError, Unavailable

TAKEN = "$IntakeTaken"
"""The keyword of a mail that is safely stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where the mails are. `move_to` names a folder for taken mails, for servers that keep no keywords; times in seconds."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: Path | None = None
    move_to: str | None = None
    connect_seconds: float = 10.0
    read_seconds: float = 60.0


def take_new(mailbox: Mailbox, store: Callable[[bytes], None]) -> int:
    """Hands every mail that is not marked to `store`, oldest first, and marks it once `store` returned. Returns how many.

    Raises Unavailable where the server does not answer or the mail could not be stored (it stays unmarked and comes again),
    ConfigurationError where the server refuses the login or the folder.
    """
    with _session(mailbox) as client:
        keeps_keywords = _select(client, mailbox)
        search = ["UNKEYWORD", TAKEN, "UNDELETED"] if keeps_keywords else ["UNDELETED"]
        taken = 0
        for uid in sorted(client.search(search)):
            body = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
            if not isinstance(body, bytes):
                continue  # Somebody else removed it meanwhile.
            _store(store, body, uid)
            if keeps_keywords:
                client.add_flags([uid], [TAKEN], silent=True)
            if mailbox.move_to is not None:
                client.move([uid], mailbox.move_to)
            taken += 1
        return taken


def check(mailbox: Mailbox) -> str:
    """One sentence about what answered; raises as `take_new`."""
    with _session(mailbox) as client:
        _select(client, mailbox)
        count = len(client.search(["UNDELETED"]))
    return f"The mailbox {mailbox.user} at {mailbox.host}:{mailbox.port} answers; {mailbox.folder} holds {count} mails."


def _store(store: Callable[[bytes], None], body: bytes, uid: int) -> None:
    try:
        store(body)
    except OSError as failure:
        raise Unavailable(f"Mail {uid} could not be stored and stays in the mailbox: {failure}.") from failure


def _select(client: IMAPClient, mailbox: Mailbox) -> bool:
    """Selects the folder; says whether the server keeps keywords there."""
    if mailbox.move_to is not None and not client.folder_exists(mailbox.move_to):
        client.create_folder(mailbox.move_to)
    try:
        answer = client.select_folder(mailbox.folder)
    except IMAP4.abort:
        raise
    except IMAP4.error as refused:
        raise ConfigurationError([f"The mailbox {mailbox.user} at {mailbox.host} has no folder {mailbox.folder}."]) from refused
    permanent = answer.get(b"PERMANENTFLAGS", ())
    keeps_keywords = rb"\*" in permanent or TAKEN.encode() in permanent
    if not keeps_keywords and mailbox.move_to is None:
        raise ConfigurationError([f"{mailbox.host} keeps no keywords; set move_to to a folder for taken mails."])
    return keeps_keywords


@contextmanager
def _session(mailbox: Mailbox) -> Iterator[IMAPClient]:
    place = f"The mail server {mailbox.host}:{mailbox.port}"
    try:
        client = IMAPClient(
            mailbox.host,
            port=mailbox.port,
            ssl=mailbox.security == "tls",
            ssl_context=_context(mailbox) if mailbox.security == "tls" else None,
            timeout=SocketTimeout(connect=mailbox.connect_seconds, read=mailbox.read_seconds),
        )
        try:
            if mailbox.security == "starttls":
                client.starttls(_context(mailbox))
            client.login(mailbox.user, mailbox.password)
            yield client
        finally:
            _leave(client)
    except LoginError as refused:
        raise ConfigurationError([f"{place} refuses the login of {mailbox.user}: {refused}."]) from refused
    # A closed line shows as any of four classes, all of them one of these two.
    except (OSError, IMAP4.error) as failure:
        raise Unavailable(f"{place} did not answer: {failure}.") from failure


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (OSError, IMAP4.error):
        # The line is gone already; what was marked is marked.
        client.shutdown()


def _context(mailbox: Mailbox) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(mailbox.ca_file) if mailbox.ca_file else None)
