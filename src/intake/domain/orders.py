"""What a document says: the extracted order, as claimed, each value quoted from its place. Shapes as in the CLI contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from intake.domain.base import Value
from intake.domain.problems import Problem


class DocumentKind(StrEnum):
    ORDER = "order"
    ORDER_CHANGE = "order_change"
    ORDER_CANCELLATION = "order_cancellation"
    INQUIRY = "inquiry"
    OTHER = "other"
    SKIPPED = "skipped"


class Evidence(Value):
    """Where a value stands. `document` is its index in the reading; exactly one of page+box, sheet+cell, start+end."""

    document: int
    text: str
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None
    start: int | None = None
    end: int | None = None


EvidenceMap: TypeAlias = dict[str, Evidence]
"""Field name or path → where its value stands."""


class Party(Value):
    name: str | None = None
    customer_no: str | None = None
    vat_id: str | None = None
    gln: str | None = None
    email: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None


class ShipTo(Value):
    name: str | None = None
    gln: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None
    contact: str | None = None


class References(Value):
    quotation: str | None = None
    changes_po: str | None = None


class ExtractedLine(Value):
    """One ordered item as printed. `uom` is as written; a code whose owner is not told stands in `customer_part_number`."""

    line_number: str | None = None
    customer_part_number: str | None = None
    sku: str | None = None
    gtin: str | None = None
    manufacturer_part_number: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    uom: str | None = None
    unit_price: Decimal | None = None
    price_basis_quantity: Decimal | None = None
    discount_percent: Decimal | None = None
    line_amount: Decimal | None = None
    requested_delivery_date: date | None = None
    note: str | None = None
    evidence: EvidenceMap = {}


class Charge(Value):
    """Freight, packing, a surcharge, or (negative) a discount on the whole order."""

    kind: str
    amount: Decimal


class ExtractedOrder(Value):
    customer_po_number: str | None = None
    order_date: date | None = None
    requested_delivery_date: date | None = None
    currency: str | None = None
    payment_terms: str | None = None
    incoterms: str | None = None
    references: References = References()
    buyer: Party = Party()
    ship_to: ShipTo | None = None
    bill_to: Party | None = None
    lines: tuple[ExtractedLine, ...] = ()
    charges: tuple[Charge, ...] = ()
    total_net: Decimal | None = None
    total_tax: Decimal | None = None
    total_gross: Decimal | None = None
    note: str | None = None
    documents: tuple[int, ...] = ()
    evidence: EvidenceMap = {}


class Proof(StrEnum):
    """Why a value may be believed. Which proofs a push needs stands in `decision/requirements.py`."""

    PLACED = "placed"
    """It stands in the document, at a known place, visible."""
    TYPED = "typed"
    """It parses as what it must be, in the document's own convention."""
    LABELLED = "labelled"
    """The document itself states its role: a heading or label with a known meaning, a unit word beside the number."""
    ARITHMETIC = "arithmetic"
    """A sum or product printed in the document agrees with it."""
    COMPLETE = "complete"
    """Every row of the region it stands in is explained by a line or a named exclusion."""
    AGREED = "agreed"
    """A second, different reading gives the same value."""
    KNOWN = "known"
    """It exists in the master data and nothing printed beside it contradicts it (added by matching)."""
    STATED = "stated"
    """It came structured (EDI, XML, web shop): its role is part of the format."""


Proofs: TypeAlias = dict[str, frozenset[Proof]]
"""Field path within an order ("customer_po_number", "lines[2].quantity", "lines" for completeness) → its proofs."""


class ReadOrder(Value):
    """An extracted order with what `verify` could prove of it, and what it could not."""

    order: ExtractedOrder
    kind: DocumentKind = DocumentKind.ORDER
    proofs: Proofs = {}
    problems: tuple[Problem, ...] = ()
    is_recognised: bool = False
    """Read from a picture by text recognition: a digit may be wrong although it is placed, typed and labelled."""
    beside: dict[str, str] = {}
    """A line's path ("lines[2]") → what else its rows print and no field holds: a colour's column, a heading over its group."""


class DocumentReading(Value):
    """What became of one document of the message."""

    filename: str | None
    sha256: str
    media_type: str
    kind: DocumentKind
    problems: tuple[Problem, ...] = ()


class ModelUsage(Value):
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    seconds: float
    prompt_sha256: str


class Reading(Value):
    """Everything a message says: body and attachments read together."""

    kind: DocumentKind
    orders: tuple[ReadOrder, ...] = ()
    documents: tuple[DocumentReading, ...] = ()
    problems: tuple[Problem, ...] = ()
    reader: str = "layout"
    usage: ModelUsage | None = None
    language: str | None = None
    layout: str | None = None
    """What may be remembered of the layout once the order is confirmed, as the remembered planner writes it."""
