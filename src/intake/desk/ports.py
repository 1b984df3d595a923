"""What the screens and the API ask of the rest: one protocol, and the values that are shown. Nothing here decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from intake.domain.base import Value
from intake.domain.credit import CreditDecision
from intake.domain.documents import Document
from intake.domain.history import OrderRelation
from intake.domain.master import Customer, Product, ShipToAddress
from intake.domain.matched import Correction, MatchedOrder, Proposal
from intake.domain.orders import ReadOrder
from intake.domain.reasons import Queue, Reason, ReasonCode
from intake.domain.status import OrderStatus


class Role(StrEnum):
    """What a user may do. Finance never waives the order desk's reasons, nor the order desk finance's."""

    ORDER_DESK = "order_desk"
    FINANCE = "finance"
    OPERATIONS = "operations"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a key may do. A shop's key needs `orders`, `quote` and `account`; releases need `decide`."""

    ORDERS = "orders"
    QUOTE = "quote"
    ACCOUNT = "account"
    DOCUMENTS = "documents"
    READ = "read"
    DECIDE = "decide"


class DeskUser(Value):
    """`scopes` None = whatever the roles allow: a person at the screen, or a key that was not narrowed. `customer_nos` None =
    bound to no customers; else only these customers' accounts, quotes and orders are theirs."""

    name: str
    password_hash: str
    roles: frozenset[Role]
    scopes: frozenset[Scope] | None = None
    customer_nos: frozenset[str] | None = None


class OrderRow(Value):
    """One row of a list. `received_at` is when its message arrived; `net_amount` is ours, None while a price is missing."""

    order_id: str
    state: OrderStatus
    queue: Queue | None
    origin: str
    received_at: datetime
    sender: str | None
    subject: str | None
    customer_no: str | None
    customer_name: str | None
    customer_po_number: str | None
    line_count: int
    net_amount: Decimal | None
    currency: str | None
    reasons: tuple[Reason, ...]
    sales_order_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page of a list. `older_than` and `newer_than`: the last and the first order of the page that it follows or precedes."""

    queue: Queue | None = None
    state: OrderStatus | None = None
    text: str = ""
    older_than: str | None = None
    newer_than: str | None = None
    limit: int = 50


class OrderPage(Value):
    """`total` counts the whole list, or a search's orders up to a bound: `is_counted` says whether that is all. `counts` says how
    many orders are in each state and held in each queue (keys are the values of both enums); `is_first`, `is_last`: nothing
    newer, nothing older is in the list."""

    rows: tuple[OrderRow, ...]
    total: int
    is_counted: bool
    counts: Mapping[str, int]
    is_first: bool
    is_last: bool


class SourceDocument(Value):
    """A document of the order's message as the desk may open it. `document` is its index in the reading."""

    document: int
    part_no: int
    filename: str | None
    media_type: str
    kind: str
    problems: tuple[str, ...] = ()


class Event(Value):
    at: datetime
    actor: str
    event: str
    detail: str = ""


class OrderDetail(Value):
    """Everything about one order version. `version` is what a button sends back: an older one is refused. `signed_by` have
    signed a release of it that waits for a second person."""

    row: OrderRow
    version: int
    message_id: str | None
    read: ReadOrder | None
    matched: MatchedOrder | None
    credit: CreditDecision | None
    documents: tuple[SourceDocument, ...]
    corrections: tuple[Correction, ...]
    history: tuple[Event, ...]
    signed_by: tuple[str, ...] = ()
    relation: OrderRelation | None = None
    """What the order is to the one before it that it repeats, revises or cancels; None where it is a new one."""
    superseded_by: str | None = None


class DeskPort(Protocol):
    """Raises `NotAllowed` where the actor may not, or saw an older version; `BadInput` where a value cannot be."""

    def orders(self, wanted: Wanted) -> OrderPage: ...
    def order(self, order_id: str) -> OrderDetail | None: ...
    def document(self, order_id: str, document: int) -> Document | None: ...
    def part(self, order_id: str, part_no: int) -> tuple[bytes, str, str | None] | None:
        """The original bytes, their media type and file name."""

    def outcome(self, order_id: str) -> dict[str, Any] | None:
        """CONTRACTS: the outcome shape."""

    def outcomes(self, wanted: Wanted) -> list[dict[str, Any]]: ...
    def correct(
        self, order_id: str, version: int, changes: Sequence[tuple[str, str | None]], actor: str, note: str | None
    ) -> None:
        """Keeps each (path, value) as a person's word and decides the order anew."""

    def release(
        self, order_id: str, version: int, codes: Sequence[ReasonCode], actor: DeskUser, reason_code: str, comment: str
    ) -> None: ...
    def release_words(self, codes: Sequence[ReasonCode]) -> Sequence[str]:
        """The policy's words for why these may be waived, to choose one from."""

    def reject(self, order_id: str, version: int, actor: DeskUser, comment: str) -> None: ...
    def cancel(self, order_id: str, version: int, actor: DeskUser, comment: str) -> None:
        """Carries out a held cancellation: the order that it names ends, unless the ERP has it."""

    def learned(self, customer_no: str | None) -> Sequence[Mapping[str, Any]]:
        """What was learned of a customer's words, or of everybody's, the latest first."""

    def forget(self, reference_id: int, actor: DeskUser, comment: str) -> Mapping[str, Any] | None:
        """Takes back what was learned; None where nothing was (any more)."""

    def propose(self, text: str, customer_no: str | None) -> Sequence[Proposal]: ...
    def product(self, sku: str) -> Product | None: ...
    def customer(self, customer_no: str) -> Customer | None: ...
    def customers_by_name(self, text: str) -> Sequence[Customer]: ...
    def ship_tos(self, customer_no: str) -> Sequence[ShipToAddress]: ...
    def ingest(self, raw: bytes, filename: str | None, actor: str) -> str:
        """Stores the bytes, starts the line, returns the message id."""

    def message_orders(self, message_id: str) -> list[str]: ...
    def web_order(self, order: dict[str, Any], idempotency_key: str | None, actor: str) -> dict[str, Any]: ...
    def credit_quote(self, customer_no: str, amount: Decimal | None, currency: str | None) -> dict[str, Any]: ...
    def account(self, customer_no: str) -> dict[str, Any] | None: ...
    def user(self, name: str) -> DeskUser | None: ...
    def api_key(self, key_sha256: str) -> DeskUser | None: ...
    def is_ready(self) -> tuple[bool, str]: ...
    def metrics(self) -> bytes: ...
