"""After a step failed: again, and when, or give up with a reason. A pure decision; the table in its test is its manual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from intake.domain.errors import BadInput, BrokenPromise, NotAllowed, Unavailable
from intake.domain.reasons import ReasonCode

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
BROKEN_PROMISE_ATTEMPTS = 2
"""Whoever answered against its contract is asked once more; then a person looks."""
OWN_FAULT_ATTEMPTS = 3
"""A fault of our own may be a passing one (memory, disk); more tries would only repeat it."""


@dataclass(frozen=True, slots=True)
class Again:
    after: timedelta


@dataclass(frozen=True, slots=True)
class GiveUp:
    code: ReasonCode


def decide_retry(step: str, failure: BaseException, attempts: int, most: int) -> Again | GiveUp:
    """What follows a failure. `attempts` counts this one; `most` bounds those of an outside that does not answer."""
    unavailable = ReasonCode.ERP_UNAVAILABLE if step == "push" else ReasonCode.STEP_GAVE_UP
    match failure:
        case BadInput() | NotAllowed():
            return GiveUp(ReasonCode.ERP_REFUSED if step == "push" else ReasonCode.STEP_GAVE_UP)
        case Unavailable():
            allowed, code = most, unavailable
        case BrokenPromise():
            allowed, code = min(most, BROKEN_PROMISE_ATTEMPTS), ReasonCode.STEP_GAVE_UP
        case _:
            allowed, code = min(most, OWN_FAULT_ATTEMPTS), ReasonCode.STEP_GAVE_UP
    return Again(wait_before(attempts)) if attempts < allowed else GiveUp(code)


def wait_before(attempts: int) -> timedelta:
    """2 s, 4 s, 8 s … up to 10 minutes."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)
