"""A pull of master data → the index that counts from now on, made anew or laid over the one before.

Of syncs that run at the same time, one makes the index and the others find it made. Ledgers are not looked at (`sync.py`).
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.domain.catalogue import MasterSource
from intake.matching.index import lay_over, limit_currencies
from intake.matching.layers import base_path
from intake.pipeline.line import Line
from intake.pipeline.manual_holds import keep_hold
from intake.store.snapshots import current_master_version, keep_master_version

BuildIndex = Callable[[MasterSource, Path, Callable[[int], None] | None], None]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other sync of this folder is at work. The lock is the folder's own and ends with its process, however that
    ends."""
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def take_master(line: Line, source: MasterSource, build_index: BuildIndex, progress: Callable[[int], None] | None) -> bool:
    """Whether the master data are new. `progress` is told how many more articles were read; where they have to be read a second
    time, for a new index, they count again."""
    path = line.masters.path(source.version)
    with _alone(path.parent):
        return _take(line, source, path, build_index, progress)


def _take(line: Line, source: MasterSource, path: Path, build_index: BuildIndex, progress: Callable[[int], None] | None) -> bool:
    with line.database.read() as tx:
        before = current_master_version(tx)
    if before == source.version and path.is_file():
        return False
    if not path.is_file():
        _make_index(source, line.masters.path(before) if before is not None else None, path, build_index, progress)
    parents = {one.customer_no: one.parent_customer_no for one in source.customers() if one.parent_customer_no}
    changed = _other_currencies(line, source)
    with line.writing("sync") as work:
        for customer_no, before, now in changed:
            sentence = f"The limit's currency changed from {before} to {now}: is its amount still right?"
            keep_hold(work, sentence, customer_no=customer_no)
        keep_master_version(work.tx, source.version, parents, work.at)
        work.note("master_taken", version=source.version)
    return True


def _other_currencies(line: Line, source: MasterSource) -> list[tuple[str, str, str]]:
    """(customer, currency before, currency now) of limits whose amount would silently mean something else."""
    with line.database.read() as tx:
        version = current_master_version(tx)
    path = line.masters.any_path(version) if version is not None else None
    if path is None:
        return []
    before = limit_currencies(path)
    found = []
    for customer in source.customers():
        known = before.get(customer.customer_no) if customer.credit_limit else None
        if known is not None and known != customer.currency:
            found.append((customer.customer_no, known, customer.currency))
    return found


def _make_index(
    source: MasterSource, earlier: Path | None, path: Path, build_index: BuildIndex, progress: Callable[[int], None] | None
) -> None:
    """An index appears under its name when it is complete, or not at all. Few changes are laid over the one before, which stays
    as it is; of what lies over another file, that one appears first."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="building-") as folder:
        half = Path(folder) / "index.db"
        if earlier is None or not earlier.is_file() or not lay_over(source, earlier, half, progress):
            build_index(source, half, progress)
        if path.is_file():
            return  # On a disk whose locks hold for one machine alone, another was quicker, and may be reading.
        if base_path(half).is_file():
            os.replace(base_path(half), base_path(path))
        os.replace(half, path)
