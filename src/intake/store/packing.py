"""Bytes and values as they are stored: compressed where it saves, JSON of the domain's types."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace

from pydantic import TypeAdapter

from intake.domain.documents import Document
from intake.domain.errors import BadInput
from intake.domain.ledger import LedgerSnapshot

_DOCUMENT = TypeAdapter(Document)
_LEDGER = TypeAdapter(LedgerSnapshot)


REMOVED = "removed"
"""The encoding of bytes that the retention setting has removed."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def pack(content: bytes) -> tuple[str, bytes]:
    """(encoding, stored bytes); images and archives do not shrink and stay as they are."""
    packed = zlib.compress(content, 6)
    return ("zlib", packed) if len(packed) < len(content) * 0.9 else ("identity", content)


def unpack(encoding: str, stored: bytes) -> bytes:
    """Raises `BadInput` where the bytes were removed."""
    if encoding == REMOVED:
        raise BadInput("What the message brought was removed when its time was over; ask the sender for it again.")
    return zlib.decompress(stored) if encoding == "zlib" else stored


def pack_text(text: str) -> bytes:
    return zlib.compress(text.encode(), 6)


def unpack_text(stored: bytes) -> str:
    return zlib.decompress(stored).decode()


def pack_document(document: Document) -> bytes:
    """What the desk shows beside the lines: words with their places. Files found inside and cells' typed values are left out."""
    canvases = tuple(
        replace(canvas, words=tuple(replace(word, value=None) if word.value is not None else word for word in canvas.words))
        for canvas in document.canvases
    )
    return zlib.compress(_DOCUMENT.dump_json(replace(document, canvases=canvases, embedded=())), 6)


def unpack_document(stored: bytes) -> Document:
    return _DOCUMENT.validate_json(zlib.decompress(stored))


def pack_ledger(snapshot: LedgerSnapshot) -> bytes:
    return pack_text(snapshot.model_dump_json())


def unpack_ledger(stored: bytes) -> LedgerSnapshot:
    return _LEDGER.validate_json(zlib.decompress(stored))
