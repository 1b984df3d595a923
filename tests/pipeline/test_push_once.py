"""An order is in the ERP once, whatever dies and whenever."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal

import pytest

from intake.domain.decisions import PushedOrder, SalesOrder
from intake.domain.errors import BadInput, NotAllowed, Unavailable
from intake.domain.reasons import Queue, ReasonCode
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.erp.embedded import EmbeddedErp
from intake.holds.authority import Actor
from intake.matching.index import build_index
from intake.pipeline.commands import correct, reject, try_again
from intake.pipeline.manual_holds import place_hold
from intake.pipeline.sync import sync, take_ledger
from intake.store.accounts import open_reservations
from intake.store.decisions import load_hold
from intake.store.jobs import list_parked

DESK = Actor(name="desk", roles=frozenset({"order_desk", "operations"}))
FINANCE = Actor(name="finance", roles=frozenset({"finance"}))
OPERATIONS = Actor(name="operations", roles=frozenset({"operations"}))


class Erp:
    """The embedded ERP, disturbed: `before` and `after` are called around each creation."""

    def __init__(self, erp: EmbeddedErp) -> None:
        self.erp = erp
        self.created = 0
        self.before = self.after = lambda: None

    def find_sales_order(self, external_key: str) -> PushedOrder | None:
        return self.erp.find_sales_order(external_key)

    def create_sales_order(self, order: SalesOrder) -> PushedOrder:
        self.before()
        answer = self.erp.create_sales_order(order)
        self.created += 1
        self.after()
        return answer


@pytest.fixture
def erp(company) -> Erp:
    return Erp(company.erp)


def away(sentence: str = "The ERP did not answer."):
    def raise_it() -> None:
        raise Unavailable(sentence)

    return raise_it


def try_until_given_up(company) -> None:
    """A minute between two attempts, and more of them than a step has."""
    for _ in range(8):
        while company.engine.run_next("w1"):
            pass
        company.clocks.pass_time(60)


def test_an_answer_that_is_lost_is_found_and_not_repeated(company, erp, mail) -> None:
    erp.after = away()
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    while company.engine.run_next("w1"):
        pass
    (order,) = company.orders(message_id)
    assert order.state is OrderStatus.PUSHING
    erp.after = lambda: None
    company.clocks.pass_time(5)
    company.work()
    order = company.order(order.order_id)
    assert (order.state, erp.created) == (OrderStatus.PUSHED, 1)


def test_an_erp_that_stays_away_makes_the_order_wait_for_operations_and_a_person_sends_it_on(company, erp, mail) -> None:
    erp.before = away()
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    try_until_given_up(company)
    (order,) = company.orders(message_id)
    assert (order.state, order.queue, codes(company, order)) == (OrderStatus.HELD, Queue.OPERATIONS, [ReasonCode.ERP_UNAVAILABLE])
    with company.line.database.read() as tx:
        assert [step for step, _, _ in list_parked(tx)] == ["push"]
    # The ERP may have it: nobody may change or end it here before that is known.
    with pytest.raises(NotAllowed, match="may have this order"):
        correct(company.line, order.order_id, order.version, [("customer_po_number", "4712")], DESK)
    with pytest.raises(NotAllowed, match="may have this order"):
        reject(company.line, order.order_id, order.version, DESK, "too late")
    erp.before = lambda: None
    try_again(company.line, order.order_id, order.version, OPERATIONS)
    company.work()
    assert (company.order(order.order_id).state, erp.created) == (OrderStatus.PUSHED, 1)


def test_a_push_that_waited_too_long_is_decided_again_on_the_figures_of_now(company, erp, mail) -> None:
    """R21: the ERP was away; meanwhile its books filled the limit."""
    erp.before = away()
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    try_until_given_up(company)
    (order,) = company.orders(message_id)
    erp.before = lambda: None
    books = company.erp.pull_ledger()
    bill = books.open_items[0].model_copy(update={"document_no": "R-2", "amount": Decimal(800), "open_amount": Decimal(800)})
    grown = {"sequence": 99, "open_items": (*books.open_items, bill), "control_total": books.control_total + 800}
    assert take_ledger(company.line, books.model_copy(update=grown)) is None
    company.clocks.business += timedelta(hours=2)
    try_again(company.line, order.order_id, order.version, OPERATIONS)
    company.work()
    order = company.order(order.order_id)
    assert (order.state, codes(company, order), erp.created) == (OrderStatus.HELD, [ReasonCode.OVER_CREDIT_LIMIT], 0)
    with company.line.database.read() as tx:
        assert order.order_id not in {row.order_key for row in open_reservations(tx, ["C1001"])}
    reject(company.line, order.order_id, order.version, FINANCE, "the customer ordered elsewhere")


def test_a_push_that_waited_stops_at_a_hold_placed_on_its_account_meanwhile(company, erp, mail) -> None:
    erp.before = away()
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    while company.engine.run_next("w1"):
        pass
    place_hold(company.line, FINANCE, "insolvency is rumoured", customer_no="C1001")
    erp.before = lambda: None
    company.clocks.business += timedelta(minutes=11)
    company.clocks.pass_time(60)
    company.work()
    (order,) = company.orders(message_id)
    assert (order.state, codes(company, order), erp.created) == (OrderStatus.HELD, [ReasonCode.MANUAL_HOLD], 0)


def test_a_push_that_waited_stops_at_a_block_that_came_without_new_figures(
    company, erp, tmp_path, write_master, mail, monkeypatch
) -> None:
    erp.before = away()
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    while company.engine.run_next("w1"):
        pass
    folder = write_master(tmp_path / "other")
    customers = folder / "customers.csv"
    customers.write_text(customers.read_text().replace("credit_limit", "credit_limit,blocked").replace("1000", "1000,yes", 1))
    customers.write_text(customers.read_text().replace("unlimited", "unlimited,no"))
    books = company.erp.pull_ledger()
    monkeypatch.setattr(company.erp, "pull_ledger", lambda: books)
    company.erp.import_files(read_master(folder))
    company.clocks.business += timedelta(minutes=11)
    sync(company.with_line(erp=company.erp).line, build_index)
    erp.before = lambda: None
    company.clocks.pass_time(60)
    company.work()
    (order,) = company.orders(message_id)
    assert (order.state, erp.created) == (OrderStatus.HELD, 0)
    assert ReasonCode.ACCOUNT_BLOCKED in codes(company, order)


def test_a_push_that_waited_a_little_goes_as_it_was_decided(company, erp, mail) -> None:
    erp.before = away()
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    while company.engine.run_next("w1"):
        pass
    (order,) = company.orders(message_id)
    erp.before = lambda: None
    company.clocks.business += timedelta(minutes=9)
    company.clocks.pass_time(60)
    company.work()
    assert company.order(order.order_id).state is OrderStatus.PUSHED


def test_a_call_without_an_answer_is_not_taken_back_while_it_may_still_arrive(company, erp, mail) -> None:
    """The order waited for two hours, its first call came only now and was lost: the hold that came meanwhile is too late."""
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    company = company.with_line(erp=erp)
    while company.engine.run_next("w1"):
        (order,) = company.orders(message_id) or (None,)
        if order is not None and order.state is OrderStatus.PUSHING:
            break
    company.clocks.business += timedelta(minutes=59)
    erp.before = away()
    company.engine.run_next("w1")
    place_hold(company.line, FINANCE, "insolvency is rumoured", customer_no="C1001")
    company.clocks.business += timedelta(minutes=2)
    erp.before = lambda: None
    company.clocks.pass_time(60)
    company.work()
    assert (company.order(order.order_id).state, erp.created) == (OrderStatus.PUSHED, 1)


def test_a_refusal_holds_the_order_and_gives_its_headroom_back(company, erp, mail) -> None:
    def refuse() -> None:
        raise BadInput("The ERP's period is closed.")

    erp.before = refuse
    company = company.with_line(erp=erp)
    (order,) = company.take(mail("4711", ("HX-M8X40", 200)))
    assert (order.queue, codes(company, order)) == (Queue.OPERATIONS, [ReasonCode.ERP_REFUSED])
    with company.line.database.read() as tx:
        assert open_reservations(tx, ["C1001"]) == ()
    erp.before = lambda: None
    try_again(company.line, order.order_id, order.version, OPERATIONS)
    company.work()
    assert company.order(order.order_id).state is OrderStatus.PUSHED


class Dearer(Erp):
    def create_sales_order(self, order: SalesOrder) -> PushedOrder:
        return super().create_sales_order(order).model_copy(update={"net_amount": order.net_amount + Decimal("0.01")})


def test_a_total_that_differs_is_held_with_the_erps_number_and_never_sent_again(company, mail) -> None:
    dearer = Dearer(company.erp)
    company = company.with_line(erp=dearer)
    (order,) = company.take(mail("4711", ("HX-M8X40", 200)))
    assert (order.state, codes(company, order)) == (OrderStatus.HELD, [ReasonCode.ERP_TOTAL_DIFFERS])
    assert order.sales_order_number is not None
    with pytest.raises(NotAllowed, match=order.sales_order_number):
        reject(company.line, order.order_id, order.version, DESK, "no")
    try_again(company.line, order.order_id, order.version, OPERATIONS, "compared, a rounding of the ERP")
    company.work()
    assert (company.order(order.order_id).state, dearer.created) == (OrderStatus.PUSHED, 1)


def test_a_revision_of_what_waits_but_is_in_the_erp_says_that_it_goes_beside_it(company, mail) -> None:
    company = company.with_line(erp=Dearer(company.erp))
    company.take(mail("4711", ("HX-M8X40", 200)))
    (revised,) = company.take(mail("4711", ("HX-M8X40", 300)))
    with company.line.database.read() as tx:
        hold = load_hold(tx, revised.order_id)
    assert hold is not None
    assert [reason.code for reason in hold.reasons] == [ReasonCode.REVISION_OF_ORDER]
    assert "an order of its own" in hold.reasons[0].clears_when


def test_a_worker_that_was_thought_dead_comes_back_and_changes_nothing(company, erp, mail) -> None:
    """The first worker hangs in the ERP; its lease ends; the second does the push; then the first one's answer arrives."""
    hanging, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        erp.before = lambda: None
        hanging.set()
        assert go_on.wait(10)

    erp.before = hang
    company = company.with_line(erp=erp)
    message_id = company.receive(mail("4711", ("HX-M8X40", 200)))
    first = threading.Thread(target=company.work)
    first.start()
    assert hanging.wait(10)
    company.clocks.pass_time(60)
    assert company.engine.run_next("second")
    (order,) = company.orders(message_id)
    assert order.state is OrderStatus.PUSHED
    go_on.set()
    first.join()
    assert company.order(order.order_id) == order
    assert len({taken.external_key for taken in company.erp.pull_ledger().open_orders}) == 1


def codes(company, order) -> list[ReasonCode]:
    with company.line.database.read() as tx:
        return [reason.code for reason in load_hold(tx, order.order_id).reasons]
