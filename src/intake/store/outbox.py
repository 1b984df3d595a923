"""Mails that go out and what was reminded of: kept once, found again, never twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, true, update

from intake.domain.mails import MailKind, MailState, OutgoingMail
from intake.domain.reminders import LateItem, Reminded
from intake.store.engine import Connection
from intake.store.tables import outgoing_mails, reminded_items


def keep_mail(
    tx: Connection,
    *,
    kind: MailKind,
    customer_no: str,
    content_key: str,
    recipient: str,
    subject: str,
    body: str,
    at: datetime,
    actor: str,
) -> int:
    """Raises IntegrityError where the same thing was mailed before."""
    row = insert(outgoing_mails).values(
        kind=kind.value,
        customer_no=customer_no,
        content_key=content_key,
        recipient=recipient,
        subject=subject,
        body=body,
        state=MailState.WAITING.value,
        at=at,
        actor=actor,
    )
    return int(tx.execute(row.returning(outgoing_mails.c.mail_id)).scalar_one())


def load_mail(tx: Connection, mail_id: int) -> OutgoingMail | None:
    found = _mails(tx, outgoing_mails.c.mail_id == mail_id, 1)
    return found[0] if found else None


def mail_about(tx: Connection, content_key: str) -> OutgoingMail | None:
    """The mail with this content to this address, however it ended."""
    found = _mails(tx, outgoing_mails.c.content_key == content_key, 1)
    return found[0] if found else None


def list_mails(tx: Connection, *, customer_no: str | None = None, limit: int = 100) -> list[OutgoingMail]:
    """Newest first."""
    return _mails(tx, true() if customer_no is None else outgoing_mails.c.customer_no == customer_no, limit)


def move_mail(
    tx: Connection,
    mail_id: int,
    expected: MailState,
    state: MailState,
    *,
    at: datetime | None = None,
    failure: str | None = None,
) -> bool:
    """False where it is no longer where it was expected: somebody was faster."""
    row = update(outgoing_mails).where(outgoing_mails.c.mail_id == mail_id, outgoing_mails.c.state == expected.value)
    return tx.execute(row.values(state=state.value, ended_at=at, failure=failure)).rowcount == 1


def keep_reminded(tx: Connection, customer_no: str, items: Iterable[LateItem], on: date, mail_id: int) -> None:
    """Raises IntegrityError where one of them was reminded of at its level before, by a mail that the server did not refuse.

    What else a refused mail was about stays: it counts again once that mail is sent again.
    """
    c = reminded_items.c
    refused = select(outgoing_mails.c.mail_id).where(outgoing_mails.c.state == MailState.REFUSED.value)
    for item in items:
        place = {"customer_no": customer_no, "document_no": item.document_no, "due_date": item.due_date, "level": item.level}
        same = (getattr(c, name) == value for name, value in place.items())
        tx.execute(delete(reminded_items).where(*same, c.mail_id.in_(refused)))
        tx.execute(insert(reminded_items).values(**place, reminded_on=on, mail_id=mail_id))


def reminded_of(tx: Connection, customer_no: str, *, without: int | None = None) -> tuple[Reminded, ...]:
    """The highest level of each instalment and the day of its last reminder. A mail that the server refused reminded nobody.

    `without` = as if this mail had not been.
    """
    columns = reminded_items.c
    query = (
        select(columns.document_no, columns.due_date, func.max(columns.level), func.max(columns.reminded_on))
        .join(outgoing_mails, outgoing_mails.c.mail_id == columns.mail_id)
        .where(columns.customer_no == customer_no, outgoing_mails.c.state != MailState.REFUSED.value)
        .where(true() if without is None else columns.mail_id != without)
        .group_by(columns.document_no, columns.due_date)
        .order_by(columns.document_no, columns.due_date)
    )
    return tuple(Reminded(document_no=number, due_date=due, level=level, on=on) for number, due, level, on in tx.execute(query))


def _mails(tx: Connection, wanted: ColumnElement[bool], limit: int) -> list[OutgoingMail]:
    query = select(outgoing_mails).where(wanted).order_by(outgoing_mails.c.mail_id.desc()).limit(limit)
    return [_mail(row) for row in tx.execute(query)]


def _mail(row: Any) -> OutgoingMail:
    return OutgoingMail(
        mail_id=row.mail_id,
        kind=MailKind(row.kind),
        customer_no=row.customer_no,
        content_key=row.content_key,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body,
        state=MailState(row.state),
        at=row.at,
        actor=row.actor,
        ended_at=row.ended_at,
        failure=row.failure,
    )
