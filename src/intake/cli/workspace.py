"""Throw-away workspaces on embedded defaults: a home with a company's master data in its ERP, and its clock at the ledger's time.

The ledger's day is the workspace's day, so that dates and ages mean what the data says, whenever it is run. Nothing outside is
asked from such a home: its database and ERP are its own files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from intake.config import Settings, load_settings
from intake.credit.policy import default_policy_text
from intake.domain.messages import Origin
from intake.domain.reasons import REASONS, ReasonCode
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.erp.embedded import EmbeddedErp
from intake.pipeline.line import Line, ReadMessage
from intake.pipeline.outcome import outcome_of
from intake.pipeline.receive import receive
from intake.pipeline.worker import work_until_done
from intake.store.engine import Connection
from intake.store.messages import StoredMessage
from intake.store.orders import orders_of_message
from intake.wiring import open_database, open_engine, open_line, prepare

AFTER_THE_LEDGER = timedelta(minutes=30)
Overrides = dict[str, dict[str, Any]]
OWN_FILES: Overrides = {"database": {"url": None}, "erp": {"kind": "embedded", "path": None}}
"""Whatever the environment or a settings file names is not asked."""


def fill_from_master(home: Path, master: Path) -> None:
    """An empty home for the company whose CSV files, `company.toml` and (if it has one) `policy.toml` stand in `master`."""
    home.mkdir(parents=True, exist_ok=True)
    company, policy = master / "company.toml", master / "policy.toml"
    (home / "intake.toml").write_text(company.read_text(encoding="utf-8") if company.is_file() else "", encoding="utf-8")
    (home / "policy.toml").write_text(
        policy.read_text(encoding="utf-8") if policy.is_file() else default_policy_text(), encoding="utf-8"
    )
    EmbeddedErp(load_settings(home, **OWN_FILES).erp_path).import_files(read_master(master))


def fill_from_home(home: Path, settings: Settings) -> None:
    """An empty home with another home's settings, policy and embedded ERP, none of its orders."""
    home.mkdir(parents=True, exist_ok=True)
    for name in ("intake.toml", "policy.toml"):
        if (settings.home / name).is_file():
            shutil.copy(settings.home / name, home / name)
    shutil.copy(settings.erp_path, home / "erp.db")


def open_workspace(settings: Settings) -> Line:
    """The line of a home at its ledger's time, with the ERP's data pulled."""
    at = EmbeddedErp(settings.erp_path).pull_ledger().as_of + AFTER_THE_LEDGER
    line = open_line(settings, open_database(settings), clock=lambda: at)
    prepare(line)
    return line


def listening(line: Line, heard: Callable[[ReadMessage], None]) -> Line:
    """The same line; each reading is also handed to `heard`."""

    def read(stored: StoredMessage) -> ReadMessage:
        result = line.read(stored)
        heard(result)
        return result

    return replace(line, read=read)


def received_files(case: Path) -> list[Path]:
    """What arrived in a case, in order: `received.*`, or `received_1.*`, `received_2.*` …"""
    return sorted(file for file in case.iterdir() if file.is_file() and file.name.startswith("received"))


def take_case(settings: Settings, line: Line, case: Path) -> list[str]:
    """Hands a case's files over, each worked to its end before the next arrives. Gives their message ids."""
    engine = open_engine(settings, line)
    taken = []
    for file in received_files(case):
        taken.append(receive(line, file.read_bytes(), filename=file.name, origin=Origin.EMAIL, actor="demo"))
        work_until_done(engine)
    return taken


def verdict_of(tx: Connection, message_ids: list[str]) -> dict[str, Any]:
    """What became of a case, as a truth file says it: all orders of the last message, the states of those before."""
    *earlier, last = [_outcomes(tx, message_id) for message_id in message_ids]
    states = [outcome["state"] for outcome in last]
    unlike = [state for state in states if state != OrderStatus.PUSHED]
    codes = {reason["code"] for outcome in last for reason in outcome["reasons"]}
    reasons = sorted(code for code in codes if REASONS[ReasonCode(code)].blocks)
    in_erp = [line for outcome in last if outcome["state"] == OrderStatus.PUSHED for line in outcome["lines"]]
    return {
        "state": (unlike or states)[0],
        "reasons": reasons,
        "lines": [{"sku": line["sku"], "quantity": line["quantity_base"]} for line in in_erp],
        "before": [outcome["state"] for outcomes in earlier for outcome in outcomes],
    }


def _outcomes(tx: Connection, message_id: str) -> list[dict[str, Any]]:
    found = (outcome_of(tx, row.order_id) for row in orders_of_message(tx, message_id))
    return [outcome for outcome in found if outcome is not None]
