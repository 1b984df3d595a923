"""Runs one job: the step's work outside any transaction, then its result, the next state, the event and the next job in one.

A worker may stop anywhere. Before the transaction nothing has happened and the job runs again when its lease ends; after it
everything has. A late worker's transaction is refused by its token.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import structlog

from intake.domain.errors import BrokenPromise
from intake.domain.reasons import Reason
from intake.pipeline.dispatcher import Dispatcher
from intake.pipeline.retry import Again, decide_retry
from intake.store.engine import Database
from intake.store.jobs import Job, LeaseLost
from intake.store.writing import Writing, writing

log = structlog.get_logger()

Conclusion: TypeAlias = Callable[[Writing], None]
"""What a step writes, called once in the finishing transaction."""

Step: TypeAlias = Callable[[str], Conclusion]
"""Does the work for one subject (an order or a message id) and says what to write."""

GiveUpStep: TypeAlias = Callable[[Writing, str, str, Reason], None]
"""Makes a failure visible: (writing, step, subject, reason)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """`attempts` bounds the tries of one step; `clock` is the business clock."""

    database: Database
    dispatcher: Dispatcher
    steps: Mapping[str, Step]
    give_up: GiveUpStep
    clock: Callable[[], datetime]
    attempts: int = 5
    renew_every_seconds: float = 10.0

    def run_next(self, worker: str, *, subject: str | None = None) -> bool:
        """Does one job that is due; False when there is none."""
        job = self.dispatcher.lease(worker, subject=subject)
        if job is None:
            return False
        try:
            with self._renewed(job):
                self._run(job)
        except LeaseLost:
            log.warning("lease_lost", step=job.step, subject=job.subject, worker=worker)
        return True

    def _run(self, job: Job) -> None:
        # A step that kills its worker each time never reports a failure; its leases count.
        if job.attempts > self.attempts:
            self._end(job, BrokenPromise(f"The worker stopped {job.attempts - 1} times during this step."))
            return
        try:
            conclusion = self.steps[job.step](job.subject)
            with writing(self.database, at=self.clock(), actor="intake", defer=self.dispatcher.defer) as work:
                self.dispatcher.finish(work.tx, job)
                conclusion(work)
        except LeaseLost:
            raise
        except Exception as failure:  # whatever went wrong, the order must stay visible
            self._failed(job, failure)

    def _failed(self, job: Job, failure: Exception) -> None:
        log.warning("step_failed", step=job.step, subject=job.subject, attempts=job.attempts, exc_info=failure)
        verdict = decide_retry(job.step, failure, job.attempts, self.attempts)
        if isinstance(verdict, Again):
            self.dispatcher.retry(job, verdict.after, _sentence(failure))
        else:
            self._end(job, failure)

    def _end(self, job: Job, failure: Exception) -> None:
        verdict = decide_retry(job.step, failure, self.attempts, self.attempts)
        assert not isinstance(verdict, Again)
        message = f"The step {job.step} failed after {min(job.attempts, self.attempts)} attempts: {_sentence(failure)}"
        with writing(self.database, at=self.clock(), actor="intake", defer=self.dispatcher.defer) as work:
            self.dispatcher.park(work.tx, job, _sentence(failure))
            self.give_up(work, job.step, job.subject, Reason.of(verdict.code, message=message))

    @contextmanager
    def _renewed(self, job: Job) -> Iterator[None]:
        """Keeps the lease while the step works: without it a long step is taken for dead and runs twice at once."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(self.renew_every_seconds):
                try:
                    if not self.dispatcher.renew(job):
                        return
                except Exception as failure:  # the next turn may succeed; the token protects the rest
                    log.warning("lease_not_renewed", step=job.step, subject=job.subject, exc_info=failure)

        thread = threading.Thread(target=renew, name=f"lease-{job.job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _sentence(failure: BaseException) -> str:
    text = str(failure).strip() or type(failure).__name__
    return text if isinstance(failure, BrokenPromise) or text.endswith(".") else f"{type(failure).__name__}: {text}."
