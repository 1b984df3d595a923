"""Earlier orders of a customer, as far as telling which order a new document is: the same, a revision, a new one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from intake.domain.base import Value
from intake.domain.orders import DocumentKind
from intake.domain.status import OrderStatus


class OrderedLine(Value):
    """One ordered item. `sku` is None where no article was proven; then `description` tells. `quantity` is in base units."""

    line_number: str | None = None
    sku: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    requested_delivery_date: date | None = None


class OrderSummary(Value):
    """An order that was received: what identifies it and what it asks. `thread` holds the mail ids of its conversation,
    `changes_po` the number of the order that it says it changes."""

    order_id: str
    customer_no: str
    bill_to_no: str | None = None
    customer_po_number: str | None = None
    kind: DocumentKind = DocumentKind.ORDER
    status: OrderStatus
    received_on: date
    order_date: date | None = None
    ship_to_code: str | None = None
    lines: tuple[OrderedLine, ...] = ()
    thread: tuple[str, ...] = ()
    changes_po: str | None = None


class Relation(StrEnum):
    """What a document is to the orders before it."""

    NEW = "new"
    SAME = "same"
    """The same order again, unchanged: linked and ignored."""
    RESENT = "resent"
    """The same order in another form or with other words: the same."""
    REVISED = "revised"
    CANCELLED = "cancelled"
    REUSED = "reused"
    """A known number over other goods, long after."""
    UNCLEAR = "unclear"


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    QUANTITY = "quantity"
    ARTICLE = "article"
    DELIVERY_DATE = "delivery_date"
    SHIP_TO = "ship_to"


class Change(Value):
    """One difference against what stands; `before` and `after` as text to show."""

    kind: ChangeKind
    line_number: str | None = None
    sku: str | None = None
    before: str | None = None
    after: str | None = None


class OrderRelation(Value):
    """`order_id` is the earlier order that is meant; None for a new one."""

    relation: Relation
    order_id: str | None = None
    changes: tuple[Change, ...] = ()
    message: str = ""
