"""Compares payment terms: are an order's better than the customer's, for any invoice date that may come?

What comes in are two terms; what goes out is a yes or no, or the words that say what is better. Reading terms is
`domain/terms.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from intake.domain.terms import PaymentTerms, due_parts

INVOICE_DAYS = 62
"""Terms that end with a month compare differently early and late in it; two months of invoice dates show every case."""


def is_later(order: PaymentTerms, customer: PaymentTerms, today: date) -> bool:
    """True where `order` gives later dates, at the end or on the average, for any invoice date of the next two months."""
    days = (today + timedelta(days=offset) for offset in range(INVOICE_DAYS))
    return any(_is_later_on(order, customer, day) for day in days)


def _is_later_on(order: PaymentTerms, customer: PaymentTerms, invoice_date: date) -> bool:
    if not order.is_prepayment and customer.is_prepayment:
        return True
    ours, theirs = due_parts(customer, invoice_date), due_parts(order, invoice_date)
    if max(part.due_date for part in theirs) > max(part.due_date for part in ours):
        return True
    average = [
        sum((Fraction(part.percent) * (part.due_date - invoice_date).days for part in parts), Fraction(0))
        for parts in (ours, theirs)
    ]
    return average[1] > average[0]


def has_better_discount(order: PaymentTerms, customer: PaymentTerms) -> bool:
    """A higher cash discount, or one that can be taken for longer."""
    if order.discount_percent <= 0:
        return False
    return order.discount_percent > customer.discount_percent or order.discount_days > customer.discount_days
