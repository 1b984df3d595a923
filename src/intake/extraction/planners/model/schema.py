"""What a model may answer: the JSON schema that servers hold it to, and the same shape as types.

Every property is required, nothing is optional, there are no unions, decimals, patterns or limits: what is absent is an empty
list. So every provider's strict mode takes it. What the numbers mean is `answer`'s question.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from intake.domain.orders import DocumentKind
from intake.domain.plans import ColumnRole

KINDS = tuple(kind.value for kind in DocumentKind if kind is not DocumentKind.SKIPPED)
FIELDS = (
    *("customer_po_number", "order_date", "requested_delivery_date", "currency", "payment_terms", "incoterms"),
    *("references.quotation", "references.changes_po"),
    *("buyer.block", "buyer.name", "buyer.customer_no", "buyer.vat_id", "buyer.gln", "buyer.email"),
    *("ship_to.block", "ship_to.gln", "ship_to.contact", "bill_to.block", "bill_to.vat_id", "bill_to.gln"),
    *("total_net", "total_tax", "total_gross"),
    *("charges.freight", "charges.packing", "charges.surcharge", "charges.minimum_quantity_surcharge", "charges.discount"),
)
ROLES = tuple(role.value for role in ColumnRole)
LINE_ROLES = tuple(role for role in ROLES if role not in ("ignore", "packs", "pack_size", "line_number", "variant_quantity"))
FURTHER_ROWS = ("below", "above", "around")
"""Where the rows of a line stand that go on it, seen from the row that holds its figures."""
REASONS = ("heading", "page", "subtotal", "carried_forward", "group", "note", "charge")


class _Shape(BaseModel):
    # A server without strict schemas may add a word of its own; what is asked for must be there in its type.
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Pointer(_Shape):
    row: int
    first: int
    last: int


def _listed(said: object) -> object:
    return [] if said is None else [said] if isinstance(said, dict | str) else said


T = TypeVar("T")
Listed = Annotated[list[T], BeforeValidator(_listed)]
"""A list. Servers without strict schemas leave an empty one out, answer null, or one thing without its list."""


class AnsweredDocument(_Shape):
    document: int
    kind: str


class AnsweredField(_Shape):
    field: str
    label: Listed[Pointer] = []
    value: Listed[Pointer]


class AnsweredColumn(_Shape):
    role: str
    left: int
    right: int
    heading: Listed[Pointer] = []


class LeftOut(_Shape):
    first_row: int
    last_row: int
    reason: str


class AnsweredTable(_Shape):
    first_row: int
    last_row: int
    columns: list[AnsweredColumn]
    columns_of_next_row: Listed[AnsweredColumn] = []
    line_begins_with: Listed[str] = []
    further_rows: str = FURTHER_ROWS[0]
    left_out: Listed[LeftOut] = []


class AnsweredPlace(_Shape):
    role: str
    row: int
    first: int
    last: int


class AnsweredLine(_Shape):
    places: list[AnsweredPlace]


class AnsweredOrder(_Shape):
    kind: str
    documents: Listed[int] = []
    fields: Listed[AnsweredField] = []
    tables: Listed[AnsweredTable] = []
    lines: Listed[AnsweredLine] = []


class Answer(_Shape):
    documents: list[AnsweredDocument]
    orders: list[AnsweredOrder]


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(names: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


_INTEGER: dict[str, Any] = {"type": "integer"}
_POINTER = _object(row=_INTEGER, first=_INTEGER, last=_INTEGER)
_COLUMN = _object(role=_one_of(ROLES), left=_INTEGER, right=_INTEGER, heading=_list(_POINTER))
_TABLE = _object(
    first_row=_INTEGER,
    last_row=_INTEGER,
    columns=_list(_COLUMN),
    columns_of_next_row=_list(_COLUMN),
    line_begins_with=_list(_one_of(ROLES)),
    further_rows=_one_of(FURTHER_ROWS),
    left_out=_list(_object(first_row=_INTEGER, last_row=_INTEGER, reason=_one_of(REASONS))),
)
_PLACE = _object(role=_one_of(LINE_ROLES), row=_INTEGER, first=_INTEGER, last=_INTEGER)
SCHEMA: dict[str, Any] = _object(
    documents=_list(_object(document=_INTEGER, kind=_one_of(KINDS))),
    orders=_list(
        _object(
            kind=_one_of(KINDS),
            documents=_list(_INTEGER),
            fields=_list(_object(field=_one_of(FIELDS), label=_list(_POINTER), value=_list(_POINTER))),
            tables=_list(_TABLE),
            lines=_list(_object(places=_list(_PLACE))),
        )
    ),
)
