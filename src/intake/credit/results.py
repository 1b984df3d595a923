"""How a rule says what it found: passed, not applicable, or failed with the amount and what clears it.

What comes in are figures; what goes out are `RuleResult` values with their sentences. No rule is decided here.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from intake.credit.policy_values import Setting
from intake.credit.rounding import ceil_minor, plain
from intake.domain.credit import CreditAccount, RuleResult
from intake.domain.reasons import REASONS, ReasonCode

HOLD = "hold"
PREPAY = "prepay"
WATCH = "watch"


def money(exact: Fraction, currency: str) -> str:
    """An exact amount as printed: rounded up to the currency's minor units."""
    return f"{plain(ceil_minor(exact, currency))} {currency}"


def not_applied(setting: Setting, account: CreditAccount, why: str) -> RuleResult:
    return RuleResult(
        rule=setting.rule, scope=setting.scope, account=account.customer_no, effect=HOLD, applies=False, passed=True, observed=why
    )


def judged(
    setting: Setting,
    account: CreditAccount,
    passed: bool,
    code: ReasonCode,
    *,
    threshold: str,
    observed: str,
    message: str,
    effect: str = HOLD,
    amount: Fraction | None = None,
    clears_when: str | None = None,
) -> RuleResult:
    """`message` and `amount` (what has to be paid, exact) are kept only where it failed."""
    if passed:
        return RuleResult(
            rule=setting.rule,
            scope=setting.scope,
            account=account.customer_no,
            effect=effect,
            passed=True,
            threshold=threshold,
            observed=observed,
        )
    return RuleResult(
        rule=setting.rule,
        scope=setting.scope,
        account=account.customer_no,
        effect=effect,
        passed=False,
        threshold=threshold,
        observed=observed,
        clears_when=clears_when or REASONS[code].clears_when,
        amount=_up(amount, account.currency),
        code=code,
        message=message,
    )


def _up(amount: Fraction | None, currency: str) -> Decimal | None:
    return None if amount is None else ceil_minor(amount, currency)
