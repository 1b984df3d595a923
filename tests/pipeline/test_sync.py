"""A ledger that cannot be trusted is refused whole; the last good one stays in force."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from intake.domain.catalogue import MasterSource
from intake.domain.errors import Unavailable
from intake.domain.finance import RecordKind
from intake.domain.ledger import OpenOrder
from intake.domain.master import ExchangeRate
from intake.domain.reasons import ReasonCode
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.matching.index import build_index, open_index
from intake.pipeline.shelves import MasterShelf
from intake.pipeline.sync import sync, take_ledger
from intake.store.decisions import load_hold
from intake.store.finance import records_of
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


def test_an_index_of_another_format_is_left_alone_and_a_sync_builds_its_own(company) -> None:
    folder = company.line.masters.folder
    newer = company.with_line(masters=MasterShelf(company.line.database, folder, open_index, index_format="newer"))
    assert company.line.masters.has_current()
    assert not newer.line.masters.has_current()
    with pytest.raises(Unavailable, match="intake sync"):
        newer.line.masters.current()
    assert sync(newer.line, build_index).master_is_new
    assert newer.line.masters.current().product("HX-M8X40") is not None
    assert company.line.masters.has_current()


def test_few_changes_are_laid_over_the_index_before_and_that_one_stays(company, tmp_path, write_master, monkeypatch) -> None:
    for module in ("changes", "differences"):
        monkeypatch.setattr(f"intake.matching.{module}.LAID_SHARE", 1)
    masters = company.line.masters
    before = masters.current()
    folder = write_master(tmp_path / "other")
    prices = folder / "prices.csv"
    prices.write_text(prices.read_text().replace("HX-M8X40,EA,1.00", "HX-M8X40,EA,1.10"))
    company.erp.import_files(read_master(folder))

    def never(*_: object) -> None:
        raise AssertionError("built anew")

    assert sync(company.line, never).master_is_new
    now = masters.current()
    assert now.version != before.version
    assert [price.unit_price for price in now.prices("HX-M8X40")] != [price.unit_price for price in before.prices("HX-M8X40")]
    assert open_index(masters.path(before.version)).prices("HX-M8X40") == before.prices("HX-M8X40")
    assert {path.name for path in masters.folder.iterdir()} == {
        masters.path(before.version).name, masters.path(now.version).name, f"{masters.path(now.version).name}.base",
    }  # fmt: skip


def test_comparing_tells_its_progress_as_building_does(company, tmp_path, write_master) -> None:
    folder = write_master(tmp_path / "other")
    prices = folder / "prices.csv"
    prices.write_text(prices.read_text().replace("HX-M8X40,EA,1.00", "HX-M8X40,EA,1.10"))
    company.erp.import_files(read_master(folder))
    told: list[int] = []

    def builds_nothing(source: MasterSource, path: Path, _progress: object) -> None:
        assert told == [2]
        build_index(source, path, told.append)

    assert sync(company.line, builds_nothing, told.append).master_is_new
    assert told == [2, 2]


def test_of_two_syncs_at_once_one_builds_and_the_other_finds_it_built(company, tmp_path, write_master) -> None:
    folder = write_master(tmp_path / "other")
    products = folder / "products.csv"
    products.write_text(products.read_text() + "HX-M8X60,Hex bolt M8x60 A2,EA\n")
    company.erp.import_files(read_master(folder))
    building, built = threading.Event(), []

    def build_slowly(source: MasterSource, path: Path, _progress: object) -> None:
        built.append(source.version)
        building.set()
        time.sleep(0.3)
        build_index(source, path)

    with ThreadPoolExecutor(2) as two:
        first = two.submit(sync, company.line, build_slowly)
        building.wait(10)
        second = two.submit(sync, company.line, build_slowly)
        assert [first.result().master_is_new, second.result().master_is_new] == [True, False]
    assert len(built) == 1
    assert company.line.masters.current().product("HX-M8X60") is not None


@pytest.mark.parametrize("index_format", ["test", "newer"])
def test_a_limit_whose_currency_changed_waits_even_where_a_new_program_reads_no_old_index(
    company, tmp_path, write_master, index_format
) -> None:
    folder = write_master(tmp_path / "other")
    customers = folder / "customers.csv"
    customers.write_text(customers.read_text().replace("DE,EUR,30 days net,1000", "DE,USD,30 days net,1000"))
    company.erp.import_files(read_master(folder))
    company.clocks.business += timedelta(minutes=5)
    masters = MasterShelf(company.line.database, company.line.masters.folder, open_index, index_format=index_format)
    sync(company.with_line(masters=masters).line, build_index)
    with company.line.database.read() as tx:
        (hold,) = records_of(tx, RecordKind.HOLD, customer_nos=["C1001"])
    assert hold.said["reason"] == "The limit's currency changed from EUR to USD: is its amount still right?"


def test_each_faulty_row_is_named_and_the_last_good_ledger_grows_old(company, good, mail) -> None:
    bill = good.open_items[0]
    items = (
        bill,
        bill,
        bill.model_copy(update={"document_no": "R-7", "customer_no": "C9"}),
        bill.model_copy(update={"document_no": "R-8", "open_amount": Decimal(900)}),
        bill.model_copy(update={"document_no": "R-9", "currency": "EURO"}),
        bill.model_copy(update={"document_no": "R-10", "order_key": "SO-2"}),
    )
    order = OpenOrder(
        customer_no="C8", sales_order_number="SO-1", order_date=bill.issue_date, open_amount=Decimal("-5"), currency="EUR"
    )
    rate = ExchangeRate(from_currency="USD", to_currency="EUR", rate=Decimal("0.9"), valid_on=bill.issue_date)
    rates = (rate, rate.model_copy(update={"rate": Decimal("0.8")}), rate.model_copy(update={"rate": Decimal(0)}))
    bad = {"open_items": items, "open_orders": (order,), "exchange_rates": rates, "sequence": good.sequence + 1}
    said = take_ledger(company.line, good.model_copy(update=bad))
    for row in (
        "invoice R-1 of C1001, due on 2026-03-22, is listed twice",
        "invoice R-7 of C9 is of no customer",
        "invoice R-8 of C1001 is open with 900 of 100.00",
        "invoice R-9 of C1001 is in 'EURO'",
        "invoice R-10 of C1001 is for the order SO-2; only a payment",
        "open order SO-1 of C8 is of no customer",
        "open order SO-1 of C8 is open with -5",
        "The rate from USD to EUR on 2026-02-20 is 0.9 and 0.8",
        "is 0.",
    ):
        assert row in said
    company.clocks.business += timedelta(days=5)
    (held,) = company.take(mail("1", ("HX-M8X40", 10)))
    with company.line.database.read() as tx:
        assert ReasonCode.LEDGER_STALE in [reason.code for reason in load_hold(tx, held.order_id).reasons]


def test_of_very_many_faulty_rows_some_are_named_and_the_rest_is_counted(company, good) -> None:
    strangers = tuple(good.open_items[0].model_copy(update={"document_no": f"R-{n}", "customer_no": "C9"}) for n in range(500))
    said = take_ledger(company.line, good.model_copy(update={"open_items": strangers}))
    assert said.endswith("… and 480 more.")


def test_an_order_over_its_limit_goes_once_the_erp_has_a_higher_one(company, tmp_path, write_master, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X50", 400)))
    assert order.state is OrderStatus.HELD
    folder = write_master(tmp_path / "other")
    customers = folder / "customers.csv"
    customers.write_text(customers.read_text().replace("DE,EUR,30 days net,1000", "DE,EUR,30 days net,9000"))
    company.erp.import_files(read_master(folder))
    company.clocks.business += timedelta(minutes=5)
    assert sync(company.line, build_index).reconsidered == (order.order_id,)
    company.work()
    assert company.order(order.order_id).state is OrderStatus.PUSHED
