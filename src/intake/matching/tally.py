"""The sum of one comparison: what agrees and what contradicts, quoting both sides, and a score that only orders.

Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from intake.domain.matched import EvidenceKind

CONTRADICTED = 0.4
CONTRADICTED_FIGURE = 0.7
"""A code or a figure of which neither side says what it measures. It forbids as well; it only says less about the order."""

Weight = Callable[[str], float]


class Fact(NamedTuple):
    """One agreement or contradiction: `said` in the document, `ours` in the record.

    `only_turned`: the same lengths in another order. A tile of 60x30 may be our 30x60, where no other article is 60x30.
    """

    kind: EvidenceKind
    said: str
    ours: str
    only_turned: bool = False


class Comparison(NamedTuple):
    """`agreements` and `contradictions` quote both sides; `score` in 0…1 is for ordering alone.

    `fit` is the score but for what the article has besides: articles of one fit are equal for what is said.
    """

    score: float
    agreements: tuple[Fact, ...]
    contradictions: tuple[Fact, ...]
    fit: float = 0.0


def even_weight(_word: str) -> float:
    return 1.0


class Tally:
    """Sums one comparison up."""

    def __init__(self) -> None:
        self.agreements: list[Fact] = []
        self.contradictions: list[Fact] = []
        self.matched = 0.0
        self.total = 0.0
        self.factor = 1.0
        self.unsaid = 1.0

    def agree(self, kind: EvidenceKind, said: str, ours: str, weight: float, share: float = 1.0) -> None:
        self.agreements.append(Fact(kind, said, ours))
        self.matched += weight * share
        self.total += weight

    def miss(self, weight: float) -> None:
        self.total += weight

    def contradict(self, kind: EvidenceKind, said: str, ours: str, *, only_turned: bool = False) -> None:
        self.contradictions.append(Fact(kind, said, ours, only_turned))
        self.factor *= CONTRADICTED_FIGURE if kind is EvidenceKind.NUMBER else CONTRADICTED

    def result(self) -> Comparison:
        fit = self.matched / self.total * self.factor if self.total else 0.0
        return Comparison(round(fit * self.unsaid, 4), tuple(self.agreements), tuple(self.contradictions), round(fit, 4))
