"""How often the model may be asked: a budget a day and a rate a minute, counted in the database that all hosts share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from intake.extraction.planners.base import BudgetSpent
from intake.pipeline.model_allowance import ModelAllowance
from intake.store.engine import Database

NOON = datetime(2026, 3, 2, 12, 0, 20, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_day_has_so_many_calls_and_the_next_one_as_many_again(database: Database, clock: Clock) -> None:
    allowance = ModelAllowance(database, 2, 0, clock)
    assert [allowance(), allowance()] == [0.0, 0.0]
    with pytest.raises(BudgetSpent, match="The 2 model calls of 2026-03-02 are spent"):
        allowance()
    clock.at = NOON.replace(day=3)
    assert allowance() == 0.0


def test_two_hosts_share_one_budget(database: Database, clock: Clock) -> None:
    hosts = [ModelAllowance(database, 5, 0, clock) for _ in range(2)]

    def ask(number: int) -> bool:
        try:
            return hosts[number % 2]() == 0.0
        except BudgetSpent:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(ask, range(12))) == 5


def test_over_the_rate_a_call_waits_for_the_next_minute_and_costs_no_budget(database: Database, clock: Clock) -> None:
    allowance = ModelAllowance(database, 3, 2, clock)
    assert [allowance(), allowance(), allowance()] == [0.0, 0.0, 40.0]
    clock.at = NOON.replace(minute=1, second=0)
    assert allowance() == 0.0
    with pytest.raises(BudgetSpent):
        allowance()


def test_zero_is_no_limit(database: Database, clock: Clock) -> None:
    allowance: Any = ModelAllowance(database, 0, 0, clock)
    assert {allowance() for _ in range(30)} == {0.0}
