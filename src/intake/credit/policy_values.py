"""The credit policy as values: what each rule is set to, for whom, and what was excepted in writing. No file is read here.

`CreditPolicy.setting` resolves a rule's parameter for one account: its own customer scope first, then its risk class, then
the rule.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic import Field

from intake.credit.policy_risk_values import RiskPolicy
from intake.domain.base import Value
from intake.domain.credit import CreditAccount
from intake.domain.terms import PaymentTerms, parse_terms

UNKNOWN_RISK = "unknown"
"""The risk class of an account that has none: missing history is never low risk."""

Parameter: TypeAlias = Decimal | tuple[str, ...]


class ScopedSettings(Value):
    """Other parameters of a rule for one risk class or one customer; exactly one of the two is set."""

    risk: str | None = None
    customer: str | None = None
    on: bool | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"customer {self.customer}" if self.customer else f"risk {self.risk}"

    def fits(self, account: CreditAccount) -> bool:
        if self.customer is not None:
            return self.customer == account.customer_no
        return self.risk == (account.risk_class or UNKNOWN_RISK)


class RuleSettings(Value):
    """One rule: whether it is on, its parameters, and who has others."""

    on: bool = True
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    scopes: tuple[ScopedSettings, ...] = ()


class Setting(Value):
    """A rule as it stands for one account. `scope` says where it comes from: all, risk …, customer …."""

    rule: str
    on: bool
    scope: str
    parameters: dict[str, Parameter]

    def number(self, name: str) -> Decimal:
        value = self.parameters[name]
        assert isinstance(value, Decimal), f"{self.rule}.{name} is a number"
        return value

    def number_or_none(self, name: str) -> Decimal | None:
        return self.number(name) if name in self.parameters else None

    def words(self, name: str) -> tuple[str, ...]:
        value = self.parameters.get(name, ())
        assert isinstance(value, tuple), f"{self.rule}.{name} is a list"
        return value


class Season(Value):
    """R18: the limit grows by `percent` between two days, both included."""

    valid_from: date
    valid_until: date
    percent: Decimal


class WrittenException(Value):
    """R20: named rules do not hold one customer's orders for a while, because an owner wrote down why."""

    name: str
    customer: str
    rules: tuple[str, ...]
    valid_from: date
    valid_until: date
    owner: str
    reason: str
    max_amount: Decimal | None = None


class Staleness(Value):
    """R23: up to `fresh` figures are taken as they are, up to `usable` with a buffer, after that not at all."""

    fresh: timedelta = timedelta(hours=26)
    usable: timedelta = timedelta(hours=50)
    buffer_percent: Decimal = Decimal(10)
    clock_skew: timedelta = timedelta(seconds=60)


class CardOverLimit(Value):
    """R25: may a card pay what is over the limit, and does an overdue item stop that?"""

    allowed: bool = True
    overdue_blocks: Literal["yes", "no", "only_full_prepay"] = "only_full_prepay"


class CreditPolicy(Value):
    """Everything the check is told by finance. Amounts of rules are in `currency` unless a rule says otherwise; percents are
    0 to 100."""

    version: int
    owner: str
    sha256: str
    currency: str = "EUR"
    time_zone: str = "Europe/Berlin"
    grace_days: int = 3
    materiality: Decimal = Decimal("5.00")
    exchange_haircut_percent: Decimal = Decimal(0)
    charges_percent: Decimal = Decimal(0)
    disputed_items_are_overdue: bool = False
    received_returns_reduce: bool = False
    parent_limit_missing: Literal["no_credit", "not_checked"] = "no_credit"
    terms_codes: dict[str, str] = Field(default_factory=dict)
    rules: dict[str, RuleSettings] = Field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    exceptions: tuple[WrittenException, ...] = ()
    staleness: Staleness = Staleness()
    card: CardOverLimit = CardOverLimit()
    risk: RiskPolicy = RiskPolicy()

    def setting(self, rule: str, account: CreditAccount) -> Setting:
        """A customer's own settings outrank its risk class's, which outrank the rule's."""
        settings = self.rules[rule]
        fitting = [scope for scope in settings.scopes if scope.fits(account)]
        fitting.sort(key=lambda scope: scope.customer is not None)
        on, parameters, name = settings.on, dict(settings.parameters), "all"
        for scope in fitting:
            on = on if scope.on is None else scope.on
            parameters |= scope.parameters
            name = scope.name
        return Setting(rule=rule, on=on, scope=name, parameters=parameters)

    def terms(self, text: str) -> PaymentTerms | None:
        """What a customer record's terms mean: a code that the policy explains, else the words themselves."""
        return parse_terms(self.terms_codes.get(text.strip(), text))

    def exception_for(self, rule: str, account: CreditAccount, today: date) -> WrittenException | None:
        """The written exception in force, if any."""
        for exception in self.exceptions:
            in_force = exception.valid_from <= today <= exception.valid_until
            if in_force and exception.customer == account.customer_no and rule in exception.rules:
                return exception
        return None
