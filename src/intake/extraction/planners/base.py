"""What every planner is: documents go in, a plan of places comes out, never a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from intake.domain.documents import Document
from intake.domain.errors import Unavailable
from intake.domain.opened import MailContext
from intake.domain.orders import ModelUsage
from intake.domain.parties import OwnCompany
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem


class BudgetSpent(Unavailable):
    """No more calls are allowed today."""


class Planner(Protocol):
    """A planner that may fail: raises `Unavailable` (no answer) or `BrokenPromise` (an answer that cannot be used)."""

    name: str

    def plan(
        self, context: MailContext, documents: Sequence[Document], own: OwnCompany, problems: tuple[Problem, ...] = ()
    ) -> ReadingPlan | None:
        """A plan, or None where this planner has none to offer. `problems` are what `verify` found wrong with its last one."""

    def usage(self) -> ModelUsage | None:
        """What the last plan cost; None where it cost nothing."""


class RememberedPlanner(Planner, Protocol):
    """A planner from experience: offers a plan for a layout that was confirmed before, and forgets one that no longer holds."""

    def forget(self) -> None:
        """The plan that it gave last did not prove everything."""
