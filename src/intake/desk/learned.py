"""What was learned of customers' words: to look at and to take back, on a page and over the API.

It is learned where orders are pushed; here it is shown with who said so, when and of which order, and the order desk forgets it.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from intake.desk.access import DecidingUser, DeskDep, PageUser, ReadingUser
from intake.desk.api import Body
from intake.desk.ports import Role
from intake.desk.rendering import check_token, page

api = APIRouter(prefix="/api/v1/learned", tags=["orders"])
pages = APIRouter(include_in_schema=False)


class ForgetBody(Body):
    comment: str = Field(min_length=3, max_length=2_000)


@api.get("")
def get_learned(desk: DeskDep, user: ReadingUser, customer_no: str | None = None) -> list[dict[str, Any]]:
    """What was learned of a customer's words, or of everybody's: the words, the article, who said so, when, of which order."""
    return [dict(one) for one in desk.learned(customer_no)]


@api.post("/{reference_id}/forget")
def post_forget(reference_id: int, request: ForgetBody, desk: DeskDep, user: DecidingUser) -> dict[str, Any]:
    """Takes a confirmation back: the words are asked about again. Orders that went by it stay as they are."""
    forgotten = desk.forget(reference_id, user, request.comment)
    if forgotten is None:
        raise HTTPException(404, f"Nothing was learned under {reference_id}.")
    return dict(forgotten)


@pages.get("/learned")
def learned_page(request: Request, desk: DeskDep, user: PageUser, customer: str = "") -> Response:
    known = desk.customer(customer) if customer else None
    return page(
        request, user, "learned.html",
        customer_no=customer, customer=known, found=desk.learned(customer or None),
        may_forget=bool(user.roles & {Role.ORDER_DESK, Role.ADMIN}),
    )  # fmt: skip


@pages.post("/learned/{reference_id}/forget")
def forget(
    request: Request,
    desk: DeskDep,
    user: PageUser,
    reference_id: int,
    token: Annotated[str, Form()],
    comment: Annotated[str, Form(min_length=3, max_length=2_000)],
    customer: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    check_token(request, token)
    desk.forget(reference_id, user, comment)
    return RedirectResponse("/learned" + (f"?{urlencode({'customer': customer})}" if customer else ""), 303)
