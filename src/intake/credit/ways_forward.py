"""What would let the order go: pay the excess, pay late items, pay in advance, pay older debt, order what fits, wait, or ask
for a release.

What comes in is a case and its rules' results; what goes out are ways with exact, sufficient and minimal amounts. A way that
cannot release the order is not offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from intake.credit.case import Case, Standing
from intake.credit.results import money
from intake.credit.rounding import ceil_minor, floor_minor, plain
from intake.credit.rules.overdue import late_items
from intake.domain.credit import RuleResult, WayForward
from intake.domain.reasons import ReasonCode
from intake.domain.releases import NEVER_WAIVABLE

_R = ReasonCode
_BY_PAYING_FOR_THE_ORDER = frozenset(
    {_R.OVER_CREDIT_LIMIT, _R.GROUP_LIMIT_EXCEEDED, _R.NO_CREDIT_LIMIT, _R.PREPAYMENT_TERMS, _R.CREDIT_UTILISATION_HIGH}
)
_BY_PAYING_WHAT_IS_LATE = frozenset({_R.ACCOUNT_OVERDUE, _R.OVERDUE_SHARE_HIGH})
_BY_FRESH_FIGURES = frozenset({_R.LEDGER_STALE, _R.LEDGER_INCONSISTENT, _R.LEDGER_MISSING})


def ways_forward(case: Case, results: Sequence[RuleResult]) -> tuple[WayForward, ...]:
    """Best first; empty for an order that may go."""
    standing = [result for result in results if result.stands and result.effect != "watch"]
    codes = {result.code for result in standing if result.code is not None}
    if not codes or case.bill_to is None:
        return ()
    return tuple(_ways(case, case.bill_to, codes, standing))


def _ways(case: Case, bill_to: Standing, codes: set[ReasonCode], standing: Sequence[RuleResult]) -> Iterator[WayForward]:
    if codes <= _BY_PAYING_FOR_THE_ORDER:
        yield from _pay_for_the_order(case, bill_to, standing)
    elif codes <= _BY_PAYING_FOR_THE_ORDER | _BY_PAYING_WHAT_IS_LATE | {_R.DUNNING_LEVEL_HIGH}:
        yield from _pay_late_items(case, bill_to)
        yield from _pay_all(case)
    if codes <= {_R.OVER_CREDIT_LIMIT, _R.GROUP_LIMIT_EXCEEDED}:
        yield from _split(case)
    if codes & _BY_FRESH_FIGURES:
        yield WayForward(kind="wait_for_sync", message="The next complete snapshot of the ERP decides again by itself.")
    if not codes & NEVER_WAIVABLE:
        yield WayForward(kind="release", message="Finance may release the order within its authority.")


def payment_needed(case: Case) -> Fraction:
    """The least payment, in the order's currency, after which no limit of the chain is exceeded; exact."""
    needed = Fraction(0)
    for standing in case.standings:
        factor = case.rates.for_debt(case.order.currency, standing.account.currency)
        if factor:
            needed = max(needed, standing.over / factor)
    return needed


def _pay_for_the_order(case: Case, bill_to: Standing, standing: Sequence[RuleResult]) -> Iterator[WayForward]:
    order = case.order
    open_amount = Fraction(order.gross_amount or 0) - bill_to.exposure.prepaid
    factor = case.rates.for_debt(order.currency, bill_to.account.currency) or Fraction(1)
    needed = payment_needed(case)
    for result in standing:
        if result.code in (_R.PREPAYMENT_TERMS, _R.CREDIT_UTILISATION_HIGH) and result.amount is not None:
            needed = max(needed, Fraction(result.amount) / factor)
    if needed <= 0:
        return
    amount = ceil_minor(needed, order.currency)
    if amount <= open_amount:
        kind = "pay_in_advance" if amount == open_amount else "pay_excess"
        yield WayForward(
            kind=kind,
            amount=amount,
            currency=order.currency,
            message=f"{plain(amount)} {order.currency} paid for this order lets it go.",
        )
        return
    # Paying this order cannot help: what is too much was owed before it.
    older = ceil_minor(needed - max(Fraction(0), open_amount), order.currency)
    yield WayForward(
        kind="pay_older_debt",
        amount=amount,
        currency=order.currency,
        message=f"Paying this order alone cannot let it go: {plain(older)} {order.currency} of older debt has to be paid "
        f"as well, {plain(amount)} {order.currency} together.",
    )


def _pay_late_items(case: Case, bill_to: Standing) -> Iterator[WayForward]:
    """Late items settle the overdue rules; what they bring counts towards an excess as well."""
    late = late_items(case, bill_to)
    if not late.items:
        return
    currency, total = bill_to.account.currency, late.total
    names = tuple(item.document_no for item in late.items[:50])
    short = max((standing.over for standing in case.standings[:1]), default=Fraction(0)) - total
    also = f", and {money(short, currency)} more for the limit" if short > 0 else ""
    yield WayForward(
        kind="pay_overdue",
        amount=ceil_minor(max(total, total + short), currency),
        currency=currency,
        documents=names,
        message=f"{money(total, currency)} of overdue items paid{also} lets the order go.",
    )


def _pay_all(case: Case) -> Iterator[WayForward]:
    """Where the policy lets a fully paid order pass in spite of late items."""
    open_amount = Fraction(case.order.gross_amount or 0) - (case.bill_to.exposure.prepaid if case.bill_to else 0)
    if case.policy.card.overdue_blocks == "yes" or not case.policy.card.allowed or payment_needed(case) > open_amount:
        return
    amount = ceil_minor(max(open_amount, Fraction(0)), case.order.currency)
    if amount > 0:
        yield WayForward(
            kind="pay_in_advance",
            amount=amount,
            currency=case.order.currency,
            message=f"{plain(amount)} {case.order.currency} paid in full for this order lets it go.",
        )


def _split(case: Case) -> Iterator[WayForward]:
    """The largest part of the order that fits under every limit of the chain."""
    gross = Fraction(case.order.gross_amount or 0)
    fits = gross
    for standing in case.standings:
        factor = case.rates.for_debt(case.order.currency, standing.account.currency)
        if standing.limit.amount is not None and factor:
            prepaid = min(standing.exposure.prepaid, gross)
            fits = min(fits, (standing.limit.amount - standing.exposure.total) / factor + prepaid)
    amount = floor_minor(fits, case.order.currency)
    if 0 < amount < gross:
        yield WayForward(
            kind="split_order",
            amount=amount,
            currency=case.order.currency,
            message=f"{plain(amount)} {case.order.currency} of the order fits under the limit now.",
        )
