"""The HTTP API of finance: held orders with their arithmetic, looking at them again, asking for a payment, holds, accounts."""

from __future__ import annotations

from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import Field, model_validator

from intake.desk.access import DecidingUser, ReadingUser
from intake.desk.api import Body
from intake.desk.ports import DeskUser

router = APIRouter(prefix="/api/v1/credit", tags=["credit"])


class FinancePort(Protocol):
    """Raises `NotAllowed` where the actor may not; `BadInput` where a value cannot be. Values are JSON of CONTRACTS."""

    def held(self) -> list[dict[str, Any]]: ...
    def evaluate(self, actor: DeskUser) -> list[str]: ...
    def ask_for_payment(self, order_id: str, version: int, actor: DeskUser, comment: str) -> dict[str, Any]: ...
    def holds(self) -> list[dict[str, Any]]: ...
    def place_hold(self, actor: DeskUser, reason: str, customer_no: str | None, order_id: str | None) -> dict[str, Any]: ...
    def lift_hold(self, actor: DeskUser, hold_id: int, comment: str) -> dict[str, Any]: ...
    def account(self, customer_no: str) -> dict[str, Any] | None:
        """Everything finance knows of an account: figures, ageing, behaviour, orders, decisions, records."""


class PaymentBody(Body):
    version: int
    comment: str = Field(default="", max_length=2_000)


class HoldBody(Body):
    """On an account or on one order; `reason` says why to whoever lifts it."""

    customer_no: str | None = None
    order_id: str | None = None
    reason: str = Field(min_length=3, max_length=2_000)

    @model_validator(mode="after")
    def _one_of_both(self) -> HoldBody:
        if (self.customer_no is None) == (self.order_id is None):
            raise ValueError("name customer_no or order_id, one of them")
        return self


class LiftBody(Body):
    comment: str = Field(min_length=3, max_length=2_000)


def finance_of(request: Request) -> FinancePort:
    port: FinancePort | None = request.app.state.finance
    if port is None:
        raise HTTPException(503, "Finance's side is not served here.")
    return port


FinanceDep = Annotated[FinancePort, Depends(finance_of)]


@router.get("/held")
def get_held(finance: FinanceDep, user: ReadingUser) -> list[dict[str, Any]]:
    """Orders that wait for finance, longest waiting first, with the arithmetic and what would let each go."""
    return finance.held()


@router.post("/evaluate")
def post_evaluate(finance: FinanceDep, user: DecidingUser) -> dict[str, Any]:
    """Decides all orders that wait for finance again, first in first out; those that pass go on."""
    return {"orders": finance.evaluate(user)}


@router.post("/orders/{order_id}/payment-request")
def post_payment_request(order_id: str, request: PaymentBody, finance: FinanceDep, user: DecidingUser) -> dict[str, Any]:
    """Notes that the buyer is asked for the least payment that lets the order go; the answer has the words. Nothing is sent."""
    return finance.ask_for_payment(order_id, request.version, user, request.comment)


@router.get("/holds")
def get_holds(finance: FinanceDep, user: ReadingUser) -> list[dict[str, Any]]:
    """The holds by persons that stand."""
    return finance.holds()


@router.post("/holds", status_code=201)
def post_hold(request: HoldBody, finance: FinanceDep, user: DecidingUser) -> dict[str, Any]:
    """Puts an account or an order on hold until a person lifts it."""
    return finance.place_hold(user, request.reason, request.customer_no, request.order_id)


@router.post("/holds/{hold_id}/lift")
def post_lift(hold_id: int, request: LiftBody, finance: FinanceDep, user: DecidingUser) -> dict[str, Any]:
    """Lifts a hold; the orders it stopped are decided again by the next sync or evaluation."""
    return finance.lift_hold(user, hold_id, request.comment)


@router.get("/accounts/{customer_no}")
def get_credit_account(customer_no: str, finance: FinanceDep, user: ReadingUser) -> dict[str, Any]:
    """Finance's view of an account and its group: limit, exposure, ageing, items, behaviour, orders, decisions, records."""
    account = finance.account(customer_no)
    if account is None:
        raise HTTPException(404, f"There is no customer {customer_no}.")
    return account
