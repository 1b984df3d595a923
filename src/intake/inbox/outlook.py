"""An Outlook message file (.msg): its bytes in, further parts of the message out.

python-oxmsg opens the storage; properties are taken one by one, because a single odd one must not cost the whole message.
Numbers are those of [MS-OXPROPS]; the layout is that of [MS-OXMSG].
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.parser import HeaderParser
from email.policy import compat32
from email.utils import format_datetime, formataddr
from io import BytesIO
from typing import Any

from olefile import OleFileIO  # type: ignore[import-untyped]
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from intake.domain import media
from intake.domain.mail_headers import is_forward_subject
from intake.domain.messages import PartRole
from intake.domain.reasons import ReasonCode
from intake.inbox.mail_headers import Headers
from intake.inbox.parts import Leaf, Mail, Parts
from intake.inbox.rtf_compression import decompress
from intake.inbox.versions import add_versions

_TRANSPORT_HEADERS, _SUBJECT, _BODY, _HTML, _RTF = 0x007D, 0x0037, 0x1000, 0x1013, 0x1009
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS, _ON_BEHALF_SMTP, _ON_BEHALF_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F, 0x5D02, 0x0065
_SENT, _RECEIVED, _CODE_PAGE, _MESSAGE_ID, _IN_REPLY_TO, _DISPLAY_TO = 0x0039, 0x0E06, 0x3FDE, 0x1035, 0x1042, 0x0E04
_METHOD, _DATA, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME, _CONTENT_ID, _IS_HIDDEN = (
    0x3705,
    0x3701,
    0x3707,
    0x3704,
    0x3001,
    0x370E,
    0x3712,
    0x7FFE,
)
_EMBEDDED_MESSAGE, _OLE_OBJECT = 5, 6
_ROOT_HEADER, _EMBEDDED_HEADER, _ATTACHMENT_HEADER = 32, 24, 8
_MOST_STREAMS = 20_000


class _Bag:
    """The properties of one object of the file; what cannot be read is absent."""

    def __init__(self, storage: Storage, header: int) -> None:
        self._properties = Properties(storage, properties_header_offset=header)

    def text(self, number: int) -> str | None:
        value = self._get("str_prop_value", number)
        return value.strip("\x00") if isinstance(value, str) and value else None

    def content(self, number: int) -> bytes | None:
        value = self._get("binary_prop_value", number)
        return value if isinstance(value, bytes) else None

    def number(self, number: int) -> int | None:
        value = self._get("int_prop_value", number)
        return value if isinstance(value, int) else None

    def moment(self, number: int) -> datetime | None:
        value = self._get("date_prop_value", number)
        if not isinstance(value, datetime):
            return None
        return value if value.tzinfo else value.replace(tzinfo=UTC)

    def _get(self, how: str, number: int) -> Any:
        try:
            return getattr(self._properties, how)(number)
        except Exception:
            # The library trusts the file; anything may come out of a damaged one, and the other properties still count.
            return None


def open_msg(parts: Parts, leaf: Leaf) -> bool:
    """Adds the parts of the message; False where it cannot be opened at all."""
    try:
        with OleFileIO(BytesIO(leaf.content)) as container:
            if len(container.direntries) > _MOST_STREAMS:
                return False
            root = Storage.from_ole(container)
    except Exception:
        # olefile and oxmsg raise nearly anything on damaged files.
        return False
    _open(parts, root, _ROOT_HEADER, leaf)
    return True


def _open(parts: Parts, storage: Storage, header: int, leaf: Leaf) -> None:
    bag = _Bag(storage, header)
    headers = _headers(bag)
    prefix = f"{leaf.path}/" if leaf.path else ""
    depth = leaf.depth + bool(prefix)
    parts.mails.append(Mail(prefix, headers))
    is_forwarded = is_forward_subject(headers.get("subject"))
    _add_bodies(parts, bag, prefix, depth, is_forwarded)
    for number, attached in enumerate(storage.iter_attachment_storages(), 2):
        _add_attachment(parts, attached, f"{prefix}{number}", depth, is_forwarded)


def _headers(bag: _Bag) -> Headers:
    """The mail's transport headers, completed from the properties: a mail that never left the house has none."""
    raw: list[tuple[str, object]] = []
    transport = bag.text(_TRANSPORT_HEADERS)
    if transport:
        try:
            raw = list(HeaderParser(policy=compat32).parsestr(transport.lstrip("\r\n")).raw_items())
        except (ValueError, LookupError, TypeError, AttributeError):
            raw = []
    known = {name.lower() for name, _ in raw}
    raw.extend((name, value) for name, value in _own_headers(bag) if value and name.lower() not in known)
    return Headers.of(raw)


def _own_headers(bag: _Bag) -> Iterable[tuple[str, str | None]]:
    candidates = (bag.text(number) for number in (_SENDER_SMTP, _ON_BEHALF_SMTP, _SENDER_ADDRESS, _ON_BEHALF_ADDRESS))
    # Within one Exchange organisation the address is a directory path ("/o=…/cn=…") and no mail address.
    address = next((candidate for candidate in candidates if candidate and "@" in candidate), None)
    sent = bag.moment(_SENT) or bag.moment(_RECEIVED)
    yield "From", _formatted(bag.text(_SENDER_NAME), address)
    yield "Subject", bag.text(_SUBJECT)
    yield "Date", format_datetime(sent) if sent else None
    yield "To", bag.text(_DISPLAY_TO)
    yield "Message-ID", bag.text(_MESSAGE_ID)
    yield "In-Reply-To", bag.text(_IN_REPLY_TO)


def _formatted(name: str | None, address: str | None) -> str | None:
    if address is None:
        return None
    try:
        return formataddr((name or "", address), charset="utf-8")
    except (UnicodeError, ValueError):
        return address


def _add_bodies(parts: Parts, bag: _Bag, prefix: str, depth: int, is_forwarded: bool) -> None:
    plain, html = bag.text(_BODY), bag.content(_HTML)
    charset = f"cp{bag.number(_CODE_PAGE)}" if bag.number(_CODE_PAGE) not in (None, 65001) else "utf-8"
    if html is None and (text := bag.text(_HTML)):
        html, charset = text.encode("utf-8", "replace"), "utf-8"
    versions: list[Leaf] = []
    if plain is not None:
        versions.append(_body(f"{prefix}1.1", plain.encode("utf-8", "replace"), media.TEXT, "utf-8", depth, is_forwarded))
    if html:
        versions.append(_body(f"{prefix}1.2", html, media.HTML, charset, depth, is_forwarded))
    rtf = decompress(bag.content(_RTF) or b"", parts.limits.part_bytes) if not versions else None
    if rtf:
        versions.append(_body(f"{prefix}1.3", rtf, media.RTF, None, depth, is_forwarded))
    add_versions(parts, versions)


def _body(path: str, content: bytes, declared: str, charset: str | None, depth: int, is_forwarded: bool) -> Leaf:
    return Leaf(
        path=path,
        role=PartRole.BODY,
        content=content,
        depth=depth,
        declared=declared,
        charset=charset,
        is_forwarded=is_forwarded,
    )


def _add_attachment(parts: Parts, storage: Storage, path: str, depth: int, is_forwarded: bool) -> None:
    bag = _Bag(storage, _ATTACHMENT_HEADER)
    name = bag.text(_LONG_NAME) or bag.text(_SHORT_NAME) or bag.text(_DISPLAY_NAME)
    declared = (bag.text(_MIME) or "").lower() or None
    content_id = (bag.text(_CONTENT_ID) or "").strip("<> ") or None
    role = PartRole.INLINE if content_id and (declared or "").startswith("image/") else PartRole.ATTACHMENT
    leaf = Leaf(
        path=path,
        role=role,
        content=bag.content(_DATA) or b"",
        depth=depth,
        filename=(name or "")[:255] or None,
        declared=declared,
        content_id=content_id,
        is_inline=content_id is not None,
        is_forwarded=is_forwarded,
    )
    embedded = next((inner for inner in storage.storages if inner.name.upper().startswith("__SUBSTG1.0_3701")), None)
    if embedded is None:
        parts.add(leaf)
    elif bag.number(_METHOD) == _OLE_OBJECT:
        message = f"{name or 'An object'} is embedded by another program and was not read. The desk looks at it."
        parts.skip(leaf, ReasonCode.PART_NOT_READ, message)
    elif depth >= parts.limits.mime_depth:
        message = f"A mail is attached more than {parts.limits.mime_depth} deep and was not read. The desk looks at it."
        parts.skip(leaf, ReasonCode.PART_NOT_READ, message)
    else:
        _open(parts, embedded, _EMBEDDED_HEADER, leaf)
