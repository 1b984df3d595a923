"""One check for every door: the same order by mail, upload, folder and web shop is decided alike, and nothing else pushes."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.domain.messages import Origin
from intake.holds.authority import Actor
from intake.pipeline.credit_quotes import credit_quote
from intake.pipeline.manual_holds import place_hold
from intake.pipeline.receive import receive
from intake.pipeline.web_orders import read_web_order, submit_web_order
from intake.store.decisions import StoredDecision, load_decision
from intake.store.engine import Database

ORDERS = {
    "within the limit": (("HX-M8X40", 10),),
    "to the cent at the limit": (("HX-M8X40", 756), ("HX-M8X50", "0.15")),
    "one cent above the limit": (("HX-M8X40", 757),),
    "nearly all of it": (("HX-M8X40", 700),),
    "far above it": (("HX-M8X50", 4000), ("HX-M8X40", 1)),
}
DOORS = (Origin.EMAIL, Origin.UPLOAD, Origin.FOLDER, Origin.WEB)
FINANCE = Actor(name="fred", roles=frozenset({"finance"}))
SOURCES = Path(__file__).resolve().parents[2] / "src" / "intake"


@pytest.fixture
def companies(loaded_home: Path, tmp_path: Path, open_company: Any, clocks: Any) -> Iterator[Any]:
    """A new copy of the company for each call, so that no order takes another's headroom."""
    opened: list[Database] = []

    def open_new() -> Any:
        home = tmp_path / f"home{len(opened)}"
        shutil.copytree(loaded_home, home)
        database = Database(f"sqlite:///{home / 'intake.db'}")
        opened.append(database)
        company = open_company(database, home, clocks)
        plain = company.line.read
        return company.with_line(read=lambda stored: read_web_order(stored) if stored.origin is Origin.WEB else plain(stored))

    yield open_new
    for database in opened:
        database.close()


def order_through(company: Any, door: Origin, lines: tuple[tuple[str, int | str], ...], mail: Any) -> StoredDecision:
    if door is Origin.WEB:
        said = [{"line_number": str(n), "sku": sku, "quantity": str(amount)} for n, (sku, amount) in enumerate(lines, 1)]
        cart = {"customer_no": "C1001", "customer_po_number": "4711", "currency": "EUR", "lines": said, "charges": []}
        order_id = submit_web_order(company.line, company.engine, cart, idempotency_key=None, shop="shop")["id"]
    else:
        message_id = receive(company.line, mail("4711", *lines), filename="order.eml", origin=door)
        company.work()
        (order,) = company.orders(message_id)
        order_id = order.order_id
    with company.line.database.read() as tx:
        decision = load_decision(tx, order_id)
    assert decision is not None
    return decision


def said_of(decision: StoredDecision) -> dict[str, Any]:
    """Everything of the decision but the order's own key, who sent it, and the proof of how it was read."""
    credit = decision.decided.credit
    assert credit is not None
    whole = credit.model_dump(mode="json")
    for name in ("decision_id", "origin"):
        whole.pop(name)
    for name in ("order_key", "submitter", "version_hash"):
        whole["order"].pop(name)
    outcome = "push" if decision.decided.push else [reason.code.value for reason in decision.decided.hold.reasons]
    return {"credit": whole, "outcome": outcome}


@pytest.mark.parametrize("order", ORDERS)
def test_the_same_order_is_decided_alike_through_every_door(companies: Any, mail: Any, order: str) -> None:
    """B1, P19: byte for byte, rules, amounts, ways forward and what becomes of it."""
    decisions = [said_of(order_through(companies(), door, ORDERS[order], mail)) for door in DOORS]
    texts = {json.dumps(each, sort_keys=True) for each in decisions}
    assert len(texts) == 1
    assert (decisions[0]["outcome"] == "push") == ("above" not in order)


def test_a_hold_on_the_account_stops_it_at_every_door(companies: Any, mail: Any) -> None:
    for door in DOORS:
        company = companies()
        place_hold(company.line, FINANCE, "ask me first", customer_no="C1001")
        assert said_of(order_through(company, door, ORDERS["within the limit"], mail))["outcome"] == ["manual_hold"]


@pytest.mark.parametrize("order", ORDERS)
def test_a_quote_for_the_cart_says_what_the_order_is_then_told(companies: Any, mail: Any, order: str) -> None:
    """B16: on the same figures the quote at the cart is the decision at the end."""
    company = companies()
    gross = order_through(companies(), Origin.WEB, ORDERS[order], mail).decided.credit.order.gross_amount
    quoted = credit_quote(company.line, "C1001", gross, "EUR")
    decided = order_through(company, Origin.WEB, ORDERS[order], mail).decided.credit
    summary = decided.summary()
    assert (quoted.outcome, quoted.exposure, quoted.limit, quoted.available, quoted.excess) == (
        summary.outcome,
        summary.exposure,
        summary.limit,
        summary.headroom,
        summary.excess,
    )
    assert quoted.ways_forward == tuple(way for way in decided.ways_forward if way.kind != "release")


def calls(name: str) -> set[str]:
    """The modules that call a method or function of this name."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if f"{name}(" in text else ():
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    found.add(path.relative_to(SOURCES).as_posix())
    return found


def test_nothing_writes_to_the_erp_but_the_push_of_a_decided_order() -> None:
    """B1: one place sends, it sends what an intent holds, and an intent is written beside its decision."""
    assert calls("create_sales_order") == {"pipeline/push_step.py"}
    assert calls("intend_push") == {"pipeline/decide_step.py"}
    assert calls("SalesOrder") == {"pipeline/sales_orders.py"}
    assert calls("sales_order") <= {"pipeline/decide_step.py"}
    # The rest of these only show: a quote, history under another policy, what an order would meet on an account or under a limit.
    shows = {"credit/quote.py", "credit/replay.py", "credit/limit_effect.py", "pipeline/finance_account.py"}
    assert calls("check_credit") == shows | {"pipeline/decide_step.py", "wiring.py"}


def test_an_order_cannot_be_handed_over_without_the_id_of_its_decision() -> None:
    from intake.domain.decisions import SalesOrder
    from intake.store.tables import pushes, reservations

    assert SalesOrder.model_fields["decision_id"].is_required()
    for table in (pushes, reservations):
        assert not table.c.decision_id.nullable
        assert {key.target_fullname for key in table.c.decision_id.foreign_keys} == {"decisions.decision_id"}
