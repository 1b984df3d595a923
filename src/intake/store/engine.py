"""Opens the database and hands out transactions. SQLite and PostgreSQL keep the same promises through the same two doors.

`write()` on SQLite is BEGIN IMMEDIATE: whoever writes knows at once that nobody else does, so a check and what follows from it
cannot be separated. On PostgreSQL the rows that matter are locked by name (`lock_*` functions).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from intake.domain.errors import Unavailable

__all__ = ["Connection", "Database", "IntegrityError"]

BUSY_SECONDS = 30
"""How long a writer waits for another on SQLite. Steps hold the write lock for milliseconds."""

MOST_AT_ONCE = 64
"""Connections of one process beside those kept open: one for each worker that the settings allow."""


class Database:
    """One database for everything that is ours. Safe to share between threads; not across a fork."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = create_engine(
            self.url, max_overflow=MOST_AT_ONCE, connect_args={"timeout": BUSY_SECONDS} if self.is_sqlite else {}
        )
        # Threads take turns; SQLite itself lets whoever happens to ask next go first, and somebody may wait very long. A thread
        # that wrote within its own writing would still be told so by SQLite instead of waiting for itself.
        self._turn: AbstractContextManager[object] = threading.RLock() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: committed at the end of the block, rolled back by any exception. Keep it short."""
        with self._turn, self._connection() as connection:
            connection.execution_options(intake_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the data; nothing is changed."""
        with self._connection() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()

    def check(self) -> str:
        """One sentence that says what answered. Raises Unavailable where nothing did."""
        with self._connection() as connection:
            version = connection.exec_driver_sql(
                "SELECT sqlite_version()" if self.is_sqlite else "SHOW server_version"
            ).scalar_one()
        return f"The database answers: {'SQLite' if self.is_sqlite else 'PostgreSQL'} {version}, {self.url.render_as_string()}."

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except OperationalError as failure:
            raise Unavailable(f"The database {self.url.render_as_string()} did not answer: {failure.orig}.") from failure
        with connection:
            yield connection


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # the driver's own implicit BEGIN is deferred; ours says what it wants
    cursor = dbapi_connection.cursor()
    # FULL: what was acknowledged survives a power cut, not only a crash of the process.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("intake_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
