"""The trail shows every change to itself: an entry altered, taken out, slipped in, or cut off at the end."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import delete, text, update

from intake.store.engine import Connection, Database
from intake.store.tables import chain_heads, events
from intake.store.trail import TrailEvent, count_trail, events_of, record, verify_trail


@pytest.fixture
def trail(database: Database, morning: datetime) -> Database:
    for number in range(5):
        with database.write() as tx:
            entry = TrailEvent(event="received", actor="intake", at=morning, order_id=f"order-{number}", detail={"size": number})
            record(tx, [entry])
    return database


def test_a_trail_that_nobody_touched_is_whole(trail: Database) -> None:
    with trail.read() as tx:
        assert verify_trail(tx) == []
        assert count_trail(tx) == (5, 0)


def test_an_order_finds_its_own_entries(trail: Database) -> None:
    with trail.read() as tx:
        (entry,) = events_of(tx, order_id="order-3")
    assert (entry.event, entry.detail) == ("received", {"size": 3})


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        (update(events).where(events.c.seq == 3).values(actor="nobody"), "Entry 3 of the trail (received) was altered."),
        (update(events).where(events.c.seq == 3).values(body="{}"), "Entry 3 of the trail (received) was altered."),
        (delete(events).where(events.c.seq == 3), "The trail jumps from entry 2 to entry 4: entries are missing."),
        (delete(events).where(events.c.seq == 5), "The trail ends at entry 4, its head says 5: the end was changed."),
        (delete(chain_heads), "The trail ends at entry 5, its head says nothing: the end was changed."),
    ],
)
def test_whoever_gets_past_the_triggers_is_found_out(trail: Database, tampering: object, sentence: str) -> None:
    with trail.write() as tx:
        _take_triggers_off(tx)
        tx.execute(tampering)  # type: ignore[call-overload]
    with trail.read() as tx:
        assert sentence in verify_trail(tx)


def _take_triggers_off(tx: Connection) -> None:
    if tx.dialect.name == "sqlite":
        for change in ("update", "delete"):
            tx.execute(text(f"DROP TRIGGER events_no_{change}"))
    else:
        tx.execute(text("DROP TRIGGER events_no_change ON events"))
