"""How risky an account is, as values: what was observed, the points it gave, the class in force and why, and early warnings.

An assessment is made on a day of the selling company and is never changed. Nothing here decides.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from intake.domain.base import Value


class RiskClass(StrEnum):
    """`UNKNOWN`: too little is known. It is never low, and never a way out of high."""

    LOW = "low"
    MEDIUM = "medium"
    UNKNOWN = "unknown"
    HIGH = "high"

    @property
    def severity(self) -> int:
        """0 = the best. An account of which nothing is known counts as riskier than a medium one."""
        return list(RiskClass).index(self)


class InputState(StrEnum):
    """`NOT_APPLICABLE`: there is nothing it could be observed on (no promise was ever made), so that it has no say."""

    KNOWN = "known"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class ScoredInput(Value):
    """One input of the score as it was seen: `observed` in its unit, the `band` it lies in, and the `points` (0 good, 100 bad)
    that the band gives, of which `weight` counts."""

    name: str
    state: InputState
    observed: Decimal | None = None
    band: str = ""
    points: Decimal | None = None
    weight: Decimal


class Score(Value):
    """`points` 0 (good) to 100 (bad), None where nothing could be scored. With the missing inputs at their best and at their
    worst they would be `least` and `most`. `computed` is the class of today's figures, `eased` what it would be with the margin
    that a better class needs; neither is in force before it was held against the class before. `lacks` says what is missing.
    """

    points: Decimal | None
    least: Decimal | None = None
    most: Decimal | None = None
    computed: RiskClass
    eased: RiskClass
    inputs: tuple[ScoredInput, ...]
    lacks: tuple[str, ...] = ()


class RiskRating(Value):
    """The class in force from `rated_on` on. `easing_to` is the better class that the last `easing_runs` days asked for."""

    risk_class: RiskClass
    rated_on: date
    easing_to: RiskClass | None = None
    easing_runs: int = 0
    why: str


class AccountDay(Value):
    """What an account owed of its limit on a day. `limit` None = unlimited; 0 = no credit."""

    day: date
    exposure: Decimal
    limit: Decimal | None
    currency: str

    @property
    def utilisation_percent(self) -> Decimal | None:
        """None = there is no limit to compare with."""
        if self.limit is None or self.limit <= 0:
            return None
        return (max(Decimal(0), self.exposure) * 100 / self.limit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


class PastClass(Value):
    """What was found on an earlier day, and held until the next entry."""

    rated_on: date
    risk_class: RiskClass
    dispute_percent: Decimal | None = None


class WarningKind(StrEnum):
    PAYING_LATER = "paying_later"
    FIRST_OVERDUE = "first_overdue"
    LIMIT_NEAR = "limit_near"
    UTILISATION_HIGH = "utilisation_high"
    UTILISATION_RISING = "utilisation_rising"
    PROMISE_BROKEN = "promise_broken"
    DISPUTES_RISING = "disputes_rising"
    ORDER_JUMP = "order_jump"
    REVIEW_OVERDUE = "review_overdue"
    LIMIT_ENDS = "limit_ends"
    REMINDED = "reminded"
    PAYMENT_METHOD = "payment_method"
    CLASS_WORSE = "class_worse"
    EXTERNAL_SIGNAL = "external_signal"


class EarlyWarning(Value):
    """`observed` and `threshold` are texts with units; `message` is one sentence with both."""

    kind: WarningKind
    observed: str
    threshold: str
    message: str


class Assessment(Value):
    """What one look at an account found. `utilisation_percent` None = no limit to compare with."""

    customer_no: str
    rated_on: date
    snapshot_id: int
    policy_sha256: str
    score: Score
    rating: RiskRating
    erp_class: str | None
    utilisation_percent: Decimal | None
    dispute_percent: Decimal | None
    warnings: tuple[EarlyWarning, ...] = ()

    def says_the_same_as(self, other: Assessment) -> bool:
        """Nothing is worth a new entry: only the day and the snapshot differ, and no day counts towards a better class."""
        if self.rating.easing_to is not None and self.rated_on != other.rated_on:
            return False
        rating = self.rating.model_copy(update={"rated_on": other.rating.rated_on})
        same = {"snapshot_id": other.snapshot_id, "rated_on": other.rated_on, "rating": rating}
        return self.model_copy(update=same) == other
