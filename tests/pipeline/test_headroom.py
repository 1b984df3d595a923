"""Many orders at once on one account: what is accepted together never passes the limit."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest

from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.matching.index import build_index
from intake.pipeline.sync import sync
from intake.pipeline.worker import work_until_done
from intake.store.engine import Database
from intake.store.queries import count_by_place


@pytest.mark.parametrize("workers", [4])
def test_the_last_headroom_goes_to_one_order_only(
    database: Database, tmp_path: Path, open_company, write_master, clocks, mail, workers: int
) -> None:
    """Limit 1000, 100 owed: of twelve orders at 178.50 gross, exactly five fit."""
    company = open_company(database, tmp_path / "home", clocks)
    company.erp.import_files(read_master(write_master(tmp_path / "csv")))
    sync(company.line, build_index)
    for number in range(12):
        company.receive(mail(f"PO-{number}", ("HX-M8X40", 150)))
    threads = [threading.Thread(target=work_until_done, args=(company.engine,)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        counts = count_by_place(tx)
    assert (counts[OrderStatus.PUSHED], counts["finance"]) == (5, 7)
    assert sum(order.open_amount for order in company.erp.pull_ledger().open_orders) == Decimal("892.50")


def test_the_erps_own_figure_takes_the_place_of_the_reservation(company, mail) -> None:
    company.take(mail("1", ("HX-M8X40", 500)))
    (waiting,) = company.take(mail("2", ("HX-M8X40", 500)))
    sync(company.line, build_index)
    (small,) = company.take(mail("3", ("HX-M8X40", 250)))
    (too_much,) = company.take(mail("4", ("HX-M8X40", 10)))
    assert [waiting.state, small.state, too_much.state] == [OrderStatus.HELD, OrderStatus.PUSHED, OrderStatus.HELD]
