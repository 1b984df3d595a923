"""`intake demo`: a throw-away home on embedded defaults, every order under fixtures/orders through the whole line, a table."""

from __future__ import annotations

import json
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from intake.cli.demo_table import Played, ShownOrder, closing_line, demo_table
from intake.cli.output import fail, out, progress, say
from intake.cli.workspace import OWN_FILES, fill_from_master, open_workspace, take_case, verdict_of
from intake.config import Settings, load_settings
from intake.desk.ports import Role
from intake.desk.session import hash_password
from intake.evaluation.score import pushed_wrong
from intake.pipeline.line import Line
from intake.pipeline.outcome import outcome_of
from intake.resources import shipped
from intake.store.doors import keep_user
from intake.store.engine import Connection
from intake.store.orders import OrderRow, orders_of_message

MARK = ".made-by-intake-demo"
"""Only a folder that the demo made is ever thrown away."""


def play(home: Path, *, serve: bool, port: int) -> None:
    """Builds the workspace, works every case, prints the table, serves the desk if wanted."""
    settings = build_workspace(home.resolve(), port)
    line = open_workspace(settings)
    with line.database.read() as tx:
        played = [_played(tx, case, ids) for case, ids in _take_all(settings, line)]
    out.print(demo_table(played, out.width))
    out.print(closing_line(played), style="bold", markup=False, soft_wrap=True)
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


def _take_all(settings: Settings, line: Line) -> list[tuple[Path, list[str]]]:
    """Every case with the ids of the messages that it brought, one after the other as they would have come."""
    cases = sorted(case for case in shipped("fixtures/orders").iterdir() if case.is_dir())
    taken = []
    with progress("Working through the orders", len(cases)) as advance:
        for case in cases:
            taken.append((case, take_case(settings, line, case)))
            advance(1)
    return taken


def _played(tx: Connection, case: Path, message_ids: list[str]) -> Played:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))["verdict"]
    rows = [row for message_id in message_ids for row in orders_of_message(tx, message_id)]
    return Played(
        case=case.name.replace("_", " "),
        orders=tuple(_shown(outcome, row) for row in rows if (outcome := outcome_of(tx, row.order_id)) is not None),
        is_wrong=pushed_wrong(expected, verdict_of(tx, message_ids)),
    )


def _shown(outcome: dict[str, Any], row: OrderRow) -> ShownOrder:
    amount = f"{outcome['net_amount']} {outcome['currency']}" if outcome["net_amount"] is not None else ""
    return ShownOrder(
        sender=row.sender or "",
        customer_no=outcome["customer_no"] or "",
        customer_po_number=outcome["customer_po_number"] or "",
        lines=str(row.line_count or ""),
        amount=amount,
        state=outcome["state"],
        place=outcome["sales_order_number"] or outcome["queue"] or "",
        reasons=tuple(dict.fromkeys(reason["code"] for reason in outcome["reasons"])),
    )


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
