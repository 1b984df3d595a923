"""The numbers of an evaluation: what was right, wrong, left out, made up, and what follows from it. Counting only."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from intake.domain.base import Value


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    OMITTED = "omitted"
    INVENTED = "invented"


class Tally(Value):
    """`wrong`: there, but not what the truth says. `omitted`: in the truth only. `invented`: in the reading only."""

    right: int = 0
    wrong: int = 0
    omitted: int = 0
    invented: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Tally:
        counts = dict.fromkeys(Outcome, 0)
        for outcome in outcomes:
            counts[outcome] += 1
        return cls(**{str(outcome): count for outcome, count in counts.items()})

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            right=self.right + other.right,
            wrong=self.wrong + other.wrong,
            omitted=self.omitted + other.omitted,
            invented=self.invented + other.invented,
        )

    @property
    def recall(self) -> float:
        """The share of the truth that was read right; 1 where there is nothing to read."""
        return _share(self.right, self.right + self.wrong + self.omitted)

    @property
    def precision(self) -> float:
        """The share of the reading that is right; 1 where nothing was read."""
        return _share(self.right, self.right + self.wrong + self.invented)

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0

    @property
    def accuracy(self) -> float:
        return _share(self.right, self.right + self.wrong + self.omitted + self.invented)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
