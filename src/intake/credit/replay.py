"""Decides history again: under the policy of its day, to show that nothing was changed, or under another one, to show what it
would do.

What comes in are stored decisions and a policy; what goes out are differences, by order, with amounts. Nothing is stored or
pushed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from intake.credit.check import check_credit
from intake.credit.policy_values import CreditPolicy
from intake.domain.base import Value
from intake.domain.credit import CreditDecision, CreditOutcome


class Difference(Value):
    """One order that another policy would have decided otherwise. `gross_amount` is in `currency`, None where it was not
    known."""

    order_key: str
    customer_no: str
    gross_amount: Decimal | None
    currency: str
    before: CreditOutcome
    after: CreditOutcome
    reasons_gone: tuple[str, ...] = ()
    reasons_new: tuple[str, ...] = ()

    @property
    def is_newly_held(self) -> bool:
        return self.before in _GO and self.after not in _GO

    @property
    def is_newly_released(self) -> bool:
        return self.before not in _GO and self.after in _GO


_GO = (CreditOutcome.ACCEPT, CreditOutcome.ACCEPT_WATCH)


class Replay(Value):
    """`compared` decisions were decided again; the sums are by currency, of orders newly held and newly released."""

    compared: int
    differences: tuple[Difference, ...]
    newly_held: dict[str, Decimal]
    newly_released: dict[str, Decimal]


def decide_again(decision: CreditDecision, policy: CreditPolicy) -> CreditDecision:
    """The same inputs, order and releases under `policy`."""
    return check_credit(decision.inputs, decision.order, policy, decision.grants, actor=decision.actor)


def is_reproduced(decision: CreditDecision, policy: CreditPolicy) -> bool:
    """True where the policy of its day still gives the same decision, to the last result. `policy` is the one with the same
    SHA-256."""
    return policy.sha256 == decision.policy_sha256 and decide_again(decision, policy).decision_id == decision.decision_id


def replay(decisions: Iterable[CreditDecision], policy: CreditPolicy) -> Replay:
    """What `policy` would have decided, order by order; the latest decision of each order version counts."""
    latest = {(decision.order.order_key, decision.order.version_hash): decision for decision in decisions}
    found = [difference for decision in latest.values() if (difference := _difference(decision, policy)) is not None]
    found.sort(key=lambda each: (each.customer_no, each.order_key))
    return Replay(
        compared=len(latest),
        differences=tuple(found),
        newly_held=_sums(each for each in found if each.is_newly_held),
        newly_released=_sums(each for each in found if each.is_newly_released),
    )


def _difference(decision: CreditDecision, policy: CreditPolicy) -> Difference | None:
    again = decide_again(decision, policy)
    before, after = _codes(decision), _codes(again)
    if again.outcome is decision.outcome and before == after:
        return None
    return Difference(
        order_key=decision.order.order_key,
        customer_no=decision.order.bill_to_no,
        gross_amount=decision.order.gross_amount,
        currency=decision.order.currency,
        before=decision.outcome,
        after=again.outcome,
        reasons_gone=tuple(sorted(before - after)),
        reasons_new=tuple(sorted(after - before)),
    )


def _codes(decision: CreditDecision) -> set[str]:
    return {reason.code.value for reason in decision.reasons}


def _sums(differences: Iterable[Difference]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for difference in differences:
        sums[difference.currency] = sums.get(difference.currency, Decimal(0)) + (difference.gross_amount or Decimal(0))
    return dict(sorted(sums.items()))
