"""Where messages come from by themselves: watched folders and mailboxes, asked again and again until told to stop.

A channel gives a message away (moves the file, marks the mail) only after it was stored. One that is taken twice, because this
stopped in between, is the same bytes and so the same message.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from intake.domain.errors import IntakeError

log = structlog.get_logger()

TAKEN = "taken"
"""The folder inside a watched folder where files go after they were stored."""

STILL_SECONDS = 1.0
"""A file that changed more recently may still be being written."""

LONGEST_PAUSE_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """`take` takes what is there now and says how many messages that were."""

    name: str
    poll_every_seconds: float
    take: Callable[[], int]


def poll(channel: Channel, stop: threading.Event) -> None:
    """Takes what comes until told to stop. A channel that fails is asked less and less often, never given up."""
    failures = 0
    while not stop.is_set():
        try:
            channel.take()
            failures = 0
        except (IntakeError, OSError) as failure:
            failures += 1
            log.warning("channel_failed", channel=channel.name, error=str(failure), failures=failures)
        except Exception as failure:
            failures += 1
            log.error("channel_failed", channel=channel.name, exc_info=failure, failures=failures)
        stop.wait(min(channel.poll_every_seconds * 2**failures, max(LONGEST_PAUSE_SECONDS, channel.poll_every_seconds)))


def take_files(folder: Path, find_files: Callable[[Path], list[Path]], store: Callable[[bytes, str], None]) -> int:
    """Takes the complete files of a folder, oldest first, and moves each into `taken` once it was stored."""
    files = [path for path in find_files(folder) if TAKEN not in path.relative_to(folder).parts and _is_complete(path)]
    for path in sorted(files, key=lambda each: each.stat().st_mtime):
        store(path.read_bytes(), path.name)
        _move_aside(path, folder / TAKEN)
    return len(files)


def _is_complete(path: Path) -> bool:
    return time.time() - path.stat().st_mtime >= STILL_SECONDS


def _move_aside(path: Path, taken: Path) -> None:
    taken.mkdir(exist_ok=True)
    target = taken / path.name
    if target.exists():
        target = taken / f"{path.stem}-{time.time_ns()}{path.suffix}"
    path.rename(target)
