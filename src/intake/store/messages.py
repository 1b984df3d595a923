"""Everything that ever arrived: raw bytes by their hash, what the envelope says, the parts, the documents, the reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.domain.documents import Document
from intake.domain.messages import InboundMessage, MailAddress, MessagePart, Origin
from intake.domain.opened import OpenedPart
from intake.domain.orders import Reading
from intake.store.engine import Connection
from intake.store.packing import REMOVED, pack, pack_document, sha256, unpack, unpack_document
from intake.store.tables import blobs, documents, parts, raw_messages, readings

_ENCODING_OF = select(blobs.c.encoding).where(blobs.c.sha256 == bindparam("digest"))
"""Built once: it is asked with every decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """What was received. `raw` is the message as it came, to the last byte."""

    message_id: str
    raw: bytes
    origin: Origin
    filename: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPart:
    part_no: int
    path: str
    role: str
    filename: str | None
    media_type: str
    size: int
    sha256: str
    skipped: str | None


def insert_missing(tx: Connection, table: Table, **values: object) -> bool:
    """Inserts a row unless its key is there already; says whether it did."""
    make = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    row = make(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return tx.execute(row).one_or_none() is not None


def keep_raw(tx: Connection, raw: bytes, *, origin: Origin, filename: str | None, at: datetime) -> tuple[str, bool]:
    """Stores raw bytes; the same bytes again are the same message. Returns (message_id, whether it is new)."""
    message_id = _keep_blob(tx, raw)
    is_new = insert_missing(
        tx, raw_messages, message_id=message_id, origin=origin.value, filename=filename, received_at=at, arrivals=1
    )
    if not is_new:
        row = raw_messages.c.message_id == message_id
        tx.execute(update(raw_messages).where(row).values(arrivals=raw_messages.c.arrivals + 1))
    return message_id, is_new


def load_raw(tx: Connection, message_id: str) -> StoredMessage | None:
    query = select(raw_messages, blobs.c.encoding, blobs.c.content).join(blobs, blobs.c.sha256 == raw_messages.c.message_id)
    row = tx.execute(query.where(raw_messages.c.message_id == message_id)).one_or_none()
    if row is None:
        return None
    return StoredMessage(
        message_id=row.message_id,
        raw=unpack(row.encoding, row.content),
        origin=Origin(row.origin),
        filename=row.filename,
        received_at=row.received_at,
    )


def keep_opened(tx: Connection, message: InboundMessage, opened: Sequence[OpenedPart], reading: Reading, at: datetime) -> None:
    """Stores what a message was found to hold and to say, in place of what an earlier reading stored."""
    _keep_envelope(tx, message)
    for table in (parts, documents, readings):
        tx.execute(delete(table).where(table.c.message_id == message.message_id))
    for part in message.parts:
        _keep_part(tx, message.message_id, part)
    for number, one in enumerate(opened):
        tx.execute(
            insert(documents).values(
                message_id=message.message_id,
                document_no=number,
                part_no=one.document.source.part_no,
                body=pack_document(one.document),
            )
        )
    tx.execute(
        insert(readings).values(
            message_id=message.message_id,
            kind=reading.kind.value,
            reader=reading.reader,
            at=at,
            body=reading.model_copy(update={"orders": ()}).model_dump_json(),
        )
    )


def load_reading(tx: Connection, message_id: str) -> Reading | None:
    """The reading of a message without its orders, which stand with the orders themselves."""
    body = tx.execute(select(readings.c.body).where(readings.c.message_id == message_id)).scalar_one_or_none()
    return None if body is None else Reading.model_validate_json(body)


def load_document(tx: Connection, message_id: str, document_no: int) -> Document | None:
    query = select(documents.c.body).where(documents.c.message_id == message_id, documents.c.document_no == document_no)
    body = tx.execute(query).scalar_one_or_none()
    return None if body is None else unpack_document(body)


def list_document_parts(tx: Connection, message_id: str) -> list[int]:
    """The part number of each document, in the order that evidence counts them."""
    query = select(documents.c.part_no).where(documents.c.message_id == message_id).order_by(documents.c.document_no)
    return list(tx.execute(query).scalars())


def load_part(tx: Connection, message_id: str, part_no: int) -> tuple[bytes, str, str | None] | None:
    """(original bytes, media type, file name) of a part."""
    query = (
        select(blobs.c.encoding, blobs.c.content, parts.c.media_type, parts.c.filename)
        .join(blobs, blobs.c.sha256 == parts.c.sha256)
        .where(parts.c.message_id == message_id, parts.c.part_no == part_no)
    )
    row = tx.execute(query).one_or_none()
    return None if row is None else (unpack(row.encoding, row.content), row.media_type, row.filename)


def load_author(tx: Connection, message_id: str) -> InboundMessage | None:
    """The envelope as it was read, without headers and parts; None while the message was not opened."""
    row = tx.execute(select(raw_messages).where(raw_messages.c.message_id == message_id)).one_or_none()
    if row is None or row.envelope is None:
        return None
    said = json.loads(row.envelope)
    return InboundMessage(
        message_id=row.message_id,
        origin=Origin(row.origin),
        received_at=row.received_at,
        sender=_address(said["sender"]),
        forwarded_from=_address(said["forwarded_from"]),
        recipients=tuple(MailAddress(*each) for each in said["recipients"]),
        subject=row.subject,
        sent_at=row.sent_at,
        mail_message_id=row.mail_message_id,
        in_reply_to=said["in_reply_to"],
        references=tuple(said["references"]),
        is_automatic=bool(row.is_automatic),
    )


def _keep_envelope(tx: Connection, message: InboundMessage) -> None:
    said = {
        "sender": _pair(message.sender),
        "forwarded_from": _pair(message.forwarded_from),
        "recipients": [_pair(each) for each in message.recipients],
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
    }
    tx.execute(
        update(raw_messages)
        .where(raw_messages.c.message_id == message.message_id)
        .values(
            sender=message.sender.address if message.sender else None,
            forwarded_from=message.forwarded_from.address if message.forwarded_from else None,
            subject=message.subject,
            sent_at=message.sent_at,
            mail_message_id=message.mail_message_id,
            is_automatic=message.is_automatic,
            envelope=json.dumps(said, ensure_ascii=False),
        )
    )


def _keep_part(tx: Connection, message_id: str, part: MessagePart) -> None:
    tx.execute(
        insert(parts).values(
            message_id=message_id,
            part_no=part.part_no,
            path=part.path,
            role=part.role.value,
            filename=part.filename,
            media_type=part.media_type,
            declared_media_type=part.declared_media_type,
            charset=part.charset,
            sha256=_keep_blob(tx, part.content),
            size=len(part.content),
            skipped=part.skipped.model_dump_json() if part.skipped else None,
        )
    )


def _keep_blob(tx: Connection, content: bytes) -> str:
    digest = sha256(content)
    keep_blob(tx, digest, lambda: content)
    return digest


def keep_blob(tx: Connection, digest: str, content_of: Callable[[], bytes]) -> None:
    """Stores bytes under their SHA-256 unless they are there, or were removed; only then they are made."""
    known = tx.execute(_ENCODING_OF, {"digest": digest}).scalar_one_or_none()
    if known not in (None, REMOVED):
        return
    content = content_of()
    encoding, stored = pack(content)
    insert_missing(tx, blobs, sha256=digest, size=len(content), encoding=encoding, content=stored)
    if known == REMOVED:
        tx.execute(update(blobs).where(blobs.c.sha256 == digest).values(encoding=encoding, content=stored))


def _pair(address: MailAddress | None) -> list[str | None] | None:
    return None if address is None else [address.address, address.name]


def _address(pair: list[str] | None) -> MailAddress | None:
    return None if pair is None else MailAddress(*pair)
