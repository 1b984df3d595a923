"""The HTTP API of collections: reminders, the mails they become, promises to pay, disputes, links to account pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import Field

from intake.desk.access import DecidingUser, ReadingUser
from intake.desk.api import Body
from intake.desk.ports import DeskUser
from intake.domain.reminders import DisputeOutcome

router = APIRouter(prefix="/api/v1/credit", tags=["collections"])


class CollectionsPort(Protocol):
    """Raises `NotAllowed` where the actor may not (StaleVersion where something changed since); `BadInput` where a value cannot
    be. Values are JSON."""

    def reminders(self, customer_no: str | None) -> list[dict[str, Any]]: ...
    def send_reminder(self, customer_no: str, draft_id: str, actor: DeskUser, recipient: str | None) -> int: ...
    def mails(self, customer_no: str | None) -> list[dict[str, Any]]: ...
    def send_again(self, mail_id: int, actor: DeskUser, comment: str) -> None: ...
    def promises(self, customer_no: str | None, is_open: bool) -> list[dict[str, Any]]: ...
    def note_promise(
        self, actor: DeskUser, customer_no: str, amount: Decimal, by: date, documents: list[str], comment: str
    ) -> dict[str, Any]: ...
    def withdraw_promise(self, actor: DeskUser, record_id: int, comment: str) -> dict[str, Any]: ...
    def disputes(self, customer_no: str | None, is_open: bool) -> list[dict[str, Any]]: ...
    def open_dispute(
        self, actor: DeskUser, customer_no: str, document_no: str, reason: str, owner: str, resolve_by: date
    ) -> dict[str, Any]: ...
    def resolve_dispute(self, actor: DeskUser, record_id: int, outcome: DisputeOutcome, comment: str) -> dict[str, Any]: ...
    def make_link(self, actor: DeskUser, customer_no: str) -> dict[str, Any]: ...
    def revoke_links(self, actor: DeskUser, customer_no: str, comment: str) -> None: ...
    def account_page(self, token: str) -> dict[str, Any] | None:
        """The customer's page as words and figures in his language; None = the link opens nothing."""


class SendBody(Body):
    """`draft_id` as it was shown: another one means that something changed since. `recipient` in place of the ERP's address."""

    draft_id: str = Field(max_length=64)
    recipient: str | None = Field(default=None, max_length=320)


class CommentBody(Body):
    comment: str = Field(min_length=3, max_length=2_000)


class PromiseBody(Body):
    """In the customer's currency. Without `documents` it is for the account as a whole."""

    customer_no: str
    amount: Decimal = Field(gt=0)
    by: date
    documents: list[str] = Field(default=[], max_length=500)
    comment: str = Field(default="", max_length=2_000)


class DisputeBody(Body):
    """`owner` resolves it by `resolve_by`."""

    customer_no: str
    document_no: str
    reason: str = Field(min_length=3, max_length=2_000)
    owner: str = Field(min_length=1, max_length=200)
    resolve_by: date


class ResolveBody(CommentBody):
    outcome: DisputeOutcome


def collections_of(request: Request) -> CollectionsPort:
    port: CollectionsPort | None = request.app.state.collections
    if port is None:
        raise HTTPException(503, "Collections are not served here.")
    return port


CollectionsDep = Annotated[CollectionsPort, Depends(collections_of)]


@router.get("/reminders")
def get_reminders(collections: CollectionsDep, user: ReadingUser, customer_no: str | None = None) -> list[dict[str, Any]]:
    """What would go to each customer with late items now: the mail, what was left out and why, and why not today."""
    return collections.reminders(customer_no)


@router.post("/reminders/{customer_no}/send", status_code=202)
def post_reminder(customer_no: str, request: SendBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Sends the draft that was seen; 409 where it came out otherwise meanwhile."""
    return {"mail_id": collections.send_reminder(customer_no, request.draft_id, user, request.recipient)}


@router.get("/mails")
def get_mails(collections: CollectionsDep, user: ReadingUser, customer_no: str | None = None) -> list[dict[str, Any]]:
    """Our mails and where they are: waiting, sending, sent, refused, uncertain; newest first."""
    return collections.mails(customer_no)


@router.post("/mails/{mail_id}/send-again", status_code=202)
def post_send_again(mail_id: int, request: CommentBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Sends a mail once more that was refused or may not have arrived."""
    collections.send_again(mail_id, user, request.comment)
    return {"mail_id": mail_id}


@router.get("/promises")
def get_promises(
    collections: CollectionsDep, user: ReadingUser, customer_no: str | None = None, is_open: bool = True
) -> list[dict[str, Any]]:
    """Promises to pay; with `is_open=false` those that were kept, broken or withdrawn too."""
    return collections.promises(customer_no, is_open)


@router.post("/promises", status_code=201)
def post_promise(request: PromiseBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Notes a promise to pay. Reminders stop until the ERP's figures show it kept or broken."""
    return collections.note_promise(user, request.customer_no, request.amount, request.by, request.documents, request.comment)


@router.post("/promises/{promise_id}/withdraw")
def post_withdraw(promise_id: int, request: CommentBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Takes a promise back: it counts neither as kept nor as broken."""
    return collections.withdraw_promise(user, promise_id, request.comment)


@router.get("/disputes")
def get_disputes(
    collections: CollectionsDep, user: ReadingUser, customer_no: str | None = None, is_open: bool = True
) -> list[dict[str, Any]]:
    """Disputes with owner and day; with `is_open=false` the resolved ones too."""
    return collections.disputes(customer_no, is_open)


@router.post("/disputes", status_code=201)
def post_dispute(request: DisputeBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Opens a dispute about a document. Nobody is reminded of it until it is resolved."""
    return collections.open_dispute(
        user, request.customer_no, request.document_no, request.reason, request.owner, request.resolve_by
    )


@router.post("/disputes/{dispute_id}/resolve")
def post_resolve(dispute_id: int, request: ResolveBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Ends a dispute: accepted (the customer was right), refused or withdrawn."""
    return collections.resolve_dispute(user, dispute_id, request.outcome, request.comment)


@router.post("/accounts/{customer_no}/link", status_code=201)
def post_link(customer_no: str, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Makes a link with which the customer reads his own account until a day."""
    return collections.make_link(user, customer_no)


@router.post("/accounts/{customer_no}/links/revoke")
def post_revoke(customer_no: str, request: CommentBody, collections: CollectionsDep, user: DecidingUser) -> dict[str, Any]:
    """Every link to this account that was made until now opens nothing any more."""
    collections.revoke_links(user, customer_no, request.comment)
    return {"customer_no": customer_no}
