"""What arrived: an inbound message and its parts, whole, before anybody reads an order into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from intake.domain.problems import Problem


class Origin(StrEnum):
    """The door an order came through. Recorded, never branched on by a rule."""

    EMAIL = "email"
    UPLOAD = "upload"
    FOLDER = "folder"
    WEB = "web"


class PartRole(StrEnum):
    BODY = "body"
    ATTACHMENT = "attachment"
    INLINE = "inline"


@dataclass(frozen=True, slots=True)
class MailAddress:
    """`address` is lower-cased `local@domain`; `name` is the display name as decoded."""

    address: str
    name: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart:
    """One leaf of a message in reading order. `path` is its MIME path ("1.2"; inside an attached mail "2/1.1").

    `media_type` is what the bytes are, found by looking at them; `declared_media_type` is what the mail claimed.
    `skipped` says why a part is not read (a logo, a signature, too large, nested too deep); None means: read it.
    `text_format` is "flowed" or "flowed delsp" (RFC 3676). `is_forwarded`: the mail this part stands in was forwarded, so what
    follows a header block in its body is the matter itself and not history.
    """

    part_no: int
    path: str
    role: PartRole
    filename: str | None
    media_type: str
    declared_media_type: str | None
    content: bytes
    sha256: str
    charset: str | None = None
    text_format: str | None = None
    is_forwarded: bool = False
    skipped: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A mail, or a bare file wrapped as one. `message_id` is the SHA-256 of the raw bytes: the same bytes are one message.

    `forwarded_from` is the inner sender of a forwarded mail (attached or inline), None when nobody forwarded it.
    """

    message_id: str
    origin: Origin
    received_at: datetime
    sender: MailAddress | None = None
    forwarded_from: MailAddress | None = None
    recipients: tuple[MailAddress, ...] = ()
    subject: str | None = None
    sent_at: datetime | None = None
    mail_message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    is_automatic: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    parts: tuple[MessagePart, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def author(self) -> MailAddress | None:
        """Who wrote the order: the inner sender of a forwarded mail, else the sender."""
        return self.forwarded_from or self.sender
