"""One CSV file of the import contract → rows as domain values, each with its line; bad rows are named, never guessed.

A file is UTF-8 with a header row and commas. Whether the rows fit each other is `csv_files.py`'s question.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from intake.domain.base import Value
from intake.domain.ledger import OpenItem, OpenOrder, Payment, StatedExposure
from intake.domain.master import (
    Contact,
    CrossReference,
    Customer,
    ExchangeRate,
    ListPrice,
    Product,
    ProductUnit,
    ShipToAddress,
    TaxRate,
)

V = TypeVar("V", bound=Value)
Report = Callable[[str], None]

_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
_UNDECODED = re.compile("[\udc80-\udcff]")
_DESCRIPTION = re.compile(r"description_([a-z]{2})")


@dataclass(frozen=True, slots=True)
class FileShape(Generic[V]):
    """A file's name, the value of one row, the columns it must have and those it may have."""

    name: str
    value: type[V]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    may_be_absent: bool = False


CUSTOMERS = FileShape(
    "customers.csv",
    Customer,
    ("customer_no", "name", "country", "currency", "payment_terms"),
    (
        *("vat_id", "gln", "street", "postal_code", "city", "language", "credit_limit", "credit_limit_valid_until", "blocked"),
        *("parent_customer_no", "price_list", "risk_class", "phone", "account_status", "credit_review_due"),
        *("temporary_limit", "temporary_limit_from", "temporary_limit_until"),
        *("insured_amount", "insured_percent", "insured_until", "accounts_email"),
    ),
)
CONTACTS = FileShape("contacts.csv", Contact, ("customer_no", "email"), ("name",))
SHIP_TOS = FileShape(
    "ship_tos.csv", ShipToAddress, ("customer_no", "ship_to_code", "name", "street", "postal_code", "city", "country"), ("gln",)
)
PRODUCTS = FileShape(
    "products.csv",
    Product,
    ("sku", "description", "base_uom"),
    ("gtin", "manufacturer", "manufacturer_part_number", "status", "replaced_by", "minimum_quantity", "order_multiple"),
)
PRODUCT_UNITS = FileShape("product_units.csv", ProductUnit, ("sku", "uom", "factor"), ("gtin",))
CROSS_REFERENCES = FileShape("cross_references.csv", CrossReference, ("customer_no", "customer_part_number", "sku"), ("uom",))
PRICES = FileShape(
    "prices.csv",
    ListPrice,
    ("sku", "uom", "unit_price", "currency"),
    ("price_list", "customer_no", "minimum_quantity", "price_basis_quantity", "valid_from", "valid_until"),
)
OPEN_ITEMS = FileShape(
    "open_items.csv",
    OpenItem,
    ("customer_no", "document_no", "kind", "issue_date", "due_date", "amount", "open_amount", "currency"),
    ("disputed", "cleared", "dunning_level", "method", "order_key"),
)
OPEN_ORDERS = FileShape(
    "open_orders.csv",
    OpenOrder,
    ("customer_no", "sales_order_number", "order_date", "open_amount", "currency"),
    ("customer_po_number", "ship_date", "external_key"),
)
PAYMENTS = FileShape(
    "payments.csv",
    Payment,
    ("customer_no", "document_no", "due_date", "paid_date", "amount", "currency"),
    ("issue_date", "method"),
    may_be_absent=True,
)
EXPOSURES = FileShape("exposures.csv", StatedExposure, ("customer_no", "amount", "currency"), may_be_absent=True)
TAX_RATES = FileShape("tax_rates.csv", TaxRate, ("country", "rate_percent"), may_be_absent=True)
EXCHANGE_RATES = FileShape(
    "exchange_rates.csv", ExchangeRate, ("from_currency", "to_currency", "rate", "valid_on"), may_be_absent=True
)


def read_rows(folder: Path, shape: FileShape[V], report: Report) -> Iterator[tuple[int, V]]:
    """Yields (line, value) for each good row; tells `report` one sentence for each bad one and goes on."""
    path = folder / shape.name
    if not path.is_file():
        if not shape.may_be_absent:
            report(f"{shape.name} is missing; an empty file with its header row is enough.")
        return
    # Bytes that are no UTF-8 are carried along, so that each row that holds some is named.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        try:
            yield from _rows(csv.reader(stream, strict=True), shape, report)
        except csv.Error as broken:
            report(f"{shape.name} is not a comma-separated file: {broken}.")


def _rows(reader: Any, shape: FileShape[V], report: Report) -> Iterator[tuple[int, V]]:
    header = [name.strip() for name in next(reader, [])]
    if not _header_is_right(header, shape, report):
        return
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        foreign = next((cell for cell in cells if _UNDECODED.search(cell)), None)
        if foreign is not None:
            shown = _UNDECODED.sub("\ufffd", foreign)[:40]
            report(f"{shape.name}, line {line}: {shown!r} is not UTF-8; save the file as UTF-8.")
            continue
        if len(cells) != len(header):
            report(f"{shape.name}, line {line}: {len(cells)} cells under {len(header)} headings.")
            continue
        value = _value(shape, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)), report)
        if value is not None:
            yield line, value


def _header_is_right(header: list[str], shape: FileShape[V], report: Report) -> bool:
    missing = [name for name in shape.required if name not in header]
    unknown = [name for name in header if name not in shape.required + shape.optional and not _is_description(shape, name)]
    twice = sorted({name for name in header if header.count(name) > 1})
    for name in missing:
        report(f"{shape.name}, line 1: the column {name} is missing.")
    for name in unknown:
        known = ", ".join(shape.required + shape.optional)
        report(f"{shape.name}, line 1: the column {name!r} is not known; known are {known}.")
    for name in twice:
        report(f"{shape.name}, line 1: the column {name} stands there twice.")
    return not (missing or unknown or twice)


def _is_description(shape: FileShape[V], name: str) -> bool:
    return shape.name == PRODUCTS.name and _DESCRIPTION.fullmatch(name) is not None


def _value(shape: FileShape[V], line: int, row: dict[str, str], report: Report) -> V | None:
    filled: dict[str, Any] = {name: text for name, text in row.items() if text}
    for name in ("blocked", "disputed", "cleared"):
        if name in filled and filled[name].casefold() in _YES_NO:
            filled[name] = _YES_NO[filled[name].casefold()]
    if shape.name == CUSTOMERS.name and str(filled.get("credit_limit", "")).casefold() == "unlimited":
        del filled["credit_limit"]
        filled["credit_unlimited"] = True
    if shape.name == PRODUCTS.name:
        filled["descriptions"] = {name[-2:]: filled.pop(name) for name in list(filled) if _DESCRIPTION.fullmatch(name)}
    if "email" in filled:
        filled["email"] = filled["email"].casefold()
    absent = [name for name in shape.required if name not in filled]
    for name in absent:
        report(f"{shape.name}, line {line}, column {name}: the cell is empty and must not be.")
    if absent:
        return None
    try:
        return shape.value.model_validate(filled)
    except ValidationError as wrong:
        for error in wrong.errors():
            column = ".".join(str(part) for part in error["loc"])
            report(f"{shape.name}, line {line}, column {column}: {row.get(column, '')!r} – {error['msg']}.")
        return None
