"""The rules' parameters in one table: what each rule can be set to, within which bounds, and its default.

`policy.toml` is checked against this table and `docs/credit.md` repeats it. No rule is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from intake.domain.credit import Stage


@dataclass(frozen=True, slots=True)
class NumberParameter:
    """A number from `least` to `most`; `required` where the rule cannot work without it."""

    least: Decimal = Decimal(0)
    most: Decimal | None = None
    whole: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class WordsParameter:
    """A list of words; `allowed` empty = any."""

    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleKind:
    """`must_be_on`: a policy without this rule would let an order through unchecked, so it cannot be switched off.

    `can_be_excepted`: a written exception may waive it. Facts that are missing or absurd, and blocks that a person placed, never.
    """

    title: str
    on: bool = True
    must_be_on: bool = False
    can_be_excepted: bool = True
    parameters: Mapping[str, NumberParameter | WordsParameter] = field(default_factory=lambda: MappingProxyType({}))
    defaults: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))


_DAYS = NumberParameter(most=Decimal(3660), whole=True)
_DAYS_NEEDED = NumberParameter(most=Decimal(3660), whole=True, required=True)
_PERCENT_NEEDED = NumberParameter(most=Decimal(100), required=True)
_AMOUNT = NumberParameter()
BUCKETS = tuple(stage.value for stage in Stage)
TERMS_KINDS = ("prepayment", "net", "eom_plus", "net_eom", "day_of_next_month", "instalments")

RULES: Mapping[str, RuleKind] = MappingProxyType(
    {
        "R1": RuleKind("Credit limit"),
        "R2": RuleKind("Credit limit over open orders that ship soon", on=False, parameters={"horizon_days": _DAYS_NEEDED}),
        "R3": RuleKind(
            "Limit used",
            parameters={"watch_percent": NumberParameter(), "hold_percent": NumberParameter(least=Decimal(1))},
            defaults={"watch_percent": Decimal(90)},
        ),
        "R4": RuleKind("Maximum value of one order", parameters={"max_amount": _AMOUNT}),
        "R5": RuleKind("Oldest open item", parameters={"days": _DAYS, "materiality": _AMOUNT}),
        "R6": RuleKind("Overdue amount", parameters={"amount": _AMOUNT, "utilisation_percent": NumberParameter()}),
        "R7": RuleKind("Overdue share", on=False, parameters={"days": _DAYS, "share_percent": _PERCENT_NEEDED}),
        "R8": RuleKind(
            "Reminder level",
            parameters={"level": NumberParameter(least=Decimal(1), most=Decimal(9), whole=True)},
            defaults={"level": Decimal(3)},
        ),
        "R9": RuleKind("Terms better than the customer's"),
        "R10": RuleKind("Cash discount better than the customer's"),
        "R11": RuleKind(
            "Limit expired or its review overdue", parameters={"grace_days": _DAYS}, defaults={"grace_days": Decimal(0)}
        ),
        "R12": RuleKind("Account blocked or held by a person", must_be_on=True, can_be_excepted=False),
        "R13": RuleKind("Terms that require payment first", parameters={"terms": WordsParameter(frozenset(TERMS_KINDS))}),
        "R14": RuleKind("No credit limit", must_be_on=True),
        "R15": RuleKind("Limit of the group"),
        "R16": RuleKind("Temporary limits and insurance count"),
        "R17": RuleKind(
            "Receipts at risk are still owed",
            parameters={"days": _DAYS, "methods": WordsParameter()},
            defaults={"days": Decimal(0)},
        ),
        "R18": RuleKind("Seasonal limit", on=False),
        "R19": RuleKind("Cap on a part of the exposure", on=False, parameters=dict.fromkeys(BUCKETS, _AMOUNT)),
        "R20": RuleKind("Written exceptions"),
        "R21": RuleKind(
            "Decide again before the ERP takes the order",
            must_be_on=True,
            can_be_excepted=False,
            parameters={"max_age_minutes": NumberParameter(least=Decimal(1), most=Decimal(525600))},
            defaults={"max_age_minutes": Decimal(60)},
        ),
        "R22": RuleKind("A release holds for what was released", must_be_on=True, can_be_excepted=False),
        "R23": RuleKind("Figures fresh and whole", must_be_on=True, can_be_excepted=False),
        "R24": RuleKind("Every input known", must_be_on=True, can_be_excepted=False),
        "R25": RuleKind("A card may pay what is over the limit"),
    }
)
"""Rule id → what it can be set to. The ids and their meaning are those of the credit design."""
