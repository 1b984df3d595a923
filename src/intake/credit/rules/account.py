"""Rules about an account itself: its limit expired or its review overdue (R11), blocked or held by a person (R12).

What comes in is a case; what goes out are results for every account of the chain. A person's stop never lifts itself.
"""

from __future__ import annotations

from datetime import timedelta

from intake.credit.case import Case, Standing
from intake.credit.results import HOLD, judged, not_applied
from intake.domain.credit import AccountStatus, RuleResult
from intake.domain.reasons import ReasonCode


def r11_expired(case: Case, standing: Standing) -> RuleResult:
    """R11: a limit ends with its date, and with a review that nobody did. A temporary limit in force ends by its own date."""
    account = standing.account
    setting = case.policy.setting("R11", account)
    if not setting.on or standing.limit.is_no_credit:
        return not_applied(setting, account, "there is no limit to expire" if setting.on else "switched off")
    if case.lowers_exposure or case.is_prepaid:
        return not_applied(setting, account, "the order needs no credit")
    days = int(setting.number("grace_days"))
    last_good = case.facts.business_date - timedelta(days=days)
    until, review = account.limit_valid_until, account.next_review
    expired = until is not None and until < last_good and not standing.limit.source.startswith("temporary")
    unreviewed = review is not None and review < last_good
    said = (
        f"The limit of {account.customer_no} was valid until {until}."
        if expired
        else f"The review of {account.customer_no} was due on {review}."
    )
    return judged(
        setting,
        account,
        not expired and not unreviewed,
        ReasonCode.CREDIT_LIMIT_EXPIRED,
        threshold=f"valid on {last_good}",
        observed=f"valid until {until or 'further notice'}, review {review or 'not planned'}",
        message=said,
    )


def r12_status(case: Case, standing: Standing) -> tuple[RuleResult, ...]:
    """R12: blocked, stopped, at an agency or insolvent in the ERP; or held here by a person, the account or this order."""
    account = standing.account
    setting = case.policy.setting("R12", account)
    status = judged(
        setting,
        account,
        account.status is AccountStatus.OPEN,
        ReasonCode.ACCOUNT_BLOCKED,
        threshold=AccountStatus.OPEN.value,
        observed=account.status.value,
        message=f"The account {account.customer_no} is {account.status.value} in the ERP.",
    )
    holds = [
        hold
        for hold in case.facts.manual_holds
        if hold.customer_no == account.customer_no or (hold.order_key == case.order.order_key and standing is case.bill_to)
    ]
    manual = tuple(
        RuleResult(
            rule="R12",
            scope=setting.scope,
            account=account.customer_no,
            effect=HOLD,
            passed=False,
            threshold="no hold by a person",
            observed=f"held since {hold.placed_at:%Y-%m-%d}",
            clears_when="Finance lifts the hold.",
            code=ReasonCode.MANUAL_HOLD,
            message=f"{hold.placed_by} put {hold.customer_no or 'this order'} on hold: {hold.reason}",
        )
        for hold in holds
    )
    return (status, *manual)
