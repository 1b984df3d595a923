"""Who may do what with a held order: release, reject, correct, place a hold. Pure rules; the server asks them for every click
and call.

What comes in are the actor, the order version that was seen, and the policy; what goes out are sentences that say why not,
none where it may be. Nothing is stored here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from intake.domain.base import Value
from intake.domain.reasons import REASONS, Queue, Reason, ReasonCode
from intake.domain.releases import NEVER_WAIVABLE, AuthorityRow, GrantedOrder, ReleasePolicy

UNKNOWN_RISK = "unknown"
BLOCKS = frozenset({ReasonCode.ACCOUNT_BLOCKED, ReasonCode.MANUAL_HOLD})
_CORRECTABLE = re.compile(
    r"(customer_no|bill_to_no|ship_to_code|customer_po_number|order_date|requested_delivery_date|currency|kind|note|lines|charges"
    r"|lines\[\d{1,4}\](\.(sku|quantity|uom|unit_price|price_basis_quantity|discount_percent|line_amount|description"
    r"|customer_part_number|gtin|manufacturer_part_number|requested_delivery_date|note))?"
    r"|(ship_to|buyer)\.[a-z_]+|total_(net|tax|gross))"
)


class Actor(Value):
    """A person with a name. Programs do not release."""

    name: str
    roles: frozenset[str]


class ReleaseRequest(Value):
    """A wish to release. `amount` is the order's gross amount in the policy's currency, None where it is not known.

    `seen_version` is the version on the person's screen. `second` signs beside `actor` where four eyes are needed.
    `submitter` sent or entered the order.
    """

    order: GrantedOrder
    reasons: tuple[Reason, ...]
    codes: tuple[ReasonCode, ...]
    seen_version: str
    actor: Actor
    second: Actor | None = None
    submitter: str | None = None
    amount: Decimal | None = None
    risk_class: str | None = None
    reason_code: str
    comment: str = ""
    at: datetime


def may_release(request: ReleaseRequest, policy: ReleasePolicy) -> tuple[str, ...]:
    """Every reason why this release may not be given; empty where it may."""
    return (*_about_the_order(request), *_about_the_words(request, policy), *_about_the_people(request, policy))


def _about_the_order(request: ReleaseRequest) -> Iterator[str]:
    if request.seen_version != request.order.version_hash:
        yield "The order has changed since it was shown; look at it again."
    if not request.codes:
        yield "A release names the reasons that it waives; it names none."
    standing = {reason.code for reason in request.reasons}
    for code in request.codes:
        if code not in standing:
            yield f"The order is not held for {code}."
        elif code in NEVER_WAIVABLE:
            yield f"{code} cannot be waived. {REASONS[code].clears_when}"


def release_words(codes: Collection[ReasonCode], policy: ReleasePolicy) -> tuple[str, ...]:
    """The reasons of the house that a release of some of these codes may be given for."""
    return (*policy.reason_codes, *(policy.block_reason_codes if BLOCKS & set(codes) else ()))


def _about_the_words(request: ReleaseRequest, policy: ReleasePolicy) -> Iterator[str]:
    blocks = BLOCKS & set(request.codes)
    allowed = policy.block_reason_codes if blocks else policy.reason_codes
    if request.reason_code not in allowed:
        what = "a block or a hold by a person" if blocks else "a release"
        yield f"{request.reason_code!r} is no reason for {what}; it is one of {', '.join(allowed) or 'none'}."
    if Queue.FINANCE in _owners(request) and not request.comment.strip():
        yield "A release of finance's reasons needs a comment that an auditor can read."


def _about_the_people(request: ReleaseRequest, policy: ReleasePolicy) -> Iterator[str]:
    people = [request.actor, *([request.second] if request.second else [])]
    names = [folded(person.name) for person in people]
    if any(not name for name in names):
        yield "A release needs the name of whoever gives it."
    if request.submitter is not None and folded(request.submitter) in names:
        yield "Whoever submitted the order cannot release it."
    if len(set(names)) != len(names):
        yield "The second signature has to be another person's."
    for owner in _owners(request):
        yield from _finance_authority(request, policy) if owner is Queue.FINANCE else _desk_authority(request, policy, owner)


def _desk_authority(request: ReleaseRequest, policy: ReleasePolicy, owner: Queue) -> Iterator[str]:
    roles = policy.desk_roles if owner is Queue.ORDER_DESK else policy.operations_roles
    if not request.actor.roles & {*roles, *policy.administrator_roles}:
        yield f"{_codes_of(request, owner)} may be waived by {' or '.join(roles)} only, not by {_roles(request.actor)}."


def _finance_authority(request: ReleaseRequest, policy: ReleasePolicy) -> Iterator[str]:
    if request.amount is None:
        yield "The order's gross amount is not known; nobody can say who may release it."
        return
    row = authority_of(request.actor, request.amount, request.risk_class, policy)
    if row is None:
        amount = f"{request.amount:f} {policy.currency}"
        risk = request.risk_class or UNKNOWN_RISK
        yield f"{_roles(request.actor)} may not release {amount} for a customer with risk {risk}."
        return
    if row.four_eyes_above is not None and request.amount > row.four_eyes_above:
        second = request.second and authority_of(request.second, request.amount, request.risk_class, policy)
        if second is None:
            yield second_missing(row, policy)


def second_missing(row: AuthorityRow, policy: ReleasePolicy) -> str:
    return f"Above {row.four_eyes_above:f} {policy.currency} a second person with the same authority has to sign."


def waits_for_second(request: ReleaseRequest, policy: ReleasePolicy) -> bool:
    """Nothing speaks against the release but that a second person has not signed yet."""
    if request.second is not None or request.amount is None:
        return False
    row = authority_of(request.actor, request.amount, request.risk_class, policy)
    if row is None or row.four_eyes_above is None:
        return False
    return may_release(request, policy) == (second_missing(row, policy),)


def authority_of(actor: Actor, amount: Decimal, risk_class: str | None, policy: ReleasePolicy) -> AuthorityRow | None:
    """The row under which `actor` may release `amount`, the one that asks for the fewest eyes; None where there is none."""
    risk = risk_class or UNKNOWN_RISK
    rows = [
        row
        for row in policy.authority
        if row.role in actor.roles
        and (not row.risk_classes or risk in row.risk_classes)
        and (row.max_amount is None or amount <= row.max_amount)
    ]
    return max(rows, key=lambda row: (row.four_eyes_above is None, row.four_eyes_above or Decimal(0)), default=None)


def may_reject(actor: Actor, reasons: Sequence[Reason], policy: ReleasePolicy) -> tuple[str, ...]:
    """Whoever owns one of the reasons may end the order; a rejection is only ever a person's."""
    owners = {reason.owner for reason in reasons}
    finance = {row.role for row in policy.authority}
    roles: set[str] = set(policy.administrator_roles)
    roles |= set(policy.desk_roles) if Queue.ORDER_DESK in owners or not owners else set()
    roles |= set(policy.operations_roles) if Queue.OPERATIONS in owners else set()
    roles |= finance if Queue.FINANCE in owners else set()
    if actor.roles & roles:
        return ()
    return (f"{_roles(actor)} owns none of the order's reasons and may not reject it.",)


def may_correct(actor: Actor, paths: Sequence[str], policy: ReleasePolicy) -> tuple[str, ...]:
    """What is ordered is the order desk's; nobody corrects credit, our prices or a path that an order does not have."""
    faults = []
    if not actor.roles & {*policy.desk_roles, *policy.administrator_roles}:
        faults.append(f"{_roles(actor)} may not correct an order; {' or '.join(policy.desk_roles)} may.")
    faults += [f"{path!r} is nothing of an order that can be corrected." for path in paths if not _CORRECTABLE.fullmatch(path)]
    return tuple(faults)


def may_forget(actor: Actor, policy: ReleasePolicy) -> tuple[str, ...]:
    """What a customer's words mean is the order desk's to say, and to take back."""
    if actor.roles & {*policy.desk_roles, *policy.administrator_roles}:
        return ()
    return (f"{_roles(actor)} may not forget confirmed words; {' or '.join(policy.desk_roles)} may.",)


def may_hold(actor: Actor, policy: ReleasePolicy) -> tuple[str, ...]:
    """A hold on an account or an order is finance's."""
    if actor.roles & ({row.role for row in policy.authority} | set(policy.administrator_roles)):
        return ()
    return (f"{_roles(actor)} may not place or lift a hold; finance may.",)


def _owners(request: ReleaseRequest) -> tuple[Queue, ...]:
    owners = {REASONS[code].owner for code in request.codes}
    return tuple(queue for queue in Queue if queue in owners)


def _codes_of(request: ReleaseRequest, owner: Queue) -> str:
    return ", ".join(code for code in request.codes if REASONS[code].owner is owner)


def _roles(actor: Actor) -> str:
    return f"{actor.name} ({', '.join(sorted(actor.roles)) or 'no role'})"


def folded(name: str) -> str:
    return " ".join(name.casefold().split())
