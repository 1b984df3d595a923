"""Pulls the ERP's data: master data into an index for matching (`taking_master.py`), ledgers as a snapshot for the credit check.

A ledger that contradicts itself, comes from the future or is older than what we have is refused as a whole: the last good one
stays in force, and its age shows in every decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from intake.credit.facts import Ledger
from intake.credit.snapshot_faults import rows_fault
from intake.domain.amounts import minor_unit
from intake.domain.ledger import LedgerSnapshot, OpenItemKind
from intake.pipeline.assessing import assess
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.due_accounts import due_accounts
from intake.pipeline.limit_changes import deliver_changes, settle_changes
from intake.pipeline.limit_proposals import review
from intake.pipeline.line import Line
from intake.pipeline.promises import judge_promises
from intake.pipeline.reconsidering import reconsider
from intake.pipeline.reminder_sending import send_by_policy
from intake.pipeline.reservations import end_seen_reservations
from intake.pipeline.taking_master import BuildIndex, take_master
from intake.store.engine import Database
from intake.store.snapshots import LedgerHead, current_master_version, keep_ledger, ledger_head, packed

CLOCK_SKEW = timedelta(minutes=5)
"""How far the ERP's clock may run ahead of ours."""

_REDUCING = (OpenItemKind.CREDIT_NOTE, OpenItemKind.PAYMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """`ledger_refused` says why the new ledger was not taken; the one before it then stays in force. `reconsidered` are orders
    that finance held and that go on under the new figures; `assessed` are accounts of which something new was found;
    `reminders` are mails that the policy sends.
    """

    master_version: str
    master_is_new: bool
    ledger_as_of: datetime
    ledger_refused: str | None
    assessed: tuple[str, ...] = ()
    reconsidered: tuple[str, ...] = ()
    reminders: tuple[int, ...] = ()


def sync(line: Line, build_index: BuildIndex, progress: Callable[[int], None] | None = None) -> Synced:
    """Pulls once. Raises Unavailable where the ERP does not answer; nothing has changed then."""
    deliver_changes(line)
    source = line.erp.pull_master()
    is_new = take_master(line, source, build_index, progress)
    settle_changes(line)
    with line.database.read() as tx:
        before = current_ledger(line, tx)
    snapshot = line.erp.pull_ledger()
    refused = take_ledger(line, snapshot)
    settled = {} if refused else judge_promises(line)
    # What the figures say of an account's risk drives the rules under which its orders are looked at again.
    assessed = () if refused else _assess(line, before, is_new, settled)
    reconsidered = () if refused else tuple(reconsider(line))
    reminders = () if refused else tuple(send_by_policy(line))
    return Synced(
        master_version=source.version,
        master_is_new=is_new,
        ledger_as_of=snapshot.as_of,
        ledger_refused=refused,
        assessed=assessed,
        reconsidered=reconsidered,
        reminders=reminders,
    )


def _assess(line: Line, before: Ledger | None, master_is_new: bool, settled: Collection[int]) -> tuple[str, ...]:
    """Assesses what is due, and reviews the limits of accounts of which something new was found."""
    due = due_accounts(line, before, master_is_new=master_is_new, settled=settled)
    assessed = tuple(found.customer_no for found in assess(line, customer_nos=due))
    if assessed:
        review(line, assessed)
    return assessed


def take_ledger(line: Line, snapshot: LedgerSnapshot) -> str | None:
    """Stores a ledger and ends the reservations of orders that it shows. Returns why it was refused, None when it was taken."""
    master = line.masters.current()
    rows = rows_fault(snapshot, lambda customer_no: master.customer(customer_no) is not None)
    ready = packed(snapshot)
    with line.writing("sync") as work:
        fault = rows or ledger_fault(snapshot, ledger_head(work.tx), work.at)
        before = ledger_head(work.tx)
        snapshot_id = keep_ledger(work.tx, ready, work.at, fault)
        if fault is not None:
            work.note("ledger_refused", as_of=snapshot.as_of.isoformat(), sequence=snapshot.sequence, why=fault)
            return fault
        if before is None or before.snapshot_id != snapshot_id:
            work.note("ledger_taken", as_of=snapshot.as_of.isoformat(), sequence=snapshot.sequence, snapshot_id=snapshot_id)
        end_seen_reservations(work, snapshot)
    return None


def ledger_fault(snapshot: LedgerSnapshot, last: LedgerHead | None, now: datetime) -> str | None:
    """Why this snapshot must not be decided on, as one sentence; None when it may."""
    if snapshot.as_of > now + CLOCK_SKEW:
        return f"The ledger is dated {snapshot.as_of.isoformat()}, which is in the future."
    if last is not None and snapshot.sequence < last.sequence:
        return f"The ledger has sequence {snapshot.sequence}, but {last.sequence} came before it: an old one was sent again."
    if last is not None and snapshot.as_of < last.as_of:
        return f"The ledger is dated {snapshot.as_of.isoformat()}, older than the one before it ({last.as_of.isoformat()})."
    return _control_total_fault(snapshot)


def _control_total_fault(snapshot: LedgerSnapshot) -> str | None:
    dated = sorted(snapshot.exchange_rates, key=lambda rate: rate.valid_on)
    rates = {rate.from_currency: rate.rate for rate in dated if rate.to_currency == snapshot.currency}
    rates[snapshot.currency] = Decimal(1)
    missing = {item.currency for item in snapshot.open_items} - rates.keys()
    if missing:
        currencies = ", ".join(sorted(missing))
        return f"The ledger has items in {currencies} and no rate to {snapshot.currency}: its total cannot be checked."
    amounts = ((item.kind in _REDUCING, item.open_amount * rates[item.currency]) for item in snapshot.open_items)
    total = sum((-amount if reduces else amount for reduces, amount in amounts), Decimal(0))
    if abs(total - snapshot.control_total) < minor_unit(snapshot.currency):
        return None
    said = f"{snapshot.control_total} {snapshot.currency}"
    return f"The open items add up to {total:f}, the ERP says {said}: the ledger is incomplete."


def has_data(database: Database) -> bool:
    """Whether there was ever a sync."""
    with database.read() as tx:
        return current_master_version(tx) is not None and ledger_head(tx) is not None
