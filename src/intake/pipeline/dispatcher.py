"""Who does which step when: the protocol that the line asks, and its implementation over our own job rows.

The rows work on every database that the store runs on; on PostgreSQL several hosts lease past each other (SKIP LOCKED).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from intake.store import jobs
from intake.store.engine import Connection, Database
from intake.store.jobs import Job

Clock = Callable[[], datetime]


class Dispatcher(Protocol):
    def defer(self, tx: Connection, step: str, subject: str, /) -> None:
        """Asks for a step in the caller's transaction. A step that is asked for already is not asked for twice."""

    def lease(self, worker: str, *, subject: str | None = None) -> Job | None:
        """Takes the next job that is due, for `subject` only where one is named; None when there is none."""

    def renew(self, job: Job) -> bool:
        """Keeps a job; False when another worker has it now."""

    def finish(self, tx: Connection, job: Job) -> None:
        """Ends a job in the transaction of its result. Raises LeaseLost where it is another worker's now."""

    def retry(self, job: Job, after: timedelta, error: str) -> None:
        """Gives a job back, to be tried again later."""

    def park(self, tx: Connection, job: Job, error: str) -> None:
        """Puts a job aside, where it waits for a person."""

    def seconds_until_due(self, subjects: set[str] | None = None) -> float | None:
        """0 when a job can be leased now; None when nothing is left to do."""


class LeaseDispatcher:
    """Jobs as rows with leases. `lease_seconds` is how long a silent worker is believed to be alive."""

    def __init__(self, database: Database, lease_seconds: float = 30.0, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock
        self.lease_time = timedelta(seconds=lease_seconds)

    def defer(self, tx: Connection, step: str, subject: str, /) -> None:
        jobs.add_job(tx, step, subject, self._clock())

    def lease(self, worker: str, *, subject: str | None = None) -> Job | None:
        with self._database.read() as tx:
            due = jobs.next_due(tx, {subject} if subject else None)
        if due is None or due > self._clock():
            return None
        with self._database.write() as tx:
            return jobs.lease_job(tx, worker, self._clock(), self.lease_time, subject=subject)

    def renew(self, job: Job) -> bool:
        with self._database.write() as tx:
            return jobs.renew_lease(tx, job, self._clock() + self.lease_time)

    def finish(self, tx: Connection, job: Job) -> None:
        jobs.finish_job(tx, job)

    def retry(self, job: Job, after: timedelta, error: str) -> None:
        with self._database.write() as tx:
            jobs.retry_job(tx, job, self._clock() + after, error)

    def park(self, tx: Connection, job: Job, error: str) -> None:
        jobs.park_job(tx, job, error)

    def seconds_until_due(self, subjects: set[str] | None = None) -> float | None:
        with self._database.read() as tx:
            due = jobs.next_due(tx, subjects)
        return None if due is None else max(0.0, (due - self._clock()).total_seconds())
