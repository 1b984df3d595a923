"""The MIME tree of a mail: a parsed mail in, its leaves in reading order out.

Knows alternatives, related and inline parts, attached mails, digests, reports and Apple's double files. Of two versions of a body
one is read; attachments inside either are always read.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Any, cast

from intake.domain import media
from intake.domain.limits import Limits
from intake.domain.mail_headers import is_forward_subject
from intake.domain.messages import PartRole
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.inbox.bodies import prefers_html, says_the_same, shows_a_table, text_of
from intake.inbox.judging import is_left_out_type, left_out
from intake.inbox.mail_headers import Headers
from intake.inbox.parts import Leaf, Mail, Parts

_HARMFUL_DEFECTS = frozenset(
    {"NoBoundaryInMultipartDefect", "StartBoundaryNotFoundDefect", "CloseBoundaryNotFoundDefect", "InvalidBase64LengthDefect"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the message a MIME part stands."""

    path: str
    depth: int
    is_forwarded: bool
    is_report: bool = False
    is_other_version: bool = False

    @property
    def of_leaf(self) -> str:
        """A mail that is one single part has no numbers; that part is its first."""
        return f"{self.path}1" if not self.path or self.path.endswith("/") else self.path

    def child(self, number: int) -> Place:
        return replace(
            self, path=f"{self.path}.{number}" if self.path and not self.path.endswith("/") else f"{self.path}{number}"
        )


def walk(parts: Parts, part: Message[Any, Any], place: Place, *, level: int = 0) -> None:
    """Adds the leaves of `part`."""
    _note_defects(parts, part, place)
    headers = Headers.of(part.raw_items())
    kind = _content_type(part)
    children = _children(part)
    if children is not None and kind.startswith("message/"):
        _walk_attached(parts, headers, kind, children, place)
    elif children is not None and level < parts.limits.mime_depth * 2:
        if kind == "multipart/alternative" or _are_versions(children):
            _walk_versions(parts, children, place, level)
            return
        inner = replace(place, is_report=place.is_report or kind == "multipart/report")
        for number, child in enumerate(children, 1):
            walk(parts, child, inner.child(number), level=level + 1)
    elif children is not None:
        message = "The mail is nested too deeply; this branch was not read. The desk looks at it."
        leaf = Leaf(path=place.of_leaf, role=PartRole.ATTACHMENT, content=_bytes(part), depth=place.depth, declared=kind)
        parts.skip(leaf, ReasonCode.PART_NOT_READ, message)
    else:
        parts.add(leaf_of(part, headers, kind, place))


def _children(part: Message[Any, Any]) -> list[Message[Any, Any]] | None:
    """The parts inside, None for a leaf."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else None


def _content_type(part: Message[Any, Any]) -> str:
    try:
        return part.get_content_type()
    except (AttributeError, ValueError, TypeError, IndexError):
        return media.TEXT


def leaf_of(part: Message[Any, Any], headers: Headers, kind: str, place: Place) -> Leaf:
    disposition = headers.get_raw("content-disposition").partition(";")[0].strip().lower()
    filename = _filename(headers)
    is_text = kind.startswith(("text/", "multipart/")) and not is_left_out_type(kind)
    is_body = is_text and disposition != "attachment" and not filename
    content_id = headers.get_raw("content-id").strip(" <>") or None
    is_inline = disposition == "inline" or content_id is not None
    role = PartRole.BODY if is_body else (PartRole.INLINE if is_inline and kind.startswith("image/") else PartRole.ATTACHMENT)
    leaf = Leaf(
        path=place.of_leaf,
        role=role,
        content=_content(part),
        depth=place.depth,
        filename=filename,
        declared=kind,
        charset=headers.parameter("content-type", "charset"),
        text_format=_text_format(headers),
        content_id=content_id,
        is_inline=is_inline,
        is_forwarded=place.is_forwarded,
    )
    if place.is_other_version and is_body:
        return replace(leaf, skipped=left_out(leaf.path, "another version of a body that is read"))
    return leaf


def _filename(headers: Headers) -> str | None:
    name = headers.parameter("content-disposition", "filename") or headers.parameter("content-type", "name")
    if not name:
        return None
    return name.replace("\\", "/").rpartition("/")[2].strip(" .\"'")[:255] or None


def _text_format(headers: Headers) -> str | None:
    if (headers.parameter("content-type", "format") or "").lower() != "flowed":
        return None
    return "flowed delsp" if (headers.parameter("content-type", "delsp") or "").lower() == "yes" else "flowed"


def _content(part: Message[Any, Any]) -> bytes:
    """The bytes of a leaf, its transfer encoding undone as far as it goes."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError, binascii.Error):
        content = None
    if isinstance(content, bytes):
        return content
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _bytes(part: Message[Any, Any]) -> bytes:
    try:
        return part.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, KeyError, RecursionError, UnicodeError):
        return b""


def _walk_versions(parts: Parts, children: list[Message[Any, Any]], place: Place, level: int) -> None:
    """One version is read; documents that a program put into any version, or beside them, are read all the same."""
    chosen = _chosen(children)
    for number, child in enumerate(children, 1):
        inner = replace(place.child(number), is_other_version=place.is_other_version or child is not chosen)
        walk(parts, child, inner, level=level + 1)


def _chosen(children: list[Message[Any, Any]]) -> Message[Any, Any] | None:
    with_html = [child for child in children if _body(child, media.HTML) is not None]
    without = [child for child in children if child not in with_html and _body(child, media.TEXT) is not None]
    if not with_html or not without:
        return next(iter([*reversed(with_html), *without, *reversed(children)]), None)
    plain, html = without[0], with_html[-1]
    return html if _prefers_html(plain, html) else plain


def _prefers_html(plain: Message[Any, Any], html: Message[Any, Any]) -> bool:
    said, shown = _text(_body(plain, media.TEXT)), _text(_body(html, media.HTML))
    body = _body(html, media.HTML)
    has_table = body is not None and shows_a_table(_content(body), _charset(body))
    return prefers_html(said, shown, has_table=has_table)


def _text(body: Message[Any, Any] | None) -> str:
    if body is None:
        return ""
    return text_of(_content(body), _charset(body), is_html=_content_type(body) == media.HTML)


def _charset(body: Message[Any, Any]) -> str | None:
    return Headers.of(body.raw_items()).parameter("content-type", "charset")


def _are_versions(children: list[Message[Any, Any]]) -> bool:
    """Whether a program sent a plain and an HTML body side by side that say the same, without calling them alternatives."""
    bodies = [child for child in children if _children(child) is None and _body(child, media.TEXT) is child]
    pages = [child for child in children if _children(child) is None and _body(child, media.HTML) is child]
    return len(bodies) == 1 and len(pages) == 1 and says_the_same(_text(bodies[0]), _text(pages[0]))


def _body(part: Message[Any, Any], kind: str) -> Message[Any, Any] | None:
    """The first leaf of a kind in a branch, attached mails left aside."""
    pending, seen = [part], 0
    while pending and seen < 100:
        seen += 1
        at = pending.pop(0)
        children = _children(at)
        if children is not None:
            if not _content_type(at).startswith("message/"):
                pending[:0] = children
        elif _content_type(at) == kind and "attachment" not in str(at.get("content-disposition", "")).lower():
            return at
    return None


def _walk_attached(parts: Parts, headers: Headers, kind: str, children: list[Message[Any, Any]], place: Place) -> None:
    leaf = Leaf(
        path=place.of_leaf,
        role=PartRole.ATTACHMENT,
        content=b"\n\n".join(_bytes(child) for child in children),
        depth=place.depth,
        filename=_filename(headers),
        declared=kind,
    )
    if place.is_report:
        parts.add(replace(leaf, skipped=left_out(leaf.path, "a report of the mail system or the mail it returns")))
    elif kind not in ("message/rfc822", "message/global", "message/news"):
        parts.add(replace(leaf, skipped=_incomplete(kind, leaf.path)))
    elif place.depth >= parts.limits.mime_depth:
        message = f"A mail is attached more than {parts.limits.mime_depth} deep and was not read. The desk looks at it."
        parts.skip(leaf, ReasonCode.PART_NOT_READ, message)
    else:
        open_mail(parts, _attached_mail(headers, children), leaf)


def open_mail(parts: Parts, mail: Message[Any, Any], leaf: Leaf) -> None:
    """Adds the parts of a mail that stands inside another message (or alone, where `leaf.path` is empty)."""
    headers = Headers.of(mail.raw_items())
    prefix = f"{leaf.path}/" if leaf.path else ""
    parts.mails.append(Mail(prefix, headers))
    walk(parts, mail, Place(prefix, leaf.depth + bool(prefix), is_forward_subject(headers.get("subject"))))


def parse_mail(raw: bytes, limits: Limits) -> Message[Any, Any] | None:
    """The parsed mail; None where parsing it would cost too much or fails."""
    # Every multipart declares a boundary, and each open boundary is compared with every line.
    if sum(raw.count(word) for word in (b"boundary", b"Boundary", b"BOUNDARY")) > 2 * limits.parts:
        return None
    try:
        return cast("Message[Any, Any]", BytesParser(policy=compat32).parsebytes(raw))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _attached_mail(headers: Headers, children: list[Message[Any, Any]]) -> Message[Any, Any]:
    """Some programs encode an attached mail, which RFC 2046 forbids; the parser then sees only a body."""
    mail = children[0] if children else Message()
    inner = mail.get_payload()
    if headers.get_raw("content-transfer-encoding").strip().lower() == "base64" and isinstance(inner, str) and not mail.keys():
        try:
            return BytesParser(policy=compat32).parsebytes(base64.b64decode(inner.encode("ascii", "ignore")))
        except (binascii.Error, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return mail
    return mail


def _incomplete(kind: str, path: str) -> Problem:
    if kind in ("message/delivery-status", "message/disposition-notification"):
        return left_out(path, "a report of the mail system")
    message = f"The part is of the type {kind}, whose content is elsewhere or incomplete. The customer sends it whole."
    return Problem(code=ReasonCode.PART_NOT_READ, path=path, message=message)


def _note_defects(parts: Parts, part: Message[Any, Any], place: Place) -> None:
    names = {type(defect).__name__ for defect in part.defects} & _HARMFUL_DEFECTS
    if names:
        message = f"The mail is damaged at part {place.of_leaf}; what stands there may be incomplete. The desk looks at it."
        problem = Problem(code=ReasonCode.MESSAGE_MALFORMED, path=place.of_leaf, message=message)
        if problem not in parts.problems:
            parts.problems.append(problem)
