"""What the order means to us: customer, places, articles, units, prices, with the evidence for each and what speaks against."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from intake.domain.base import Value
from intake.domain.orders import Proofs
from intake.domain.reasons import Reason


class EvidenceKind(StrEnum):
    """What a match rests on, hardest first."""

    IDENTIFIER = "identifier"
    DIMENSION = "dimension"
    NUMBER = "number"
    MATERIAL = "material"
    COLOUR = "colour"
    BRAND = "brand"
    PACK = "pack"
    WORD = "word"
    PRICE = "price"
    LEARNED = "learned"
    """The customer's same words were confirmed in an earlier order."""
    CONFIRMED = "confirmed"


class MatchEvidence(Value):
    """`said` stands in the document, `ours` in the master data."""

    kind: EvidenceKind
    said: str
    ours: str


class Proposal(Value):
    """An article that could be meant, best first. `contradictions` forbid it without a person, whatever the score (0 to 1)."""

    sku: str
    description: str
    score: float
    evidence: tuple[MatchEvidence, ...] = ()
    contradictions: tuple[MatchEvidence, ...] = ()


class MatchedLine(Value):
    """`sku` is None while no article is proven. Quantities: `quantity` in `uom` (ours), `quantity_base` in `base_uom`.

    `unit_price` is ours (per `price_basis_quantity` of `price_uom`), `line_amount` our net amount rounded to the currency's
    minor unit; `claimed_unit_price`/`claimed_amount` are the document's.
    """

    line_number: str
    sku: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    uom: str | None = None
    quantity_base: Decimal | None = None
    base_uom: str | None = None
    unit_price: Decimal | None = None
    price_uom: str | None = None
    price_basis_quantity: Decimal = Decimal(1)
    line_amount: Decimal | None = None
    claimed_unit_price: Decimal | None = None
    claimed_amount: Decimal | None = None
    requested_delivery_date: date | None = None
    proposals: tuple[Proposal, ...] = ()
    evidence: tuple[MatchEvidence, ...] = ()


class MatchedOrder(Value):
    """`bill_to_no` is whose credit is checked. `net_amount` is the sum of our line amounts, None while a line lacks one."""

    customer_no: str | None = None
    bill_to_no: str | None = None
    ship_to_code: str | None = None
    customer_po_number: str | None = None
    order_date: date | None = None
    requested_delivery_date: date | None = None
    currency: str | None = None
    lines: tuple[MatchedLine, ...] = ()
    net_amount: Decimal | None = None
    proofs: Proofs = {}
    reasons: tuple[Reason, ...] = ()
    customer_evidence: tuple[MatchEvidence, ...] = ()


class Correction(Value):
    """A person's word for one field of one order version: `path` ("customer_no", "lines[2].sku", "ship_to_code"), the new value
    as text (None = there is none), who and when. It outranks reading and matching, and is kept for ever."""

    path: str
    value: str | None
    actor: str
    at: str
    note: str | None = None
