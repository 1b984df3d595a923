"""What waives a failed rule: a written exception (R20), a release that still holds (R22), a card that pays the rest (R25).

What comes in are a case and its rules' results; what goes out are the same results with who waived them, and the results of
these three rules themselves. A rule that is waived stays visible as failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from intake.credit.case import Case
from intake.credit.results import HOLD, PREPAY, not_applied
from intake.domain.credit import RuleResult
from intake.domain.reasons import REASONS, ReasonCode
from intake.domain.releases import NEVER_WAIVABLE, GrantedOrder, ReleaseGrant, grant_fault

_R = ReasonCode
BY_CARD = frozenset(
    {_R.OVER_CREDIT_LIMIT, _R.GROUP_LIMIT_EXCEEDED, _R.ACCOUNT_OVERDUE, _R.OVERDUE_SHARE_HIGH, _R.DUNNING_LEVEL_HIGH}
)
_LATE = frozenset({_R.ACCOUNT_OVERDUE, _R.OVERDUE_SHARE_HIGH, _R.DUNNING_LEVEL_HIGH})


def apply_exceptions(case: Case, results: Sequence[RuleResult]) -> tuple[RuleResult, ...]:
    """R20: named, dated, owned; for the bill-to's rules that it names, up to its amount."""
    bill_to = case.bill_to
    if bill_to is None:
        return tuple(results)
    used: list[str] = []
    waived: list[RuleResult] = []
    setting = case.policy.setting("R20", bill_to.account)
    for result in results:
        exception = case.policy.exception_for(result.rule, bill_to.account, case.facts.business_date) if setting.on else None
        fits = exception is not None and result.stands and _exception_fits(case, exception.max_amount)
        if exception is not None and fits and result.code not in NEVER_WAIVABLE:
            used.append(exception.name)
            result = result.model_copy(update={"waived_by": f"exception {exception.name} of {exception.owner}"})
        waived.append(result)
    said = f"used: {', '.join(sorted(set(used)))}" if used else "none in force"
    return (*waived, not_applied(setting, bill_to.account, said if setting.on else "switched off"))


def _exception_fits(case: Case, max_amount: Decimal | None) -> bool:
    if max_amount is None:
        return True
    gross = case.order.gross_amount
    return gross is not None and case.order.currency == case.policy.currency and gross <= max_amount


def apply_card(case: Case, results: Sequence[RuleResult]) -> tuple[RuleResult, ...]:
    """R25: a card turns the hold of a limit into a payment: the excess; with late items the whole order, or nothing, as the
    policy says."""
    bill_to = case.bill_to
    if bill_to is None:
        return tuple(results)
    setting = case.policy.setting("R25", bill_to.account)
    card = case.policy.card
    if not setting.on or not card.allowed or not case.order.pays_by_card:
        why = "the order is not paid by card" if setting.on and card.allowed else "no card may pay what is over the limit"
        return (*results, not_applied(setting, bill_to.account, why))
    holding = {result.code for result in results if result.stands and result.effect == HOLD}
    late = bool(holding & _LATE)
    if not holding <= BY_CARD or (late and card.overdue_blocks == "yes"):
        return (*results, not_applied(setting, bill_to.account, "other reasons hold the order, or late items bar the card"))
    turned = tuple(
        result.model_copy(update={"effect": PREPAY}) if result.stands and result.effect == HOLD else result for result in results
    )
    said = (
        "the whole order by card, because items are late"
        if late and card.overdue_blocks == "only_full_prepay"
        else "the excess by card"
    )
    return (*turned, not_applied(setting, bill_to.account, said))


def card_pays_everything(case: Case, results: Sequence[RuleResult]) -> bool:
    """With late items, and a policy that then wants the whole order paid."""
    late = any(result.stands and result.code in _LATE for result in results)
    return late and case.policy.card.overdue_blocks == "only_full_prepay"


def apply_grants(
    case: Case, results: Sequence[RuleResult], grants: Sequence[ReleaseGrant]
) -> tuple[tuple[RuleResult, ...], tuple[str, ...]]:
    """R22: each standing reason is waived by a release that names it and still holds. Also says which releases were used."""
    account = case.bill_to.account if case.bill_to else None
    if account is None:
        return tuple(results), ()
    setting = case.policy.setting("R22", account)
    order = granted_order(case)
    named = [grant for grant in grants if grant.order_key == order.order_key]
    faults = {grant.grant_id: grant_fault(grant, order, case.facts.decided_at) for grant in named}
    used: set[str] = set()
    waived: list[RuleResult] = []
    for result in results:
        grant = _covering(result, named, faults)
        if grant is not None:
            used.add(grant.grant_id)
            result = result.model_copy(update={"waived_by": f"release {grant.grant_id} of {' and '.join(grant.approvers)}"})
        waived.append(result)
    broken = [fault for fault in faults.values() if fault is not None]
    still_held = any(result.stands and result.effect != "watch" for result in waived)
    if broken and still_held:
        memory = RuleResult(
            rule="R22",
            scope=setting.scope,
            account=account.customer_no,
            effect=HOLD,
            passed=False,
            threshold="a release that holds",
            observed=broken[0],
            clears_when=REASONS[_R.RELEASE_EXPIRED].clears_when,
            code=_R.RELEASE_EXPIRED,
            message=broken[0],
        )
    else:
        memory = not_applied(setting, account, f"used: {', '.join(sorted(used))}" if used else "no release is needed or given")
    return (*waived, memory), tuple(sorted(used))


def _covering(result: RuleResult, grants: Sequence[ReleaseGrant], faults: dict[str, str | None]) -> ReleaseGrant | None:
    if not result.stands or result.code is None or result.code in NEVER_WAIVABLE:
        return None
    for grant in grants:
        if faults[grant.grant_id] is None and result.code in grant.waived_reasons:
            return grant
    return None


def granted_order(case: Case) -> GrantedOrder:
    order = case.order
    return GrantedOrder(
        order_key=order.order_key,
        version_hash=order.version_hash,
        identity_hash=order.identity_hash,
        gross_amount=order.gross_amount,
        currency=order.currency,
    )
