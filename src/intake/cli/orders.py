"""Commands about orders: ingest, orders, order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from intake.cli.options import AsJson, Home, opened
from intake.cli.output import fail, out, print_json, progress, say
from intake.domain.messages import Origin
from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus
from intake.pipeline.line import Line
from intake.pipeline.outcome import outcome_of
from intake.pipeline.receive import receive
from intake.pipeline.worker import work_until_done
from intake.store.engine import Connection
from intake.store.orders import orders_of_message
from intake.store.queries import list_orders
from intake.wiring import open_engine, prepare

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", exists=True, help="Files (.eml, .msg, bare documents) or folders.")]


def add_to(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command("orders")(orders_)
    app.command()(order)


def ingest(
    paths: Paths,
    json: AsJson = False,
    wait: Annotated[bool, typer.Option("--wait", help="Work the queue until nothing is left to do.")] = False,
    home: Home = None,
) -> None:
    """Hands files or folders to the pipeline. What it names is stored when it returns."""
    from intake.inbox.folder import find_files

    settings, database, line = opened(home)
    files = [file for path in paths for file in find_files(path)]
    taken = []
    with progress("Storing", len(files)) as advance:
        for file in files:
            taken.append((file, receive(line, file.read_bytes(), filename=file.name, origin=Origin.UPLOAD, actor="cli")))
            advance(1)
    if wait:
        prepare(line)
        say(f"Working until nothing is left to do; {len(taken)} messages were handed over.")
        work_until_done(open_engine(settings, line), settings.worker.concurrency)
    with database.read() as tx:
        listed = [{"path": str(file), "message_id": mid, "orders": _order_ids(tx, mid)} for file, mid in taken]
    if json:
        print_json(listed)
    else:
        _print_ingested(line, listed)


def orders_(
    state: Annotated[OrderStatus | None, typer.Option("--state", help="Only orders in this state.")] = None,
    queue: Annotated[Queue | None, typer.Option("--queue", help="Only orders held in this queue.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 1_000,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Lists orders, newest first."""
    _, database, _ = opened(home)
    with database.read() as tx:
        found = [outcome_of(tx, row.order_id) for row in list_orders(tx, state=state, queue=queue, limit=limit).rows]
    outcomes = [outcome for outcome in found if outcome is not None]
    if json:
        print_json(outcomes)
    else:
        out.print(orders_table(outcomes))


def order(
    order_id: Annotated[str, typer.Argument(metavar="ID")],
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Shows what became of one order, and why."""
    _, database, _ = opened(home)
    with database.read() as tx:
        outcome = outcome_of(tx, order_id)
    if outcome is None:
        fail(f"There is no order {order_id}; `intake orders` lists them.")
    if json:
        print_json(outcome)
    else:
        _print_order(outcome)


def orders_table(outcomes: Sequence[dict[str, Any]], files: Sequence[str] = ()) -> Table:
    """Orders as rows for a person, each behind its file where files are told. An order's id is never cut: the next command
    wants it."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True)
    if files:
        table.add_column("file", overflow="fold")
    for title in ("order", "state", "customer", "PO number"):
        table.add_column(title, no_wrap=title == "order", overflow="fold")
    table.add_column("amount", justify="right")
    table.add_column("sales order", overflow="fold")
    table.add_column("reasons", overflow="fold")
    for at, outcome in enumerate(outcomes):
        amount = f"{outcome['net_amount']} {outcome['currency']}" if outcome["net_amount"] is not None else ""
        table.add_row(
            *(escape(file) for file in files[at : at + 1]),
            outcome["id"],
            outcome["state"],
            outcome["customer_no"] or "",
            outcome["customer_po_number"] or "",
            amount,
            outcome["sales_order_number"] or "",
            ", ".join(dict.fromkeys(reason["code"] for reason in outcome["reasons"])),
        )
    return table


def _print_ingested(line: Line, listed: list[dict[str, Any]]) -> None:
    with line.database.read() as tx:
        came = [(Path(each["path"]).name, outcome_of(tx, order_id)) for each in listed for order_id in each["orders"]]
    known = [(file, outcome) for file, outcome in came if outcome is not None]
    out.print(orders_table([outcome for _, outcome in known], [file for file, _ in known]))


def _print_order(outcome: dict[str, Any]) -> None:
    place = f" in {outcome['queue']}" if outcome["queue"] else ""
    out.print(f"{outcome['id']}: {outcome['state']}{place}", markup=False)
    for reason in outcome["reasons"]:
        where = f" ({reason['path']})" if reason["path"] else ""
        out.print(f"  {reason['code']}{where}: {reason['message']} {reason['clears_when']}", markup=False, soft_wrap=True)
    if outcome["lines"]:
        lines = Table("line", "sku", "quantity", "uom", "unit price", "per", "amount")
        names = ("line_number", "sku", "quantity", "uom", "unit_price", "price_basis_quantity", "line_amount")
        for line in outcome["lines"]:
            lines.add_row(*(line[name] or "" for name in names))
        out.print(lines)
    for event in outcome["history"]:
        out.print(f"  {event['at']}  {event['actor']}  {event['event']}", markup=False, soft_wrap=True)


def _order_ids(tx: Connection, message_id: str) -> list[str]:
    return [row.order_id for row in orders_of_message(tx, message_id)]
