"""Turns a release that may be given into grants, one for each owner of the waived reasons; says whether a grant covers an order.

What comes in is a request; what goes out are `ReleaseGrant` values, or `NotAllowed` with every reason why not. Nothing is
stored here.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from intake.domain.errors import NotAllowed
from intake.domain.reasons import REASONS, Queue, ReasonCode
from intake.domain.releases import NEVER_WAIVABLE, GrantedOrder, ReleaseGrant, ReleasePolicy, grant_fault
from intake.holds.authority import ReleaseRequest, may_release


def release(request: ReleaseRequest, policy: ReleasePolicy) -> tuple[ReleaseGrant, ...]:
    """One grant for each owner. Raises NotAllowed with all sentences where the release may not be given."""
    faults = may_release(request, policy)
    if faults:
        raise NotAllowed(" ".join(faults))
    owners = [queue for queue in Queue if any(REASONS[code].owner is queue for code in request.codes)]
    return tuple(_grant(request, policy, owner) for owner in owners)


def _grant(request: ReleaseRequest, policy: ReleasePolicy, owner: Queue) -> ReleaseGrant:
    codes = tuple(code for code in request.codes if REASONS[code].owner is owner)
    approvers = (request.actor.name, *([request.second.name] if request.second else []))
    return ReleaseGrant(
        grant_id=_grant_id(request, owner),
        order_key=request.order.order_key,
        version_hash=request.order.version_hash,
        identity_hash=request.order.identity_hash,
        waived_reasons=codes,
        approved_amount=request.order.gross_amount,
        currency=request.order.currency,
        tolerance_percent=policy.tolerance_percent,
        granted_at=request.at,
        valid_until=request.at + timedelta(days=policy.valid_days),
        approvers=approvers,
        submitter=request.submitter,
        four_eyes=request.second is not None,
        reason_code=request.reason_code,
        comment=request.comment,
        owner=owner,
    )


def _grant_id(request: ReleaseRequest, owner: Queue) -> str:
    """The same click twice is one grant."""
    parts = (
        request.order.order_key,
        request.order.version_hash,
        owner,
        *sorted(request.codes),
        request.actor.name,
        request.at.isoformat(),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def grant_covers(grant: ReleaseGrant, code: ReasonCode, order: GrantedOrder, now: datetime) -> bool:
    """True where `grant` waives `code` for `order` at `now`."""
    return code in grant.waived_reasons and code not in NEVER_WAIVABLE and grant_fault(grant, order, now) is None
