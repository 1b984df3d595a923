"""Mails as they arrive, read whole: message, parts, documents, reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from intake.documents.read import open_part
from intake.domain.limits import Limits
from intake.domain.messages import Origin
from intake.domain.orders import Reading
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders
from intake.inbox.mime import read_message
from intake.pipeline.reading import read_bytes

ReadMail = Callable[..., Reading]

US = OwnCompany(names=("Nordwerk GmbH",), domains=("nordwerk.example",))
_TYPES = {
    "csv": ("text", "csv"),
    "txt": ("text", "plain"),
    "html": ("text", "html"),
}


def read_mail(
    body: str, *, subject: str = "", attached: Sequence[tuple[str, str]] = (), html: bool = False, **headers: str
) -> Reading:
    """`attached` are names and texts; `headers` further header lines (`Auto_Submitted` becomes Auto-Submitted)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Kim Doe <kim@buyer.example>"
    mail["To"] = "orders@nordwerk.example"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 2 Mar 2026 09:12:00 +0100"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body, subtype="html" if html else "plain")
    for filename, text in attached:
        main, sub = _TYPES[filename.rpartition(".")[2]]
        mail.add_attachment(text.encode(), maintype=main, subtype=sub, filename=filename)
    return read_bytes(
        mail.as_bytes(),
        filename="mail.eml",
        origin=Origin.EMAIL,
        received_at=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
        open_message=lambda raw, name, origin, at: read_message(
            raw, filename=name, origin=origin, received_at=at, limits=Limits()
        ),
        open_parts=lambda parts: tuple(open_part(part, limits=Limits(), ocr_languages=()) for part in parts),
        read_orders=lambda context, opened: read_orders(context, opened, own=US, mode="layout"),
    ).reading


@pytest.fixture(name="read_mail")
def mail_reader() -> ReadMail:
    return read_mail
