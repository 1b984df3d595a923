"""`intake demo`: a throw-away home on embedded defaults, every order under fixtures/orders through the whole line, a table."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from intake.cli.output import fail, out, progress, say
from intake.cli.workspace import OWN_FILES, fill_from_master, open_workspace, take_case
from intake.config import Settings, load_settings
from intake.desk.ports import Role
from intake.desk.session import hash_password
from intake.pipeline.line import Line
from intake.pipeline.outcome import outcome_of
from intake.resources import shipped
from intake.store.doors import keep_user
from intake.store.orders import get_order, orders_of_message

MARK = ".made-by-intake-demo"
"""Only a folder that the demo made is ever thrown away."""


@dataclass(frozen=True, slots=True)
class Arrived:
    case: str
    message_id: str


def play(home: Path, *, serve: bool, port: int) -> None:
    """Builds the workspace, works every case, prints the table, serves the desk if wanted."""
    settings = build_workspace(home.resolve(), port)
    line = open_workspace(settings)
    arrived = _take_all(settings, line)
    out.print(_table(line, arrived))
    say(f"The workspace is {settings.home}; look around with `intake orders --home {home}`.")
    if serve:
        from intake.cli.serving import serve_desk

        serve_desk(settings, line, demo_hint=_make_users(line))


def build_workspace(home: Path, port: int = 8080) -> Settings:
    """An empty home with the demo company's settings, policy and ERP. Raises where the folder is not the demo's to replace."""
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        fail(f"{home} is not empty and was not made by the demo; name another folder with --home.", code=2)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / MARK).touch()
    fill_from_master(home, shipped("fixtures/master"))
    # No model, no key, no server: whatever the environment names is not asked in the demo.
    desk = {"host": "127.0.0.1", "port": port, "public_url": None}
    return load_settings(home, **OWN_FILES, model={"mode": "layout"}, desk=desk)


def _take_all(settings: Settings, line: Line) -> list[Arrived]:
    cases = sorted(case for case in shipped("fixtures/orders").iterdir() if case.is_dir())
    arrived: list[Arrived] = []
    with progress("Working through the orders", len(cases)) as advance:
        for case in cases:
            arrived += [Arrived(case.name, message_id) for message_id in take_case(settings, line, case)]
            advance(1)
    return arrived


def _table(line: Line, arrived: list[Arrived]) -> Table:
    table = Table("what arrived", "from", "customer", "PO number", "lines", "amount", "outcome", "reasons")
    table.columns[4].justify = table.columns[5].justify = "right"
    with line.database.read() as tx:
        for one in arrived:
            for row in orders_of_message(tx, one.message_id):
                outcome = outcome_of(tx, row.order_id)
                assert outcome is not None
                order = get_order(tx, row.order_id)
                table.add_row(one.case, order.sender or "", *_cells(outcome, order.line_count), style=_style(outcome["state"]))
    return table


def _cells(outcome: dict[str, Any], line_count: int | None) -> tuple[str, ...]:
    amount = f"{outcome['net_amount']} {outcome['currency']}" if outcome["net_amount"] is not None else ""
    state = outcome["sales_order_number"] if outcome["state"] == "pushed" else outcome["queue"] or outcome["state"]
    return (
        outcome["customer_no"] or "",
        outcome["customer_po_number"] or "",
        str(line_count or ""),
        amount,
        f"{outcome['state']} {state}" if state != outcome["state"] else state,
        ", ".join(dict.fromkeys(reason["code"] for reason in outcome["reasons"])),
    )


def _style(state: str) -> str:
    return {"pushed": "green", "held": "yellow"}.get(state, "dim")


def _make_users(line: Line) -> str:
    """A login for each desk, made up anew each time."""
    password = secrets.token_urlsafe(9)
    roles = {"desk": [Role.ORDER_DESK, Role.OPERATIONS], "finance": [Role.FINANCE]}
    with line.database.write() as tx:
        for name, theirs in roles.items():
            keep_user(tx, name, hash_password(password), [role.value for role in theirs], _now(line))
    hint = f"Log in as desk or finance, password {password}"
    say(hint)
    return hint


def _now(line: Line) -> datetime:
    return line.clock()
