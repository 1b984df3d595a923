"""Durable work: the jobs that the steps run on."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from intake.store.tables.columns import BigId, Id, metadata
from intake.store.types import Instant

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", BigId, primary_key=True, autoincrement=True),
    Column("step", String(16), nullable=False),
    Column("subject", Id, nullable=False),
    # ready, leased, or parked after the step gave up; a finished job is deleted.
    Column("state", String(8), nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Grows at each lease: a worker whose token is old has lost the job and cannot write.
    Column("token", Integer, nullable=False),
    Column("worker", Text),
    Column("leased_until", Instant),
    Column("last_error", Text),
    Column("created_at", Instant, nullable=False),
    # One live job per step and subject: whatever asks for a step twice gets it once.
    Index(
        "uq_jobs_live",
        "step",
        "subject",
        unique=True,
        sqlite_where=text("state <> 'parked'"),
        postgresql_where=text("state <> 'parked'"),
    ),
    Index("ix_jobs_state_run_at", "state", "run_at"),
    Index("ix_jobs_subject", "subject"),
)
