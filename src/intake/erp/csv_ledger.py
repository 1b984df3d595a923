"""ledger.csv's only row: as of when the open items are true, and what they add up to."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from intake.domain.errors import BadInput


class LedgerRow(NamedTuple):
    as_of: datetime
    total: Decimal
    currency: str


def read_ledger_row(folder: Path) -> LedgerRow:
    """Raises BadInput with one sentence. A time without an offset is taken as UTC."""
    path = folder / "ledger.csv"
    if not path.is_file():
        raise BadInput("ledger.csv is missing; it says as of when the open items are true, and their control total.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            row = next(csv.DictReader(stream), None)
    except (UnicodeDecodeError, csv.Error) as broken:
        raise BadInput(f"ledger.csv cannot be read: {broken}.") from broken
    if row is None or any(not (row.get(name) or "").strip() for name in ("as_of", "open_items_total", "currency")):
        raise BadInput("ledger.csv, line 2: as_of, open_items_total and currency must all be there.")
    try:
        as_of = datetime.fromisoformat(row["as_of"].strip())
        total = Decimal(row["open_items_total"].strip())
    except (ValueError, InvalidOperation) as wrong:
        raise BadInput(
            f"ledger.csv, line 2: {row['as_of']!r} must be an ISO time and {row['open_items_total']!r} a number."
        ) from wrong
    return LedgerRow(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC), total, row["currency"].strip())
