"""Rules about limits: the account's own (R1–R4, R14), its group's (R15), extended (R16, R18) and capped by part (R19).

What comes in is a case; what goes out is one result an account. An order that lowers the exposure is never held by these.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from intake.credit.case import Case, Standing
from intake.credit.catalogue import BUCKETS
from intake.credit.results import HOLD, PREPAY, WATCH, judged, money, not_applied
from intake.credit.rounding import plain
from intake.domain.credit import RuleResult
from intake.domain.reasons import ReasonCode

UNKNOWN = "the amount cannot be told; R24 says why"


def r1_limit(case: Case, standing: Standing) -> RuleResult:
    """R1: what is owed, with this order, may reach the limit and not pass it."""
    account = standing.account
    setting = case.policy.setting("R1", account)
    why_not = _why_no_limit_is_compared(case, standing, setting.on)
    if why_not:
        return not_applied(setting, account, why_not)
    projected, limit = standing.projected, standing.limit.amount
    assert projected is not None
    assert limit is not None
    return judged(
        setting,
        account,
        projected <= limit or case.lowers_exposure,
        ReasonCode.OVER_CREDIT_LIMIT,
        threshold=f"{money(limit, account.currency)} ({standing.limit.source})",
        observed=money(projected, account.currency),
        amount=standing.over,
        message=_over_message(standing, "the limit"),
    )


def r2_horizon(case: Case, standing: Standing) -> RuleResult:
    """R2: as R1, but open orders count only if they ship within the horizon."""
    account = standing.account
    setting = case.policy.setting("R2", account)
    why_not = _why_no_limit_is_compared(case, standing, setting.on)
    if why_not:
        return not_applied(setting, account, why_not)
    horizon = int(setting.number("horizon_days"))
    later = _ships_later(case, standing, horizon)
    projected = (standing.projected or Fraction(0)) - later
    limit = standing.limit.amount
    assert limit is not None
    return judged(
        setting,
        account,
        projected <= limit or case.lowers_exposure,
        ReasonCode.OVER_CREDIT_LIMIT,
        threshold=f"{money(limit, account.currency)} for orders that ship within {horizon} days",
        observed=money(projected, account.currency),
        amount=max(Fraction(0), projected - limit),
        message=f"With this order, {money(projected, account.currency)} is owed or ships within {horizon} days; the limit is "
        f"{money(limit, account.currency)}.",
    )


def _ships_later(case: Case, standing: Standing, horizon: int) -> Fraction:
    """Open orders beyond the horizon, less nothing: an order without a ship date counts."""
    own = {case.order.order_key, case.order.sales_order_number}
    total = Fraction(0)
    for counted in standing.sums.ordered:
        row = counted.obligation
        if row.order_key in own or row.ship_date is None or (row.ship_date - case.facts.business_date).days <= horizon:
            continue
        total += counted.gross * (case.rates.for_debt(row.currency, standing.account.currency) or Fraction(0))
    if case.order.ship_date is not None and (case.order.ship_date - case.facts.business_date).days > horizon:
        total += standing.added or Fraction(0)
    return total


def r3_utilisation(case: Case, standing: Standing) -> RuleResult:
    """R3: the share of the limit in use: watched from one percentage, held from another."""
    account = standing.account
    setting = case.policy.setting("R3", account)
    why_not = _why_no_limit_is_compared(case, standing, setting.on)
    if why_not:
        return not_applied(setting, account, why_not)
    projected, limit = standing.projected, standing.limit.amount
    assert projected is not None
    assert limit is not None
    used = projected / limit * 100
    hold, watch = setting.number_or_none("hold_percent"), setting.number_or_none("watch_percent")
    held = hold is not None and used > hold
    most = hold if held else (watch if watch is not None else hold)
    return judged(
        setting,
        account,
        most is None or used <= most or case.lowers_exposure,
        ReasonCode.CREDIT_UTILISATION_HIGH,
        threshold="none" if most is None else f"{plain(most)} %",
        observed=f"{float(used):.1f} %",
        effect=HOLD if held else WATCH,
        amount=None if most is None else max(Fraction(0), projected - limit * Fraction(most) / 100),
        message=f"This order would use {float(used):.1f} % of the limit of {money(limit, account.currency)}.",
    )


def r4_order_value(case: Case, standing: Standing) -> RuleResult:
    """R4: one order may not be larger than this, in the policy's currency, or in the account's where no rate is known."""
    account = standing.account
    setting = case.policy.setting("R4", account)
    most = setting.number_or_none("max_amount")
    if not setting.on or most is None or case.order.gross_amount is None:
        return not_applied(setting, account, "no maximum is set" if most is None else UNKNOWN)
    factor = case.rates.for_debt(case.order.currency, case.policy.currency)
    if factor is None:
        return judged(
            setting,
            account,
            False,
            ReasonCode.EXCHANGE_RATE_MISSING,
            threshold=f"{plain(most)} {case.policy.currency}",
            observed=f"no rate from {case.order.currency}",
            message=f"There is no rate from {case.order.currency} to {case.policy.currency}; one order's maximum is set in it.",
        )
    gross = Fraction(case.order.gross_amount) * factor
    return judged(
        setting,
        account,
        gross <= most,
        ReasonCode.ORDER_VALUE_TOO_HIGH,
        threshold=f"{plain(most)} {case.policy.currency}",
        observed=money(gross, case.policy.currency),
        message=f"The order is {money(gross, case.policy.currency)}; one order may be {plain(most)} {case.policy.currency}.",
    )


def r14_no_limit(case: Case, standing: Standing) -> RuleResult:
    """R14: no limit, or a limit of 0, is no credit: the order is paid first. Unlimited is only ever explicit."""
    account = standing.account
    setting = case.policy.setting("R14", account)
    if not standing.limit.is_no_credit:
        return not_applied(setting, account, "there is a limit")
    projected = standing.projected
    if projected is None:
        return not_applied(setting, account, UNKNOWN)
    return judged(
        setting,
        account,
        projected <= 0 or case.lowers_exposure,
        ReasonCode.NO_CREDIT_LIMIT,
        threshold="a credit limit",
        observed=f"none; {money(projected, account.currency)} would be owed",
        effect=PREPAY,
        amount=standing.over,
        message=f"{account.customer_no} has no credit limit; {money(standing.over, account.currency)} has to be paid in advance.",
    )


def r15_group(case: Case, standing: Standing) -> RuleResult:
    """R15: the limit of each account above, with everything owed below it."""
    account = standing.account
    setting = case.policy.setting("R15", account)
    if not setting.on:
        return not_applied(setting, account, "switched off")
    unnamed = account.credit_limit is None and standing.limit.is_no_credit
    if unnamed and case.policy.parent_limit_missing == "not_checked":
        return not_applied(setting, account, "the group has no limit of its own")
    if standing.limit.amount is None or standing.projected is None:
        return not_applied(setting, account, "unlimited" if standing.limit.amount is None else UNKNOWN)
    limit = standing.limit.amount
    return judged(
        setting,
        account,
        standing.projected <= limit or case.lowers_exposure,
        ReasonCode.GROUP_LIMIT_EXCEEDED,
        threshold=f"{money(limit, account.currency)} ({standing.limit.source})",
        observed=money(standing.projected, account.currency),
        amount=standing.over,
        message=_over_message(standing, f"the limit of the group {account.customer_no}"),
    )


def r16_extensions(case: Case, standing: Standing) -> RuleResult:
    """R16: says which temporary limit or insurance is in force. It extends and never holds."""
    setting = case.policy.setting("R16", standing.account)
    return not_applied(setting, standing.account, f"limit in force: {standing.limit.source}" if setting.on else "switched off")


def r18_season(case: Case, standing: Standing) -> RuleResult:
    """R18: says whether a season changes the limit. It changes the limit and never holds by itself."""
    setting = case.policy.setting("R18", standing.account)
    return not_applied(setting, standing.account, f"limit in force: {standing.limit.source}" if setting.on else "switched off")


def r19_caps(case: Case, standing: Standing) -> tuple[RuleResult, ...]:
    """R19: a cap on a part of the exposure, in the account's currency; this order counts as reserved."""
    account = standing.account
    setting = case.policy.setting("R19", account)
    if not setting.on:
        return (not_applied(setting, account, "switched off"),)
    results = []
    for bucket in BUCKETS:
        cap = setting.number_or_none(bucket)
        if cap is not None:
            results.append(_capped(case, standing, bucket, cap))
    return tuple(results) or (not_applied(setting, account, "no cap for this account"),)


def _capped(case: Case, standing: Standing, bucket: str, cap: Decimal) -> RuleResult:
    account = standing.account
    amount = standing.exposure.parts.get(bucket, (Fraction(0), 0))[0]
    if bucket == "reserved":
        amount += standing.added or Fraction(0)
    return judged(
        case.policy.setting("R19", account),
        account,
        amount <= cap or case.lowers_exposure,
        ReasonCode.BUCKET_CAP_EXCEEDED,
        threshold=f"{bucket} up to {plain(cap)} {account.currency}",
        observed=money(amount, account.currency),
        amount=max(Fraction(0), amount - Fraction(cap)),
        message=f"{bucket.replace('_', ' ')} is {money(amount, account.currency)}; its cap is {plain(cap)} {account.currency}.",
    )


def _why_no_limit_is_compared(case: Case, standing: Standing, on: bool) -> str:
    if not on:
        return "switched off"
    if standing.limit.amount is None:
        return "unlimited"
    if standing.limit.is_no_credit:
        return "there is no limit; R14 decides"
    return UNKNOWN if standing.projected is None else ""


def _over_message(standing: Standing, what: str) -> str:
    currency = standing.account.currency
    added = money(standing.added or Fraction(0), currency)
    return (
        f"{money(standing.exposure.total, currency)} is owed or ordered, this order adds {added}: "
        f"together {money(standing.over, currency)} more than {what} of {money(standing.limit.amount or Fraction(0), currency)}."
    )
