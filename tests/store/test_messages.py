from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from intake.domain.documents import Canvas, CanvasKind, Document, Source, Word
from intake.domain.errors import BadInput
from intake.domain.messages import InboundMessage, MailAddress, MessagePart, Origin, PartRole
from intake.domain.opened import OpenedPart
from intake.domain.orders import DocumentKind, Reading
from intake.store.engine import Database
from intake.store.messages import (
    keep_opened,
    keep_raw,
    load_author,
    load_document,
    load_part,
    load_raw,
    load_reading,
)
from intake.store.packing import sha256
from intake.store.retention import remove_message
from intake.store.tables import blobs, raw_messages

RAW = b"From: buyer@example.test\r\n\r\n" + b"200 pcs HX-M8X40\r\n" * 50


def test_the_same_bytes_twice_are_one_message(database: Database, morning: datetime) -> None:
    with database.write() as tx:
        first = keep_raw(tx, RAW, origin=Origin.EMAIL, filename="a.eml", at=morning)
        again = keep_raw(tx, RAW, origin=Origin.FOLDER, filename="copy.eml", at=morning + timedelta(days=1))
        assert first == (sha256(RAW), True)
        assert again == (sha256(RAW), False)
        assert tx.execute(select(raw_messages.c.arrivals, raw_messages.c.filename)).one() == (2, "a.eml")


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 3, RAW])
def test_a_message_comes_back_as_it_came_to_the_last_byte(database: Database, morning: datetime, raw: bytes) -> None:
    with database.write() as tx:
        message_id, _ = keep_raw(tx, raw, origin=Origin.UPLOAD, filename=None, at=morning)
    with database.read() as tx:
        stored = load_raw(tx, message_id)
    assert stored is not None
    assert stored.raw == raw
    assert stored.received_at == morning


def test_text_is_stored_smaller_than_it_came(database: Database, morning: datetime) -> None:
    with database.write() as tx:
        keep_raw(tx, RAW, origin=Origin.EMAIL, filename=None, at=morning)
        assert len(tx.execute(select(blobs.c.content)).scalar_one()) < len(RAW) / 2


def test_what_was_opened_is_found_again(database: Database, morning: datetime) -> None:
    message, opened, reading = _opened(morning)
    with database.write() as tx:
        keep_raw(tx, RAW, origin=Origin.EMAIL, filename=None, at=morning)
        keep_opened(tx, message, opened, reading, morning)
        keep_opened(tx, message, opened, reading, morning)  # a step that runs again stores the same
    with database.read() as tx:
        assert load_document(tx, message.message_id, 0) == opened[0].document
        assert load_document(tx, message.message_id, 1) is None
        assert load_part(tx, message.message_id, 1) == (b"<p>200 pcs</p>", "text/html", None)
        assert load_reading(tx, message.message_id) == reading
        author = load_author(tx, message.message_id)
    assert author is not None
    assert author.author == MailAddress("buyer@example.test", "A Buyer")
    assert (author.subject, author.is_automatic) == ("Order 4711", False)


def test_bytes_that_another_message_brought_too_are_kept_for_it(database: Database, morning: datetime) -> None:
    message, opened, reading = _opened(morning)
    with database.write() as tx:
        keep_raw(tx, RAW, origin=Origin.EMAIL, filename=None, at=morning)
        keep_opened(tx, message, opened, reading, morning)
        keep_raw(tx, message.parts[0].content, origin=Origin.UPLOAD, filename="order.html", at=morning)
        remove_message(tx, message.message_id)
    with database.read() as tx:
        assert load_part(tx, message.message_id, 1) == (message.parts[0].content, "text/html", None)
        assert load_document(tx, message.message_id, 0) is None
        with pytest.raises(BadInput, match="removed"):
            load_raw(tx, message.message_id)


def test_bytes_of_two_mails_go_with_the_second(database: Database, morning: datetime) -> None:
    message, opened, reading = _opened(morning)
    other = replace(message, message_id=sha256(RAW + b"again"))
    with database.write() as tx:
        for raw, one in ((RAW, message), (RAW + b"again", other)):
            keep_raw(tx, raw, origin=Origin.EMAIL, filename=None, at=morning)
            keep_opened(tx, one, opened, reading, morning)
        remove_message(tx, message.message_id)
        assert load_part(tx, other.message_id, 1) == (message.parts[0].content, "text/html", None)
        remove_message(tx, other.message_id)
    with database.read() as tx, pytest.raises(BadInput, match="removed"):
        load_part(tx, other.message_id, 1)


def _opened(at: datetime) -> tuple[InboundMessage, tuple[OpenedPart, ...], Reading]:
    content = b"<p>200 pcs</p>"
    part = MessagePart(
        part_no=1,
        path="1",
        role=PartRole.BODY,
        filename=None,
        media_type="text/html",
        declared_media_type="text/html",
        content=content,
        sha256=sha256(content),
    )
    message = InboundMessage(
        message_id=sha256(RAW),
        origin=Origin.EMAIL,
        received_at=at,
        sender=MailAddress("seller@example.test"),
        forwarded_from=MailAddress("buyer@example.test", "A Buyer"),
        subject="Order 4711",
        sent_at=at,
        parts=(part,),
    )
    word = Word(text="200", x0=0, top=0, x1=3, bottom=1, start=0, end=3)
    canvas = Canvas(number=1, kind=CanvasKind.TEXT, name=None, width=80, height=1, words=(word,), text="200 pcs")
    document = Document(source=Source(None, part.sha256, "text/html", 1), canvases=(canvas,))
    return message, (OpenedPart(role=PartRole.BODY, document=document),), Reading(kind=DocumentKind.OTHER)
