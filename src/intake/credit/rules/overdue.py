"""Rules about late payment: the oldest item (R5), the sum (R6), its share (R7), reminders (R8). They look at the bill-to's
own items.

What comes in is a case; what goes out is one result each. An order that is paid in full beforehand is not held by old debt
where the policy says so; an order that lowers the exposure never is.
"""

from __future__ import annotations

from fractions import Fraction

from intake.credit.case import Case, Standing
from intake.credit.overdue import Late, OverdueItem, reminder_level
from intake.credit.results import judged, money, not_applied
from intake.credit.rounding import plain
from intake.domain.credit import RuleResult
from intake.domain.reasons import ReasonCode


def excuse(case: Case) -> str:
    """Why late items do not concern this order; empty where they do."""
    if case.lowers_exposure:
        return "the order lowers what is owed"
    if case.is_prepaid and case.policy.card.overdue_blocks != "yes":
        return "the order is paid in full"
    return ""


def r5_oldest(case: Case, standing: Standing) -> RuleResult:
    """R5: no item above materiality may be more than so many days past due."""
    account = standing.account
    setting = case.policy.setting("R5", account)
    if not setting.on or excuse(case):
        return not_applied(setting, account, excuse(case) or "switched off")
    days = int(setting.number_or_none("days") or 0) if "days" in setting.parameters else case.policy.grace_days
    materiality = setting.number_or_none("materiality")
    late = standing.overdue.beyond(days, case.policy.materiality if materiality is None else materiality)
    oldest = late.oldest
    return judged(
        setting,
        account,
        oldest is None,
        ReasonCode.ACCOUNT_OVERDUE,
        threshold=f"{days} days past due",
        observed=f"{oldest.days} days ({oldest.document_no})" if oldest else "nothing older",
        amount=late.total,
        message="" if oldest is None else _late_message(oldest, late, account.currency),
    )


def r6_overdue_amount(case: Case, standing: Standing) -> RuleResult:
    """R6: the sum that is overdue beyond grace, optionally only where the limit is used to a share."""
    account = standing.account
    setting = case.policy.setting("R6", account)
    if not setting.on or excuse(case):
        return not_applied(setting, account, excuse(case) or "switched off")
    late = standing.overdue.beyond(case.policy.grace_days, case.policy.materiality)
    most = setting.number_or_none("amount")
    most = case.policy.materiality if most is None else most
    total = late.total
    share = setting.number_or_none("utilisation_percent")
    is_used = share is None or _utilisation_is_over(standing, Fraction(share))
    return judged(
        setting,
        account,
        total <= most or not is_used,
        ReasonCode.ACCOUNT_OVERDUE,
        threshold=f"{plain(most)} {account.currency}" + ("" if share is None else f" and {plain(share)} % of the limit used"),
        observed=money(total, account.currency),
        amount=total,
        message=f"{money(total, account.currency)} is overdue by more than {case.policy.grace_days} days: {late.names()}.",
    )


def _utilisation_is_over(standing: Standing, share: Fraction) -> bool:
    limit = standing.limit.amount
    if limit is None:
        return False
    return limit <= 0 or standing.exposure.total / limit * 100 > share


def r7_overdue_share(case: Case, standing: Standing) -> RuleResult:
    """R7: what is overdue beyond so many days, as a share of all open items."""
    account = standing.account
    setting = case.policy.setting("R7", account)
    if not setting.on or excuse(case) or standing.overdue.total_open <= 0:
        return not_applied(setting, account, excuse(case) or ("switched off" if not setting.on else "no open items"))
    days = setting.number_or_none("days")
    late = standing.overdue.beyond(case.policy.grace_days if days is None else int(days), case.policy.materiality)
    share = late.total / standing.overdue.total_open * 100
    most = setting.number("share_percent")
    return judged(
        setting,
        account,
        share <= most,
        ReasonCode.OVERDUE_SHARE_HIGH,
        threshold=f"{plain(most)} %",
        observed=f"{float(share):.1f} %",
        amount=late.total,
        message=f"{float(share):.1f} % of the open items is overdue, more than {plain(most)} %: {late.names()}.",
    )


def r8_dunning(case: Case, standing: Standing) -> RuleResult:
    """R8: an open, undisputed item at this reminder level."""
    account = standing.account
    setting = case.policy.setting("R8", account)
    if not setting.on or excuse(case):
        return not_applied(setting, account, excuse(case) or "switched off")
    most = int(setting.number("level"))
    level, document = reminder_level(standing.overdue, case.facts.reminded if standing is case.bill_to else ())
    return judged(
        setting,
        account,
        level < most,
        ReasonCode.DUNNING_LEVEL_HIGH,
        threshold=f"below level {most}",
        observed=f"level {level}",
        message=f"{document} has reached reminder level {level}.",
    )


def late_items(case: Case, standing: Standing) -> Late:
    """What has to be paid so that neither R5 nor R6 holds: everything that either of them counts."""
    setting = case.policy.setting("R5", standing.account)
    days = int(setting.number("days")) if "days" in setting.parameters else case.policy.grace_days
    materiality = setting.number_or_none("materiality")
    smallest = case.policy.materiality if materiality is None else min(materiality, case.policy.materiality)
    return standing.overdue.beyond(min(days, case.policy.grace_days), smallest)


def _late_message(oldest: OverdueItem, late: Late, currency: str) -> str:
    others = f", with {len(late.items) - 1} more" if len(late.items) > 1 else ""
    residual = money(oldest.residual, currency)
    return (
        f"{oldest.document_no}, due on {oldest.due_date}, is {oldest.days} days overdue with {residual}{others}: "
        f"{money(late.total, currency)} together."
    )
