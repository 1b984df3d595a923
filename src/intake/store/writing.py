"""One write transaction of the line: what a step or a person's command changes, all of it or nothing.

Events are noted as things happen and appended to the trail at the end of the transaction, because the trail's head is locked
from the first entry to the commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from intake.store.engine import Connection, Database
from intake.store.trail import TrailEvent, record


class Defer(Protocol):
    """Asks for a step within the caller's transaction; asking twice is asking once."""

    def __call__(self, tx: Connection, step: str, subject: str, /) -> None: ...


@dataclass(slots=True)
class Writing:
    """An open transaction. `at` is the business clock, the same for everything written in it; `actor` is who does it."""

    tx: Connection
    at: datetime
    actor: str
    defer: Defer
    entries: list[TrailEvent] = field(default_factory=list)

    def note(self, event: str, *, order_id: str | None = None, message_id: str | None = None, **detail: Any) -> None:
        self.entries.append(
            TrailEvent(event=event, actor=self.actor, at=self.at, order_id=order_id, message_id=message_id, detail=detail)
        )

    def ask(self, step: str, subject: str) -> None:
        self.defer(self.tx, step, subject)


@contextmanager
def writing(database: Database, *, at: datetime, actor: str, defer: Defer) -> Iterator[Writing]:
    with database.write() as tx:
        work = Writing(tx, at, actor, defer)
        yield work
        record(tx, work.entries)
