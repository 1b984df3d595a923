"""The migrations make exactly the tables that the code speaks of, and the tables keep their promises by themselves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from intake.domain.errors import ConfigurationError
from intake.domain.status import OrderStatus
from intake.store.engine import Database
from intake.store.migrate import is_current, migrate
from intake.store.orders import change_order
from intake.store.queries import list_orders
from intake.store.tables import events, metadata, orders
from intake.store.trail import TrailEvent, record

_AT = {"at": "2026-03-02 09:30:00.000000"}


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)
    assert is_current(database)


def test_a_database_of_a_newer_program_is_refused_with_a_sentence(database: Database) -> None:
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer intake"):
        migrate(database)


@pytest.mark.parametrize("change", [update(events).values(actor="somebody"), delete(events)])
def test_the_database_itself_refuses_to_change_the_trail(database: Database, morning: datetime, change: object) -> None:
    with database.write() as tx:
        record(tx, [TrailEvent(event="received", actor="intake", at=morning)])
    with pytest.raises(DBAPIError, match="written once"), database.write() as tx:
        tx.execute(change)  # type: ignore[call-overload]


def test_no_two_live_orders_share_a_purchase_order(database: Database, received, morning: datetime) -> None:  # type: ignore[no-untyped-def]
    with database.write() as tx:
        first, second = received(tx, b"as pdf"), received(tx, b"as excel")
        change_order(tx, first, morning, live_key="C1001|4711|2026|")
        with pytest.raises(IntegrityError), tx.begin_nested():
            change_order(tx, second, morning, live_key="C1001|4711|2026|")


def test_an_order_waits_in_a_queue_exactly_while_it_is_held(database: Database, received, morning: datetime) -> None:  # type: ignore[no-untyped-def]
    with database.write() as tx:
        order = received(tx)
        with pytest.raises(IntegrityError), tx.begin_nested():
            tx.execute(update(orders).values(state="held"))
        held = change_order(tx, order, morning, state=OrderStatus.HELD, queue="finance")
        assert change_order(tx, held, morning, state=OrderStatus.READING).queue is None


def test_orders_from_before_are_found_after_the_database_was_brought_up_to_date(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'intake.db'}")
    migrate(database, to="0001")
    with database.write() as tx:
        tx.execute(text("INSERT INTO blobs VALUES ('m', 0, 'plain', x'')"))
        tx.execute(
            text("INSERT INTO raw_messages (message_id, origin, received_at, arrivals) VALUES ('m', 'email', :at, 1)"), _AT
        )
        tx.execute(
            text(
                "INSERT INTO orders (order_id, message_id, ordinal, origin, state, version, buyer_name, received_at, changed_at) "
                "VALUES ('m-1', 'm', 1, 'email', 'received', 1, 'Brünner & Söhne', :at, :at)"
            ),
            _AT,
        )
    migrate(database)
    with database.read() as tx:
        assert [row.order_id for row in list_orders(tx, text="BRÜNNER").rows] == ["m-1"]
    database.close()
