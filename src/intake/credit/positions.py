"""Rounds the exact standing of one account to what is shown and kept: exposure and excess up, headroom down, once.

What comes in is a standing; what goes out is an `AccountPosition`. Nothing is decided here.
"""

from __future__ import annotations

from fractions import Fraction

from intake.credit.case import Standing
from intake.credit.policy_values import CreditPolicy
from intake.credit.rounding import ceil_minor, floor_minor
from intake.credit.sums import PARTS
from intake.domain.credit import AccountPosition, ExposurePart

SHOWN_DOCUMENTS = 50


def position_of(standing: Standing, policy: CreditPolicy) -> AccountPosition:
    currency = standing.account.currency
    exposure, limit = standing.exposure.total, standing.limit.amount
    late = standing.overdue.beyond(policy.grace_days, policy.materiality)
    parts = (
        ExposurePart(part=part, amount=ceil_minor(amount, currency), count=count)
        for part in PARTS
        for amount, count in [standing.exposure.parts.get(part, (Fraction(0), 0))]
        if amount or count
    )
    return AccountPosition(
        customer_no=standing.account.customer_no,
        currency=currency,
        exposure=ceil_minor(exposure, currency),
        parts=tuple(parts),
        limit=None if limit is None else floor_minor(limit, currency),
        headroom=None if limit is None else floor_minor(limit - exposure, currency),
        order_amount=None if standing.added is None else ceil_minor(standing.added, currency),
        projected=None if standing.projected is None else ceil_minor(standing.projected, currency),
        excess=ceil_minor(standing.over, currency),
        overdue_amount=ceil_minor(late.total, currency),
        overdue_days=late.oldest.days if late.oldest else 0,
        overdue_documents=tuple(item.document_no for item in late.items[:SHOWN_DOCUMENTS]),
    )
