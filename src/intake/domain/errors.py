"""The few families of exceptions, each with its own reaction. Business outcomes are reasons (`reasons.py`), never exceptions."""

from __future__ import annotations


class IntakeError(Exception):
    """An expectation was broken; the message is one full sentence that names the place and the remedy."""


class BadInput(IntakeError):
    """The input itself is unusable, retrying cannot help: the work ends as a hold or a refusal that says why."""


class Unavailable(IntakeError):
    """Something outside did not answer: retry within bounds, then hold."""


class BrokenPromise(IntakeError):
    """The other side answered against its contract: once more, then hold and alert."""


class NotAllowed(IntakeError):
    """The actor may not do this: 403 and the sentence."""


class StaleVersion(NotAllowed):
    """Somebody else changed the order in the meantime, look at it again: 409 and the sentence."""


class ConfigurationError(IntakeError):
    """The settings cannot work: stop at start and name all problems at once."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
