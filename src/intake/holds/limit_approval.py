"""Who may approve a change of a limit: by amount and risk class, as with releases; never who proposed it, above an amount two.

What comes in is the wish to approve and the release policy; what goes out are sentences that say why not, none where it may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from intake.domain.base import Value
from intake.domain.limit_changes import LimitProposal
from intake.domain.releases import ReleasePolicy
from intake.holds.authority import UNKNOWN_RISK, Actor, authority_of, folded, may_hold, second_missing


class LimitApproval(Value):
    """`amount` is approved, in the limit's currency; `in_policy_currency` is the same, None where there is no rate. `limit_now`
    and `risk_class` are of now: the proposal may be of days ago. `second` signed the same amount before."""

    proposal: LimitProposal
    amount: Decimal
    in_policy_currency: Decimal | None
    limit_now: Decimal | None
    risk_class: str | None
    actor: Actor
    second: Actor | None = None
    comment: str
    today: date


def may_approve(wish: LimitApproval, policy: ReleasePolicy) -> tuple[str, ...]:
    """Every reason why not; empty where it may be approved."""
    return (*_about_the_proposal(wish), *_about_the_people(wish, policy))


def needs_second(wish: LimitApproval, policy: ReleasePolicy) -> bool:
    """Nothing speaks against it but that a second person has not signed yet."""
    if wish.second is not None or wish.in_policy_currency is None:
        return False
    row = authority_of(wish.actor, wish.in_policy_currency, wish.risk_class, policy)
    if row is None or row.four_eyes_above is None:
        return False
    return may_approve(wish, policy) == (second_missing(row, policy),)


def _about_the_proposal(wish: LimitApproval) -> Iterator[str]:
    proposal = wish.proposal
    if wish.today > proposal.expires_on:
        yield f"The proposal was to be approved until {proposal.expires_on}; it rests on figures of {proposal.proposed_on}."
    if wish.limit_now != proposal.limit_before:
        yield f"The limit is {_said(wish.limit_now)} by now; it was {_said(proposal.limit_before)} when this was proposed."
    if proposal.valid_until is not None and wish.today > proposal.valid_until:
        yield f"The temporary limit would have ended on {proposal.valid_until}."
    before = Decimal(0) if proposal.is_temporary else proposal.limit_before or Decimal(0)
    least, most = min(before, proposal.amount), max(before, proposal.most)
    if not least <= wish.amount <= most:
        yield f"{wish.amount:f} was not proposed: between {least:f} and {most:f} {proposal.currency} may be approved."
    if not wish.comment.strip():
        yield "An approval needs a comment that an auditor can read."


def _about_the_people(wish: LimitApproval, policy: ReleasePolicy) -> Iterator[str]:
    names = [folded(person.name) for person in (wish.actor, wish.second) if person is not None]
    if folded(wish.proposal.proposed_by) in names:
        yield "Whoever proposed a limit cannot approve it."
    if len(set(names)) != len(names):
        yield "The second signature has to be another person's."
    proposal = wish.proposal
    if not proposal.is_temporary and wish.amount < (proposal.limit_before or Decimal(0)):
        # To trust a customer with less is finance's, whatever the amount.
        yield from may_hold(wish.actor, policy)
        return
    if wish.in_policy_currency is None:
        yield f"There is no rate from {proposal.currency} to {policy.currency}; nobody can say who may approve it."
        return
    row = authority_of(wish.actor, wish.in_policy_currency, wish.risk_class, policy)
    if row is None:
        amount, risk = f"{wish.in_policy_currency:f} {policy.currency}", wish.risk_class or UNKNOWN_RISK
        yield f"{wish.actor.name} may not approve a limit of {amount} for a customer with risk {risk}."
    elif row.four_eyes_above is not None and wish.in_policy_currency > row.four_eyes_above:
        second = wish.second and authority_of(wish.second, wish.in_policy_currency, wish.risk_class, policy)
        if second is None:
            yield second_missing(row, policy)


def _said(limit: Decimal | None) -> str:
    return "none" if limit is None else f"{limit:f}"
