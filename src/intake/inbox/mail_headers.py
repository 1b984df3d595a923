"""The headers of a mail, however malformed: raw name and value pairs in, decoded text, addresses, dates and parameters out.

The standard library's parser of structured headers raises on many malformed ones, so values are taken raw and decoded here.
Nothing raises; what cannot be made out is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from intake.domain.encodings import decode
from intake.domain.messages import MailAddress

_LONGEST = 20_000
_MOST_HEADERS = 400
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
_CONTINUATION = re.compile(r"^(.+?)\*(\d{1,3})(\*?)$")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bqBQ])\?([^?]*)\?=")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")


@dataclass(frozen=True, slots=True)
class Headers:
    """The decoded headers of one mail or part, in order. Names compare without case."""

    pairs: tuple[tuple[str, str], ...]
    raw: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, raw: Iterable[tuple[str, object]]) -> Headers:
        kept = tuple((name, _unfolded(str(value))) for name, value in list(raw)[:_MOST_HEADERS])
        return cls(tuple((plain(name), decoded(value)) for name, value in kept), kept)

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.pairs if key.lower() == name.lower()), None)

    def get_raw(self, name: str) -> str:
        return next((value for key, value in self.raw if key.lower() == name.lower()), "")

    def addresses(self, name: str) -> tuple[MailAddress, ...]:
        found = [value for key, value in self.raw if key.lower() == name.lower()]
        try:
            pairs = getaddresses([plain(value)[:_LONGEST] for value in found])
        except (ValueError, IndexError, TypeError, RecursionError):
            pairs = []
        return tuple(
            MailAddress(address.strip().lower(), decoded(name).strip(" '\"") or None)
            for name, address in pairs
            if _is_address(address)
        )

    def date(self, name: str) -> datetime | None:
        """With its zone; a date without one counts as UTC."""
        try:
            moment = parsedate_to_datetime(self.get_raw(name)[:200])
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            return None

    def message_ids(self, name: str) -> tuple[str, ...]:
        return tuple(_MESSAGE_ID.findall(self.get_raw(name)[:_LONGEST]))

    def parameter(self, header: str, name: str) -> str | None:
        """A parameter of Content-Type or Content-Disposition, after RFC 2231 or, as many programs write it, RFC 2047."""
        return parameters(self.get_raw(header)).get(name)


def _is_address(text: str) -> bool:
    local, at, domain = text.strip().rpartition("@")
    return bool(local and at and domain) and not re.search(r"\s", text.strip()) and len(text) < 400


def _unfolded(value: str) -> str:
    return re.sub(r"[\r\n]+[ \t]*", " ", value[:_LONGEST]).strip()


def plain(value: str) -> str:
    """A raw header's bytes beyond ASCII as text. The parser hands them over as lone surrogates."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape")) if _has_surrogates(value) else value


def _has_surrogates(value: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in value)


def decoded(value: str) -> str:
    """A header's text with its encoded words (RFC 2047) decoded, those in the wrong place too."""
    value = plain(value)
    if "=?" not in value:
        return _clean(value)
    # Between two encoded words blanks mean nothing; a letter cut in two by the encoder becomes whole again.
    value = re.sub(r"(\?=)\s+(=\?)", r"\1\2", value)
    pieces: list[str] = []
    pending: list[tuple[bytes, str]] = []
    at = 0
    for found in _ENCODED_WORD.finditer(value):
        if found.start() > at:
            pieces.append(_joined(pending) + value[at : found.start()])
            pending = []
        pending.append((_word_bytes(found), found[1]))
        at = found.end()
    return _clean("".join(pieces) + _joined(pending) + value[at:])


def _word_bytes(word: re.Match[str]) -> bytes:
    try:
        content, _ = decode_header(f"=?utf-8?{word[2]}?{word[3].replace(' ', '_') if word[2] in 'qQ' else word[3]}?=")[0]
    except (MessageError, ValueError, LookupError, IndexError):
        return word[0].encode("utf-8", "replace")
    content = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    # Words that decode to nothing were no encoded words.
    return content if content or not word[3] else word[0].encode("utf-8", "replace")


def _joined(pending: list[tuple[bytes, str]]) -> str:
    text, at = "", 0
    while at < len(pending):
        charset = pending[at][1].partition("*")[0].lower()
        content = b""
        while at < len(pending) and pending[at][1].partition("*")[0].lower() == charset:
            content += pending[at][0]
            at += 1
        text += decode(content, charset)
    return text


def _clean(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]", "", re.sub(r"[\r\n\t]+", " ", text)).strip()


def parameters(value: str) -> dict[str, str]:
    """The parameters of a structured header, lower-case names; the first of two with one name counts."""
    found: dict[str, str] = {}
    parts: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(value[:_LONGEST]):
        name, text = match[1].lower(), _unquoted(match[2])
        continued = _CONTINUATION.match(name)
        if continued:
            parts.setdefault(continued[1], {}).setdefault(int(continued[2]), (text, bool(continued[3])))
        elif name.endswith("*"):
            found.setdefault(name[:-1], _extended([(text, True)]))
        else:
            found.setdefault(name, decoded(text))
    for name, pieces in parts.items():
        # Programs send the plain name for old readers and the continued one for the rest; the latter is right.
        found[name] = _extended([pieces[number] for number in sorted(pieces)])
    return found


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        text = text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:]
        return re.sub(r"\\(.)", r"\1", text)
    return text


def _extended(pieces: list[tuple[str, bool]]) -> str:
    """RFC 2231: charset'language'percent-encoded, in pieces of which some may be plain."""
    charset = None
    content = b""
    for number, (text, is_encoded) in enumerate(pieces):
        if is_encoded and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = plain(text).encode("utf-8", "replace")
        content += unquote_to_bytes(raw) if is_encoded else raw
    return _clean(decode(content, charset))
