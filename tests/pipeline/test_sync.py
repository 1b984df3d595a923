"""A ledger that cannot be trusted is refused whole; the last good one stays in force."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from intake.matching.index import build_index
from intake.pipeline.sync import sync, take_ledger
from intake.store.snapshots import ledger_head


@pytest.fixture
def good(company):
    return company.erp.pull_ledger()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"control_total": Decimal("100.01")}, "add up to 100.00, the ERP says 100.01"),
        ({"as_of": "future"}, "in the future"),
        ({"as_of": "past"}, "older than the one before"),
        ({"sequence": 0}, "an old one was sent again"),
        ({"currency": "USD"}, "no rate to USD"),
    ],
)
def test_a_ledger_that_contradicts_itself_or_time_is_refused(company, good, change, sentence) -> None:
    moments = {"future": company.clocks.business + timedelta(hours=1), "past": good.as_of - timedelta(hours=1)}
    changed = {name: moments.get(value, value) for name, value in change.items()}
    with company.line.database.read() as tx:
        before = ledger_head(tx)
    assert sentence in take_ledger(company.line, good.model_copy(update=changed))
    with company.line.database.read() as tx:
        assert ledger_head(tx) == before


def test_a_newer_ledger_takes_over(company, good) -> None:
    newer = good.model_copy(update={"sequence": good.sequence + 1, "as_of": good.as_of + timedelta(minutes=5)})
    assert take_ledger(company.line, newer) is None
    with company.line.database.read() as tx:
        assert ledger_head(tx).sequence == newer.sequence


def test_syncing_what_has_not_changed_changes_nothing(company) -> None:
    with company.line.database.read() as tx:
        before = ledger_head(tx)
    assert not sync(company.line, build_index).master_is_new
    with company.line.database.read() as tx:
        assert ledger_head(tx) == before
