"""The ERP's master data as values: who buys, where it goes, what we sell, in which packs, at which prices.

One class a CSV file of the import contract, one field a column; a snapshot is dated and never edited.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from intake.domain.base import Value


class ProductStatus(StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"
    DISCONTINUED = "discontinued"


class Customer(Value):
    """`credit_limit` None and not `credit_unlimited` = no credit. Unlimited is only ever explicit.

    `temporary_limit` stands in for the limit from `temporary_limit_from` to `temporary_limit_until`, both days included; of
    `insured_amount` `insured_percent` is added to it until `insured_until`. `account_status` says more than `blocked`.
    `accounts_email` is where reminders go.
    """

    customer_no: str
    name: str
    vat_id: str | None = None
    gln: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str
    language: str | None = None
    currency: str
    payment_terms: str
    credit_limit: Decimal | None = None
    credit_unlimited: bool = False
    credit_limit_valid_until: date | None = None
    blocked: bool = False
    parent_customer_no: str | None = None
    price_list: str | None = None
    risk_class: str | None = None
    phone: str | None = None
    accounts_email: str | None = None
    account_status: Literal["open", "blocked", "stop", "agency", "insolvency"] = "open"
    credit_review_due: date | None = None
    temporary_limit: Decimal | None = None
    temporary_limit_from: date | None = None
    temporary_limit_until: date | None = None
    insured_amount: Decimal | None = None
    insured_percent: Decimal = Decimal(100)
    insured_until: date | None = None


class Contact(Value):
    """`email` is an address or `@domain`, lower case."""

    customer_no: str
    email: str
    name: str | None = None


class ShipToAddress(Value):
    customer_no: str
    ship_to_code: str
    name: str
    gln: str | None = None
    street: str
    postal_code: str
    city: str
    country: str


class Product(Value):
    """`descriptions` holds further languages: {"de": "Sechskantschraube M8x40"}."""

    sku: str
    description: str
    gtin: str | None = None
    manufacturer: str | None = None
    manufacturer_part_number: str | None = None
    base_uom: str
    status: ProductStatus = ProductStatus.ACTIVE
    replaced_by: str | None = None
    minimum_quantity: Decimal | None = None
    order_multiple: Decimal | None = None
    descriptions: dict[str, str] = {}


class ProductUnit(Value):
    """`factor` base units make one `uom`."""

    sku: str
    uom: str
    factor: Decimal
    gtin: str | None = None


class CrossReference(Value):
    customer_no: str
    customer_part_number: str
    sku: str
    uom: str | None = None


class ListPrice(Value):
    """A price for everybody, a price list, or one customer, from a quantity on, between dates."""

    sku: str
    uom: str
    unit_price: Decimal
    currency: str
    price_list: str | None = None
    customer_no: str | None = None
    minimum_quantity: Decimal = Decimal(0)
    price_basis_quantity: Decimal = Decimal(1)
    valid_from: date | None = None
    valid_until: date | None = None


class TaxRate(Value):
    country: str
    rate_percent: Decimal


class ExchangeRate(Value):
    from_currency: str
    to_currency: str
    rate: Decimal
    valid_on: date
