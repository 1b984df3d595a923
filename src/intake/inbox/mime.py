"""What arrived, whole: raw bytes in, an `InboundMessage` with all its parts out.

A mail (.eml), an Outlook message (.msg), a winmail.dat, an archive and a bare document come the same way. Containers are opened
within the limits, every part is read or carries the reason why not. Pure: stores nothing, fetches nothing, never raises on bad
bytes. What a part says is read elsewhere.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from intake.domain import media
from intake.domain.limits import Limits
from intake.domain.messages import InboundMessage, MailAddress, MessagePart, Origin, PartRole
from intake.domain.reasons import ReasonCode
from intake.inbox.automatic import is_automatic
from intake.inbox.containers import expand
from intake.inbox.finishing import findings, finished_parts
from intake.inbox.forwarding import forwarded_from
from intake.inbox.mail_headers import Headers
from intake.inbox.parts import Leaf, Mail, Parts
from intake.inbox.walk import open_mail, parse_mail

_HEAD_OF_TOO_LARGE = 200_000


def read_message(raw: bytes, *, filename: str | None, origin: Origin, received_at: datetime, limits: Limits) -> InboundMessage:
    """`filename` is the file's own name, None for a mail taken from a mailbox. The same bytes give the same `message_id`."""
    message_id = hashlib.sha256(raw).hexdigest()
    parts = Parts(limits, expand)
    is_mail = _is_mail(raw, filename, origin)
    if len(raw) > limits.message_bytes:
        _add_too_large(parts, raw, filename, is_mail)
    else:
        _add(parts, raw, filename, is_mail)
    headers = next((mail.headers for mail in parts.mails if not mail.prefix), Headers((), ()))
    found = finished_parts(parts)
    automatic = is_automatic(headers, has_documents=any(_is_document(part) for part in found))
    return InboundMessage(
        message_id=message_id,
        origin=origin,
        received_at=received_at,
        sender=_sender(headers),
        forwarded_from=None if automatic else forwarded_from(parts, found),
        recipients=tuple(dict.fromkeys((*headers.addresses("to"), *headers.addresses("cc")))),
        subject=headers.get("subject") or None,
        sent_at=headers.date("date"),
        mail_message_id=next(iter(headers.message_ids("message-id")), headers.get("message-id") or None),
        in_reply_to=next(iter(headers.message_ids("in-reply-to")), None),
        references=headers.message_ids("references"),
        is_automatic=automatic,
        headers=headers.pairs,
        parts=found,
        problems=findings(parts, found, is_automatic=automatic),
    )


def _is_mail(raw: bytes, filename: str | None, origin: Origin) -> bool:
    """What a mailbox hands over is a mail, whatever it looks like."""
    if origin is Origin.EMAIL and filename is None:
        return bool(raw)
    return media.sniff(raw, filename) == media.MAIL


def _add(parts: Parts, raw: bytes, filename: str | None, is_mail: bool) -> None:
    whole = Leaf(path="", role=PartRole.ATTACHMENT, content=raw, depth=0, filename=filename)
    if is_mail:
        mail = parse_mail(_without_envelope(raw), parts.limits)
        if mail is not None:
            open_mail(parts, mail, whole)
            return
        message = "The mail has more parts than can be read. The desk looks at it."
        _add_headers(parts, raw)
        parts.skip(_as_part(whole), ReasonCode.DOCUMENT_TOO_COMPLEX, message)
        return
    media_type = media.sniff(raw, filename)
    if media_type in (media.MSG, media.TNEF, media.ZIP) and len(raw) <= parts.limits.part_bytes:
        expand(parts, whole if media_type == media.MSG else _as_part(whole), media_type)
        return
    parts.add(_as_part(whole))


def _as_part(leaf: Leaf) -> Leaf:
    return Leaf(path="1", role=leaf.role, content=leaf.content, depth=leaf.depth, filename=leaf.filename)


def _without_envelope(raw: bytes) -> bytes:
    """Without the "From " line that mailbox files put above a mail, and without blank lines above the headers."""
    raw = raw.lstrip(b"\r\n")
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    return raw


def _add_too_large(parts: Parts, raw: bytes, filename: str | None, is_mail: bool) -> None:
    if is_mail:
        _add_headers(parts, raw)
    message = (
        f"The message has {len(raw):,} bytes; no more than {parts.limits.message_bytes:,} are opened. "
        "The customer sends it in smaller pieces."
    )
    whole = Leaf(path="1", role=PartRole.ATTACHMENT, content=raw, depth=0, filename=filename)
    parts.skip(whole, ReasonCode.FILE_TOO_LARGE, message)


def _add_headers(parts: Parts, raw: bytes) -> None:
    """The headers alone, so that the desk sees from whom it is."""
    head = _without_envelope(raw[:_HEAD_OF_TOO_LARGE]).replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    mail = parse_mail(head, parts.limits)
    if mail is not None:
        parts.mails.append(Mail("", Headers.of(mail.raw_items())))


def _sender(headers: Headers) -> MailAddress | None:
    for name in ("from", "sender", "reply-to", "return-path"):
        found = headers.addresses(name)
        if found:
            return found[0]
    return None


def _is_document(part: MessagePart) -> bool:
    return part.role is not PartRole.BODY and part.skipped is None
