"""Bytes → message → documents → reading, with whatever could not be read named in it. Used by the line and by `intake extract`.

Nothing is stored here, and nothing but the bytes is needed: no master data, no database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from intake.domain.messages import InboundMessage, MessagePart, Origin
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import DocumentKind, DocumentReading, Reading, ReadOrder
from intake.domain.problems import Problem
from intake.pipeline.enclosures import enclosures, with_unread_named
from intake.pipeline.line import ReadMessage

OpenMessage = Callable[[bytes, str | None, Origin, datetime], InboundMessage]
OpenParts = Callable[[Sequence[MessagePart]], tuple[OpenedPart, ...]]
ReadOrders = Callable[[MailContext, Sequence[OpenedPart]], Reading]


def read_bytes(
    raw: bytes,
    *,
    filename: str | None,
    origin: Origin,
    received_at: datetime,
    open_message: OpenMessage,
    open_parts: OpenParts,
    read_orders: ReadOrders,
) -> ReadMessage:
    """Reads a whole message. Parts that are skipped stand after the documents that were read."""
    message = open_message(raw, filename, origin, received_at)
    opened = open_parts([part for part in message.parts if part.skipped is None])
    inside = enclosures(message, opened)
    if inside:
        message = replace(message, parts=(*message.parts, *inside))
        opened = (*opened, *open_parts(inside))
    opened = with_unread_named(opened, {part.sha256 for part in inside})
    reading = read_orders(mail_context(message), opened)
    return ReadMessage(message=message, opened=opened, reading=_with_everything_named(message, reading))


def mail_context(message: InboundMessage) -> MailContext:
    author = message.author
    return MailContext(
        subject=message.subject,
        author_name=author.name if author else None,
        author_address=author.address if author else None,
        sent_on=message.sent_at.date().isoformat() if message.sent_at else None,
        is_automatic=message.is_automatic,
        is_forwarded=message.forwarded_from is not None,
    )


def _with_everything_named(message: InboundMessage, reading: Reading) -> Reading:
    """Adds the skipped parts as documents, and what is wrong with the message as a whole to each of its orders."""
    skipped = tuple(_skipped(part, part.skipped) for part in message.parts if part.skipped is not None)
    unread = (problem for part in skipped for problem in part.problems)
    shared = (*message.problems, *reading.problems, *unread)
    orders = tuple(_with_problems(order, shared) for order in reading.orders)
    return reading.model_copy(
        update={
            "documents": (*reading.documents, *skipped),
            "problems": _once((*message.problems, *reading.problems)),
            "orders": orders,
        }
    )


def _skipped(part: MessagePart, problem: Problem) -> DocumentReading:
    return DocumentReading(
        filename=part.filename, sha256=part.sha256, media_type=part.media_type, kind=DocumentKind.SKIPPED, problems=(problem,)
    )


def _with_problems(order: ReadOrder, problems: Sequence[Problem]) -> ReadOrder:
    return order.model_copy(update={"problems": _once((*order.problems, *problems))})


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))
