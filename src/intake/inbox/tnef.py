"""A winmail.dat (TNEF): its bytes in, further parts of the message out. Opened by tnefparse, looked over beforehand."""

from __future__ import annotations

import struct
from typing import Any

from tnefparse import TNEF

from intake.domain import media
from intake.domain.messages import MessagePart, PartRole
from intake.inbox.judging import left_out
from intake.inbox.parts import Leaf, Parts
from intake.inbox.rtf_compression import decompress
from intake.inbox.versions import add_versions

_MOST_OBJECTS = 5_000
_CONTENT_ID, _MIME = 0x3712, 0x370E


def open_tnef(parts: Parts, leaf: Leaf) -> bool:
    """Adds the bodies and attachments; False where the file cannot be opened."""
    if not _is_sound(leaf.content):
        return False
    try:
        found = TNEF(leaf.content, do_checksum=False)
    except Exception:
        # The library trusts the file and raises nearly anything on a damaged one.
        return False
    _add(parts, found, leaf)
    return True


def _is_sound(content: bytes) -> bool:
    """Whether the objects follow each other as their lengths say and are not too many: the library copies the rest for each."""
    at = 6
    for _ in range(_MOST_OBJECTS):
        if at + 9 > len(content):
            return at > 6
        (length,) = struct.unpack_from("<I", content, at + 5)
        at += 11 + length
    return False


def _add(parts: Parts, found: TNEF, leaf: Leaf) -> None:
    prefix, depth = f"{leaf.path}/" if leaf.path else "", leaf.depth + 1
    _add_bodies(parts, found, prefix, depth, leaf)
    for number, attachment in enumerate(found.attachments, 2):
        path = f"{prefix}{number}"
        embedded = getattr(attachment, "embed", None)
        inner = Leaf(
            path=path,
            role=PartRole.ATTACHMENT,
            content=attachment.data if isinstance(attachment.data, bytes) else b"",
            depth=depth,
            filename=_name(attachment),
            declared=(_mapi_text(attachment, _MIME) or "").lower() or None,
            content_id=_mapi_text(attachment, _CONTENT_ID),
            is_forwarded=leaf.is_forwarded,
        )
        if embedded is not None and depth < parts.limits.mime_depth:
            _add(parts, embedded, inner)
        else:
            parts.add(inner)


def _add_bodies(parts: Parts, found: TNEF, prefix: str, depth: int, leaf: Leaf) -> None:
    versions: list[Leaf] = []
    for suffix, body, declared in (("1.1", found.body, media.TEXT), ("1.2", found.htmlbody, media.HTML)):
        content, charset = _body_bytes(body)
        if content.strip():
            versions.append(_body(f"{prefix}{suffix}", content, declared, charset, depth, leaf))
    rtf = decompress(_raw_rtf(found), parts.limits.part_bytes) if not versions else None
    if rtf:
        versions.append(_body(f"{prefix}1.3", rtf, media.RTF, None, depth, leaf))
    if any(_is_read_body(part, leaf) for part in parts.found):
        # The mail around it carries the same letter in plain text.
        for version in versions:
            parts.add(_left_out(version))
    else:
        add_versions(parts, versions)


def _is_read_body(part: MessagePart, leaf: Leaf) -> bool:
    around = leaf.path.rpartition("/")[0]
    return part.role is PartRole.BODY and part.skipped is None and part.path.rpartition("/")[0] == around


def _left_out(version: Leaf) -> Leaf:
    problem = left_out(version.path, "another version of a body that is read")
    return Leaf(
        path=version.path,
        role=version.role,
        content=version.content,
        depth=version.depth,
        declared=version.declared,
        charset=version.charset,
        skipped=problem,
    )


def _body(path: str, content: bytes, declared: str, charset: str | None, depth: int, leaf: Leaf) -> Leaf:
    return Leaf(
        path=path,
        role=PartRole.BODY,
        content=content,
        depth=depth,
        declared=declared,
        charset=charset,
        is_forwarded=leaf.is_forwarded,
    )


def _body_bytes(body: Any) -> tuple[bytes, str | None]:
    if isinstance(body, list | tuple):
        body = body[0] if body else b""
    if isinstance(body, str):
        return body.strip("\x00").encode("utf-8", "replace"), "utf-8"
    return (body.strip(b"\x00") if isinstance(body, bytes) else b""), None


def _raw_rtf(found: TNEF) -> bytes:
    raw = getattr(found, "_rtfbody", None)
    if isinstance(raw, list | tuple):
        raw = raw[0] if raw else b""
    return raw if isinstance(raw, bytes) else b""


def _name(attachment: Any) -> str | None:
    try:
        name = attachment.long_filename()
    except (UnicodeDecodeError, AttributeError, TypeError, IndexError):
        return None
    if isinstance(name, bytes):
        name = name.decode("utf-8", "replace")
    return name.strip("\x00 ").replace("\\", "/").rpartition("/")[2][:255] or None if isinstance(name, str) else None


def _mapi_text(attachment: Any, number: int) -> str | None:
    for attribute in getattr(attachment, "mapi_attrs", ()):
        if getattr(attribute, "name", None) == number:
            value = attribute.data
            if isinstance(value, list | tuple):
                value = value[0] if value else ""
            value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            return value.strip("\x00<> ") or None if isinstance(value, str) else None
    return None
