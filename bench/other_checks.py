"""The credit checks of five systems, restated by us from their public documentation, each on the same tables as ours.

What comes in is a ledger; what goes out is whether the order is stopped. A warning counts as a stop, the defaults are those that
are documented, and what a system records by itself (a bill's rate in its books) is granted to it. No line of their code is here.
"""

from __future__ import annotations

from decimal import Decimal

from bench.credit_ledgers import RATES, TODAY, Ledger

ZERO = Decimal(0)


def _receivable(ledger: Ledger) -> Decimal:
    """Posted bills less credit notes and receipts, cleared by the bank or not; a bill without a rate is not seen."""
    posted = sum((bill.open * RATES.get(bill.currency, ZERO) for bill in _own(ledger) if not bill.draft), ZERO)
    return posted - sum((receipt.free for receipt in ledger.receipts), ZERO)


def _own(ledger: Ledger) -> list:  # type: ignore[type-arg]
    return [bill for bill in ledger.invoices if bill.customer == "C1"]


def _drafts(ledger: Ledger, *, of_orders: bool) -> Decimal:
    return sum((bill.open for bill in _own(ledger) if bill.draft and (bill.order is None or of_orders)), ZERO)


def _not_invoiced(ledger: Ledger) -> Decimal:
    return sum((order.gross * (1 - order.invoiced) for order in ledger.orders), ZERO)


def erpnext(ledger: Ledger) -> bool:
    """Outstanding by the general ledger, orders not billed, this order, gross; a limit of 0 or none is not checked; no overdue
    rule by default; a frozen customer stops."""
    if ledger.blocked:
        return True
    limit = ledger.limit or ZERO
    return bool(limit) and _receivable(ledger) + _not_invoiced(ledger) + ledger.gross > limit


def odoo_oca(ledger: Ledger) -> bool:
    """The financial risk of the OCA modules: open, draft and to be invoiced, in one sum; a limit of 0 is not checked; the limit
    for unpaid bills is off until it is set."""
    limit = ledger.limit or ZERO
    risk = _receivable(ledger) + _drafts(ledger, of_orders=False) + _not_invoiced(ledger)
    return bool(limit) and risk + ledger.gross > limit


def tryton(ledger: Ledger) -> bool:
    """Receivable and sales not invoiced, sales without their tax; no limit is not checked, 0 is a limit."""
    if ledger.limit is None:
        return False
    without_tax = _not_invoiced(ledger) * 100 / 119
    return _receivable(ledger) + without_tax + ledger.net > ledger.limit


def idempiere(ledger: Ledger) -> bool:
    """The open balance and this order; what is not invoiced is looked at when it ships; a limit of 0 is not checked."""
    if ledger.blocked:
        return True
    limit = ledger.limit or ZERO
    return bool(limit) and _receivable(ledger) + ledger.gross > limit


def business_central(ledger: Ledger) -> bool:
    """Balance, outstanding orders, shipped and not invoiced, open invoices, this order; a limit of 0 is none; any bill past its
    due date warns."""
    if ledger.blocked:
        return True
    if any(bill.due < TODAY and bill.open > 0 and not bill.draft for bill in _own(ledger)):
        return True
    limit = ledger.limit or ZERO
    owed = _receivable(ledger) + _not_invoiced(ledger) + _drafts(ledger, of_orders=False)
    return bool(limit) and owed + ledger.gross > limit


OTHERS = {
    "ERPNext": erpnext,
    "Odoo / OCA": odoo_oca,
    "Tryton": tryton,
    "iDempiere": idempiere,
    "Business Central": business_central,
}
