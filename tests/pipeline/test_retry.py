"""When a step failed: the table of what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.domain.errors import BadInput, BrokenPromise, Unavailable
from intake.domain.reasons import ReasonCode
from intake.pipeline.retry import LONGEST_WAIT, Again, GiveUp, decide_retry, wait_before

R = ReasonCode


@pytest.mark.parametrize(
    ("step", "failure", "attempts", "verdict"),
    [
        # The outside is away: wait longer each time, then a person is told which side it was.
        ("push", Unavailable("away"), 1, Again(timedelta(seconds=2))),
        ("push", Unavailable("away"), 2, Again(timedelta(seconds=4))),
        ("push", Unavailable("away"), 4, Again(timedelta(seconds=16))),
        ("push", Unavailable("away"), 5, GiveUp(R.ERP_UNAVAILABLE)),
        ("match", Unavailable("no master data"), 5, GiveUp(R.STEP_GAVE_UP)),
        # Retrying cannot change the input.
        ("read", BadInput("unusable"), 1, GiveUp(R.STEP_GAVE_UP)),
        ("push", BadInput("refused"), 1, GiveUp(R.ERP_REFUSED)),
        # The other side broke its contract: once more, then a person looks.
        ("push", BrokenPromise("another order"), 1, Again(timedelta(seconds=2))),
        ("push", BrokenPromise("another order"), 2, GiveUp(R.STEP_GAVE_UP)),
        # Our own fault may be a passing one, and repeating it for ever helps nobody.
        ("match", KeyError("sku"), 1, Again(timedelta(seconds=2))),
        ("match", KeyError("sku"), 3, GiveUp(R.STEP_GAVE_UP)),
        ("match", MemoryError(), 2, Again(timedelta(seconds=4))),
    ],
)
def test_what_follows_a_failure(step: str, failure: Exception, attempts: int, verdict: Again | GiveUp) -> None:
    assert decide_retry(step, failure, attempts, most=5) == verdict


def test_no_wait_is_longer_than_ten_minutes() -> None:
    assert wait_before(100) == LONGEST_WAIT
