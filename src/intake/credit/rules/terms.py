"""Rules about terms: better ones than the customer's (R9), a better cash discount (R10), terms that require payment first (R13).

What comes in is a case; what goes out is one result each. Terms are the customer record's; what an order claims never applies
by itself.
"""

from __future__ import annotations

from fractions import Fraction

from intake.credit.case import Case, Standing
from intake.credit.results import PREPAY, judged, money, not_applied
from intake.credit.rounding import plain
from intake.credit.terms import has_better_discount, is_later
from intake.domain.credit import RuleResult
from intake.domain.reasons import ReasonCode
from intake.domain.terms import PaymentTerms, TermsKind

NOT_READ = "the terms are not known; R24 says so"


def customer_terms(case: Case, standing: Standing) -> PaymentTerms | None:
    return case.policy.terms(standing.account.payment_terms)


def order_terms(case: Case, standing: Standing) -> PaymentTerms | None:
    """What the order is to be booked with: its own, else the customer's."""
    claimed = case.order.payment_terms
    return customer_terms(case, standing) if claimed is None else case.policy.terms(claimed)


def r9_terms(case: Case, standing: Standing) -> RuleResult:
    """R9: the order is not to be booked with later due dates, or a later value date, than the customer's terms give."""
    account = standing.account
    setting = case.policy.setting("R9", account)
    agreed = customer_terms(case, standing)
    if not setting.on or agreed is None:
        return not_applied(setting, account, NOT_READ if setting.on else "switched off")
    wanted = order_terms(case, standing)
    dated = case.order.value_date is not None and case.order.value_date > case.facts.business_date
    same = case.order.payment_terms is None or case.order.payment_terms == account.payment_terms
    later = not same and (wanted is None or is_later(wanted, agreed, case.facts.business_date))
    claimed = case.order.payment_terms or account.payment_terms
    return judged(
        setting,
        account,
        not later and not dated,
        ReasonCode.TERMS_OUTRANK,
        threshold=account.payment_terms,
        observed=claimed + (f", value date {case.order.value_date}" if dated else ""),
        message=f"The order has {claimed!r}"
        + (f" and the value date {case.order.value_date}" if dated else "")
        + f"; agreed with {account.customer_no} is {account.payment_terms!r}.",
    )


def r10_discount(case: Case, standing: Standing) -> RuleResult:
    """R10: nor with a better cash discount."""
    account = standing.account
    setting = case.policy.setting("R10", account)
    agreed, wanted = customer_terms(case, standing), order_terms(case, standing)
    if not setting.on or agreed is None or wanted is None:
        return not_applied(setting, account, NOT_READ if setting.on else "switched off")
    percent = case.order.cash_discount_percent
    if percent is not None and percent > wanted.discount_percent:
        wanted = wanted.model_copy(update={"discount_percent": percent})
    return judged(
        setting,
        account,
        not has_better_discount(wanted, agreed),
        ReasonCode.DISCOUNT_OUTRANKS,
        threshold=f"{plain(agreed.discount_percent)} % within {agreed.discount_days} days",
        observed=f"{plain(wanted.discount_percent)} % within {wanted.discount_days} days",
        message=f"The cash discount is {plain(wanted.discount_percent)} %; agreed are {plain(agreed.discount_percent)} %.",
    )


def r13_prepayment(case: Case, standing: Standing) -> RuleResult:
    """R13: some terms mean that the order, or an instalment of it, is paid before it goes."""
    account = standing.account
    setting = case.policy.setting("R13", account)
    agreed = customer_terms(case, standing)
    if not setting.on or agreed is None or case.order.gross_amount is None:
        return not_applied(setting, account, NOT_READ if setting.on else "switched off")
    kinds = setting.words("terms") or (TermsKind.PREPAYMENT.value,)
    wanted = order_terms(case, standing)
    due_first = max(_percent_in_advance(terms, kinds) for terms in (agreed, wanted) if terms is not None)
    if due_first == 0 or case.lowers_exposure or standing.order_gross is None or standing.added is None:
        return not_applied(setting, account, "nothing is due before delivery")
    needed = standing.order_gross * due_first / 100
    paid = standing.order_gross - standing.added
    open_amount = money(needed - paid, account.currency)
    return judged(
        setting,
        account,
        paid >= needed,
        ReasonCode.PREPAYMENT_TERMS,
        threshold=f"{money(needed, account.currency)} before delivery ({account.payment_terms})",
        observed=f"{money(paid, account.currency)} paid",
        effect=PREPAY,
        amount=needed - paid,
        message=f"{account.customer_no} pays in advance ({account.payment_terms}); {open_amount} is still to be paid.",
    )


def _percent_in_advance(terms: PaymentTerms, kinds: tuple[str, ...]) -> Fraction:
    if terms.kind.value in kinds:
        return Fraction(100)
    return sum((Fraction(part.percent) for part in terms.instalments if part.in_advance), Fraction(0))
