"""A zip archive opened within bounds: bytes in, named members out, each read no further than the limits allow.

Shared by whoever opens a zip or a format built on one (xlsx, docx, ods). Never extracts to disk, never trusts a declared size,
never raises on bad bytes: what cannot be opened is a `Problem`.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

# What zipfile and the decompressors raise on damaged or unsupported members.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    MemoryError,
)
_CENTRAL_HEADER = b"PK\x01\x02"
_MOST_MEMBERS = 5_000
# Small parts of repeated text compress a thousandfold and harm nobody.
_RATIO_COUNTS_FROM = 2_000_000
_STEP = 1 << 18


class ArchiveRefused(Exception):
    """The archive or a member of it cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class Archive:
    """An open archive. Every read counts against the limits of the whole archive."""

    def __init__(self, content: bytes, limits: Limits, name: str | None = None) -> None:
        """Raises `ArchiveRefused`."""
        self._limits = limits
        self._name = name or "The file"
        self._size = max(len(content), 1)
        self._spent = 0
        if content.count(_CENTRAL_HEADER) > _MOST_MEMBERS:
            raise ArchiveRefused(self._too_complex(f"holds more than {_MOST_MEMBERS:,} members"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except BROKEN as broken:
            raise ArchiveRefused(self._broken(str(broken))) from broken

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files in it, folders left out, in the archive's order."""
        return tuple(name for name in self._members if not name.endswith("/"))

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def is_encrypted(self, name: str) -> bool:
        return bool(self._members[name].flag_bits & 0x1)

    def has_unicode_name(self, name: str) -> bool:
        """Whether the archive says that the name is UTF-8; otherwise its code page is unknown and the name a guess."""
        return bool(self._members[name].flag_bits & 0x800)

    def read(self, name: str) -> bytes:
        """The member's bytes. Raises `ArchiveRefused` when it is missing, damaged, encrypted or too large."""
        if name not in self._members:
            raise ArchiveRefused(self._broken(f"its part {name} is missing"))
        if self.is_encrypted(name):
            message = f"{self._name} is protected by a password. The customer sends it without one."
            raise ArchiveRefused(Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, path=name, message=message))
        try:
            return self._read(name)
        except ArchiveRefused:
            raise
        except BROKEN as broken:
            raise ArchiveRefused(self._broken(f"its part {name} is damaged ({broken})")) from broken

    def _read(self, name: str) -> bytes:
        pieces = bytearray()
        compressed = max(self._members[name].compress_size, 1)
        with self._zip.open(name) as stream:
            while piece := stream.read(_STEP):
                pieces += piece
                self._spent += len(piece)
                if self._spent > self._limits.archive_bytes:
                    raise ArchiveRefused(self._too_complex(f"unpacks to more than {self._limits.archive_bytes:,} bytes"))
                read = len(pieces)
                if read > _RATIO_COUNTS_FROM and read > self._limits.archive_ratio * min(compressed, self._size):
                    raise ArchiveRefused(self._too_complex(f"is packed more than {self._limits.archive_ratio}-fold at {name}"))
        return bytes(pieces)

    def _too_complex(self, why: str) -> Problem:
        message = f"{self._name} {why} and was not opened further. The desk looks at it."
        return Problem(code=ReasonCode.DOCUMENT_TOO_COMPLEX, message=message)

    def _broken(self, why: str) -> Problem:
        message = f"{self._name} cannot be opened: {why[:200]}. The customer sends it again."
        return Problem(code=ReasonCode.DOCUMENT_BROKEN, message=message)
