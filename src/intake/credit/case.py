"""One order on one chain of accounts, with the arithmetic done: what every rule looks at.

What comes in are the facts, the order and the policy; what goes out is a `Case`. Amounts stay exact fractions. No rule is
decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from intake.credit.exposure import Exposure, exposure_of
from intake.credit.limit import LimitInForce, limit_in_force
from intake.credit.overdue import Overdue, overdue_of
from intake.credit.policy_values import CreditPolicy
from intake.credit.rates import RateTable
from intake.credit.sums import CreditTreatment, LedgerSums, ledger_sums
from intake.domain.credit import CreditAccount, CreditFacts, OrderForCredit


@dataclass(frozen=True, slots=True)
class Standing:
    """One account of the chain. All amounts are in its currency; None where a rate or the order's gross amount is missing.

    `added` is what this order adds: its gross less cleared prepayment on it, never below zero for an order that is prepaid, and
    negative for one that lowers the exposure.
    """

    account: CreditAccount
    sums: LedgerSums
    exposure: Exposure
    limit: LimitInForce
    overdue: Overdue
    order_gross: Fraction | None
    added: Fraction | None

    @property
    def projected(self) -> Fraction | None:
        return None if self.added is None else self.exposure.total + self.added

    @property
    def over(self) -> Fraction:
        """How far the projected exposure lies above the limit; 0 where it fits or is not known."""
        if self.projected is None or self.limit.amount is None:
            return Fraction(0)
        return max(Fraction(0), self.projected - self.limit.amount)


@dataclass(frozen=True, slots=True)
class Case:
    """`standings` follow the chain: the bill-to first. It is empty where the account is unknown."""

    facts: CreditFacts
    order: OrderForCredit
    policy: CreditPolicy
    rates: RateTable
    standings: tuple[Standing, ...]

    @property
    def bill_to(self) -> Standing | None:
        return self.standings[0] if self.standings else None

    @property
    def lowers_exposure(self) -> bool:
        """A return or an order of nothing: it is never held for money."""
        return self.order.gross_amount is not None and self.order.gross_amount <= 0

    @property
    def is_prepaid(self) -> bool:
        """The whole order is paid with cleared money."""
        bill_to = self.bill_to
        return bill_to is not None and bill_to.added is not None and bill_to.added <= 0


def build_case(facts: CreditFacts, order: OrderForCredit, policy: CreditPolicy) -> Case:
    rates = RateTable(facts.rates, facts.business_date, policy.exchange_haircut_percent)
    standings = tuple(_standing(account, facts, order, policy, rates) for account in facts.accounts)
    return Case(facts=facts, order=order, policy=policy, rates=rates, standings=standings)


def _standing(
    account: CreditAccount, facts: CreditFacts, order: OrderForCredit, policy: CreditPolicy, rates: RateTable
) -> Standing:
    sums = ledger_sums(facts.ledger, account, treatment_for(account, facts, policy))
    exposure = exposure_of(sums, account, facts.reservations, order, rates)
    overdue = overdue_of(
        sums,
        account,
        facts.rates,
        today=facts.business_date,
        haircut=policy.exchange_haircut_percent,
        disputed_count=policy.disputed_items_are_overdue,
    )
    gross = _in_currency(Fraction(order.gross_amount), order, account, rates) if order.gross_amount is not None else None
    return Standing(
        account=account,
        sums=sums,
        exposure=exposure,
        limit=limit_in_force(account, policy, facts.business_date),
        overdue=overdue,
        order_gross=gross,
        added=_added(order, exposure, account, rates),
    )


def treatment_for(account: CreditAccount, facts: CreditFacts, policy: CreditPolicy) -> CreditTreatment:
    setting = policy.setting("R17", account)
    return CreditTreatment(
        today=facts.business_date,
        risk_days=int(setting.number("days")),
        risk_methods=setting.words("methods"),
        at_risk_counts=setting.on,
        received_returns_reduce=policy.received_returns_reduce,
    )


def _added(order: OrderForCredit, exposure: Exposure, account: CreditAccount, rates: RateTable) -> Fraction | None:
    if order.gross_amount is None:
        return None
    gross = Fraction(order.gross_amount)
    # A prepayment covers its own order and no more: what is paid too much is no credit for older debt.
    return _in_currency(gross - max(Fraction(0), min(exposure.prepaid, gross)), order, account, rates)


def _in_currency(amount: Fraction, order: OrderForCredit, account: CreditAccount, rates: RateTable) -> Fraction | None:
    factor = rates.for_debt(order.currency, account.currency)
    return None if factor is None else amount * factor
