"""Limits proposed: by a review of the figures, by a person, or on a credit application. A proposal changes no limit.

What comes in are accounts or a wish; what goes out are proposals with their evidence, kept as finance's records. Who may propose
a limit puts his in the place of an open one; an application of anybody else stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

from intake.credit.applications import LARGEST, application_faults, weigh
from intake.credit.assessing import account_day
from intake.credit.limit_effect import limit_effect
from intake.credit.limit_review import WINDOW_DAYS, Reviewed, suggest
from intake.credit.observing import first_business_of
from intake.credit.overdue import reminder_level
from intake.credit.rates import RateTable
from intake.domain.amounts import round_down
from intake.domain.base import Value
from intake.domain.credit import CreditDecision
from intake.domain.errors import BadInput
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.limit_changes import CreditApplication, Evidence, LimitEffect, LimitProposal, ProposalRule
from intake.domain.risk import Assessment, InputState, RiskClass
from intake.holds.authority import Actor, folded, may_hold
from intake.pipeline.assessing import Look, is_usable, look_at
from intake.pipeline.credit_quotes import current_books
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.accounts import lock_accounts
from intake.store.assessments import last_assessments
from intake.store.decisions import load_decision
from intake.store.engine import Connection
from intake.store.finance import close_record, keep_record, load_record, records_of
from intake.store.limit_changes import proposal_of, said_of
from intake.store.queries import list_held_of
from intake.store.writing import Writing

REVIEWER = "intake"
"""Who proposes what the figures say. Anybody with authority may approve it."""


class OpenProposal(Value):
    """`signed_by` has approved it and waits for a second person."""

    record_id: int
    proposal: LimitProposal
    signed_by: tuple[str, ...] = ()


def open_proposals(tx: Connection, customer_no: str | None = None) -> list[OpenProposal]:
    """Oldest first."""
    wanted = None if customer_no is None else [customer_no]
    return [_opened(tx, record) for record in records_of(tx, RecordKind.LIMIT_REQUEST, customer_nos=wanted)]


def _opened(tx: Connection, record: FinanceRecord) -> OpenProposal:
    signed = tuple(each.actor for each in signatures_of(tx, record))
    return OpenProposal(record_id=record.record_id, proposal=proposal_of(record), signed_by=signed)


def signature_subject(record_id: int) -> str:
    return f"limit proposal {record_id}"


def signatures_of(tx: Connection, record: FinanceRecord) -> list[FinanceRecord]:
    signatures = records_of(tx, RecordKind.SIGNATURE, customer_nos=[record.customer_no or ""])
    return [each for each in signatures if each.subject == signature_subject(record.record_id)]


def review(line: Line, customer_nos: Collection[str] | None = None, actor: str = REVIEWER) -> list[OpenProposal]:
    """Reviews these accounts, or all that were ever assessed, on figures that may be decided on. Proposals whose time is over end
    first."""
    with line.writing(actor) as work:
        _end_expired(line, work)
    with line.database.read() as tx:
        books = current_books(line, tx)
        if not is_usable(line, books.ledger):
            return []
        looks = (
            (look, found)
            for number, found in sorted(last_assessments(tx, customer_nos).items())
            if (look := look_at(line, tx, books, number, found)) is not None
        )
        drafts = [
            draft
            for look, found in looks
            if not _is_quiet(line, tx, look.customer.customer_no, look.facts.business_date)
            and (draft := _review(line, tx, look, found)) is not None
        ]
    with line.writing(actor) as work:
        return [_keep(work, draft, replaces_others=False) for draft in drafts]


def _review(line: Line, tx: Connection, look: Look, assessed: Assessment) -> LimitProposal | None:
    customer, today, policy = look.customer, look.facts.business_date, line.policy().credit
    day = account_day(look.standing, today)
    if look.standing is None or day is None or customer.credit_unlimited or not customer.credit_limit:
        return None
    figures = {each.name: each.observed for each in assessed.score.inputs if each.state is InputState.KNOWN}
    start = today - timedelta(days=WINDOW_DAYS)
    first = first_business_of(look.rows.items, look.rows.payments)
    seen = Reviewed(
        limit=customer.credit_limit,
        next_review=customer.credit_review_due,
        days=(*(past for past in look.past.days if past.day >= start), day),
        days_of_business=(today - first).days if first else 0,
        days_beyond_terms=figures.get("days_beyond_terms"),
        broken_promises=sum(not promise.kept and promise.ended_on > start for promise in look.past.promises),
        is_late=look.standing.overdue.beyond(policy.grace_days, policy.materiality).oldest is not None,
        dunning_level=reminder_level(look.standing.overdue, look.facts.reminded)[0],
        risk_class=assessed.rating.risk_class,
        points=assessed.score.points,
    )
    found = suggest(seen, policy.risk.reviews, today)
    if found is None:
        return None
    draft = _draft(line, look, found.rule, found.amount, found.reason, REVIEWER)
    return draft.model_copy(update={"evidence": found.evidence, "effect": _effect(line, tx, look, found.amount, None)})


def propose(
    line: Line, actor: Actor, customer_no: str, amount: Decimal, reason: str, temporary: tuple[date, date] | None = None
) -> OpenProposal:
    """A person's wish. `temporary` = its first and last day. Raises BadInput where it cannot be, NotAllowed where he may not."""
    refuse(may_hold(actor, line.policy().release))
    look, assessed = _looked(line, customer_no)
    today, reviews = look.facts.business_date, line.policy().credit.risk.reviews
    refuse_odd_amount(amount, look.customer.currency)
    if not reason.strip():
        raise BadInput("A limit is proposed with a reason, for whoever approves it.")
    if temporary is not None:
        _check_days(*temporary, today, reviews.longest_temporary_days)
    draft = _draft(line, look, ProposalRule.ASKED, amount, reason.strip(), actor.name)
    with line.writing(actor.name) as work:
        effect = _effect(line, work.tx, look, amount, temporary)
        dates = {"valid_from": temporary[0], "valid_until": temporary[1]} if temporary else {}
        evidence = _known(assessed)
        proposal = draft.model_copy(update={"effect": effect, "evidence": evidence, **dates})
        return _keep(work, proposal, replaces_others=True)


def refuse_odd_amount(amount: Decimal, currency: str) -> None:
    """Raises BadInput for what no ERP would ever show: not finite, below zero, smaller parts than the currency has."""
    if not amount.is_finite() or not 0 <= amount <= LARGEST or amount != round_down(amount, currency):
        raise BadInput(f"{amount} {currency} is no limit.")


def _check_days(first: date, last: date, today: date, longest: int) -> None:
    if last < first or last < today:
        raise BadInput(f"A temporary limit from {first} to {last} would never be in force.")
    if (last - first).days >= longest:
        raise BadInput(f"A temporary limit is for {longest} days at most; {first} to {last} is longer.")


def apply(line: Line, actor: Actor, application: CreditApplication) -> OpenProposal:
    """Weighs a form and proposes what the policy gives. Raises BadInput with every fault of the form."""
    policy = line.policy().credit
    look, assessed = _looked(line, application.customer_no)
    faults = list(application_faults(application, policy.risk))
    if application.currency != look.customer.currency:
        faults.append(f"The account's limit is in {look.customer.currency}, not in {application.currency}.")
    to_policy = _rates(line, look).for_debt(look.customer.currency, policy.currency)
    if to_policy is None:
        faults.append(f"There is no rate from {look.customer.currency} to {policy.currency}.")
    if faults or to_policy is None:
        raise BadInput(" ".join(faults))
    weighed = weigh(application, _class_of(look, assessed), to_policy, policy.risk)
    reason = application.note.strip() or "A credit application."
    draft = _draft(line, look, ProposalRule.APPLICATION, weighed.suggested, reason, actor.name)
    points = "not scored" if weighed.points is None else f"{weighed.points:f} points"
    asked = Evidence(name="asked for", observed=f"{application.requested_limit:f} {application.currency}")
    with line.writing(actor.name) as work:
        return _keep(
            work,
            draft.model_copy(
                update={
                    "most": application.requested_limit,
                    "risk_class": weighed.risk_class.value,
                    "evidence": (asked, Evidence(name="what the form says", observed=points), *_known(assessed)),
                    "effect": _effect(line, work.tx, look, weighed.suggested, None),
                    "facts": application.facts,
                    "scored": weighed.inputs,
                }
            ),
            replaces_others=not may_hold(actor, line.policy().release),
        )


def _looked(line: Line, customer_no: str) -> tuple[Look, Assessment | None]:
    with line.database.read() as tx:
        assessed = last_assessments(tx, [customer_no]).get(customer_no)
        books = current_books(line, tx)
        if books.ledger is None:
            raise BadInput("There are no figures of the ERP yet; pull them with `intake sync`.")
        look = look_at(line, tx, books, customer_no, assessed)
    if look is None:
        raise BadInput(f"There is no customer {customer_no}.")
    return look, assessed


def _draft(line: Line, look: Look, rule: ProposalRule, amount: Decimal, reason: str, proposed_by: str) -> LimitProposal:
    customer, today = look.customer, look.facts.business_date
    return LimitProposal(
        customer_no=customer.customer_no,
        rule=rule,
        amount=amount,
        most=amount,
        currency=customer.currency,
        limit_before=customer.credit_limit,
        risk_class=look.facts.accounts[0].risk_class if look.facts.accounts else None,
        reason=reason,
        proposed_by=proposed_by,
        proposed_on=today,
        expires_on=today + timedelta(days=line.policy().credit.risk.reviews.valid_days),
    )


def _known(assessed: Assessment | None) -> tuple[Evidence, ...]:
    """What whoever approves should see beside the wish."""
    if assessed is None:
        return (Evidence(name="risk", observed="never assessed: the ledger has no rows of the account"),)
    used = assessed.utilisation_percent
    return (
        Evidence(name="risk", observed=f"{assessed.rating.risk_class}: {assessed.rating.why}"),
        Evidence(name="use of the limit", observed="not known" if used is None else f"{used:f} %"),
        *(Evidence(name="warning", observed=warning.message) for warning in assessed.warnings),
    )


def _class_of(look: Look, assessed: Assessment | None) -> RiskClass:
    stated = look.facts.accounts[0].risk_class if look.facts.accounts else None
    known = {each.value for each in RiskClass}
    if stated in known:
        return RiskClass(stated)
    return assessed.rating.risk_class if assessed else RiskClass.UNKNOWN


def _effect(line: Line, tx: Connection, look: Look, amount: Decimal, until: tuple[date, date] | None) -> LimitEffect | None:
    day = account_day(look.standing, look.facts.business_date)
    if day is None:
        return None
    number = look.customer.customer_no
    return limit_effect(_held(tx, number), number, amount, until, day.exposure, line.policy().credit)


def _held(tx: Connection, customer_no: str) -> Sequence[CreditDecision]:
    stored = (load_decision(tx, order_id) for order_id in list_held_of(tx, customer_no))
    return [each.decided.credit for each in stored if each is not None and each.decided.credit is not None]


def _rates(line: Line, look: Look) -> RateTable:
    return RateTable(look.facts.rates, look.facts.business_date, line.policy().credit.exchange_haircut_percent)


def _keep(work: Writing, proposal: LimitProposal, *, replaces_others: bool) -> OpenProposal:
    """The newer proposal of an account and kind stands in for the proposer's own older one, and for everybody's where he may
    propose limits: what finance has on its table is not swept off it by whoever sends in a form."""
    lock_accounts(work.tx, [proposal.customer_no])
    for record in records_of(work.tx, RecordKind.LIMIT_REQUEST, customer_nos=[proposal.customer_no]):
        older = proposal_of(record)
        is_own = folded(older.proposed_by) == folded(proposal.proposed_by)
        if older.is_temporary == proposal.is_temporary and (is_own or replaces_others):
            close_record(work.tx, record.record_id, work.at, closed_by=work.actor, closed_as="superseded")
    record_id = keep_record(
        work.tx,
        RecordKind.LIMIT_REQUEST,
        at=work.at,
        actor=work.actor,
        said=said_of(proposal),
        customer_no=proposal.customer_no,
    )
    work.note(
        "limit_proposed",
        record_id=record_id,
        customer_no=proposal.customer_no,
        rule=proposal.rule.value,
        amount=str(proposal.amount),
        currency=proposal.currency,
        comment=proposal.reason,
    )
    kept = load_record(work.tx, record_id)
    assert kept is not None
    return _opened(work.tx, kept)


def _end_expired(line: Line, work: Writing) -> None:
    today = line.local_date(work.at)
    for record in records_of(work.tx, RecordKind.LIMIT_REQUEST):
        if proposal_of(record).expires_on < today:
            close_record(work.tx, record.record_id, work.at, closed_by=REVIEWER, closed_as="expired")
            work.note("limit_proposal_expired", record_id=record.record_id, customer_no=record.customer_no)


def _is_quiet(line: Line, tx: Connection, customer_no: str, today: date) -> bool:
    """A review does not propose beside an open proposal, nor again soon after one was decided."""
    since = today - timedelta(days=line.policy().credit.risk.reviews.quiet_days)
    return any(
        record.closed_at is None or (record.closed_as in ("approved", "declined") and line.local_date(record.closed_at) > since)
        for record in records_of(tx, RecordKind.LIMIT_REQUEST, customer_nos=[customer_no], open_only=False)
    )
