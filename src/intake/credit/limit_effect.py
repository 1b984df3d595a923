"""What another limit would do to orders that wait now: each decided again on its own figures, with that limit alone changed.

What comes in are stored decisions, the account and the amount; what goes out is told to whoever approves. Nothing is stored, and
no order goes for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from intake.credit.check import check_credit
from intake.credit.policy_values import CreditPolicy
from intake.domain.credit import CreditAccount, CreditDecision, TemporaryLimit
from intake.domain.limit_changes import HeldOrderEffect, LimitEffect


def limit_effect(
    held: Sequence[CreditDecision],
    customer_no: str,
    amount: Decimal,
    until: tuple[date, date] | None,
    exposure: Decimal,
    policy: CreditPolicy,
) -> LimitEffect:
    """`until` = the first and last day of a temporary limit; None = the standing one."""
    going = [
        HeldOrderEffect(
            order_id=decision.order.order_key, gross_amount=decision.order.gross_amount, currency=decision.order.currency
        )
        for decision in held
        if _would_go(decision, customer_no, amount, until, policy)
    ]
    return LimitEffect(headroom=amount - exposure, would_go=tuple(going), would_stay=len(held) - len(going))


def _would_go(
    decision: CreditDecision, customer_no: str, amount: Decimal, until: tuple[date, date] | None, policy: CreditPolicy
) -> bool:
    accounts = tuple(
        _with_limit(account, amount, until) if account.customer_no == customer_no else account
        for account in decision.inputs.accounts
    )
    inputs = decision.inputs.model_copy(update={"accounts": accounts})
    return check_credit(inputs, decision.order, policy, decision.grants).accepts


def _with_limit(account: CreditAccount, amount: Decimal, until: tuple[date, date] | None) -> CreditAccount:
    if until is None:
        return account.model_copy(update={"credit_limit": amount, "unlimited": False})
    temporary = TemporaryLimit(amount=amount, valid_from=until[0], valid_until=until[1], approved_by="proposal")
    return account.model_copy(update={"temporary_limits": (temporary,)})
