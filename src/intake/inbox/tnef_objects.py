"""The objects of a TNEF stream (winmail.dat): bytes in, bodies and attachments out ([MS-OXTNEF]).

Reads only what it needs and believes no count: every step must stay within the bytes that are there. (Readers that trust the
counts take gigabytes for a file of 53 bytes.)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.domain.encodings import decode

_SIGNATURE = 0x223E9F78
_BODY, _TITLE, _DATA, _RENDERING, _MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES, _CODE_PAGE = (
    0x800C,
    0x8010,
    0x800F,
    0x9002,
    0x9003,
    0x9005,
    0x9007,
)
_PLAIN, _HTML, _RTF, _DATA_OBJECT, _LONG_NAME, _SHORT_NAME, _MIME, _CONTENT_ID = (
    0x1000,
    0x1013,
    0x1009,
    0x3701,
    0x3707,
    0x3704,
    0x370E,
    0x3712,
)
_EMBEDDED_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_FIXED_SIZES = {0x02: 4, 0x0B: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_STRING, _UNICODE, _MANY, _NAMED = 0x1E, 0x1F, 0x1000, 0x8000
_MOST_OBJECTS = 5_000
_MOST_PROPERTIES = 5_000


class NotTnef(ValueError):
    """The bytes are no TNEF stream, or one whose lengths lead outside it."""


@dataclass(slots=True)
class TnefAttachment:
    """`embedded` is a whole TNEF stream where the attachment is a mail."""

    name: str | None = None
    content: bytes = b""
    media_type: str | None = None
    content_id: str | None = None
    embedded: bytes | None = None


@dataclass(slots=True)
class TnefMessage:
    """`html` is in the file's own encoding; `rtf` is still compressed."""

    plain: str | None = None
    html: bytes | None = None
    rtf: bytes | None = None
    code_page: str = "cp1252"
    attachments: list[TnefAttachment] = field(default_factory=list)


def read_tnef(content: bytes) -> TnefMessage:
    """Raises `NotTnef`. A damaged end costs what stands there, not what came before."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        raise NotTnef("The signature of TNEF is missing.")
    message = TnefMessage()
    count = 0
    for name, body in _objects(content):
        count += 1
        _take(name, body, message)
    if not count:
        raise NotTnef("The stream holds no whole object.")
    return message


def _objects(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    for _ in range(_MOST_OBJECTS):
        if at + 9 > len(content):
            return
        name, _, length = struct.unpack_from("<HHI", content, at + 1)
        if at + 9 + length > len(content):
            return
        yield name, content[at + 9 : at + 9 + length]
        at += 11 + length


def _take(name: int, body: bytes, message: TnefMessage) -> None:
    if name == _CODE_PAGE and len(body) >= 4:
        message.code_page = f"cp{struct.unpack_from('<I', body)[0]}"
    elif name == _BODY:
        message.plain = message.plain or _text(body, _STRING, message.code_page)
    elif name == _MESSAGE_PROPERTIES:
        _take_message(body, message)
    elif name == _RENDERING:
        message.attachments.append(TnefAttachment())
    elif message.attachments:
        attachment = message.attachments[-1]
        if name == _TITLE:
            attachment.name = attachment.name or _text(body, _STRING, message.code_page)
        elif name == _DATA:
            attachment.content = body
        elif name == _ATTACHMENT_PROPERTIES:
            _take_attachment(body, attachment, message.code_page)


def _take_message(body: bytes, message: TnefMessage) -> None:
    for identifier, kind, value in _properties(body):
        if identifier == _PLAIN and kind in (_STRING, _UNICODE):
            message.plain = _text(value, kind, message.code_page)
        elif identifier == _HTML:
            message.html = _text(value, kind, "").encode("utf-8", "replace") if kind == _UNICODE else value
        elif identifier == _RTF:
            message.rtf = value


def _take_attachment(body: bytes, attachment: TnefAttachment, code_page: str) -> None:
    for identifier, kind, value in _properties(body):
        if identifier == _LONG_NAME or (identifier == _SHORT_NAME and not attachment.name):
            attachment.name = _text(value, kind, code_page) or attachment.name
        elif identifier == _MIME:
            attachment.media_type = _text(value, kind, code_page).lower() or None
        elif identifier == _CONTENT_ID:
            attachment.content_id = _text(value, kind, code_page).strip("<> ") or None
        elif identifier == _DATA_OBJECT and value.startswith(_EMBEDDED_MESSAGE):
            attachment.embedded = value[len(_EMBEDDED_MESSAGE) :]
        elif identifier == _DATA_OBJECT and not attachment.content:
            attachment.content = value


def _properties(body: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Identifier, type and bytes of each variable property; the rest is only stepped over."""
    try:
        (count,) = struct.unpack_from("<I", body)
        at = 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            kind, identifier = struct.unpack_from("<HH", body, at)
            at = _after_name(body, at + 4, identifier)
            values, at = _values(body, at, kind)
            for value in values:
                yield identifier, kind & ~_MANY, value
    except (struct.error, NotTnef):
        return


def _after_name(body: bytes, at: int, identifier: int) -> int:
    if identifier < _NAMED:
        return at
    by_name, size = struct.unpack_from("<II", body, at + 16)
    return at + 24 + (_padded(size) if by_name else 0)


def _values(body: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    base = kind & ~_MANY
    count = 1
    if kind & _MANY or base in _VARIABLE:
        (count,) = struct.unpack_from("<I", body, at)
        at += 4
    if base in _FIXED_SIZES:
        end = at + _FIXED_SIZES[base] * count
        if end > len(body):
            raise NotTnef("A property leads outside its object.")
        return [], end
    if base not in _VARIABLE:
        raise NotTnef(f"A property has the unknown type {base:#06x}.")
    values: list[bytes] = []
    for _ in range(count):
        (size,) = struct.unpack_from("<I", body, at)
        if at + 4 + size > len(body):
            raise NotTnef("A property leads outside its object.")
        values.append(body[at + 4 : at + 4 + size])
        at += 4 + _padded(size)
    return values, at


def _padded(size: int) -> int:
    return (size + 3) // 4 * 4


def _text(value: bytes, kind: int, code_page: str) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return decode(value.rstrip(b"\x00"), code_page)
