"""Holds our exposure of each account against the ERP's own figure, line by line: what differs has to be explained, or it alarms.

What comes in are facts and the ERP's figure; what goes out is the difference with its parts. Nothing is decided here.
"""

from __future__ import annotations

from decimal import Decimal

from intake.credit.case import Case, build_case
from intake.credit.policy_values import CreditPolicy
from intake.credit.rounding import ceil_minor
from intake.domain.base import Value
from intake.domain.credit import CreditFacts, OrderForCredit

_OURS_ALONE = ("reserved", "receipts_at_risk", "prepayments", "draft_invoice")
"""Parts that an ERP's balance of open items and orders does not know of."""


class SelfCheck(Value):
    """`unexplained` is what neither our reservations nor receipts at risk, prepayments or drafts account for; 0 is right."""

    customer_no: str
    currency: str
    ours: Decimal
    erps: Decimal
    explained: tuple[tuple[str, Decimal], ...]
    unexplained: Decimal


def check_against_erp(facts: CreditFacts, erp_exposure: Decimal, policy: CreditPolicy) -> SelfCheck | None:
    """For the bill-to account of `facts`; None where there is none. `erp_exposure` is in the account's currency."""
    if not facts.accounts:
        return None
    account = facts.accounts[0]
    nothing = OrderForCredit(
        order_key="self-check",
        version_hash="self-check",
        bill_to_no=account.customer_no,
        gross_amount=Decimal(0),
        currency=account.currency,
    )
    case: Case = build_case(facts, nothing, policy)
    standing = case.standings[0]
    explained = tuple(
        (part, ceil_minor(standing.exposure.parts[part][0], account.currency))
        for part in _OURS_ALONE
        if part in standing.exposure.parts
    )
    ours = ceil_minor(standing.exposure.total, account.currency)
    return SelfCheck(
        customer_no=account.customer_no,
        currency=account.currency,
        ours=ours,
        erps=erp_exposure,
        explained=explained,
        unexplained=ours - erp_exposure - sum((amount for _, amount in explained), Decimal(0)),
    )
