"""Names inside a ZIP or OLE container, read from its directory alone: in come bytes, out go entry names.

Nothing is unpacked, the number of entries looked at is bounded, and damage yields fewer names, never an exception.
"""

from __future__ import annotations

import struct

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_ENTRIES = 2000
_MOST_DIRECTORY_SECTORS = 256
_NO_ENTRY = 0xFFFFFFFF


def names_in_zip(content: bytes) -> frozenset[str]:
    """The first entry names of the central directory (APPNOTE 4.3.12); empty where there is none."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0 or end + 22 > len(content):
        return frozenset()
    size, offset = struct.unpack_from("<II", content, end + 12)
    # Bytes in front of the archive shift every offset; the directory always ends where its end record begins.
    at = end - size if end - size >= 0 else offset
    names: set[str] = set()
    while len(names) < _MOST_ENTRIES and at + 46 <= len(content) and content[at : at + 4] == b"PK\x01\x02":
        name_length, extra_length, comment_length = struct.unpack_from("<HHH", content, at + 28)
        names.add(content[at + 46 : at + 46 + name_length].decode("utf-8", "replace").replace("\\", "/"))
        at += 46 + name_length + extra_length + comment_length
    return frozenset(names)


def declared_in_zip(content: bytes) -> str:
    """The media type that an OpenDocument archive states in its first, uncompressed entry; else empty."""
    if len(content) < 38 or content[30:38] != b"mimetype":
        return ""
    extra_length = struct.unpack_from("<H", content, 28)[0]
    begin = 38 + extra_length
    return content[begin : begin + 80].partition(b"PK")[0].decode("ascii", "replace").strip()


def top_names_in_ole(content: bytes) -> frozenset[str]:
    """Names of the streams and storages directly under the root (MS-CFB 2.6); empty where the directory is damaged.

    Only the top level counts: a workbook may hold an embedded mail, a mail an embedded workbook.
    """
    try:
        entries = _directory(content)
    except (struct.error, IndexError, ValueError):
        return frozenset()
    if not entries:
        return frozenset()
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [entries[0][3]]
    while waiting:
        index = waiting.pop()
        if index in seen or not 0 <= index < len(entries):
            continue
        seen.add(index)
        name, left, right, _ = entries[index]
        names.add(name)
        waiting += [left, right]
    return frozenset(names)


def _directory(content: bytes) -> list[tuple[str, int, int, int]]:
    """(name, left sibling, right sibling, child) of each directory entry, in order."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise ValueError(f"A compound file has sectors of 512 or 4096 bytes, not 2^{shift}.")
    size = 1 << shift
    sector = struct.unpack_from("<I", content, 48)[0]
    fat_sectors = struct.unpack_from("<109I", content, 76)
    entries: list[tuple[str, int, int, int]] = []
    for _ in range(_MOST_DIRECTORY_SECTORS):
        begin = (sector + 1) * size
        for at in range(begin, min(begin + size, len(content) - 127), 128):
            name_bytes = struct.unpack_from("<H", content, at + 64)[0]
            name = content[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
            entries.append((name, *struct.unpack_from("<III", content, at + 68)))
        block, place = divmod(sector, size // 4)
        if block >= len(fat_sectors) or fat_sectors[block] == _NO_ENTRY:
            break
        sector = struct.unpack_from("<I", content, (fat_sectors[block] + 1) * size + place * 4)[0]
        if sector >= 0xFFFFFFFA:
            break
    return entries
