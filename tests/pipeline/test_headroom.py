"""Many orders at once on one account: what is accepted together never passes the limit."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, update

from intake.credit.replay import is_reproduced
from intake.domain.credit import AccountLedger
from intake.domain.errors import NotAllowed
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.holds.authority import Actor
from intake.matching.index import build_index
from intake.pipeline.decide_step import decide_step
from intake.pipeline.match_step import match_step
from intake.pipeline.read_step import read_step
from intake.pipeline.reservations import free_reservation, open_reservations_of_all
from intake.pipeline.sync import sync, take_ledger
from intake.pipeline.worker import work_until_done
from intake.store.decision_bodies import unpack_decided
from intake.store.decisions import list_credit_decisions, load_decision
from intake.store.engine import Database
from intake.store.queries import count_by_place
from intake.store.tables import blobs, decisions
from intake.store.trail import verify_trail


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


WORKERS = 64


def decide_at_once(company, mails) -> list[OrderStatus]:
    """Reads and matches every mail, then decides all orders in one moment, each by a worker of its own."""
    orders = []
    for raw in mails:
        message_id = company.receive(raw)
        conclude(company, read_step(company.line, message_id))
        (order,) = company.orders(message_id)
        conclude(company, match_step(company.line, order.order_id))
        orders.append(order.order_id)
    start = threading.Barrier(len(orders))

    def decide(order_id: str) -> None:
        conclusion = decide_step(company.line, order_id)
        start.wait(60)
        conclude(company, conclusion)

    with ThreadPoolExecutor(len(orders)) as pool:
        list(pool.map(decide, orders))
    return [company.order(order_id).state for order_id in orders]


def conclude(company, conclusion) -> None:
    with company.line.writing("worker") as work:
        conclusion(work)


@pytest.mark.slow
def test_of_64_workers_on_one_account_exactly_five_take_its_five_places(
    database: Database, tmp_path: Path, open_company, write_master, clocks, mail
) -> None:
    company = open_company(database, tmp_path / "home", clocks)
    company.erp.import_files(read_master(write_master(tmp_path / "csv")))
    sync(company.line, build_index)
    states = decide_at_once(company, [mail(f"PO-{number}", ("HX-M8X40", 150)) for number in range(WORKERS)])
    assert (states.count(OrderStatus.PUSHING), states.count(OrderStatus.HELD)) == (5, WORKERS - 5)


@pytest.mark.slow
def test_of_64_workers_on_two_sons_of_one_holding_exactly_five_take_its_five_places(
    database: Database, tmp_path: Path, open_company, write_master, clocks, mail
) -> None:
    """Each son's own limit would carry far more; a grandson's orders lock three accounts, a son's two."""
    company = open_company(database, tmp_path / "home", clocks)
    folder = write_master(tmp_path / "csv")
    (folder / "customers.csv").write_text(
        "customer_no,name,country,currency,payment_terms,credit_limit,parent_customer_no\n"
        "C1000,Holding,DE,EUR,30 days net,1000,\n"
        "C1001,Son,DE,EUR,30 days net,90000,C1000\n"
        "C1002,Daughter,DE,EUR,30 days net,90000,C1000\n"
        "C1003,Grandson,DE,EUR,30 days net,90000,C1001\n"
    )
    (folder / "contacts.csv").write_text("customer_no,email\nC1001,@a.example\nC1002,@b.example\nC1003,@c.example\n")
    company.erp.import_files(read_master(folder))
    sync(company.line, build_index)
    senders = ("x@a.example", "x@b.example", "x@c.example")
    mails = [mail(f"PO-{n}", ("HX-M8X40", 150), sender=senders[n % 3]) for n in range(WORKERS)]
    states = decide_at_once(company, mails)
    assert (states.count(OrderStatus.PUSHING), states.count(OrderStatus.HELD)) == (5, WORKERS - 5)


def test_the_figures_are_kept_once_for_all_decisions_on_them_and_an_altered_one_shows(company, mail) -> None:
    first, second = (company.take(mail(str(number), ("HX-M8X40", 10)))[0] for number in range(2))
    with company.line.database.read() as tx:
        ledgers = [load_decision(tx, order.order_id).decided.credit.inputs.ledger for order in (first, second)]
        assert ledgers[0] == ledgers[1]
        assert len(ledgers[0].obligations) == 1
        (digest,) = {unpack_decided(body)[1] for body in tx.execute(select(decisions.c.body)).scalars()}
        assert verify_trail(tx) == []
        for stored in list_credit_decisions(tx):
            assert is_reproduced(stored, company.line.policy().credit)
    with company.line.database.write() as tx:
        cheaper = AccountLedger().model_dump_json().encode()
        tx.execute(update(blobs).where(blobs.c.sha256 == digest).values(encoding="identity", content=cheaper))
    with company.line.database.read() as tx:
        assert [sentence for sentence in verify_trail(tx) if "altered" in sentence]


def test_headroom_that_no_ledger_ever_shows_is_pointed_at_and_freed_by_a_person_only(company, mail) -> None:
    """Pushed, and invoiced and paid before the next ledger: the ERP never lists it as open."""
    (order,) = company.take(mail("1", ("HX-M8X40", 100)))
    books = company.erp.pull_ledger()
    for number in range(3):
        company.clocks.business += timedelta(minutes=1)
        assert take_ledger(company.line, books.model_copy(update={"open_orders": (), "sequence": 50 + number})) is None
    (held,) = open_reservations_of_all(company.line)
    assert (held.order_id, held.amount, held.snapshots_since, held.is_overlooked) == (order.order_id, Decimal("119.00"), 3, True)
    with pytest.raises(NotAllowed, match="finance may"):
        free_reservation(company.line, order.order_id, Actor(name="anna", roles=frozenset({"order_desk"})), "paid")
    free_reservation(company.line, order.order_id, Actor(name="fred", roles=frozenset({"finance"})), "paid in cash at once")
    assert open_reservations_of_all(company.line) == []


def test_a_reservation_ends_by_the_erps_number_where_the_ledger_has_lost_our_key(company, mail) -> None:
    company.take(mail("1", ("HX-M8X40", 100)))
    books = company.erp.pull_ledger()
    (shown,) = books.open_orders
    assert (
        take_ledger(company.line, books.model_copy(update={"open_orders": (shown.model_copy(update={"external_key": None}),)}))
        is None
    )
    assert open_reservations_of_all(company.line) == []
