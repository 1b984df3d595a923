"""When two values of the `intake extract` JSON mean the same: codes normalised, texts folded, numbers as decimals.

What comes in are values as they stand in JSON (strings, null, rarely numbers); what goes out is yes or no. Nothing is parsed in
a document's convention here: both sides are already ISO dates and decimals with a point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

Equal: TypeAlias = Callable[[Any, Any], bool]

_NOT_CODE = re.compile(r"[\s.\-_/]+")
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """NFKC, case folded, blanks collapsed, no punctuation at the ends."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _BLANKS.sub(" ", plain).strip(" \t.,;:")


def is_absent(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def same_text(left: Any, right: Any) -> bool:
    """Blanks do not count: a description that wraps inside a word is still that description."""
    return _BLANKS.sub("", fold(str(left))) == _BLANKS.sub("", fold(str(right)))


def same_code(left: Any, right: Any) -> bool:
    return normal_code(left) == normal_code(right)


def normal_code(value: Any) -> str:
    """Upper case without the separators that people add and drop ("PO 4711-A" and "po4711a")."""
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", str(value)).upper())


def same_number(left: Any, right: Any) -> bool:
    one, other = decimal(left), decimal(right)
    return one is not None and one == other


def decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def same_exactly(left: Any, right: Any) -> bool:
    return str(left).strip() == str(right).strip()


_PARTY: Mapping[str, Equal] = {
    "name": same_text,
    "customer_no": same_code,
    "vat_id": same_code,
    "gln": same_code,
    "email": same_text,
    "street": same_text,
    "postal_code": same_code,
    "city": same_text,
    "country": same_text,
}
_SHIP_TO: Mapping[str, Equal] = {
    **{name: _PARTY[name] for name in ("name", "gln", "street", "postal_code", "city", "country")},
    "contact": same_text,
}

HEADER_FIELDS: Mapping[str, Equal] = {
    "customer_po_number": same_code,
    "order_date": same_exactly,
    "requested_delivery_date": same_exactly,
    "currency": same_text,
    "payment_terms": same_text,
    "incoterms": same_text,
    "references.quotation": same_code,
    "references.changes_po": same_code,
    **{f"buyer.{name}": equal for name, equal in _PARTY.items()},
    **{f"ship_to.{name}": equal for name, equal in _SHIP_TO.items()},
    **{f"bill_to.{name}": equal for name, equal in _PARTY.items()},
    "total_net": same_number,
    "total_tax": same_number,
    "total_gross": same_number,
    "note": same_text,
}

CODE_FIELDS = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")

LINE_FIELDS: Mapping[str, Equal] = {
    "line_number": same_code,
    **dict.fromkeys(CODE_FIELDS, same_code),
    "description": same_text,
    "quantity": same_number,
    "uom": same_text,
    "unit_price": same_number,
    "price_basis_quantity": same_number,
    "discount_percent": same_number,
    "line_amount": same_number,
    "requested_delivery_date": same_exactly,
    "note": same_text,
}
