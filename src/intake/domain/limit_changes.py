"""A change of a credit limit: proposed with its evidence, approved by people, asked of the ERP. Values only.

The ERP owns its limits. Nothing here is one: a limit counts when the ERP's own figures show it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, field_validator

from intake.domain.base import Value
from intake.domain.master import Customer
from intake.domain.risk import RiskClass, ScoredInput


class ProposalRule(StrEnum):
    """Why a change is proposed. `CONFIRM`: the limit stays and its review date moves on."""

    RAISE = "raise"
    LOWER = "lower"
    CONFIRM = "confirm"
    ASKED = "asked"
    APPLICATION = "application"


class Evidence(Value):
    """One figure that speaks for a proposal. Texts with units."""

    name: str
    observed: str
    threshold: str = ""


class HeldOrderEffect(Value):
    order_id: str
    gross_amount: Decimal | None
    currency: str


class LimitEffect(Value):
    """What the change would do now. `headroom` is what would be left of the limit, below zero where more is owed."""

    headroom: Decimal
    would_go: tuple[HeldOrderEffect, ...] = ()
    would_stay: int = 0


class LimitProposal(Value):
    """`amount` is proposed, in the limit's currency; an approver may choose another between the limit before and `most`. With
    `valid_from` and `valid_until` it is a temporary limit beside the standing one. `limit_before` None = there was none."""

    customer_no: str
    rule: ProposalRule
    amount: Decimal
    most: Decimal
    currency: str
    limit_before: Decimal | None
    valid_from: date | None = None
    valid_until: date | None = None
    risk_class: str | None
    evidence: tuple[Evidence, ...] = ()
    effect: LimitEffect | None = None
    facts: dict[str, str] = {}
    scored: tuple[ScoredInput, ...] = ()
    reason: str
    proposed_by: str
    proposed_on: date
    expires_on: date

    @property
    def is_temporary(self) -> bool:
        return self.valid_until is not None


class LimitChange(Value):
    """What the ERP is asked for, once under its key. No `valid_until` = the standing limit."""

    change_key: str
    customer_no: str
    amount: Decimal
    currency: str
    valid_from: date | None = None
    valid_until: date | None = None
    next_review: date | None = None
    approved_by: tuple[str, ...]
    approved_at: datetime
    reason: str

    def is_shown_by(self, customer: Customer) -> bool:
        """The ERP's master data has it."""
        if customer.currency != self.currency:
            return False
        if self.valid_until is not None:
            dates = (customer.temporary_limit_from, customer.temporary_limit_until)
            return customer.temporary_limit == self.amount and dates == (self.valid_from, self.valid_until)
        # An ERP that keeps no reviews shows none.
        due = customer.credit_review_due
        reviewed = self.next_review is None or due is None or due >= self.next_review
        return not customer.credit_unlimited and (customer.credit_limit or Decimal(0)) == self.amount and reviewed


class ChangeState(StrEnum):
    """`WAITING`: the ERP has not answered yet. `SENT`: it took the request. `IN_FORCE`: its figures show it. `REFUSED`: it will
    not. `OVERTAKEN`: a later request, or its own end, came first."""

    WAITING = "waiting"
    SENT = "sent"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


class AskedChange(Value):
    """A request with how far it has come. `erp_said` is the ERP's reference, or why it refused."""

    change: LimitChange
    record_id: int
    state: ChangeState
    asked_at: datetime
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    erp_said: str | None = None


class CreditApplication(Value):
    """A form as it was filled in: what is wanted, and the facts that the policy asks for, as text."""

    customer_no: str
    requested_limit: Decimal
    currency: str
    facts: dict[str, str]
    note: str = Field(default="", max_length=2_000)

    @field_validator("facts", mode="before")
    @classmethod
    def _as_text(cls, facts: object) -> object:
        """JSON's own whole numbers and flags are as good as text; anything else is refused."""
        if not isinstance(facts, dict):
            return facts
        flags = {True: "yes", False: "no"}
        return {
            name: flags[said] if isinstance(said, bool) else str(said) if isinstance(said, int) else said
            for name, said in facts.items()
        }


class WeighedApplication(Value):
    """`suggested` is the most the policy gives the class, or what was asked for if that is less. `risk_class` is the account's,
    or a worse one that the facts speak for: what an applicant says of himself never betters it."""

    risk_class: RiskClass
    points: Decimal | None
    inputs: tuple[ScoredInput, ...]
    suggested: Decimal
