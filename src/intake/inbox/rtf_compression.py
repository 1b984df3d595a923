"""Compressed rich text as Outlook stores it: bytes in, RTF bytes out ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

_COMPRESSED, _UNCOMPRESSED = b"LZFu", b"MELA"
_WINDOW = 4_096
_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def decompress(content: bytes, most_bytes: int) -> bytes | None:
    """None where the content is no compressed rich text. Output is cut at `most_bytes`."""
    if len(content) < 16:
        return None
    (size,) = struct.unpack_from("<I", content, 4)
    if content[8:12] == _UNCOMPRESSED:
        return content[16 : 16 + min(size, most_bytes)]
    if content[8:12] != _COMPRESSED:
        return None
    return _unpack(content[16:], min(size, most_bytes))


def _unpack(packed: bytes, size: int) -> bytes:
    window = bytearray(_BEGINNING.ljust(_WINDOW, b"\x00"))
    write = len(_BEGINNING)
    out = bytearray()
    at = 0
    while at < len(packed) and len(out) < size:
        control, at = packed[at], at + 1
        for bit in range(8):
            if control & (1 << bit):
                if at + 2 > len(packed):
                    return bytes(out)
                (reference,) = struct.unpack_from(">H", packed, at)
                at += 2
                offset, length = reference >> 4, (reference & 0xF) + 2
                if offset == write % _WINDOW:
                    return bytes(out)
                for step in range(length):
                    write = _put(window, write, out, window[(offset + step) % _WINDOW])
            elif at < len(packed):
                write = _put(window, write, out, packed[at])
                at += 1
    return bytes(out[:size])


def _put(window: bytearray, write: int, out: bytearray, byte: int) -> int:
    out.append(byte)
    window[write % _WINDOW] = byte
    return (write + 1) % _WINDOW
