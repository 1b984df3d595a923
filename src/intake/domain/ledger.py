"""The ERP's ledgers as a dated snapshot: what customers owe, have ordered, have paid. One class a CSV file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from intake.domain.base import Value
from intake.domain.master import ExchangeRate, TaxRate


class OpenItemKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    INSTALMENT = "instalment"


BILLS = (OpenItemKind.INVOICE, OpenItemKind.INSTALMENT)
"""What a customer is asked to pay; the others reduce it."""


class OpenItem(Value):
    """Amounts are positive; credit notes and payments reduce. `cleared` False = a receipt posted but not yet cleared.

    `dunning_level` is the last reminder's. Of a payment, `method` is how it was made, and `order_key` the order (our key or the
    ERP's number) that it was paid for in advance: it then covers that order and nothing else.
    """

    customer_no: str
    document_no: str
    kind: OpenItemKind
    issue_date: date
    due_date: date
    amount: Decimal
    open_amount: Decimal
    currency: str
    disputed: bool = False
    cleared: bool = True
    dunning_level: int = Field(default=0, ge=0, le=9)
    method: str | None = None
    order_key: str | None = None


class OpenOrder(Value):
    """An order the ERP has and has not fully invoiced. `open_amount` is gross; `external_key` is ours, where we pushed it."""

    customer_no: str
    sales_order_number: str
    customer_po_number: str | None = None
    order_date: date
    ship_date: date | None = None
    open_amount: Decimal
    currency: str
    external_key: str | None = None


class Payment(Value):
    """Payment history, for behaviour: what was paid of an invoice and when. `issue_date` is the invoice's, where it is known;
    `method` is how it was paid."""

    customer_no: str
    document_no: str
    due_date: date
    paid_date: date
    amount: Decimal
    currency: str
    issue_date: date | None = None
    method: str | None = None


class StatedExposure(Value):
    """What the ERP itself says an account owes and has on order, everybody below it included."""

    customer_no: str
    amount: Decimal
    currency: str


class LedgerSnapshot(Value):
    """Everything the ERP said about money at `as_of`. `control_total` is the ERP's own sum of open items (invoices and
    instalments minus credit notes and payments) in `currency`: a snapshot that does not add up to it is refused."""

    as_of: datetime
    sequence: int
    control_total: Decimal
    currency: str
    open_items: tuple[OpenItem, ...] = ()
    open_orders: tuple[OpenOrder, ...] = ()
    payments: tuple[Payment, ...] = ()
    tax_rates: tuple[TaxRate, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    exposures: tuple[StatedExposure, ...] = ()
