"""What others say of an account: a bureau's score, a filing. Dated values with their source, and the protocol of whoever tells
them. They may warn and may worsen a score within its cap; they never decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from pydantic import Field, model_validator

from intake.domain.base import Value


class ExternalSignal(Value):
    """A `score` on the source's own scale, or a `filing` (a word of the policy); exactly one of both. `reference` is the source's
    own number of it."""

    customer_no: str = Field(min_length=1, max_length=64)
    source: str = Field(min_length=1, max_length=60)
    observed_on: date
    score: Decimal | None = None
    filing: str | None = None
    reference: str = Field(default="", max_length=120)

    @model_validator(mode="after")
    def _one_of_both(self) -> ExternalSignal:
        if (self.score is None) == (self.filing is None):
            raise ValueError("a row has a score or a filing, one of them")
        if self.score is not None and not self.score.is_finite():
            raise ValueError("a score is a number")
        return self


class SignalProvider(Protocol):
    """Somebody who tells signals: a bureau's file, a service. `signals` gives all that are known now, the same again when asked
    again; it raises BadInput with every fault where what was told cannot be read, Unavailable where nobody answered."""

    @property
    def name(self) -> str: ...

    def signals(self) -> Sequence[tuple[str, ExternalSignal]]:
        """Each with its place ("line 7"), to name it by."""
