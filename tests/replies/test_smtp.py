"""Handing a mail to a server: what is harmless, what is refused, and what nobody can tell."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from intake.domain.errors import BadInput, BrokenPromise, Unavailable
from intake.domain.mails import MailKind, MailState, OutgoingMail
from intake.replies.smtp import MailServer, check, compose, deliver

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
MAIL = OutgoingMail(
    mail_id=1,
    kind=MailKind.REMINDER,
    customer_no="C1",
    content_key="ab12",
    recipient="accounts@buyer.example",
    subject="Zahlungserinnerung",
    body="Grüße\n.\nEnde\n",
    state=MailState.SENDING,
    at=AT,
    actor="fred",
)


@contextmanager
def server(**answers: str) -> Iterator[tuple[MailServer, list[bytes]]]:
    """A mail server that answers each verb as told, 250 otherwise; "cut" closes the line. Gives what it took."""
    taken: list[bytes] = []

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            while line := self.rfile.readline():
                verb = line.split()[0].decode().upper() if line.split() else ""
                answer = answers.get(verb, "354 go on" if verb == "DATA" else "250 ok")
                self.wfile.write(answer.encode() + b"\r\n")
                if verb == "QUIT":
                    return
                if verb == "DATA" and answer.startswith("354"):
                    content = b""
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        content += part
                    if answers.get("END") == "cut":
                        return
                    taken.append(content)
                    self.wfile.write(answers.get("END", "250 queued").encode() + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield _server(listening.server_address[1]), taken
        listening.shutdown()


def _server(port: int) -> MailServer:
    return MailServer(host="127.0.0.1", port=port, security="none", sender="accounts@ours.example", timeout_seconds=5)


def test_a_mail_arrives_whole_under_an_id_that_follows_from_what_it_is_about() -> None:
    with server() as (ours, taken):
        deliver(ours, MAIL, AT)
        assert "answers" in check(ours)
    (content,) = taken
    assert b"Message-ID: <reminder.ab12@ours.example>" in content
    assert b"To: accounts@buyer.example" in content
    assert b"Auto-Submitted: auto-generated" in content


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"RCPT": "550 no such user"}, BadInput),
        ({"RCPT": "451 later"}, Unavailable),
        ({"MAIL": "553 not you"}, BadInput),
        ({"END": "554 spam"}, BadInput),
        ({"END": "451 try later"}, Unavailable),
        ({"END": "cut"}, BrokenPromise),
    ],
)
def test_a_refusal_a_delay_and_a_cut_line_are_told_apart(answers: dict[str, str], kind: type[Exception]) -> None:
    with server(**answers) as (ours, taken), pytest.raises(kind):
        deliver(ours, MAIL, AT)
    assert len(taken) == (1 if answers.get("END", "cut") != "cut" else 0)


def test_where_nobody_listens_nothing_was_handed_over() -> None:
    with pytest.raises(Unavailable, match="cannot be used"):
        deliver(_server(1), MAIL, AT)


@pytest.mark.parametrize("recipient", ["nobody", "a@b.example\nBcc: all@x.example", "a@b.example, c@d.example"])
def test_an_address_that_is_none_is_refused_before_the_server_is_asked(recipient: str) -> None:
    with pytest.raises(BadInput, match="address that is none"):
        compose(_server(1), MAIL.model_copy(update={"recipient": recipient}), AT)
