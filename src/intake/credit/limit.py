"""How much credit an account has on a day: its own limit, a temporary one in its place, a season, insurance on top.

What comes in is the account and the policy; what goes out is the limit in force and where it comes from. Null and 0 are no
credit; unlimited is only ever explicit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from intake.credit.policy_values import CreditPolicy
from intake.credit.rounding import plain
from intake.domain.credit import CreditAccount, TemporaryLimit


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """`amount` None = unlimited. `source` names where it comes from, for the record."""

    amount: Fraction | None
    source: str

    @property
    def is_no_credit(self) -> bool:
        return self.amount is not None and self.amount <= 0


def limit_in_force(account: CreditAccount, policy: CreditPolicy, today: date) -> LimitInForce:
    """L_eff = the temporary limit while one runs, else the base limit × season; plus insurance."""
    extended = policy.setting("R16", account).on
    temporary = _temporary(account, today) if extended else None
    if temporary is not None:
        return LimitInForce(
            _with_insurance(Fraction(temporary.amount), account, today), f"temporary until {temporary.valid_until}"
        )
    if account.unlimited:
        return LimitInForce(None, "unlimited")
    if account.credit_limit is None or account.credit_limit <= 0:
        return LimitInForce(Fraction(0), "no credit")
    base = Fraction(account.credit_limit)
    source = "base"
    if policy.setting("R18", account).on:
        percent = _season_percent(policy, today)
        if percent:
            base *= 1 + Fraction(percent) / 100
            source = f"base with season {plain(percent)} %"
    return LimitInForce(_with_insurance(base, account, today) if extended else base, source)


def _temporary(account: CreditAccount, today: date) -> TemporaryLimit | None:
    """Of several in force the smallest: a mistake of overlap never adds credit."""
    running = [limit for limit in account.temporary_limits if limit.valid_from <= today <= limit.valid_until]
    return min(running, key=lambda limit: limit.amount, default=None)


def _with_insurance(limit: Fraction, account: CreditAccount, today: date) -> Fraction:
    """Insurance extends credit that was given; it gives none by itself."""
    if limit <= 0:
        return limit
    covers = (cover for cover in account.insurances if today <= cover.valid_until)
    return limit + sum((Fraction(cover.amount) * Fraction(cover.percent) / 100 for cover in covers), Fraction(0))


def _season_percent(policy: CreditPolicy, today: date) -> Decimal:
    for season in policy.seasons:
        if season.valid_from <= today <= season.valid_until:
            return season.percent
    return Decimal(0)
