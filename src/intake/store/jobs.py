"""The queue of steps to do, as rows: lease, renew, finish, try again later, park.

A job belongs to one worker while its lease runs. Its token grows with each lease, and whoever finishes must show the token: a
worker that was thought dead and comes back late cannot write. All times are the machine's clock, not the business clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from intake.domain.errors import IntakeError
from intake.store.engine import Connection
from intake.store.messages import insert_missing
from intake.store.tables import jobs

READY, LEASED, PARKED = "ready", "leased", "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One step to do for one subject. `attempts` counts the leases, this one included."""

    job_id: int
    step: str
    subject: str
    attempts: int
    token: int


class LeaseLost(IntakeError):
    """The job was taken by another worker in the meantime: nothing of this attempt may be written."""


def add_job(tx: Connection, step: str, subject: str, now: datetime, run_at: datetime | None = None) -> bool:
    """Asks for a step. A step that is asked for already is not asked for twice; says whether it was added."""
    return insert_missing(
        tx, jobs, step=step, subject=subject, state=READY, run_at=run_at or now, attempts=0, token=0, created_at=now
    )


def lease_job(
    tx: Connection, worker: str, now: datetime, lease: timedelta, *, subject: str | None = None, step: str | None = None
) -> Job | None:
    """Takes the oldest job that is due, or whose worker has let its lease run out; None when there is none."""
    due = or_(and_(jobs.c.state == READY, jobs.c.run_at <= now), and_(jobs.c.state == LEASED, jobs.c.leased_until < now))
    query = select(jobs).where(due).order_by(jobs.c.run_at, jobs.c.job_id).limit(1).with_for_update(skip_locked=True)
    if subject is not None:
        query = query.where(jobs.c.subject == subject)
    if step is not None:
        query = query.where(jobs.c.step == step)
    row = tx.execute(query).one_or_none()
    if row is None:
        return None
    job = Job(job_id=row.job_id, step=row.step, subject=row.subject, attempts=row.attempts + 1, token=row.token + 1)
    tx.execute(
        update(jobs)
        .where(jobs.c.job_id == job.job_id)
        .values(state=LEASED, attempts=job.attempts, token=job.token, worker=worker, leased_until=now + lease)
    )
    return job


def renew_lease(tx: Connection, job: Job, until: datetime) -> bool:
    """Says whether the job still belongs to this lease."""
    return tx.execute(update(jobs).where(_mine(job)).values(leased_until=until)).rowcount == 1


def finish_job(tx: Connection, job: Job) -> None:
    """Ends a job within the transaction that stores its result. Raises LeaseLost, and so undoes it, where it is another's now."""
    if tx.execute(delete(jobs).where(_mine(job))).rowcount != 1:
        raise LeaseLost(f"{job.step} of {job.subject} was taken over by another worker.")


def retry_job(tx: Connection, job: Job, run_at: datetime, error: str) -> None:
    row = update(jobs).where(_mine(job)).values(state=READY, run_at=run_at, last_error=error, worker=None, leased_until=None)
    if tx.execute(row).rowcount != 1:
        raise LeaseLost(f"{job.step} of {job.subject} was taken over by another worker.")


def park_job(tx: Connection, job: Job, error: str) -> None:
    """Keeps a job that gave up where a person can see it; it does not run again by itself."""
    row = update(jobs).where(_mine(job)).values(state=PARKED, last_error=error, worker=None, leased_until=None)
    if tx.execute(row).rowcount != 1:
        raise LeaseLost(f"{job.step} of {job.subject} was taken over by another worker.")


def drop_parked(tx: Connection, subject: str) -> None:
    tx.execute(delete(jobs).where(jobs.c.subject == subject, jobs.c.state == PARKED))


def cancel_ready(tx: Connection, subject: str) -> None:
    """Takes back steps of a subject that nobody has begun."""
    tx.execute(delete(jobs).where(jobs.c.subject == subject, jobs.c.state == READY))


def next_due(tx: Connection, subjects: set[str] | None = None) -> datetime | None:
    """When the next live job is due (or its lease ends); None when nothing is left to do."""
    when = func.min(func.coalesce(jobs.c.leased_until, jobs.c.run_at))
    query = select(when).where(jobs.c.state != PARKED)
    if subjects is not None:
        query = query.where(jobs.c.subject.in_(subjects))
    due: datetime | None = tx.execute(query).scalar_one()
    return due


def count_live(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(jobs).where(jobs.c.state != PARKED)).scalar_one()


def has_live(tx: Connection, subject: str) -> bool:
    query = select(func.count()).select_from(jobs).where(jobs.c.subject == subject, jobs.c.state != PARKED)
    return bool(tx.execute(query).scalar_one())


def list_parked(tx: Connection) -> list[tuple[str, str, str]]:
    """(step, subject, error) of every job that gave up."""
    rows = tx.execute(
        select(jobs.c.step, jobs.c.subject, jobs.c.last_error).where(jobs.c.state == PARKED).order_by(jobs.c.job_id)
    )
    return [(row.step, row.subject, row.last_error or "") for row in rows]


def _mine(job: Job) -> ColumnElement[bool]:
    return and_(jobs.c.job_id == job.job_id, jobs.c.token == job.token, jobs.c.state == LEASED)
