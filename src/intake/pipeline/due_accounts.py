"""Which accounts a sync has to assess: all once a day and when master data or policy changed, else those whose figures did.

What comes in are the ledger before and now; what goes out are customer numbers, None = all. Nothing is assessed here.
"""

from __future__ import annotations

from collections.abc import Collection

from intake.credit.facts import Ledger, chain_of
from intake.credit.ledger_rows import rows_by_customer
from intake.pipeline.credit_quotes import current_books
from intake.pipeline.line import Line
from intake.store.account_days import last_account_day
from intake.store.assessments import last_policy
from intake.store.finance import load_record


def due_accounts(
    line: Line, before: Ledger | None, *, master_is_new: bool, settled: Collection[int] = ()
) -> Collection[str] | None:
    """An account's exposure has everybody's below it: where one's rows changed, those above it are due too. `settled` are records
    of promises that were just kept or broken."""
    with line.database.read() as tx:
        books = current_books(line, tx)
        today = line.local_date(line.clock())
        promised = {record.customer_no for number in settled if (record := load_record(tx, number)) and record.customer_no}
        is_first = last_account_day(tx) != today or last_policy(tx) != line.policy().sha256
    if before is None or books.ledger is None or master_is_new or is_first:
        return None
    old, new = rows_by_customer(before.snapshot), rows_by_customer(books.ledger.snapshot)
    changed = {number for number in old.keys() | new.keys() if old.get(number) != new.get(number)}
    return promised | {above for number in changed for above in chain_of(number, books.parents)}
