"""Opened snapshots of the ERP's data, kept open between orders: master data for matching, ledgers for the credit check."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from intake.domain.catalogue import MasterData
from intake.domain.errors import Unavailable
from intake.domain.ledger import LedgerSnapshot
from intake.store.engine import Connection, Database
from intake.store.snapshots import current_master_version, load_ledger

OPEN_AT_ONCE = 2
"""A worker in the middle of an order may still use the version before the current one."""


class MasterShelf:
    """Index files `VERSION-FORMAT.db` in one folder, each opened once for all threads. A program that writes another format finds
    no file of its own, and the next sync builds one."""

    def __init__(self, database: Database, folder: Path, open_index: Callable[[Path], MasterData], *, index_format: str) -> None:
        self._database = database
        self._open_index = open_index
        self._format = index_format
        self._opened: OrderedDict[str, MasterData] = OrderedDict()
        self._lock = threading.Lock()
        self.folder = folder

    def path(self, version: str) -> Path:
        return self.folder / f"{version}-{self._format}.db"

    def current(self) -> MasterData:
        """The master data that counts now. Raises Unavailable before the first sync."""
        version = self._current()
        if version is None:
            raise Unavailable("There is no master data yet; pull it from the ERP with `intake sync`.")
        return self.open(version)

    def has_current(self) -> bool:
        return self._current() is not None

    def _current(self) -> str | None:
        """The version that counts now, where its file is there."""
        with self._database.read() as tx:
            version = current_master_version(tx)
        return version if version is not None and self.path(version).is_file() else None

    def open(self, version: str) -> MasterData:
        with self._lock:
            if version not in self._opened:
                self._opened[version] = self._open_index(self.path(version))
                while len(self._opened) > OPEN_AT_ONCE:
                    self._opened.popitem(last=False)
            self._opened.move_to_end(version)
            return self._opened[version]

    def any_path(self, version: str) -> Path | None:
        """The version's file, if need be one that an earlier program wrote in a format of its own."""
        others = sorted(self.folder.glob(f"{version}-*.db"), key=lambda path: path.stat().st_mtime)
        own = self.path(version)
        return own if own.is_file() else next(reversed(others), None)


class LedgerShelf:
    """Ledger snapshots as values, read from the store once."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, LedgerSnapshot] = OrderedDict()
        self._lock = threading.Lock()

    def snapshot(self, tx: Connection, snapshot_id: int) -> LedgerSnapshot:
        """Read on the caller's own connection: whoever holds one and waits for another may wait for ever. The same id is the same
        value, so that it is added up once."""
        with self._lock:
            if snapshot_id in self._known:
                self._known.move_to_end(snapshot_id)
                return self._known[snapshot_id]
        read = load_ledger(tx, snapshot_id)
        with self._lock:
            snapshot = self._known.setdefault(snapshot_id, read)
            while len(self._known) > OPEN_AT_ONCE:
                self._known.popitem(last=False)
            return snapshot
