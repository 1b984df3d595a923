"""The credit check: the only one, pure, for every door. Facts, an order and the policy in; a decision with every rule's
result out.

All rules are always evaluated; nothing is read, written or reserved here. The same inputs give the same decision, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from intake.credit.absurd import absurd_inputs
from intake.credit.case import Case, Standing, build_case
from intake.credit.catalogue import RULES
from intake.credit.chain import decision_hash
from intake.credit.policy_values import CreditPolicy
from intake.credit.positions import position_of
from intake.credit.rates import RateTable
from intake.credit.results import HOLD, PREPAY, WATCH, not_applied
from intake.credit.rounding import ceil_minor
from intake.credit.rules import account, figures, limit, overdue, terms
from intake.credit.waivers import apply_card, apply_exceptions, apply_grants, card_pays_everything
from intake.credit.ways_forward import payment_needed, ways_forward
from intake.domain.credit import CreditDecision, CreditFacts, CreditOutcome, OrderForCredit, RuleResult
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.releases import ReleaseGrant

ENGINE_VERSION = "1"
"""Counts up whenever the same inputs may give another decision."""


def check_credit(
    facts: CreditFacts, order: OrderForCredit, policy: CreditPolicy, grants: Sequence[ReleaseGrant] = (), *, actor: str = "intake"
) -> CreditDecision:
    """Decides whether the order may go on account. Never raises for what is in the facts: what cannot be reckoned with is
    held."""
    absurd = absurd_inputs(facts, order)
    if absurd:
        return _decide_absurd(facts, order, policy, absurd, actor)
    case = build_case(facts, order, policy)
    results = apply_exceptions(case, tuple(_all_rules(case)))
    results = apply_card(case, results)
    results, used = apply_grants(case, results, grants)
    outcome = _outcome(results)
    decision = CreditDecision(
        decision_id="",
        order=order,
        inputs=facts,
        policy_version=policy.version,
        policy_sha256=policy.sha256,
        engine_version=ENGINE_VERSION,
        actor=actor,
        rule_results=in_order(results),
        positions=tuple(position_of(standing, policy) for standing in case.standings),
        outcome=outcome,
        prepay_amount=_prepay_amount(case, results) if outcome is CreditOutcome.REQUIRE_PREPAY else None,
        reasons=reasons_of(results),
        watch=tuple(result.message for result in results if result.stands and result.effect == WATCH),
        ways_forward=ways_forward(case, results),
        provisional=outcome is not CreditOutcome.HOLD and figures.is_between(case),
        grants=tuple(grant for grant in grants if grant.order_key == order.order_key),
        grants_used=used,
    )
    return decision.model_copy(update={"decision_id": decision_hash(decision)})


def _all_rules(case: Case) -> Iterator[RuleResult]:
    yield from figures.r24_inputs(case)
    yield from figures.r23_fresh_and_whole(case)
    for number, standing in enumerate(case.standings):
        yield from _rules_of_bill_to(case, standing) if number == 0 else _rules_of_group(case, standing)


def _rules_of_bill_to(case: Case, standing: Standing) -> Iterator[RuleResult]:
    yield limit.r1_limit(case, standing)
    yield limit.r2_horizon(case, standing)
    yield limit.r3_utilisation(case, standing)
    yield limit.r4_order_value(case, standing)
    yield overdue.r5_oldest(case, standing)
    yield overdue.r6_overdue_amount(case, standing)
    yield overdue.r7_overdue_share(case, standing)
    yield overdue.r8_dunning(case, standing)
    yield terms.r9_terms(case, standing)
    yield terms.r10_discount(case, standing)
    yield terms.r13_prepayment(case, standing)
    yield limit.r14_no_limit(case, standing)
    if len(case.standings) == 1:
        yield not_applied(case.policy.setting("R15", standing.account), standing.account, "there is no group above")
    yield from _rules_of_every_account(case, standing)
    yield figures.r21_decided_now(case, standing)


def _rules_of_group(case: Case, standing: Standing) -> Iterator[RuleResult]:
    yield limit.r15_group(case, standing)
    yield from _rules_of_every_account(case, standing)


def _rules_of_every_account(case: Case, standing: Standing) -> Iterator[RuleResult]:
    yield account.r11_expired(case, standing)
    yield from account.r12_status(case, standing)
    yield limit.r16_extensions(case, standing)
    yield figures.r17_at_risk(case, standing)
    yield limit.r18_season(case, standing)
    yield from limit.r19_caps(case, standing)


def _decide_absurd(
    facts: CreditFacts, order: OrderForCredit, policy: CreditPolicy, absurd: Sequence[str], actor: str
) -> CreditDecision:
    """No arithmetic is tried on figures with which nobody could reckon."""
    empty = Case(facts=facts, order=order, policy=policy, rates=RateTable((), facts.business_date, Decimal(0)), standings=())
    failed = [figures.failed(empty, "R24", ReasonCode.CREDIT_INPUT_INVALID, sentence) for sentence in absurd]
    rest = [figures.not_evaluated(rule, empty) for rule in RULES if rule != "R24"]
    results = in_order([*failed, *rest])
    decision = CreditDecision(
        decision_id="",
        order=order,
        inputs=facts,
        policy_version=policy.version,
        policy_sha256=policy.sha256,
        engine_version=ENGINE_VERSION,
        actor=actor,
        rule_results=results,
        positions=(),
        outcome=CreditOutcome.HOLD,
        reasons=reasons_of(results),
    )
    return decision.model_copy(update={"decision_id": decision_hash(decision)})


def _outcome(results: Sequence[RuleResult]) -> CreditOutcome:
    effects = {result.effect for result in results if result.stands}
    if HOLD in effects:
        return CreditOutcome.HOLD
    if PREPAY in effects:
        return CreditOutcome.REQUIRE_PREPAY
    return CreditOutcome.ACCEPT_WATCH if WATCH in effects else CreditOutcome.ACCEPT


def _prepay_amount(case: Case, results: Sequence[RuleResult]) -> Decimal | None:
    """What has to be paid for this order before it goes, in its own currency; the larger of all that asks for a payment."""
    bill_to = case.bill_to
    if bill_to is None or case.order.gross_amount is None:
        return None
    open_amount = Fraction(case.order.gross_amount) - bill_to.exposure.prepaid
    if card_pays_everything(case, results):
        return ceil_minor(max(open_amount, Fraction(0)), case.order.currency)
    needed = payment_needed(case)
    factor = case.rates.for_debt(case.order.currency, bill_to.account.currency)
    for result in results:
        if result.stands and result.code is ReasonCode.PREPAYMENT_TERMS and result.amount is not None and factor:
            needed = max(needed, Fraction(result.amount) / factor)
    return ceil_minor(needed, case.order.currency)


def in_order(results: Sequence[RuleResult]) -> tuple[RuleResult, ...]:
    """By rule number; the chain's order within a rule stays."""
    return tuple(sorted(results, key=lambda result: int(result.rule[1:])))


def reasons_of(results: Sequence[RuleResult]) -> tuple[Reason, ...]:
    """One reason for each failed rule that nobody waived; the path names rule and account."""
    found: dict[tuple[ReasonCode, str, str], Reason] = {}
    for result in in_order(results):
        if result.stands and result.effect != WATCH and result.code is not None:
            path = f"credit.{result.rule}"
            reason = Reason.of(result.code, path, result.message or None, result.clears_when or None)
            found.setdefault((result.code, path, result.message), reason)
    return tuple(found.values())
