"""What people said about an order → the order as it is to be matched, and the choices that outrank matching.

A correction names a field by its path. Fields of the document change the order; `customer_no`, `ship_to_code` and an article's
`sku` are choices among our own records and are taken as they are. What a path names that nobody knows changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from intake.domain.matched import Correction
from intake.domain.orders import ExtractedLine, ExtractedOrder

_LINE = re.compile(r"lines\[(\d{1,4})\](?:\.(\w+))?")
_ORDER_FIELDS = ("customer_po_number", "order_date", "requested_delivery_date", "currency", "payment_terms", "note", "total_net")
_LINE_FIELDS = tuple(name for name in ExtractedLine.model_fields if name not in ("evidence", "sku"))


class Corrected(NamedTuple):
    """`struck` are the lines that a person took out; `skus` the articles that a person chose, by line."""

    order: ExtractedOrder
    customer_no: str | None = None
    bill_to_no: str | None = None
    ship_to_code: str | None = None
    skus: Mapping[int, str] = MappingProxyType({})
    struck: frozenset[int] = frozenset()
    paths: frozenset[str] = frozenset()


def apply_corrections(order: ExtractedOrder, corrections: Sequence[Correction]) -> Corrected:
    """The later word for a path counts."""
    last = {correction.path: correction.value for correction in corrections}
    lines = list(order.lines)
    skus: dict[int, str] = {}
    struck: set[int] = set()
    for path, value in sorted(last.items(), key=lambda item: _place(item[0])):
        found = _LINE.fullmatch(path)
        if found is None:
            continue
        index, name = int(found[1]), found[2]
        if index == len(lines):
            lines.append(ExtractedLine())  # a line that the document has and the reading missed
        if index >= len(lines):
            continue
        if name is None and value is None:
            struck.add(index)
        elif name == "sku" and value:
            skus[index] = value
        elif name in _LINE_FIELDS:
            lines[index] = _changed(lines[index], name, value)
    order = order.model_copy(update={"lines": tuple(lines)})
    for name in _ORDER_FIELDS:
        if name in last:
            order = _changed(order, name, last[name])
    for path in ("charges", "ship_to"):
        if path in last and last[path] is None:
            order = order.model_copy(update={path: () if path == "charges" else None})
    customer_no, bill_to_no, ship_to_code = map(last.get, ("customer_no", "bill_to_no", "ship_to_code"))
    return Corrected(order, customer_no, bill_to_no, ship_to_code, skus, frozenset(struck), frozenset(last))


def _place(path: str) -> tuple[int, str]:
    found = _LINE.fullmatch(path)
    return (int(found[1]) if found else -1, path)


def _changed(value: Any, name: str, text: str | None) -> Any:
    """The value with one field as a person wrote it; a text that the field cannot be leaves it as it was."""
    with suppress(ValidationError):
        return type(value).model_validate({**dict(value), name: text})
    return value
