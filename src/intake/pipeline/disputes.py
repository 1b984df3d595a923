"""Disputes about a document: opened and resolved by a person, with an owner and a day. Reminders of the document stop meanwhile.

A dispute here moves nothing in the check: for the rules is disputed what the ERP's ledger says, which is the accountant's.
"""

from __future__ import annotations

from datetime import date

from intake.domain.errors import BadInput, NotAllowed
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.ledger import BILLS
from intake.domain.reminders import DisputeOutcome
from intake.holds.authority import Actor, may_hold
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.accounts import lock_accounts
from intake.store.finance import close_record, keep_record, load_record, records_of


def open_dispute(
    line: Line, actor: Actor, customer_no: str, document_no: str, *, reason: str, owner: str, resolve_by: date
) -> FinanceRecord:
    """`owner` is whoever has to resolve it by `resolve_by`.

    Raises NotAllowed where the actor may not, BadInput where the document is not open or is disputed here already.
    """
    refuse(may_hold(actor, line.policy().release))
    if not reason.strip() or not owner.strip():
        raise BadInput("A dispute has a reason, and an owner who resolves it.")
    with line.writing(actor.name) as work:
        lock_accounts(work.tx, [customer_no])
        ledger = current_ledger(line, work.tx)
        items = ledger.snapshot.open_items if ledger else ()
        found = [
            item for item in items if item.customer_no == customer_no and item.document_no == document_no and item.kind in BILLS
        ]
        if not found:
            raise BadInput(f"{customer_no} has no open document {document_no}.")
        if resolve_by < line.local_date(work.at):
            raise BadInput(f"{resolve_by} is over; a dispute is to be resolved by a day from today on.")
        standing = records_of(work.tx, RecordKind.DISPUTE, customer_nos=[customer_no])
        if any(record.subject == document_no for record in standing):
            raise BadInput(f"{document_no} is disputed already.")
        amount = sum(item.open_amount for item in found)
        said = {
            "reason": reason.strip(),
            "owner": owner.strip(),
            "resolve_by": str(resolve_by),
            "amount": f"{amount:f}",
            "currency": found[0].currency,
        }
        record_id = keep_record(
            work.tx, RecordKind.DISPUTE, at=work.at, actor=actor.name, said=said, customer_no=customer_no, subject=document_no
        )
        work.note("dispute_opened", customer_no=customer_no, record_id=record_id, document_no=document_no, **said)
        record = load_record(work.tx, record_id)
    assert record is not None
    return record


def resolve_dispute(line: Line, actor: Actor, record_id: int, outcome: DisputeOutcome, comment: str) -> FinanceRecord:
    """Raises NotAllowed where the actor may not or it is resolved, BadInput where there is no such dispute."""
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever resolves a dispute says how.")
    with line.writing(actor.name) as work:
        record = load_record(work.tx, record_id)
        if record is None or record.kind is not RecordKind.DISPUTE:
            raise BadInput(f"There is no dispute {record_id}.")
        if not close_record(work.tx, record_id, work.at, closed_by=actor.name, closed_as=outcome.value):
            raise NotAllowed(f"{record.closed_by} resolved the dispute {record_id} already.")
        work.note(
            "dispute_resolved",
            customer_no=record.customer_no,
            record_id=record_id,
            document_no=record.subject,
            outcome=outcome.value,
            comment=comment.strip(),
        )
        resolved = load_record(work.tx, record_id)
    assert resolved is not None
    return resolved
