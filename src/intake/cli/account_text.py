"""An account as lines for a terminal: figures first, then what is late, how it pays, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from intake.credit.behaviour import PaymentBehaviour
from intake.credit.conduct import Conduct
from intake.domain.finance import FinanceRecord
from intake.pipeline.finance_account import AccountView

_BEHAVIOUR = {
    "weighted_days_to_pay": "days to pay",
    "days_beyond_terms": "days beyond terms",
    "dso": "DSO",
    "count_back_dso": "count-back DSO",
    "best_possible_dso": "best possible DSO",
    "average_days_delinquent": "average days delinquent",
    "collection_effectiveness_percent": "collected %",
    "dispute_percent": "disputed %",
    "trend_days": "trend in days",
}


def account_lines(view: AccountView) -> Iterator[str]:
    risk = f", risk {view.risk_class}" if view.risk_class else ""
    yield f"{view.customer_no} {view.name}: {view.payment_terms}, {view.status}{risk}, figures as of {view.figures_as_of}"
    for position in view.positions:
        limit = "unlimited" if position.limit is None else f"{position.limit:f}"
        left = "" if position.headroom is None else f", {position.headroom:f} left"
        yield f"  {position.customer_no}: {position.exposure:f} of {limit} {position.currency}{left}"
        yield from (f"    {part.part.replace('_', ' '):<24}{part.amount:>16f}  {part.count}" for part in position.parts)
    if view.utilisation_percent is not None:
        yield f"  {view.utilisation_percent} % of the limit in use"
    yield "Open items by days past due: " + ", ".join(f"{each.days}: {each.amount:f} ({each.count})" for each in view.ageing)
    yield from _behaviour(view.behaviour)
    yield from _conduct(view.conduct)
    yield "An order would meet: " + (" ".join(view.what_an_order_would_meet) or "nothing.")
    if view.assessment is not None:
        yield f"Risk found on {view.assessment.rated_on}: {view.assessment.rating.risk_class}. {view.assessment.rating.why}"
        yield from (f"  ! {warning.message}" for warning in view.assessment.warnings)
    for each in view.proposals:
        proposal = each.proposal
        yield f"  proposal {each.record_id}: {proposal.rule}, {proposal.amount:f} {proposal.currency}. {proposal.reason}"
    for order in view.held:
        yield f"  held {order.order_id}: {', '.join(reason.code for reason in order.reasons)}"
    for record in view.records:
        yield f"  {record.kind} {record.record_id} by {record.actor}, {record.at:%Y-%m-%d}: {', '.join(_told(record))}"


def _told(record: FinanceRecord) -> Iterator[str]:
    """What a person said; not what was kept beside it to judge it by."""
    yield from (value for name, value in record.said.items() if value and name not in ("owed", "already", "documents"))


def _conduct(conduct: Conduct) -> Iterator[str]:
    if conduct.average_utilisation_percent is not None:
        average, peak = conduct.average_utilisation_percent, conduct.peak_utilisation_percent
        yield f"Limit in use over {conduct.days} days: {average} % on average, {peak} % at most"
    if conduct.kept_percent is not None:
        ended = conduct.promises_kept + conduct.promises_broken
        by_amount = f"{conduct.kept_amount_percent} % by amount"
        yield f"Promises kept: {conduct.promises_kept} of {ended}, {conduct.kept_percent} % by number, {by_amount}"


def _behaviour(behaviour: PaymentBehaviour) -> Iterator[str]:
    known: dict[str, Decimal | None] = {label: getattr(behaviour, name) for name, label in _BEHAVIOUR.items()}
    said = [f"{label} {value}" for label, value in known.items() if value is not None]
    yield f"{behaviour.payments} payments in {behaviour.window_days} days: " + (
        ", ".join(said) or "nothing can be told from them"
    )
