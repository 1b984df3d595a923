"""Promises to pay: noted by a person, judged by the ERP's ledgers after each sync, withdrawn by a person.

Whether a promise was kept is decided in `credit/promises.py` from the figures alone; here it is written down.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from intake.credit.promises import judge_promise, money_since
from intake.credit.rates import RateTable
from intake.credit.rounding import ceil_minor
from intake.domain.errors import BadInput, NotAllowed
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.ledger import BILLS, LedgerSnapshot
from intake.domain.reminders import Promise, PromiseState
from intake.holds.authority import Actor, may_hold
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.accounts import lock_accounts
from intake.store.engine import Connection
from intake.store.finance import close_record, keep_record, load_record, records_of

LONGEST_PROMISE_DAYS = 366


def note_promise(
    line: Line,
    actor: Actor,
    customer_no: str,
    amount: Decimal,
    by: date,
    *,
    documents: Sequence[str] = (),
    comment: str = "",
) -> FinanceRecord:
    """`documents` empty = for the account as a whole. Reminders of them stop until it is kept, broken or withdrawn.

    Raises NotAllowed where the actor may not, BadInput where the promise could not be kept: no amount, a day that is over, a
    document that is not open.
    """
    refuse(may_hold(actor, line.policy().release))
    customer = line.masters.current().customer(customer_no)
    if customer is None:
        raise BadInput(f"There is no customer {customer_no}.")
    with line.writing(actor.name) as work:
        lock_accounts(work.tx, [customer_no])
        ledger = current_ledger(line, work.tx)
        if ledger is None:
            raise BadInput("There are no figures of the ERP yet: nobody could tell whether a promise is kept.")
        today = line.local_date(work.at)
        rates = RateTable(ledger.snapshot.exchange_rates, today, Decimal(0))
        owed = _owed(ledger.snapshot, customer_no, customer.currency, rates)
        _refuse_absurd(amount, by, today, documents, owed)
        promise = Promise(
            amount=amount,
            currency=customer.currency,
            by=by,
            documents=tuple(documents),
            noted_on=today,
            owed={number: left for number, left in owed.items() if not documents or number in documents},
        )
        already = ceil_minor(money_since(promise, customer_no, ledger.snapshot, today, rates), customer.currency)
        said = _said(promise.model_copy(update={"already": already}), comment)
        record_id = keep_record(
            work.tx, RecordKind.PROMISE, at=work.at, actor=actor.name, said=said, customer_no=customer_no, subject=str(by)
        )
        what = {name: said[name] for name in ("amount", "currency", "by", "comment")}
        work.note("promise_noted", customer_no=customer_no, record_id=record_id, documents=list(documents), **what)
        record = load_record(work.tx, record_id)
    assert record is not None
    return record


def withdraw_promise(line: Line, actor: Actor, record_id: int, comment: str) -> FinanceRecord:
    """Noted by mistake, or taken back: it counts neither as kept nor as broken, and reminders go on."""
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever withdraws a promise says why.")
    with line.writing(actor.name) as work:
        record = load_record(work.tx, record_id)
        if record is None or record.kind is not RecordKind.PROMISE:
            raise BadInput(f"There is no promise {record_id}.")
        if not close_record(work.tx, record_id, work.at, closed_by=actor.name, closed_as=PromiseState.WITHDRAWN.value):
            raise NotAllowed(f"The promise {record_id} is {record.closed_as} already.")
        work.note("promise_withdrawn", customer_no=record.customer_no, record_id=record_id, comment=comment.strip())
        closed = load_record(work.tx, record_id)
    assert closed is not None
    return closed


def judge_promises(line: Line) -> dict[int, PromiseState]:
    """After a sync: the promises that the new figures settle."""
    with line.database.read() as tx:
        waiting = records_of(tx, RecordKind.PROMISE)
    settled: dict[int, PromiseState] = {}
    for record in waiting:
        with line.writing("sync") as work:
            ledger = current_ledger(line, work.tx)
            if ledger is None or record.customer_no is None:
                continue
            figures_of = line.local_date(ledger.snapshot.as_of)
            rates = RateTable(ledger.snapshot.exchange_rates, figures_of, Decimal(0))
            grace = line.policy().collections.promise_grace_days
            verdict = judge_promise(promise_of(record), record.customer_no, ledger.snapshot, figures_of, rates, grace)
            if verdict is None:
                continue
            closed = close_record(work.tx, record.record_id, work.at, closed_by=work.actor, closed_as=verdict.state.value)
            if closed:
                work.note(
                    f"promise_{verdict.state.value}",
                    customer_no=record.customer_no,
                    record_id=record.record_id,
                    paid=str(verdict.paid),
                    snapshot_id=ledger.snapshot_id,
                )
                settled[record.record_id] = verdict.state
    return settled


def promise_of(record: FinanceRecord) -> Promise:
    said = record.said
    return Promise(
        amount=Decimal(said["amount"]),
        currency=said["currency"],
        by=date.fromisoformat(said["by"]),
        documents=documents_of(record),
        noted_on=date.fromisoformat(said["noted_on"]),
        owed={number: Decimal(left) for number, left in json.loads(said["owed"]).items()},
        already=Decimal(said["already"]),
    )


def ended_promises(line: Line, tx: Connection, customer_no: str) -> Iterator[tuple[date, PromiseState, FinanceRecord]]:
    """Those that were kept or broken, and when. However else one was closed says nothing about the customer."""
    for record in records_of(tx, RecordKind.PROMISE, customer_nos=[customer_no], open_only=False):
        if record.closed_at is not None and record.closed_as in (PromiseState.KEPT, PromiseState.BROKEN):
            yield line.local_date(record.closed_at), PromiseState(record.closed_as), record


def documents_of(record: FinanceRecord) -> tuple[str, ...]:
    return tuple(json.loads(record.said["documents"]))


def _said(promise: Promise, comment: str) -> dict[str, str]:
    return {
        "amount": str(promise.amount),
        "currency": promise.currency,
        "by": str(promise.by),
        "documents": json.dumps(promise.documents, ensure_ascii=False),
        "noted_on": str(promise.noted_on),
        "owed": json.dumps({number: str(left) for number, left in promise.owed.items()}, ensure_ascii=False),
        "already": str(promise.already),
        "comment": comment.strip(),
    }


def _owed(snapshot: LedgerSnapshot, customer_no: str, currency: str, rates: RateTable) -> dict[str, Decimal]:
    """What each document of the customer has open, in his currency; one without a rate is left out."""
    owed: dict[str, Decimal] = {}
    for item in snapshot.open_items:
        factor = rates.for_credit(item.currency, currency)
        if item.customer_no == customer_no and item.kind in BILLS and item.open_amount > 0 and factor is not None:
            left = Decimal((item.open_amount * factor.numerator / factor.denominator).quantize(Decimal("0.0001")))
            owed[item.document_no] = owed.get(item.document_no, Decimal(0)) + left
    return owed


def _refuse_absurd(amount: Decimal, by: date, today: date, documents: Sequence[str], owed: dict[str, Decimal]) -> None:
    if not amount.is_finite() or amount <= 0:
        raise BadInput(f"A promise is of an amount above 0, not {amount}.")
    if by < today or (by - today).days > LONGEST_PROMISE_DAYS:
        raise BadInput(f"A promise is for a day from today on, within a year, not {by}.")
    strange = [number for number in documents if number not in owed]
    if strange:
        raise BadInput(f"{', '.join(strange)} is not open on this account; a promise names open documents.")
    reachable = sum((left for number, left in owed.items() if not documents or number in documents), Decimal(0))
    if amount > reachable:
        raise BadInput(f"Only {reachable:f} is open there; {amount:f} could never be paid on it.")
