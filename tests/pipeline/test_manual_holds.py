"""A person's stop: on an account, on an order, until a person lifts it."""

from __future__ import annotations

import pytest

from intake.domain.errors import BadInput, NotAllowed
from intake.domain.reasons import ReasonCode
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.holds.authority import Actor
from intake.matching.index import build_index
from intake.pipeline.manual_holds import lift_hold, place_hold
from intake.pipeline.reconsidering import reconsider
from intake.pipeline.sync import sync
from intake.store.decisions import load_hold

FINANCE = Actor(name="fred", roles=frozenset({"finance"}))
DESK = Actor(name="anna", roles=frozenset({"order_desk"}))


def codes(company, order) -> list[ReasonCode]:
    with company.line.database.read() as tx:
        return [reason.code for reason in load_hold(tx, order.order_id).reasons]


def test_a_hold_on_an_account_stops_its_orders_until_it_is_lifted(company, mail) -> None:
    hold = place_hold(company.line, FINANCE, "letters come back unopened", customer_no="C1001")
    (order,) = company.take(mail("1", ("HX-M8X40", 10)))
    assert (order.state, codes(company, order)) == (OrderStatus.HELD, [ReasonCode.MANUAL_HOLD])
    assert reconsider(company.line) == []
    lift_hold(company.line, FINANCE, hold.record_id, "they moved, the new address is known")
    assert reconsider(company.line) == [order.order_id]
    company.work()
    assert company.order(order.order_id).state is OrderStatus.PUSHED


def test_a_hold_on_an_order_stops_that_order_alone(company, mail) -> None:
    (big,) = company.take(mail("1", ("HX-M8X40", 900)))
    place_hold(company.line, FINANCE, "asked for a guarantee", order_id=big.order_id)
    (small,) = company.take(mail("2", ("HX-M8X40", 10)))
    assert small.state is OrderStatus.PUSHED
    with pytest.raises(NotAllowed, match="pushed"):
        place_hold(company.line, FINANCE, "too late", order_id=small.order_id)


def test_a_hold_is_finances_is_explained_and_is_lifted_once(company) -> None:
    with pytest.raises(NotAllowed, match="may not place or lift a hold"):
        place_hold(company.line, DESK, "I do not like them", customer_no="C1001")
    with pytest.raises(BadInput, match="no customer"):
        place_hold(company.line, FINANCE, "who?", customer_no="C9")
    with pytest.raises(BadInput, match="says why"):
        place_hold(company.line, FINANCE, " ", customer_no="C1001")
    hold = place_hold(company.line, FINANCE, "insolvency is rumoured", customer_no="C1001")
    with pytest.raises(NotAllowed, match="may not place or lift a hold"):
        lift_hold(company.line, DESK, hold.record_id, "no")
    lift_hold(company.line, FINANCE, hold.record_id, "denied by their bank")
    with pytest.raises(NotAllowed, match="already"):
        lift_hold(company.line, FINANCE, hold.record_id, "again")


def test_a_limit_whose_currency_changes_is_held_until_somebody_looked_at_it(company, tmp_path, write_master, mail) -> None:
    folder = write_master(tmp_path / "other")
    customers = folder / "customers.csv"
    customers.write_text(customers.read_text().replace("DE,EUR,30 days net,1000", "DE,PLN,30 days net,1000"))
    (folder / "exchange_rates.csv").write_text("from_currency,to_currency,rate,valid_on\nEUR,PLN,0.01,2026-03-01\n")
    company.erp.import_files(read_master(folder))
    sync(company.line, build_index)
    (order,) = company.take(mail("1", ("HX-M8X40", 10)))
    assert ReasonCode.MANUAL_HOLD in codes(company, order)
