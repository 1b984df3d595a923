"""Jobs as rows: one live job per step and subject, one worker per job, and no writing by a worker that was too slow."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from intake.store.engine import Database
from intake.store.jobs import (
    LeaseLost,
    add_job,
    count_live,
    drop_parked,
    finish_job,
    lease_job,
    list_parked,
    next_due,
    park_job,
    renew_lease,
    retry_job,
)

LEASE = timedelta(seconds=30)


def test_a_step_that_is_asked_for_twice_is_done_once(database: Database, morning: datetime) -> None:
    with database.write() as tx:
        assert add_job(tx, "match", "order-1", morning)
        assert not add_job(tx, "match", "order-1", morning)
        assert count_live(tx) == 1


def test_the_oldest_job_that_is_due_comes_first(database: Database, morning: datetime) -> None:
    with database.write() as tx:
        add_job(tx, "read", "later", morning, run_at=morning + timedelta(minutes=1))
        add_job(tx, "read", "first", morning)
        job = lease_job(tx, "w1", morning, LEASE)
        assert job is not None
        assert job.subject == "first"
        assert lease_job(tx, "w2", morning, LEASE) is None
        assert next_due(tx) == morning + LEASE


def test_a_silent_worker_loses_its_job_and_cannot_write_when_it_comes_back(database: Database, morning: datetime) -> None:
    later = morning + LEASE + timedelta(seconds=1)
    with database.write() as tx:
        add_job(tx, "push", "order-1", morning)
        slow = lease_job(tx, "slow", morning, LEASE)
        assert slow is not None
        assert lease_job(tx, "other", morning + LEASE, LEASE) is None
        taken = lease_job(tx, "other", later, LEASE)
    assert taken is not None
    assert (taken.job_id, taken.token, taken.attempts) == (slow.job_id, slow.token + 1, 2)
    with database.write() as tx:
        assert not renew_lease(tx, slow, later + LEASE)
        assert renew_lease(tx, taken, later + LEASE)
    for late in (finish_job, lambda tx, job: retry_job(tx, job, later, ""), lambda tx, job: park_job(tx, job, "")):
        with pytest.raises(LeaseLost), database.write() as tx:
            late(tx, slow)
    with database.write() as tx:
        finish_job(tx, taken)
        assert count_live(tx) == 0


def test_a_parked_job_rests_until_somebody_asks_anew(database: Database, morning: datetime) -> None:
    with database.write() as tx:
        add_job(tx, "push", "order-1", morning)
        job = lease_job(tx, "w1", morning, LEASE)
        assert job is not None
        park_job(tx, job, "The ERP is away.")
        assert list_parked(tx) == [("push", "order-1", "The ERP is away.")]
        assert lease_job(tx, "w1", morning + timedelta(days=1), LEASE) is None
        drop_parked(tx, "order-1")
        assert add_job(tx, "push", "order-1", morning)
        assert list_parked(tx) == []


def test_a_retried_job_waits_for_its_time_and_counts_its_attempts(database: Database, morning: datetime) -> None:
    soon = morning + timedelta(seconds=2)
    with database.write() as tx:
        add_job(tx, "push", "order-1", morning)
        first = lease_job(tx, "w1", morning, LEASE)
        assert first is not None
        retry_job(tx, first, soon, "The ERP is away.")
        assert lease_job(tx, "w1", morning, LEASE) is None
        second = lease_job(tx, "w1", soon, LEASE)
    assert second is not None
    assert (first.attempts, second.attempts) == (1, 2)


def test_many_workers_share_the_jobs_without_taking_one_twice(database: Database, morning: datetime) -> None:
    with database.write() as tx:
        for number in range(20):
            add_job(tx, "read", f"message-{number}", morning)
    taken: list[str] = []

    def work(name: str) -> None:
        while True:
            with database.write() as tx:
                job = lease_job(tx, name, morning, LEASE)
                if job is None:
                    return
                finish_job(tx, job)
            taken.append(job.subject)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"message-{number}" for number in range(20))
