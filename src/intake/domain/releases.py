"""A person's word that an order may go in spite of named reasons: what was waived, for which order, up to what, until when.

What comes in and goes out are values only. Who may give such a word is decided in `holds/`; that it is kept is decided where
orders are.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from intake.domain.base import Value
from intake.domain.reasons import Queue, ReasonCode

_R = ReasonCode
NEVER_WAIVABLE: frozenset[ReasonCode] = frozenset(
    {
        # There is nothing to push: no file, no lines, no customer, no article, no unit, no price.
        _R.EMPTY_FILE,
        _R.FILE_TOO_LARGE,
        _R.FILE_TYPE_UNSUPPORTED,
        _R.DOCUMENT_ENCRYPTED,
        _R.DOCUMENT_BROKEN,
        _R.DOCUMENT_EMPTY,
        _R.NO_LINES,
        _R.VALUE_MISSING,
        _R.CUSTOMER_UNKNOWN,
        _R.CUSTOMER_AMBIGUOUS,
        _R.SHIP_TO_AMBIGUOUS,
        _R.SKU_UNKNOWN,
        _R.SKU_AMBIGUOUS,
        _R.SKU_BLOCKED,
        _R.UOM_UNKNOWN,
        _R.PRICE_MISSING,
        # It is not an order; it is answered, or done by hand.
        _R.ORDER_CANCELLATION_REQUEST,
        _R.INQUIRY,
        # A figure is missing or absurd: nobody can say what would be released.
        _R.TAX_UNKNOWN,
        _R.EXCHANGE_RATE_MISSING,
        _R.CREDIT_INPUT_INVALID,
        _R.LEDGER_INCONSISTENT,
        _R.LEDGER_MISSING,
        _R.RELEASE_EXPIRED,
        # The other side has to answer or be put right.
        _R.ERP_UNAVAILABLE,
        _R.ERP_REFUSED,
        _R.STEP_GAVE_UP,
    }
)
"""Reasons that no release waives: the cause itself has to go, by a correction, a new snapshot or a repeated step."""


class ReleaseGrant(Value):
    """One release. It waives `waived_reasons` and nothing else.

    `version_hash` is the order version the approver saw: a waived order desk reason holds for exactly that version.
    `identity_hash` covers bill-to, ship-to, currency, terms and discount: a waived finance reason outlives a smaller order,
    never another debtor, address or better terms. `approved_amount` is the gross amount seen, in `currency`;
    `tolerance_percent` of it may be added. `approvers` are all who signed, in order; `four_eyes` says that two were needed.
    """

    grant_id: str
    order_key: str
    version_hash: str
    identity_hash: str
    waived_reasons: tuple[ReasonCode, ...]
    approved_amount: Decimal | None = None
    currency: str | None = None
    tolerance_percent: Decimal = Decimal(0)
    granted_at: datetime
    valid_until: datetime
    approvers: tuple[str, ...]
    submitter: str | None = None
    four_eyes: bool = False
    reason_code: str
    comment: str = ""
    owner: Queue = Queue.FINANCE


class GrantedOrder(Value):
    """What of an order a grant is held against. `gross_amount` None = unknown: no grant with an amount covers it."""

    order_key: str
    version_hash: str
    identity_hash: str
    gross_amount: Decimal | None
    currency: str | None


def grant_fault(grant: ReleaseGrant, order: GrantedOrder, now: datetime) -> str | None:
    """Why `grant` does not hold for `order` at `now`, as one sentence; None when it holds.

    A smaller order never voids a release of finance; growth beyond the tolerance does.
    """
    if grant.order_key != order.order_key:
        return f"The release is for order {grant.order_key}, not for {order.order_key}."
    if now > grant.valid_until:
        return f"The release was valid until {grant.valid_until.isoformat()}."
    if now < grant.granted_at:
        return f"The release was given at {grant.granted_at.isoformat()}, after this decision."
    if grant.owner is Queue.FINANCE:
        return _finance_fault(grant, order)
    if grant.version_hash != order.version_hash:
        return "The order has changed since it was released."
    return None


def _finance_fault(grant: ReleaseGrant, order: GrantedOrder) -> str | None:
    if not order.identity_hash or grant.identity_hash != order.identity_hash:
        return "The order's bill-to, ship-to, currency, terms or discount has changed since it was released."
    if grant.approved_amount is None:
        return None if grant.version_hash == order.version_hash else "The order has changed since it was released."
    if order.gross_amount is None or order.currency != grant.currency:
        return f"The order's amount in {grant.currency} is unknown, so it cannot be held against the approved amount."
    ceiling = grant.approved_amount * (1 + grant.tolerance_percent / 100)
    if order.gross_amount > ceiling:
        return (
            f"The order's {order.gross_amount} {order.currency} is more than the approved {grant.approved_amount} "
            f"and {grant.tolerance_percent} %."
        )
    return None


class AuthorityRow(Value):
    """`role` may release finance reasons up to `max_amount` (None = any amount) for `risk_classes` (empty = all).

    Above `four_eyes_above` a second person of the same or a higher role has to sign as well.
    """

    role: str
    max_amount: Decimal | None
    risk_classes: tuple[str, ...] = ()
    four_eyes_above: Decimal | None = None


class ReleasePolicy(Value):
    """Who may release what: amounts in `currency`. `desk_roles` may release what the order desk owns and
    nothing of finance's.

    `valid_days` and `tolerance_percent` are given to every new grant. `block_reason_codes` are the only reason codes under
    which a blocked account or a manual hold may be released.
    """

    currency: str = "EUR"
    desk_roles: tuple[str, ...] = ("order_desk",)
    operations_roles: tuple[str, ...] = ("operations",)
    administrator_roles: tuple[str, ...] = ("admin",)
    authority: tuple[AuthorityRow, ...] = ()
    valid_days: int = 5
    tolerance_percent: Decimal = Decimal(2)
    reason_codes: tuple[str, ...] = ()
    block_reason_codes: tuple[str, ...] = ()
