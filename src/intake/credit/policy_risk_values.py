"""What finance sets about risk: the score's bands and cut-offs, early warnings, limit reviews, applications, outside signals.

Values and their defaults; the file is read in `policy_risk.py`, and docs/credit.md explains each. No file is read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, TypeAlias

from pydantic import Field

from intake.domain.base import Value
from intake.domain.risk import RiskClass

ClassSource: TypeAlias = Literal["worse", "erp", "score"]


class Band(Value):
    """Observed values up to and including `up_to` (None = any higher one) give `points`."""

    up_to: Decimal | None
    points: Decimal


class ScoreInput(Value):
    """`bands` rise: a worse value never gives fewer points. `weight` 0 = the input is not used."""

    weight: Decimal
    bands: tuple[Band, ...]


def _input(weight: int, *bands: tuple[int, int], beyond: int = 100) -> ScoreInput:
    steps = [Band(up_to=Decimal(up_to), points=Decimal(points)) for up_to, points in bands]
    return ScoreInput(weight=Decimal(weight), bands=(*steps, Band(up_to=None, points=Decimal(beyond))))


INPUTS: Mapping[str, ScoreInput] = MappingProxyType(
    {
        "days_beyond_terms": _input(30, (3, 0), (10, 30), (20, 60), (30, 80)),
        "trend_days": _input(10, (0, 0), (5, 30), (10, 60)),
        "overdue_percent": _input(20, (0, 0), (10, 30), (25, 60), (50, 80)),
        "oldest_overdue_days": _input(15, (0, 0), (7, 25), (30, 60), (60, 80)),
        "utilisation_percent": _input(10, (60, 0), (80, 20), (95, 50), (110, 80)),
        "dispute_percent": _input(5, (0, 0), (2, 30), (5, 60)),
        "broken_promise_percent": _input(10, (0, 0), (10, 50), (25, 80)),
    }
)
"""The score's own inputs as shipped. Outside signals come on top and never count more than their cap."""


class ScorePolicy(Value):
    """Below `medium_from` points an account is low, from `high_from` on high. A better class needs `better_margin` points beyond
    its cut-off on `better_after_days` assessed days in a row. Fewer than `least_payments` payments, or business for less than
    `least_days` days, is unknown. `class_from`: which class drives the rules, ours, the ERP's, or the worse of both.
    """

    medium_from: Decimal = Decimal(25)
    high_from: Decimal = Decimal(55)
    better_margin: Decimal = Decimal(5)
    better_after_days: int = 2
    least_payments: int = 3
    least_days: int = 90
    class_from: ClassSource = "worse"
    inputs: dict[str, ScoreInput] = Field(default_factory=lambda: dict(INPUTS))


class WarningPolicy(Value):
    """Thresholds of early warnings; days are calendar days."""

    later_by_days: Decimal = Decimal(10)
    near_percent: Decimal = Decimal(90)
    high_percent: Decimal = Decimal(85)
    high_for_days: int = 14
    rising_points: Decimal = Decimal(25)
    dispute_points: Decimal = Decimal(5)
    order_times_median: Decimal = Decimal(3)
    order_spreads: Decimal = Decimal(3)
    order_days: int = 14
    ends_within_days: int = 30
    reminder_level: int = 2
    methods_best_first: tuple[str, ...] = ()
    event_days: int = 90


class ReviewPolicy(Value):
    """When a limit is proposed to be raised or lowered, by how much, and until when a proposal may be approved.

    `months` is how long a limit may stand until its next review, by risk class.
    """

    raise_from_percent: Decimal = Decimal(80)
    raise_to_days_beyond: Decimal = Decimal(3)
    raise_percent: Decimal = Decimal(25)
    least_days: int = 180
    lower_from_days_beyond: Decimal = Decimal(20)
    lower_from_level: int = 2
    lower_percent: Decimal = Decimal(25)
    round_to: Decimal = Decimal(100)
    valid_days: int = 30
    quiet_days: int = 90
    longest_temporary_days: int = 92
    months: dict[RiskClass, int] = Field(
        default_factory=lambda: {RiskClass.LOW: 12, RiskClass.MEDIUM: 6, RiskClass.UNKNOWN: 6, RiskClass.HIGH: 3}
    )


class ExternalSource(Value):
    """A source of scores: its scale from `best` to `worst`, whichever is the larger number, and how long a score counts."""

    best: Decimal
    worst: Decimal
    valid_days: int


class ExternalPolicy(Value):
    """Outside signals make up at most `weight_percent` of a score, and never better it. `filings` are the words of filings that
    are taken; each warns."""

    weight_percent: Decimal = Decimal(20)
    sources: dict[str, ExternalSource] = Field(default_factory=dict)
    filings: tuple[str, ...] = ("insolvency", "judgement", "late_accounts", "ownership_change")


class AskedFact(Value):
    """One fact that a form asks for. `bands` (of a number) give points; without them the fact is only shown."""

    name: str
    kind: Literal["text", "number", "flag", "date"]
    needed: bool = True
    weight: Decimal = Decimal(0)
    bands: tuple[Band, ...] = ()


class ApplicationPolicy(Value):
    """What a credit application has to say, and the most that is proposed for an account of a risk class."""

    facts: tuple[AskedFact, ...] = ()
    most: dict[RiskClass, Decimal] = Field(
        default_factory=lambda: {
            RiskClass.LOW: Decimal(25000),
            RiskClass.MEDIUM: Decimal(10000),
            RiskClass.UNKNOWN: Decimal(2500),
            RiskClass.HIGH: Decimal(0),
        }
    )


class RiskPolicy(Value):
    score: ScorePolicy = ScorePolicy()
    warnings: WarningPolicy = WarningPolicy()
    reviews: ReviewPolicy = ReviewPolicy()
    external: ExternalPolicy = ExternalPolicy()
    applications: ApplicationPolicy = ApplicationPolicy()
