"""The HTTP API of CONTRACTS: web orders, credit quotes, documents, outcomes, and what the desk's buttons call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, File, Header, HTTPException, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from intake.desk.access import (
    AccountUser,
    DecidingUser,
    DeskDep,
    OrderingUser,
    QuotingUser,
    ReadingUser,
    SendingUser,
    refuse_other_customers,
)
from intake.desk.ports import Wanted
from intake.domain.orders import Charge, Party, ShipTo
from intake.domain.reasons import Queue, ReasonCode
from intake.domain.status import OrderStatus

router = APIRouter(prefix="/api/v1")


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WebOrderLine(Body):
    """The line of `intake extract`, without evidence. Decimals are strings with a point."""

    line_number: str | None = None
    customer_part_number: str | None = None
    sku: str | None = None
    gtin: str | None = None
    manufacturer_part_number: str | None = None
    description: str | None = None
    quantity: Decimal = Field(gt=0)
    uom: str | None = None
    unit_price: Decimal | None = Field(default=None, ge=0)
    price_basis_quantity: Decimal | None = Field(default=None, gt=0)
    discount_percent: Decimal | None = None
    line_amount: Decimal | None = None
    requested_delivery_date: date | None = None
    note: str | None = None


class WebOrder(Body):
    """A web shop's order. `customer_no` is the shop's login, so the buyer is known."""

    customer_no: str
    customer_po_number: str | None = None
    order_date: date | None = None
    requested_delivery_date: date | None = None
    currency: str | None = None
    payment_terms: str | None = None
    ship_to_code: str | None = None
    ship_to: ShipTo | None = None
    buyer: Party | None = None
    lines: list[WebOrderLine] = Field(min_length=1, max_length=5_000)
    charges: list[Charge] = []
    total_net: Decimal | None = None
    total_tax: Decimal | None = None
    total_gross: Decimal | None = None
    note: str | None = None


class QuoteRequest(Body):
    """A cart: what would happen to an order of this gross `amount` now? None = only where the customer stands."""

    customer_no: str
    amount: Decimal | None = Field(default=None, ge=0)
    currency: str | None = None


class Change(Body):
    """`path` as in the outcome: "customer_no", "bill_to_no", "ship_to_code", "requested_delivery_date", "lines[1].quantity"."""

    path: str
    value: str | None


class CorrectionRequest(Body):
    version: int
    changes: list[Change] = Field(min_length=1, max_length=1_000)
    note: str | None = None


class ReleaseRequest(Body):
    """`reasons` are the codes that are waived; `reason_code` says why in a word of the policy, `comment` in a sentence."""

    version: int
    reasons: list[ReasonCode] = Field(min_length=1)
    reason_code: str = Field(min_length=1, max_length=60)
    comment: str = Field(min_length=3, max_length=2_000)


class RejectRequest(Body):
    version: int
    comment: str = Field(min_length=3, max_length=2_000)


@router.post("/orders", tags=["orders"])
def post_order(
    order: WebOrder, desk: DeskDep, user: OrderingUser, idempotency_key: Annotated[str | None, Header(max_length=200)] = None
) -> dict[str, Any]:
    """A web shop's order goes through the same matching, check and decision as a mailed one; the answer is its outcome."""
    refuse_other_customers(user, order.customer_no)
    return desk.web_order(order.model_dump(mode="json"), idempotency_key, user.name)


@router.post("/credit/quote", tags=["credit"])
def post_quote(request: QuoteRequest, desk: DeskDep, user: QuotingUser) -> dict[str, Any]:
    """Read-only: limit, exposure, available credit, overdue items, terms, ways to pay, and what would happen to this cart."""
    refuse_other_customers(user, request.customer_no)
    return desk.credit_quote(request.customer_no, request.amount, request.currency)


@router.post("/documents", tags=["documents"], status_code=202)
async def post_document(
    request: Request, desk: DeskDep, user: SendingUser, file: Annotated[UploadFile, File()]
) -> dict[str, Any]:
    """A file or a raw mail into the pipeline. Stored before it is acknowledged."""
    raw = await file.read(request.app.state.upload_bytes + 1)
    message_id = desk.ingest(raw, file.filename, user.name)
    return {"message_id": message_id, "orders": desk.message_orders(message_id)}


@router.get("/orders", tags=["orders"])
def get_orders(
    desk: DeskDep,
    user: ReadingUser,
    state: OrderStatus | None = None,
    queue: Queue | None = None,
    older_than: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[dict[str, Any]]:
    """Outcomes, newest first; the next page is `older_than` the id of the last one."""
    return desk.outcomes(Wanted(queue=queue, state=state, older_than=older_than, limit=limit))


@router.get("/orders/{order_id}", tags=["orders"])
def get_order(order_id: str, desk: DeskDep, user: ReadingUser) -> dict[str, Any]:
    """One order's outcome."""
    return _outcome(desk, order_id)


@router.post("/orders/{order_id}/corrections", tags=["orders"])
def post_corrections(order_id: str, request: CorrectionRequest, desk: DeskDep, user: DecidingUser) -> dict[str, Any]:
    """A person's word for fields of this version; the order is decided anew."""
    desk.correct(order_id, request.version, [(c.path, c.value) for c in request.changes], user.name, request.note)
    return _outcome(desk, order_id)


@router.post("/orders/{order_id}/release", tags=["orders"])
def post_release(order_id: str, request: ReleaseRequest, desk: DeskDep, user: DecidingUser) -> dict[str, Any]:
    """Waives the named reasons of this version, within the user's authority; the order is decided anew."""
    desk.release(order_id, request.version, request.reasons, user, request.reason_code, request.comment)
    return _outcome(desk, order_id)


@router.post("/orders/{order_id}/reject", tags=["orders"])
def post_reject(order_id: str, request: RejectRequest, desk: DeskDep, user: DecidingUser) -> dict[str, Any]:
    """Ends the order."""
    desk.reject(order_id, request.version, user, request.comment)
    return _outcome(desk, order_id)


@router.post("/orders/{order_id}/cancel", tags=["orders"])
def post_cancel(order_id: str, request: RejectRequest, desk: DeskDep, user: DecidingUser) -> dict[str, Any]:
    """Carries out a held cancellation: the order that it names ends, unless the ERP has it or may have it."""
    desk.cancel(order_id, request.version, user, request.comment)
    return _outcome(desk, order_id)


@router.get("/customers/{customer_no}/account", tags=["credit"])
def get_account(customer_no: str, desk: DeskDep, user: AccountUser) -> dict[str, Any]:
    """Balance, available credit, open items with due dates."""
    refuse_other_customers(user, customer_no)
    account = desk.account(customer_no)
    if account is None:
        raise HTTPException(404, f"There is no customer {customer_no}.")
    return account


def _outcome(desk: DeskDep, order_id: str) -> dict[str, Any]:
    outcome = desk.outcome(order_id)
    if outcome is None:
        raise HTTPException(404, f"There is no order {order_id}.")
    return outcome
