"""The parts of a message as they are found: leaves in, numbered and judged `MessagePart`s out, all within the limits.

A leaf is opened further when it is a container (an attached mail, an archive); otherwise it becomes a part that is read, or one
that is skipped with its reason. Nothing that arrived is dropped without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from intake.domain import media
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart, PartRole
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.inbox.judging import skipped_for
from intake.inbox.mail_headers import Headers

# A body that happens to hold semicolons or header lines is still a body.
_BODY_IS_TEXT = frozenset({media.CSV, media.TSV, media.MAIL, media.JSON, media.CALENDAR, media.VCARD, media.SVG, media.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One leaf before it is judged. `content_id` comes without brackets; `depth` counts the containers around it."""

    path: str
    role: PartRole
    content: bytes
    depth: int
    filename: str | None = None
    declared: str | None = None
    charset: str | None = None
    text_format: str | None = None
    content_id: str | None = None
    is_inline: bool = False
    is_forwarded: bool = False
    skipped: Problem | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail met on the way: the message itself (`prefix` "") or one attached to it ("2/")."""

    prefix: str
    headers: Headers


Expand = Callable[["Parts", Leaf, str], bool]


@dataclass(slots=True)
class Parts:
    """Collects the parts of one message. `expand` opens containers and says whether it could."""

    limits: Limits
    expand: Expand
    found: list[MessagePart] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unpacked: int = 0
    beyond: int = 0

    def add(self, leaf: Leaf) -> None:
        if len(self.found) >= self.limits.parts:
            self.beyond += 1
            return
        media_type = self._media_type(leaf)
        if leaf.skipped is None and media_type in media.CONTAINERS and self._opens(leaf, media_type):
            return
        self._keep(leaf, media_type)

    def skip(self, leaf: Leaf, code: ReasonCode, message: str) -> None:
        self.add(replace(leaf, skipped=Problem(code=code, path=leaf.path, message=message)))

    def _media_type(self, leaf: Leaf) -> str:
        media_type = media.sniff(leaf.content, leaf.filename)
        if leaf.role is PartRole.BODY and media_type in _BODY_IS_TEXT:
            return media.HTML if leaf.declared == media.HTML else media.TEXT
        return media_type

    def _opens(self, leaf: Leaf, media_type: str) -> bool:
        if leaf.depth >= self.limits.mime_depth:
            message = f"{leaf.filename or 'A part'} is packed more than {self.limits.mime_depth} deep. The desk looks at it."
            self.skip(leaf, ReasonCode.PART_NOT_READ, message)
            return True
        if len(leaf.content) > self.limits.part_bytes:
            return False
        return self.expand(self, leaf, media_type)

    def _keep(self, leaf: Leaf, media_type: str) -> None:
        skipped = leaf.skipped or skipped_for(
            media_type,
            role=leaf.role,
            filename=leaf.filename,
            declared=leaf.declared,
            content=leaf.content,
            path=leaf.path,
            most_bytes=self.limits.part_bytes,
        )
        self.leaves.append(leaf)
        self.found.append(
            MessagePart(
                part_no=len(self.found),
                path=leaf.path,
                role=leaf.role,
                filename=leaf.filename,
                media_type=media_type,
                declared_media_type=leaf.declared,
                content=leaf.content,
                sha256=hashlib.sha256(leaf.content).hexdigest(),
                charset=leaf.charset,
                text_format=leaf.text_format,
                is_forwarded=leaf.is_forwarded,
                skipped=skipped,
            )
        )
