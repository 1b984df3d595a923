"""Where things stand on a document: what a planner answers and the executor follows. A plan holds places, never values.

A planner (remembered, model, layout) points; `extraction/execute.py` reads. A place names words of a canvas by index, so that
whatever a planner says, a value can only be what the document shows.
"""

from __future__ import annotations

from enum import StrEnum

from intake.domain.base import Value
from intake.domain.orders import DocumentKind


class Place(Value):
    """Consecutive or scattered words of one canvas of one document, in reading order.

    `start`/`end` cut the joined text (words joined by one blank) where a value is only part of a word or cell
    ("PO:4711" → 3, 7); None means from the first or to the last character.
    """

    document: int
    canvas: int
    words: tuple[int, ...]
    start: int | None = None
    end: int | None = None


class FieldPlace(Value):
    """`path` is a header field ("customer_po_number", "buyer.vat_id", "ship_to.name", "total_net", "references.quotation",
    "charges.freight") or a whole address block ("buyer.block", "ship_to.block", "bill_to.block": one Place a printed line).

    `label` is where the document names the field; it makes the value's `labelled` proof.
    """

    path: str
    places: tuple[Place, ...]
    label: Place | None = None


class ColumnRole(StrEnum):
    LINE_NUMBER = "line_number"
    CODE = "code"
    """A code whose owner the heading does not tell."""
    CUSTOMER_PART_NUMBER = "customer_part_number"
    SKU = "sku"
    GTIN = "gtin"
    MANUFACTURER_PART_NUMBER = "manufacturer_part_number"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    PACKS = "packs"
    """Number of packs beside a pack size: "12 x 5"."""
    PACK_SIZE = "pack_size"
    UOM = "uom"
    UNIT_PRICE = "unit_price"
    PRICE_BASIS_QUANTITY = "price_basis_quantity"
    DISCOUNT_PERCENT = "discount_percent"
    LINE_AMOUNT = "line_amount"
    REQUESTED_DELIVERY_DATE = "requested_delivery_date"
    NOTE = "note"
    VARIANT_QUANTITY = "variant_quantity"
    """A column of a size or colour matrix: its heading completes the article, its cell is the quantity."""
    IGNORE = "ignore"


class Column(Value):
    """A band of a table: words whose centre lies in [x0, x1) belong to it. `heading` is where the document names it."""

    role: ColumnRole
    x0: float
    x1: float
    heading: Place | None = None


class Region(Value):
    """A horizontal slice [top, bottom) of a canvas with the table's rows, in reading order. A table that goes on over pages
    has one region a page; `columns` are given where they stand elsewhere than in the table's first region."""

    document: int
    canvas: int
    top: float
    bottom: float
    columns: tuple[Column, ...] = ()


class RowExclusion(Value):
    """Printed rows of the region that are no order lines: [top, bottom) and why (heading, subtotal, note, carried forward)."""

    document: int
    canvas: int
    top: float
    bottom: float
    reason: str


class RowStart(StrEnum):
    """Which line the rows belong to that fill not every role of `anchors`."""

    ANCHOR = "anchor"
    """The line before, or where the first printed row of a line holds only words, the line after."""
    SPACE = "space"
    """The line that rules and white space show them with: its figures are set to the middle of its words."""


class TablePlan(Value):
    regions: tuple[Region, ...]
    columns: tuple[Column, ...]
    row_start: RowStart = RowStart.ANCHOR
    anchors: tuple[ColumnRole, ...] = ()
    text_above_anchor: bool = False
    exclusions: tuple[RowExclusion, ...] = ()
    under: tuple[Column, ...] = ()
    """The columns of the printed row right below a line's first one, where the heading has two rows of different columns."""


class LinePlan(Value):
    """One order line said outside a table: a sentence, a bullet, a form. Role → place, each with its own words.

    `doubt` is why a person has to look at the line, "" where nothing is open."""

    places: tuple[tuple[ColumnRole, Place], ...]
    doubt: str = ""


class OrderPlan(Value):
    kind: DocumentKind = DocumentKind.ORDER
    documents: tuple[int, ...]
    fields: tuple[FieldPlace, ...] = ()
    tables: tuple[TablePlan, ...] = ()
    lines: tuple[LinePlan, ...] = ()


class DocumentPlan(Value):
    document: int
    kind: DocumentKind
    why: str = ""


class ReadingPlan(Value):
    """A plan for a whole message. `planner` is `layout`, `model` or `remembered`."""

    planner: str
    documents: tuple[DocumentPlan, ...]
    orders: tuple[OrderPlan, ...]
