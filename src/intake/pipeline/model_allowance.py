"""How many questions the model may be asked: a budget for the day and a rate for the minute, as rows that all hosts share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from intake.extraction.planners.base import BudgetSpent
from intake.store.doors import spend
from intake.store.engine import Database


@dataclass(frozen=True, slots=True)
class ModelAllowance:
    """A `Permit` of the model's client. Limits of 0 are none; `now` is the local time of the selling company."""

    database: Database
    daily_budget: int
    requests_per_minute: int
    now: Callable[[], datetime]

    def __call__(self) -> float:
        at = self.now()
        with self.database.write() as tx:
            minute = f"{at:%Y-%m-%dT%H:%M}"
            if self.requests_per_minute and not spend(tx, "model.minute", minute, limit=self.requests_per_minute):
                return 60.0 - at.second
            if not spend(tx, "model.day", f"{at:%Y-%m-%d}", limit=self.daily_budget):
                raise BudgetSpent(f"The {self.daily_budget} model calls of {at:%Y-%m-%d} are spent.")
        return 0.0
