"""A compound file with a single stream: the stream's bytes in, the file's bytes out ([MS-CFB] version 4).

Readers in native code loop for ever on a compound file whose sector chains bite their tails. So the stream is taken out by a
reader that notices, and handed on in a container that cannot lie.
"""

from __future__ import annotations

import struct

_SECTOR = 4_096
_END, _FAT_SECTOR, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_MOST_FAT_SECTORS = 109
_SMALLEST_STREAM = 4_096


def with_single_stream(name: str, content: bytes) -> bytes:
    """The container. Streams shorter than 4,096 bytes are padded with zeros, which spares the container its second allocation
    table. Raises ValueError beyond 450 MB."""
    content = content.ljust(_SMALLEST_STREAM, b"\x00")
    data = -(-len(content) // _SECTOR)
    per_sector = _SECTOR // 4
    fat = -(-(data + 2) // (per_sector - 1))
    if fat > _MOST_FAT_SECTORS:
        raise ValueError("The stream is too long for one container.")
    # Some readers insist on a stream for short streams, if an empty one.
    directory, short, first = fat, fat + 1, fat + 2
    entries = [_FAT_SECTOR] * fat + [_END, _END] + [first + number + 1 for number in range(data - 1)] + [_END]
    entries += [_FREE] * (fat * per_sector - len(entries))
    table = struct.pack(f"<{len(entries)}I", *entries)
    folder = _entry("Root Entry", kind=5, child=1, start=short, size=0) + _entry(
        name, kind=2, child=_FREE, start=first, size=len(content)
    )
    body = content.ljust(data * _SECTOR, b"\x00")
    return _header(fat, directory) + table + folder.ljust(2 * _SECTOR, b"\x00") + body


def _header(fat: int, directory: int) -> bytes:
    signature, version, byte_order, shifts = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (0x3E, 4), 0xFFFE, (12, 6)
    head = struct.pack("<8s16xHHHHH6x", signature, *version, byte_order, *shifts)
    tables = struct.pack("<9I", 1, fat, directory, 0, _SMALLEST_STREAM, _END, 0, _END, 0)
    places = [*range(fat), *([_FREE] * (_MOST_FAT_SECTORS - fat))]
    return (head + tables + struct.pack(f"<{_MOST_FAT_SECTORS}I", *places)).ljust(_SECTOR, b"\x00")


def _entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", encoded, len(encoded), kind, 1, _FREE, _FREE, child, b"\x00" * 16, 0, 0, 0, start, size
    )
