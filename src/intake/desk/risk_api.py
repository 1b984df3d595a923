"""The HTTP API of finance about risk and limits: classes with why, early warnings, outside signals, proposals, applications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import Field, model_validator

from intake.desk.access import DecidingUser, ReadingUser
from intake.desk.api import Body
from intake.desk.ports import DeskUser
from intake.domain.external import ExternalSignal
from intake.domain.limit_changes import CreditApplication

router = APIRouter(prefix="/api/v1/credit", tags=["risk and limits"])


class RiskPort(Protocol):
    """Raises `NotAllowed` where the actor may not; `BadInput` where a value cannot be. Values are JSON of CONTRACTS."""

    def risk(self, customer_no: str) -> dict[str, Any] | None: ...
    def warnings(self) -> dict[str, Any]: ...
    def assess(self, customer_nos: list[str] | None, actor: DeskUser) -> list[dict[str, Any]]: ...
    def take_signals(self, provider: str, told: list[ExternalSignal], actor: DeskUser) -> dict[str, Any]: ...
    def proposals(self) -> list[dict[str, Any]]: ...
    def review(self, customer_nos: list[str] | None, actor: DeskUser) -> list[dict[str, Any]]: ...
    def propose(
        self, customer_no: str, amount: Decimal, reason: str, temporary: tuple[date, date] | None, actor: DeskUser
    ) -> dict[str, Any]: ...
    def apply(self, form: CreditApplication, actor: DeskUser) -> dict[str, Any]: ...
    def approve(self, record_id: int, amount: Decimal | None, comment: str, actor: DeskUser) -> dict[str, Any]: ...
    def decline(self, record_id: int, comment: str, actor: DeskUser) -> None: ...
    def changes(self, with_ended: bool) -> list[dict[str, Any]]: ...


class AccountsBody(Body):
    """None = every account."""

    customer_nos: list[str] | None = Field(default=None, max_length=10_000)


class SignalsBody(Body):
    provider: str = Field(min_length=1, max_length=60)
    signals: list[ExternalSignal] = Field(min_length=1, max_length=10_000)


class ProposalBody(Body):
    """A temporary limit names its first and last day."""

    customer_no: str
    amount: Decimal = Field(ge=0)
    reason: str = Field(min_length=3, max_length=2_000)
    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> ProposalBody:
        if (self.valid_from is None) != (self.valid_until is None):
            raise ValueError("a temporary limit has valid_from and valid_until")
        return self


class ApprovalBody(Body):
    """`amount` None = what is proposed."""

    amount: Decimal | None = Field(default=None, ge=0)
    comment: str = Field(min_length=3, max_length=2_000)


class DeclineBody(Body):
    comment: str = Field(min_length=3, max_length=2_000)


def risk_of(request: Request) -> RiskPort:
    port: RiskPort | None = request.app.state.risk
    if port is None:
        raise HTTPException(503, "Finance's side is not served here.")
    return port


RiskDep = Annotated[RiskPort, Depends(risk_of)]


@router.get("/accounts/{customer_no}/risk")
def get_risk(customer_no: str, risk: RiskDep, user: ReadingUser) -> dict[str, Any]:
    """An account's risk class with every input, why it is in force, its history, outside signals, proposals and requests."""
    found = risk.risk(customer_no)
    if found is None:
        raise HTTPException(404, f"There is no customer {customer_no}.")
    return found


@router.get("/warnings")
def get_warnings(risk: RiskDep, user: ReadingUser) -> dict[str, Any]:
    """The early warnings of all accounts, the riskiest first, and whether the figures are too old to warn."""
    return risk.warnings()


@router.post("/assess")
def post_assess(request: AccountsBody, risk: RiskDep, user: DecidingUser) -> list[dict[str, Any]]:
    """Assesses accounts on the figures that count now; the answer is what says something new."""
    return risk.assess(request.customer_nos, user)


@router.post("/signals")
def post_signals(request: SignalsBody, risk: RiskDep, user: DecidingUser) -> dict[str, Any]:
    """Takes outside scores and filings, all of them or none, and assesses their accounts again."""
    return risk.take_signals(request.provider, request.signals, user)


@router.get("/proposals")
def get_proposals(risk: RiskDep, user: ReadingUser) -> list[dict[str, Any]]:
    """Limits that are proposed and wait for an approval, oldest first, with their evidence."""
    return risk.proposals()


@router.post("/proposals", status_code=201)
def post_proposal(request: ProposalBody, risk: RiskDep, user: DecidingUser) -> dict[str, Any]:
    """Proposes a limit or a temporary one; somebody else approves it."""
    days = (request.valid_from, request.valid_until) if request.valid_from and request.valid_until else None
    return risk.propose(request.customer_no, request.amount, request.reason, days, user)


@router.post("/review")
def post_review(request: AccountsBody, risk: RiskDep, user: DecidingUser) -> list[dict[str, Any]]:
    """Reviews limits and proposes what the figures speak for; the answer is what is proposed anew."""
    return risk.review(request.customer_nos, user)


@router.post("/applications", status_code=201)
def post_application(request: CreditApplication, risk: RiskDep, user: DecidingUser) -> dict[str, Any]:
    """Weighs a credit application and proposes what the policy gives; somebody else approves it."""
    return risk.apply(request, user)


@router.post("/proposals/{record_id}/approve")
def post_approval(record_id: int, request: ApprovalBody, risk: RiskDep, user: DecidingUser) -> dict[str, Any]:
    """Approves within the user's authority and asks the ERP; `change` is null where a second person has to approve too."""
    return risk.approve(record_id, request.amount, request.comment, user)


@router.post("/proposals/{record_id}/decline")
def post_decline(record_id: int, request: DeclineBody, risk: RiskDep, user: DecidingUser) -> dict[str, Any]:
    """Ends a proposal."""
    risk.decline(record_id, request.comment, user)
    return {"record_id": record_id, "closed_as": "declined"}


@router.get("/changes")
def get_changes(risk: RiskDep, user: ReadingUser, with_ended: bool = False) -> list[dict[str, Any]]:
    """Limits that the ERP was asked for and does not show yet; `with_ended` = also those in force, refused or overtaken."""
    return risk.changes(with_ended)
