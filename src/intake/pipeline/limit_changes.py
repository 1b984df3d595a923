"""Limits approved, asked of the ERP, and found in its figures: only the last puts one into force, and the check sees only that.

What comes in are people's words and the ERP's master data; what goes out are requests with how far they came. A request is kept
with the approval in one transaction and asked for until the ERP took it.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from intake.credit.limit_review import next_review_on
from intake.credit.rates import RateTable
from intake.credit.risk_class import class_in_force
from intake.credit.rounding import ceil_minor
from intake.domain.base import Value
from intake.domain.errors import BadInput, BrokenPromise, NotAllowed, Unavailable
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.limit_changes import AskedChange, ChangeState, LimitChange, LimitProposal
from intake.domain.master import Customer
from intake.domain.risk import RiskClass
from intake.holds.authority import Actor, may_hold
from intake.holds.limit_approval import LimitApproval, may_approve, needs_second
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.limit_proposals import refuse_odd_amount, signature_subject, signatures_of
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.assessments import risk_classes_of
from intake.store.engine import Connection
from intake.store.finance import close_record, keep_record, load_record
from intake.store.limit_changes import ask_change, changes_in, end_change, mark_sent, proposal_of
from intake.store.writing import Writing

GOING = (ChangeState.WAITING, ChangeState.SENT)


class Approved(Value):
    """`change` None = signed; a second person's approval of the same amount completes it."""

    record_id: int
    amount: Decimal
    change: LimitChange | None


def approve(line: Line, record_id: int, actor: Actor, comment: str, amount: Decimal | None = None) -> Approved:
    """Approves a proposal, or `amount` of it, and asks the ERP for it. Raises NotAllowed with every sentence against it."""
    policy = line.policy()
    with line.writing(actor.name) as work:
        record = _open_proposal(work, record_id)
        proposal = proposal_of(record)
        customer = line.masters.current().customer(proposal.customer_no)
        if customer is None:
            raise BadInput(f"There is no customer {proposal.customer_no} any more.")
        wanted = proposal.amount if amount is None else amount
        refuse_odd_amount(wanted, proposal.currency)
        wish = LimitApproval(
            proposal=proposal,
            amount=wanted,
            in_policy_currency=_in_policy_currency(line, work.tx, wanted, proposal.currency),
            limit_now=customer.credit_limit,
            risk_class=_class_now(line, work.tx, proposal, customer),
            actor=actor,
            comment=comment,
            today=line.local_date(work.at),
        )
        wish = _countersigned(work.tx, record, wish)
        if needs_second(wish, policy.release):
            _sign(work, record, wish)
            return Approved(record_id=record_id, amount=wanted, change=None)
        refuse(may_approve(wish, policy.release))
        change = _change(line, work, record, wish)
        _close(work, record, "approved")
        ask_change(work.tx, change, record_id, work.at)
        work.note("limit_approved", record_id=record_id, customer_no=record.customer_no, comment=comment, **_told(change))
    deliver_changes(line)
    return Approved(record_id=record_id, amount=wanted, change=change)


def decline(line: Line, record_id: int, actor: Actor, comment: str) -> None:
    """Raises NotAllowed where the actor is not finance's."""
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever declines a proposal says why.")
    with line.writing(actor.name) as work:
        record = _open_proposal(work, record_id)
        _close(work, record, "declined")
        work.note("limit_declined", record_id=record_id, customer_no=record.customer_no, comment=comment.strip())


def deliver_changes(line: Line) -> int:
    """Asks the ERP for whatever it has not taken yet. What it cannot be asked for now is asked for at the next sync."""
    with line.database.read() as tx:
        waiting = changes_in(tx, [ChangeState.WAITING])
    sent = 0
    for asked in waiting:
        try:
            said = line.erp.ask_for_limit(asked.change)
        except (Unavailable, BrokenPromise):
            break
        except BadInput as refusal:
            with line.writing("erp") as work:
                if end_change(work.tx, asked.change.change_key, ChangeState.REFUSED, work.at, str(refusal)):
                    work.note("limit_refused_by_erp", customer_no=asked.change.customer_no, why=str(refusal))
            continue
        with line.writing("erp") as work:
            if mark_sent(work.tx, asked.change.change_key, work.at, said):
                work.note("limit_asked_of_erp", customer_no=asked.change.customer_no, reference=said, **_told(asked.change))
                sent += 1
    return sent


def settle_changes(line: Line) -> list[AskedChange]:
    """Ends requests that the ERP's figures show, and those that something later overtook. Returns what came into force."""
    master = line.masters.current()
    in_force = []
    with line.writing("sync") as work:
        going = changes_in(work.tx, GOING)
        today = line.local_date(work.at)
        for place, asked in enumerate(going):
            change = asked.change
            customer = master.customer(change.customer_no)
            if customer is not None and change.is_shown_by(customer):
                end_change(work.tx, change.change_key, ChangeState.IN_FORCE, work.at)
                work.note("limit_in_force", customer_no=change.customer_no, **_told(change))
                in_force.append(asked)
                continue
            later = any(_stands_in_for(each.change, change) for each in going[place + 1 :])
            if later or (change.valid_until is not None and change.valid_until < today):
                end_change(work.tx, change.change_key, ChangeState.OVERTAKEN, work.at)
                work.note("limit_request_overtaken", customer_no=change.customer_no, **_told(change))
    return in_force


def _stands_in_for(later: LimitChange, earlier: LimitChange) -> bool:
    same_kind = (later.valid_until is None) == (earlier.valid_until is None)
    return later.customer_no == earlier.customer_no and same_kind


def _class_now(line: Line, tx: Connection, proposal: LimitProposal, customer: Customer) -> str | None:
    """The class in force now, or a worse one that the proposal was made under."""
    ours = risk_classes_of(tx, [customer.customer_no]).get(customer.customer_no)
    now = class_in_force(customer.risk_class, ours, line.policy().credit.risk.score.class_from)
    known = {each.value: each.severity for each in RiskClass}
    if proposal.risk_class in known and (now is None or known.get(now, -1) < known[proposal.risk_class]):
        return proposal.risk_class
    return now


def _open_proposal(work: Writing, record_id: int) -> FinanceRecord:
    record = load_record(work.tx, record_id)
    if record is None or record.kind is not RecordKind.LIMIT_REQUEST:
        raise BadInput(f"There is no proposal {record_id}; `intake credit proposals` lists them.")
    if not record.is_open:
        raise NotAllowed(f"Proposal {record_id} was {record.closed_as} by {record.closed_by} already.")
    return record


def _close(work: Writing, record: FinanceRecord, closed_as: str) -> None:
    if not close_record(work.tx, record.record_id, work.at, closed_by=work.actor, closed_as=closed_as):
        raise NotAllowed(f"Proposal {record.record_id} was decided by somebody else in this moment.")


def _countersigned(tx: Connection, record: FinanceRecord, wish: LimitApproval) -> LimitApproval:
    """With whoever approved the same amount before, if that was somebody else."""
    for signature in signatures_of(tx, record):
        if Decimal(signature.said["amount"]) == wish.amount and signature.actor != wish.actor.name:
            signer = Actor(name=signature.actor, roles=frozenset(signature.said["roles"].split()))
            return wish.model_copy(update={"second": signer})
    return wish


def _sign(work: Writing, record: FinanceRecord, wish: LimitApproval) -> None:
    keep_record(
        work.tx,
        RecordKind.SIGNATURE,
        at=work.at,
        actor=work.actor,
        said={"amount": str(wish.amount), "roles": " ".join(sorted(wish.actor.roles)), "comment": wish.comment},
        customer_no=record.customer_no,
        subject=signature_subject(record.record_id),
    )
    work.note("limit_signed", record_id=record.record_id, customer_no=record.customer_no, comment=wish.comment)


def _change(line: Line, work: Writing, record: FinanceRecord, wish: LimitApproval) -> LimitChange:
    proposal, reviews = wish.proposal, line.policy().credit.risk.reviews
    people = [wish.second.name] if wish.second else []
    return LimitChange(
        change_key=f"limit-{record.record_id}",
        customer_no=proposal.customer_no,
        amount=wish.amount,
        currency=proposal.currency,
        valid_from=proposal.valid_from,
        valid_until=proposal.valid_until,
        next_review=None if proposal.is_temporary else next_review_on(wish.risk_class, reviews, wish.today),
        approved_by=(*people, wish.actor.name),
        approved_at=work.at,
        reason=wish.comment.strip(),
    )


def _in_policy_currency(line: Line, tx: Connection, amount: Decimal, currency: str) -> Decimal | None:
    policy = line.policy().credit
    ledger = current_ledger(line, tx)
    today = line.local_date(line.clock())
    rates = RateTable(ledger.snapshot.exchange_rates if ledger else (), today, policy.exchange_haircut_percent)
    factor = rates.for_debt(currency, policy.currency)
    if factor is None:
        return None
    return ceil_minor(Fraction(amount) * factor, policy.currency)


def _told(change: LimitChange) -> dict[str, str]:
    told = {"amount": str(change.amount), "currency": change.currency}
    return told | ({"until": str(change.valid_until)} if change.valid_until else {})
