"""What a document says beside its lines: dates, terms, charges, call-offs. Each is a claim; here is what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from intake.domain.call_offs import blanket_word
from intake.domain.master import Customer
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder
from intake.domain.policies import MatchingPolicy
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.terms import due_parts, parse_terms

_REFERENCE_DAYS = (date(2025, 1, 10), date(2025, 1, 31))
"""Terms are compared on an ordinary day and on a month's last, where end-of-month terms differ most."""


def judge_claims(
    order: ExtractedOrder, context: MailContext, customer: Customer | None, policy: MatchingPolicy, today: date
) -> Iterator[Reason]:
    yield from _dates(order, written_on(order, context, today), policy)
    yield from _charges(order, policy)
    yield from _call_off(order)
    if customer is not None:
        yield from _terms(order, customer)


def written_on(order: ExtractedOrder, context: MailContext, today: date) -> date:
    """The day that the order's own dates are to be held against: its date, else the mail's, else today."""
    if order.order_date is not None:
        return order.order_date
    try:
        return date.fromisoformat(context.sent_on) if context.sent_on else today
    except ValueError:
        return today


def _dates(order: ExtractedOrder, written: date, policy: MatchingPolicy) -> Iterator[Reason]:
    wishes = [("requested_delivery_date", order.requested_delivery_date)]
    wishes += [
        (f"lines[{index}].requested_delivery_date", line.requested_delivery_date) for index, line in enumerate(order.lines)
    ]
    latest = written + timedelta(days=policy.delivery_days_ahead)
    for path, wish in wishes:
        if wish is not None and wish < written:
            message = f"Delivery is requested for {wish.isoformat()}, before the order was written ({written.isoformat()})."
            yield Reason.of(ReasonCode.DELIVERY_DATE_IMPLAUSIBLE, path, message)
        elif wish is not None and wish > latest:
            message = (
                f"Delivery is requested for {wish.isoformat()}, more than {policy.delivery_days_ahead} days after the order."
            )
            yield Reason.of(ReasonCode.DELIVERY_DATE_IMPLAUSIBLE, path, message)


def _charges(order: ExtractedOrder, policy: MatchingPolicy) -> Iterator[Reason]:
    for index, charge in enumerate(order.charges):
        allowed = charge.kind in policy.charges_allowed and 0 <= charge.amount <= policy.charge_limit
        if charge.amount != 0 and not allowed:
            what = "discount" if charge.amount < 0 else "charge"
            message = f"The order states a {what} of its own: {charge.kind} {charge.amount:f} {order.currency or ''}".rstrip()
            yield Reason.of(ReasonCode.CHARGE_CLAIMED, f"charges[{index}]", message + ".")


def _call_off(order: ExtractedOrder) -> Iterator[Reason]:
    """A call-off books against a contract of its own quantities and prices, which are not in the master data."""
    texts = [order.note, *(line.note for line in order.lines), order.references.quotation, order.customer_po_number]
    for text in texts:
        if text and blanket_word(text):
            message = f"The order calls off from a blanket order ({text!r})."
            yield Reason.of(ReasonCode.BLANKET_ORDER, "references", message)
            return


def _terms(order: ExtractedOrder, customer: Customer) -> Iterator[Reason]:
    claimed = parse_terms(order.payment_terms) if order.payment_terms else None
    agreed = parse_terms(customer.payment_terms)
    if claimed is None or agreed is None:
        return
    later = any(
        max(p.due_date for p in due_parts(claimed, day)) > max(p.due_date for p in due_parts(agreed, day))
        for day in _REFERENCE_DAYS
    )
    if later:
        message = f"The order states {order.payment_terms!r}, agreed is {customer.payment_terms!r}."
        yield Reason.of(ReasonCode.TERMS_BETTER_THAN_AGREED, "payment_terms", message)
