"""Says a decision in words: for finance with all its arithmetic, for the buyer without anything that is not his to know.

What comes in is a decision; what goes out is text. Nothing is reckoned again: what is printed is what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from intake.credit.rounding import plain
from intake.domain.credit import AccountPosition, CreditDecision, CreditOutcome, RuleResult
from intake.domain.reasons import ReasonCode

_OUTCOMES = {
    CreditOutcome.ACCEPT: "Accepted",
    CreditOutcome.ACCEPT_WATCH: "Accepted, to be watched",
    CreditOutcome.REQUIRE_PREPAY: "Payment required first",
    CreditOutcome.HOLD: "Held",
}
_FOR_BUYERS = {
    ReasonCode.OVER_CREDIT_LIMIT: "Your order is larger than your available credit.",
    ReasonCode.GROUP_LIMIT_EXCEEDED: "Your order is larger than the credit that is available for it.",
    ReasonCode.NO_CREDIT_LIMIT: "Your account has no credit; the order is paid in advance.",
    ReasonCode.PREPAYMENT_TERMS: "Your payment terms are payment in advance.",
    ReasonCode.ACCOUNT_OVERDUE: "Your account has overdue invoices.",
    ReasonCode.OVERDUE_SHARE_HIGH: "Your account has overdue invoices.",
    ReasonCode.DUNNING_LEVEL_HIGH: "Your account has invoices that we have reminded you of.",
    ReasonCode.CREDIT_UTILISATION_HIGH: "Your order would use too much of your credit.",
}
_ANY_OTHER = "Your order is being looked at by our accounts department."
_BUYERS_WAYS = frozenset({"pay_excess", "pay_in_advance", "pay_overdue", "pay_older_debt", "split_order"})


def explain(decision: CreditDecision) -> str:
    """For finance and auditors: outcome, arithmetic, every rule, what would let it go, what it rests on."""
    return "\n".join(_lines(decision))


def _lines(decision: CreditDecision) -> Iterator[str]:
    order = decision.order
    amount = f"{plain(order.gross_amount)} {order.currency}" if order.gross_amount is not None else "an unknown amount"
    yield f"{_OUTCOMES[decision.outcome]}: order {order.order_key} of {order.bill_to_no} over {amount} gross."
    if decision.provisional:
        yield "On figures that are no longer fresh; it is decided again on the next ones."
    for reason in decision.reasons:
        yield f"  - {reason.message} [{reason.path.removeprefix('credit.')} {reason.code}] {reason.clears_when}"
    for message in decision.watch:
        yield f"  - to be watched: {message}"
    if decision.ways_forward:
        yield "Ways forward:"
        yield from (f"  - {way.message}" for way in decision.ways_forward)
    for position in decision.positions:
        yield from _position(position)
    yield "Rules:"
    yield from (_rule(result) for result in decision.rule_results)
    yield from _foundations(decision)


def _position(position: AccountPosition) -> Iterator[str]:
    yield f"Account {position.customer_no}, in {position.currency}:"
    for part in position.parts:
        yield _row(part.part.replace("_", " "), part.amount, f"{part.count} documents")
    yield _row("exposure", position.exposure)
    if position.order_amount is not None and position.projected is not None:
        yield _row("this order", position.order_amount)
        yield _row("projected", position.projected)
    if position.limit is None:
        yield f"  {'limit':<24}       unlimited"
    else:
        yield _row("limit", position.limit)
    if position.headroom is not None:
        yield _row("headroom", position.headroom)
    if position.excess:
        yield _row("excess", position.excess)
    if position.overdue_amount:
        yield _row("overdue beyond grace", position.overdue_amount, f"oldest by {position.overdue_days} days")


def _row(name: str, amount: Decimal, note: str = "") -> str:
    return f"  {name:<24}{plain(amount):>16}" + (f"  {note}" if note else "")


def _rule(result: RuleResult) -> str:
    if not result.applies:
        said = f"not applied: {result.observed}"
    else:
        verdict = "passed" if result.passed else ("waived" if result.waived_by else "FAILED")
        said = f"{verdict}: {result.observed} against {result.threshold}" + (
            f" (by {result.waived_by})" if result.waived_by else ""
        )
    return f"  {result.rule:<4}{result.account:<12}{result.scope:<14}{said}"


def _foundations(decision: CreditDecision) -> Iterator[str]:
    facts = decision.inputs
    yield (
        f"Decided by {decision.actor} at {facts.decided_at.isoformat()} for {facts.business_date} ({facts.time_zone}), "
        f"on snapshot {facts.snapshot.snapshot_id} as of {facts.snapshot.as_of}, under policy version "
        f"{decision.policy_version} sha256:{decision.policy_sha256}, engine {decision.engine_version}."
    )
    yield f"Decision {decision.decision_id}" + (f", after {decision.prev_hash}." if decision.prev_hash else ".")


def explain_to_buyer(decision: CreditDecision) -> str:
    """What the buyer may know: his own figures and what he can do; nothing of his group, of other customers, of our rules."""
    if decision.accepts:
        return "Your order is accepted on account."
    said = list(dict.fromkeys(_FOR_BUYERS.get(reason.code, _ANY_OTHER) for reason in decision.reasons)) or [_ANY_OTHER]
    # A way that is reckoned from the group's debts would tell them.
    tells_of_group = any(reason.code is ReasonCode.GROUP_LIMIT_EXCEEDED for reason in decision.reasons)
    ways = [] if tells_of_group else [way.message for way in decision.ways_forward if way.kind in _BUYERS_WAYS]
    return " ".join([*said, *ways])
