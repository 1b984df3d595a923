"""Files inside a PDF are parts of the message: opened once, numbered after the others, and named where nobody reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tests.pipeline.conftest import NOW

from intake.documents.read import source_of
from intake.domain import media
from intake.domain.documents import Document, Source
from intake.domain.messages import InboundMessage, MessagePart, Origin, PartRole
from intake.domain.opened import OpenedPart
from intake.domain.orders import DocumentKind, Reading
from intake.pipeline.enclosures import enclosures, with_unread_named
from intake.pipeline.reading import read_bytes

LETTER = b"%PDF letter"


def message() -> InboundMessage:
    part = MessagePart(
        part_no=3,
        path="1.2",
        role=PartRole.ATTACHMENT,
        filename="letter.pdf",
        media_type=media.PDF,
        declared_media_type=None,
        content=LETTER,
        sha256=hashlib.sha256(LETTER).hexdigest(),
        is_forwarded=True,
    )
    return InboundMessage(message_id="m", origin=Origin.EMAIL, received_at=NOW, parts=(part,))


def holding(*files: tuple[str, str, bytes]) -> OpenedPart:
    source = Source(filename="letter.pdf", sha256="0", media_type=media.PDF, part_no=3)
    return OpenedPart(role=PartRole.ATTACHMENT, document=Document(source=source, embedded=files))


def test_the_order_inside_a_covering_letter_is_a_part_of_its_own() -> None:
    (inside,) = enclosures(message(), [holding(("order.pdf", media.PDF, b"%PDF order"), ("logo.png", media.PNG, b"logo"))])
    assert (inside.part_no, inside.path, inside.filename, inside.content) == (4, "1.2/1", "order.pdf", b"%PDF order")
    assert inside.is_forwarded


def test_a_file_that_was_read_needs_no_naming() -> None:
    part = holding(("order.pdf", media.PDF, b"%PDF order"))
    read = {inside.sha256 for inside in enclosures(message(), [part])}
    assert with_unread_named([part], read) == (part,)


def test_what_may_be_an_order_and_was_not_read_is_named() -> None:
    part = holding(("orders.zip", media.ZIP, b"PK"), ("deep.csv", media.CSV, b"a;b"), ("logo.png", media.PNG, b"logo"))
    (named,) = with_unread_named([part], set())
    assert [problem.code for problem in named.document.problems] == ["part_not_read", "part_not_read"]
    assert "orders.zip" in named.document.problems[0].message


def test_no_more_enclosures_are_opened_than_a_person_would_look_at() -> None:
    files = [(f"{number}.csv", media.CSV, b"%d;b" % number) for number in range(30)]
    part = holding(*files)
    inside = enclosures(message(), [part])
    (named,) = with_unread_named([part], {each.sha256 for each in inside})
    assert len(inside) + len(named.document.problems) == 30
    assert named.document.problems


def test_enclosures_are_read_beside_the_letter_and_kept_with_the_message() -> None:
    asked: list[list[str | None]] = []

    def open_parts(parts: Sequence[MessagePart]) -> tuple[OpenedPart, ...]:
        asked.append([part.filename for part in parts])
        if len(asked) == 1:
            return (holding(("order.pdf", media.PDF, b"%PDF order")),)
        return (OpenedPart(role=PartRole.ATTACHMENT, document=Document(source=source_of(parts[0]))),)

    read = read_bytes(
        b"",
        filename=None,
        origin=Origin.EMAIL,
        received_at=NOW,
        open_message=lambda *_: message(),
        open_parts=open_parts,
        read_orders=lambda *_: Reading(kind=DocumentKind.OTHER, reader="layout"),
    )
    assert asked == [["letter.pdf"], ["order.pdf"]]
    assert [part.filename for part in read.message.parts] == ["letter.pdf", "order.pdf"]
    assert [part.document.source.part_no for part in read.opened] == [3, 4]
