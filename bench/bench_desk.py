"""Measures the desk on a store with 100,000 orders, over HTTP as a browser asks it: lists, searches, an order's page, counts.

Run `python bench/bench_desk.py [ORDERS …]`. On SQLite and, where it is installed, on PostgreSQL. Each figure is the quickest of
fifteen answers in milliseconds, the page and its rendering together: wall-clock time, and this process's own processor time (all
of it on SQLite, without the server's on PostgreSQL), which other work on the machine touches less.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desk_orders import copy_orders
from fixtures.postgres import find_postgres, postgres
from papers import machine
from starlette.testclient import TestClient

from intake.cli.demo import build_workspace
from intake.cli.output import progress
from intake.cli.workspace import open_workspace, take_case
from intake.config import Settings
from intake.desk.ports import Role
from intake.desk.session import hash_password
from intake.pipeline.line import Line
from intake.resources import shipped
from intake.store.doors import keep_user
from intake.store.orders import get_order, related_orders
from intake.store.queries import list_orders
from intake.wiring import open_desk

CASES = (
    "a_ruled_pdf_with_wrapped_descriptions",
    "an_article_that_we_do_not_have",
    "an_account_with_an_invoice_overdue_since_january",
    "an_order_over_the_credit_limit",
    "two_orders_in_one_mail",
)
RUNS = 15


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [100_000]
    print(machine())
    for size in sizes:
        with tempfile.TemporaryDirectory() as home:
            _measure("SQLite", build_workspace(Path(home) / "home"), size)
        if (binaries := find_postgres()) is None:
            print("PostgreSQL is not installed.")
            continue
        with tempfile.TemporaryDirectory() as home, postgres(binaries) as server:
            settings = build_workspace(Path(home) / "home")
            database = settings.database.model_copy(update={"url": f"{server}/postgres"})
            _measure("PostgreSQL", settings.model_copy(update={"database": database}), size)


def _measure(name: str, settings: Settings, size: int) -> None:
    line = open_workspace(settings)
    for case in CASES:
        take_case(settings, line, shipped("fixtures/orders") / case)
    with progress(f"{size:,} orders into {name}", size) as advance:
        copy_orders(line.database, size, advance)
    if not line.database.is_sqlite:
        with line.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    print(f"\n{name}, {size:,} orders\n{'':>48}{'wall clock':>12}{'processor':>12}")
    with TestClient(open_desk(settings, line, secret="s" * 32), base_url="http://desk.example") as client:
        _log_in(line, client)
        for what, ask in _questions(line, client).items():
            ask()
            print("{:>48}{:>9.1f} ms{:>9.1f} ms".format(what, *_milliseconds(ask)), flush=True)
    line.database.close()


def _questions(line: Line, client: TestClient) -> dict[str, Callable[[], object]]:
    with line.database.read() as tx:
        held = list_orders(tx, limit=1).rows[0]
        deep = list_orders(tx, limit=40_000).rows[-1].order_id
        order = get_order(tx, held.order_id)

    def page(path: str) -> Callable[[], object]:
        return lambda: _found(client, path)

    def compare() -> object:
        with line.database.read() as tx:
            return related_orders(tx, order, [order.po_key or ""])

    return {
        "queue of the order desk, first page": page("/?queue=order_desk&state=held"),
        "pushed orders, first page": page("/?state=pushed"),
        "pushed orders, the page after 40,000": page(f"/?state=pushed&older_than={deep}"),
        "search for a PO number": page("/?q=-77777"),
        "search for a word in a third of all": page("/?q=harrow"),
        "search for a word that is nowhere": page("/?q=nowhere-at-all"),
        "an order with its document": page(f"/orders/{held.order_id}"),
        "100 outcomes over the API": page("/api/v1/orders?limit=100"),
        "metrics": page("/metrics"),
        "earlier orders of the customer, for a duplicate": compare,
    }


def _found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text


def _log_in(line: Line, client: TestClient) -> None:
    with line.database.write() as tx:
        keep_user(tx, "anna", hash_password("a password"), [Role.ORDER_DESK.value], line.clock())
    token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/login").text)
    assert token is not None
    client.post("/login", data={"name": "anna", "password": "a password", "token": token[1]})


def _milliseconds(ask: Callable[[], object]) -> tuple[float, float]:
    """(wall clock, processor)."""
    times = []
    for _ in range(RUNS):
        begin, begin_processor = time.perf_counter(), time.process_time()
        ask()
        times.append(((time.perf_counter() - begin) * 1_000, (time.process_time() - begin_processor) * 1_000))
    return min(wall for wall, _ in times), min(processor for _, processor in times)


if __name__ == "__main__":
    main()
