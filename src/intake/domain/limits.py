"""How much of the outside world we are willing to open. Every limit that is met becomes a named problem, never a crash."""

from __future__ import annotations

from intake.domain.base import Value


class Limits(Value):
    """Sizes in bytes, times in seconds. A setting of `[limits]` each."""

    message_bytes: int = 50_000_000
    part_bytes: int = 30_000_000
    parts: int = 200
    mime_depth: int = 12
    archive_files: int = 50
    archive_bytes: int = 100_000_000
    archive_ratio: int = 200
    pages: int = 600
    words: int = 1_000_000
    cells: int = 600_000
    sheets: int = 60
    parse_seconds: float = 60.0
    parse_memory_bytes: int = 1_500_000_000
    ocr_pages: int = 30
    ocr_seconds: float = 240.0
    kept_pictures: int = 0
