"""A home to try things in: the demo company's settings and policy, and its master data with every date moved to today.

The demo's own home stands still at the day of its figures; here orders come in now, and figures of another year would be stale.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from intake.cli.workspace import fill_from_master
from intake.resources import shipped


def fill_with_example(home: Path, now: datetime | None = None) -> None:
    """An empty home for the demo company as it would stand at `now`."""
    with tempfile.TemporaryDirectory() as folder:
        master = Path(folder) / "master"
        shutil.copytree(shipped("fixtures/master"), master)
        move_dates(master, now or datetime.now(UTC))
        fill_from_master(home, master)


def move_dates(master: Path, now: datetime) -> None:
    """Moves every date in the CSV files of `master` by as much as its ledger is older than `now`."""
    ledger = _rows(master / "ledger.csv")
    days = now.date() - datetime.fromisoformat(ledger[1][ledger[0].index("as_of")]).date()
    for file in sorted(master.glob("*.csv")):
        rows = [[_moved(cell, days, now) for cell in row] for row in _rows(file)]
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(rows)


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def _moved(cell: str, days: timedelta, now: datetime) -> str:
    """A date by `days`, an instant to `now`, anything else as it is."""
    if not cell[:4].isdigit() or cell[4:5] != "-":
        return cell
    try:
        return (date.fromisoformat(cell) + days).isoformat()
    except ValueError:
        pass
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return cell
    return now.isoformat(timespec="seconds")
