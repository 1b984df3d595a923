"""A worker is killed (SIGKILL, no goodbye) at every place where it could stop; another one goes on. Nothing is lost, nothing
happens twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake.domain.decisions import PushedOrder, SalesOrder
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.erp.embedded import EmbeddedErp
from intake.matching.index import build_index
from intake.pipeline.sync import sync
from intake.store.accounts import open_reservations
from intake.store.engine import Connection, Database
from intake.store.tables import decisions, jobs
from intake.store.trail import events_of, verify_trail

pytestmark = pytest.mark.slow

WRITES_OF_ONE_ORDER = 8
"""Four steps, each leased in one transaction and finished in another."""

STORY = ["received", "read", "matched", "decided", "push_intended", "pushed"]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingDatabase(Database):
    """Kills its process just before or just after its Nth write is committed."""

    def __init__(self, url: str, at: int, *, after: bool) -> None:
        super().__init__(url)
        self._left, self._after = at, after

    @contextmanager
    def write(self) -> Iterator[Connection]:
        self._left -= 1
        with super().write() as tx:
            yield tx
            if self._left == 0 and not self._after:
                die()
        if self._left == 0 and self._after:
            die()


class DyingErp:
    """Kills its process when an order is to be created: before the ERP got it, or after it said yes."""

    def __init__(self, erp: EmbeddedErp, *, after: bool) -> None:
        self._erp, self._after = erp, after

    def find_sales_order(self, external_key: str) -> PushedOrder | None:
        return self._erp.find_sales_order(external_key)

    def create_sales_order(self, order: SalesOrder) -> PushedOrder:
        if self._after:
            self._erp.create_sales_order(order)
        die()
        raise AssertionError


@pytest.fixture
def workshop(database: Database, tmp_path: Path, open_company, write_master, clocks):
    """A company on either database, and a worker process to be killed."""
    company = open_company(database, tmp_path / "home", clocks)
    company.erp.import_files(read_master(write_master(tmp_path / "csv")))
    sync(company.line, build_index)
    return company


def work_in_a_process_that_dies(company, open_company, database: Database, **line) -> None:
    child = os.fork()
    if child == 0:
        try:
            home = company.erp.path.parent
            doomed = open_company(database, home, company.clocks)
            doomed.with_line(**line).work()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker ended without being killed"


def go_on(company) -> None:
    """The next worker comes when the dead one's lease has run out."""
    company.clocks.machine += timedelta(minutes=1)
    company.work()


def assert_done_once(company, message_id: str) -> None:
    (order,) = company.orders(message_id)
    assert order.state is OrderStatus.PUSHED
    taken = company.erp.pull_ledger().open_orders
    assert [one.external_key for one in taken] == [order.order_id]
    with company.line.database.read() as tx:
        assert [entry.event for entry in events_of(tx, order_id=order.order_id)] == STORY
        assert tx.execute(select(func.count()).select_from(decisions)).scalar_one() == 1
        assert tx.execute(select(func.count()).select_from(jobs)).scalar_one() == 0
        assert len(open_reservations(tx, ["C1001"])) == 1
        assert verify_trail(tx) == []


@pytest.mark.parametrize("after", [False, True], ids=["before_the_commit", "after_the_commit"])
@pytest.mark.parametrize("write", range(1, WRITES_OF_ONE_ORDER + 1))
def test_a_worker_dies_at_any_commit(workshop, open_company, mail: Callable[..., bytes], write: int, after: bool) -> None:
    message_id = workshop.receive(mail("4711", ("HX-M8X40", 200)))
    database = DyingDatabase(workshop.line.database.url.render_as_string(hide_password=False), write, after=after)
    work_in_a_process_that_dies(workshop, open_company, database)
    go_on(workshop)
    assert_done_once(workshop, message_id)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_worker_dies_after_the_erp_said_yes(workshop, open_company, mail: Callable[..., bytes], after: bool) -> None:
    message_id = workshop.receive(mail("4711", ("HX-M8X40", 200)))
    database = Database(workshop.line.database.url.render_as_string(hide_password=False))
    work_in_a_process_that_dies(workshop, open_company, database, erp=DyingErp(workshop.erp, after=after))
    go_on(workshop)
    assert_done_once(workshop, message_id)


def test_a_message_that_kills_every_worker_is_parked_and_seen(workshop, open_company, mail: Callable[..., bytes]) -> None:
    message_id = workshop.receive(mail("4711", ("HX-M8X40", 200)))
    url = workshop.line.database.url.render_as_string(hide_password=False)
    for _ in range(workshop.engine.attempts):
        work_in_a_process_that_dies(workshop, open_company, Database(url), read=lambda stored: die())
        workshop.clocks.machine += timedelta(minutes=1)
    (other,) = workshop.take(mail("4712", ("HX-M8X40", 1)))
    (order,) = workshop.orders(message_id)
    assert (order.state, order.queue) == (OrderStatus.HELD, "operations")
    assert other.state is OrderStatus.PUSHED


def test_what_was_acknowledged_survives_the_receiver(workshop, open_company, mail: Callable[..., bytes]) -> None:
    raw = mail("4711", ("HX-M8X40", 200))
    child = os.fork()
    if child == 0:
        url = workshop.line.database.url.render_as_string(hide_password=False)
        open_company(Database(url), workshop.erp.path.parent, workshop.clocks).receive(raw)
        die()
    os.waitpid(child, 0)
    again = workshop.receive(raw)
    workshop.work()
    (order,) = workshop.orders(again)
    assert order.state is OrderStatus.PUSHED
