"""Rules about the figures themselves: receipts at risk (R17), fresh and whole (R23), every input known (R24).

What comes in is a case; what goes out are results that hold wherever something is missing, absurd, stale or contradicts
itself. Nothing that is not known ever passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from intake.credit.case import Case, Standing
from intake.credit.results import HOLD, judged, money, not_applied
from intake.credit.rounding import plain
from intake.domain.credit import CreditAccount, RuleResult
from intake.domain.reasons import REASONS, ReasonCode


def r17_at_risk(case: Case, standing: Standing) -> RuleResult:
    """R17: says how much of what was paid still counts as owed. It adds to the exposure and never holds by itself."""
    account = standing.account
    setting = case.policy.setting("R17", account)
    amount = standing.exposure.parts.get("receipts_at_risk", (Fraction(0), 0))[0]
    return not_applied(setting, account, f"{money(amount, account.currency)} at risk" if setting.on else "switched off")


def r23_fresh_and_whole(case: Case) -> Iterator[RuleResult]:
    """R23: one result for the age, one for every way in which the snapshot contradicts itself."""
    snapshot = case.facts.snapshot
    if snapshot.as_of is None or snapshot.as_of.tzinfo is None:
        yield failed(case, "R23", ReasonCode.LEDGER_MISSING, "There is no snapshot of the ERP's figures with a time.")
    else:
        yield _age(case, case.facts.decided_at - snapshot.as_of)
    for sentence in _contradictions(case):
        yield failed(case, "R23", ReasonCode.LEDGER_INCONSISTENT, sentence)


def _contradictions(case: Case) -> Iterator[str]:
    snapshot = case.facts.snapshot
    yield from snapshot.problems
    if snapshot.last_sequence is not None and snapshot.sequence < snapshot.last_sequence:
        yield f"Snapshot {snapshot.sequence} is older than {snapshot.last_sequence}, which was seen before."
    for standing in case.standings:
        account = standing.account
        if account.last_currency is not None and account.last_currency != account.currency:
            yield f"The limit of {account.customer_no} changed its currency from {account.last_currency} to {account.currency}."
        yield from standing.sums.contradictions


def _age(case: Case, age: timedelta) -> RuleResult:
    stale = case.policy.staleness
    if age < -stale.clock_skew:
        as_of = case.facts.snapshot.as_of
        return failed(
            case, "R23", ReasonCode.LEDGER_INCONSISTENT, f"The ERP's figures are dated {as_of}, which is in the future."
        )
    if age <= stale.fresh:
        return _aged(case, age, passed=True, message="")
    if age > stale.usable:
        return _aged(
            case, age, passed=False, message=f"The ERP's figures are {_hours(age)} old; {_hours(stale.usable)} is the most."
        )
    why = _why_not_with_buffer(case, age)
    return _aged(case, age, passed=not why, message=f"The ERP's figures are {_hours(age)} old, and {why}.")


def is_between(case: Case) -> bool:
    """The figures are no longer fresh but still usable: a pass is provisional."""
    as_of = case.facts.snapshot.as_of
    if as_of is None or as_of.tzinfo is None:
        return False
    return case.policy.staleness.fresh < case.facts.decided_at - as_of <= case.policy.staleness.usable


def _why_not_with_buffer(case: Case, age: timedelta) -> str:
    """Figures of this age carry an order only with room to spare, and only where nothing is late at all."""
    if case.lowers_exposure:
        return ""
    for standing in case.standings:
        limit, projected = standing.limit.amount, standing.projected
        if limit is None or projected is None or standing.limit.is_no_credit:
            continue
        room = limit * Fraction(case.policy.staleness.buffer_percent) / 100
        behaviour = case.facts.behaviour
        if behaviour is not None and behaviour.daily_change_p95 is not None:
            room = max(room, Fraction(behaviour.daily_change_p95))
        if projected > limit - room:
            return (
                f"less than {money(room, standing.account.currency)} of the limit of {standing.account.customer_no} would be left"
            )
    bill_to = case.bill_to
    oldest = bill_to.overdue.beyond(0, case.policy.materiality).oldest if bill_to is not None and not case.is_prepaid else None
    if oldest is not None:
        return f"{oldest.document_no} is past due since {oldest.due_date}, within grace as far as these figures tell"
    return ""


def _aged(case: Case, age: timedelta, *, passed: bool, message: str) -> RuleResult:
    stale = case.policy.staleness
    account = _account(case)
    return judged(
        case.policy.setting("R23", account),
        account,
        passed,
        ReasonCode.LEDGER_STALE,
        threshold=f"fresh up to {_hours(stale.fresh)}, usable up to {_hours(stale.usable)}",
        observed=f"{_hours(age)} old",
        message=message,
    )


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} min" if abs(minutes) < 120 else f"{minutes // 60} h"


def r24_inputs(case: Case) -> Iterator[RuleResult]:
    """R24: one failed result for every input that is missing; one passed where all is known."""
    faults = list(_missing(case))
    yield from (failed(case, "R24", code, sentence) for code, sentence in faults)
    if not faults:
        account = _account(case)
        yield judged(
            case.policy.setting("R24", account),
            account,
            True,
            ReasonCode.CREDIT_INPUT_INVALID,
            threshold="every input known",
            observed="every input known",
            message="",
        )


def _missing(case: Case) -> Iterator[tuple[ReasonCode, str]]:
    order, facts = case.order, case.facts
    for sentence in facts.missing:
        yield ReasonCode.CREDIT_INPUT_INVALID, sentence
    if not case.standings:
        yield ReasonCode.LEDGER_MISSING, f"There is no credit account {order.bill_to_no} in the ERP's figures."
    if order.gross_amount is None:
        if order.net_amount is None:
            yield ReasonCode.CREDIT_INPUT_INVALID, "The order's amount is not known."
        else:
            net = f"{plain(order.net_amount)} {order.currency}"
            yield ReasonCode.TAX_UNKNOWN, f"The order is {net} net; its tax, and so what would be owed, is not known."
    pairs = {pair for standing in case.standings for pair in standing.exposure.missing_rates}
    pairs |= {
        f"{order.currency} to {standing.account.currency}"
        for standing in case.standings
        if case.rates.for_debt(order.currency, standing.account.currency) is None
    }
    for pair in sorted(pairs):
        yield ReasonCode.EXCHANGE_RATE_MISSING, f"There is no exchange rate from {pair} on or before {facts.business_date}."
    for standing in case.standings:
        for sentence in standing.sums.absurd:
            yield ReasonCode.CREDIT_INPUT_INVALID, sentence
    bill_to = case.bill_to
    if bill_to is not None and case.policy.terms(bill_to.account.payment_terms) is None:
        terms = bill_to.account.payment_terms
        yield (
            ReasonCode.CREDIT_INPUT_INVALID,
            f"The payment terms {terms!r} of {order.bill_to_no} are not known; [credit.terms_codes] may explain them.",
        )


def r21_decided_now(case: Case, standing: Standing) -> RuleResult:
    """R21: this decision is taken now; `recheck.py` says how long it may be relied on."""
    account = standing.account
    setting = case.policy.setting("R21", account)
    return judged(
        setting,
        account,
        True,
        ReasonCode.LEDGER_STALE,
        threshold=f"{plain(setting.number('max_age_minutes'))} min",
        observed=f"decided at {case.facts.decided_at.isoformat()}",
        message="",
    )


def failed(case: Case, rule: str, code: ReasonCode, message: str) -> RuleResult:
    account = _account(case)
    return RuleResult(
        rule=rule,
        scope="all",
        account=account.customer_no,
        effect=HOLD,
        passed=False,
        threshold="known and whole",
        observed="not so",
        clears_when=REASONS[code].clears_when,
        code=code,
        message=message,
    )


def _account(case: Case) -> CreditAccount:
    if case.bill_to is not None:
        return case.bill_to.account
    return CreditAccount(customer_no=case.order.bill_to_no, currency=case.policy.currency)


def not_evaluated(rule: str, case: Case) -> RuleResult:
    return not_applied(case.policy.setting(rule, _account(case)), _account(case), "not evaluated: R24 says which input is absurd")
