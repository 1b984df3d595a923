"""Files inside a PDF: in come a message and its opened parts, out go the message with those files as parts of it.

A covering letter may hold the order as a file of its own, as a mail does. What is inside an enclosure again is not opened, and
neither are containers: that is named, and the desk looks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace

from intake.domain import media
from intake.domain.messages import InboundMessage, MessagePart, PartRole
from intake.domain.opened import OpenedPart
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_READ = media.SPREADSHEETS | media.WORD_DOCUMENTS | {media.PDF, media.CSV, media.TSV}
_MAY_BE_AN_ORDER = _READ | media.CONTAINERS
_MOST = 20


def enclosures(message: InboundMessage, opened: Sequence[OpenedPart]) -> tuple[MessagePart, ...]:
    """The files inside the opened parts as parts of the message, numbered after those it has."""
    around = {part.part_no: part for part in message.parts}
    inside = [
        (part.document.source.part_no, at, name, media_type, content)
        for part in opened
        for at, (name, media_type, content) in enumerate(part.document.embedded, 1)
        if media_type in _READ and part.document.source.part_no in around
    ]
    first = max(around, default=0) + 1
    return tuple(
        MessagePart(
            part_no=first + number,
            path=f"{around[part_no].path}/{at}",
            role=PartRole.ATTACHMENT,
            filename=name,
            media_type=media_type,
            declared_media_type=None,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            is_forwarded=around[part_no].is_forwarded,
        )
        for number, (part_no, at, name, media_type, content) in enumerate(inside[:_MOST])
    )


def with_unread_named(opened: Sequence[OpenedPart], read: Collection[str]) -> tuple[OpenedPart, ...]:
    """The parts, each with a problem for every file in it that may be an order and is none of those `read`, by their hash."""
    return tuple(_named(part, read) for part in opened)


def _named(part: OpenedPart, read: Collection[str]) -> OpenedPart:
    unread = [
        Problem(
            code=ReasonCode.PART_NOT_READ.value,
            message=f"The PDF carries the file '{name}', which was not read; the desk looks at it.",
        )
        for name, media_type, content in part.document.embedded
        if media_type in _MAY_BE_AN_ORDER and hashlib.sha256(content).hexdigest() not in read
    ]
    if not unread:
        return part
    return replace(part, document=replace(part.document, problems=(*part.document.problems, *unread)))
