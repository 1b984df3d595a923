"""The home to try things in: the demo company as it would stand today."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, date, datetime

from intake.cli.example import move_dates
from intake.resources import shipped

NOW = datetime(2027, 5, 4, 9, 30, tzinfo=UTC)


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_date_moves_with_the_ledger_and_nothing_else_changes(tmp_path):
    before, after = shipped("fixtures/master"), tmp_path / "master"
    shutil.copytree(before, after)
    move_dates(after, NOW)
    (ledger,) = rows(after, "ledger.csv")
    assert datetime.fromisoformat(ledger["as_of"]) == NOW
    days = NOW.date() - datetime.fromisoformat(rows(before, "ledger.csv")[0]["as_of"]).date()
    for old, new in zip(rows(before, "open_items.csv"), rows(after, "open_items.csv"), strict=True):
        assert date.fromisoformat(new["due_date"]) == date.fromisoformat(old["due_date"]) + days
        assert new["document_no"] == old["document_no"]
    assert rows(after, "products.csv") == rows(before, "products.csv")
