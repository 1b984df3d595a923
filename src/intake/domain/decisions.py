"""What becomes of an order: pushed, or held with all its reasons. And what is handed to the ERP."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from intake.domain.base import Value
from intake.domain.reasons import Queue, Reason


class SalesOrderLine(Value):
    line_number: str
    sku: str
    description: str | None
    quantity: Decimal
    uom: str
    quantity_base: Decimal
    base_uom: str
    unit_price: Decimal
    price_uom: str
    price_basis_quantity: Decimal
    line_amount: Decimal
    requested_delivery_date: date | None = None


class SalesOrder(Value):
    """What is pushed. `external_key` is ours, unique for one order for ever: the ERP is asked for it before any resend."""

    external_key: str
    decision_id: str
    customer_no: str
    bill_to_no: str
    ship_to_code: str | None
    customer_po_number: str | None
    order_date: date
    requested_delivery_date: date | None
    currency: str
    lines: tuple[SalesOrderLine, ...]
    net_amount: Decimal


class PushedOrder(Value):
    """What the ERP answered. `net_amount` is the ERP's own total."""

    sales_order_number: str
    external_key: str
    net_amount: Decimal | None = None
    already_there: bool = False


class Push(Value):
    """`notes` are findings that inform and did not hold."""

    notes: tuple[Reason, ...] = ()


class Hold(Value):
    """`queue` is where it waits first: operations before the order desk before finance (finance decides on a settled order)."""

    queue: Queue
    reasons: tuple[Reason, ...]
