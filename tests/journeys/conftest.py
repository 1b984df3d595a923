"""The demo company with everything real: its master data, its ERP, its readers, and mails as its customers write them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures.generate import mail as mails
from fixtures.generate import sheets
from fixtures.generate.chance import Chance
from fixtures.generate.demo_case import letter, mailed, pdf
from fixtures.generate.demo_office import SHEET
from fixtures.generate.demo_order import Order, contact

from intake.cli.workspace import OWN_FILES, fill_from_master, open_workspace
from intake.config import Settings, load_settings
from intake.domain.messages import Origin
from intake.domain.reasons import ReasonCode
from intake.erp.csv_files import read_master
from intake.erp.embedded import EmbeddedErp
from intake.holds.authority import Actor
from intake.matching.index import build_index
from intake.pipeline.commands import correct, reject, release, try_again
from intake.pipeline.learning import forget, learned_references
from intake.pipeline.line import Line
from intake.pipeline.outcome import outcome_of
from intake.pipeline.receive import receive
from intake.pipeline.steps import build_engine
from intake.pipeline.sync import sync
from intake.pipeline.worker import work_until_done
from intake.store.orders import get_order, orders_of_message

MASTER = Path(__file__).parents[2] / "fixtures" / "master"
DESK = Actor(name="Petra", roles=frozenset({"order_desk", "operations"}))
FINANCE = Actor(name="Klaus", roles=frozenset({"finance"}))


@dataclass
class House:
    """Nordwerk: what its customers send in, what its people do, and what stands in its ERP."""

    home: Path
    settings: Settings
    line: Line
    now: datetime
    sent: int = 0

    # what arrives

    def receives(self, raw: bytes, *, origin: Origin = Origin.EMAIL) -> list[dict[str, Any]]:
        message_id = receive(self.line, raw, filename="received.eml", origin=origin)
        self.works()
        with self.line.database.read() as tx:
            return [self._outcome(tx, row.order_id) for row in orders_of_message(tx, message_id)]

    def works(self) -> None:
        work_until_done(build_engine(self.line))

    def mail(
        self, made: Order, *, text: str = "Hello,\n\nour order is attached.\n\nKind regards\n", as_excel: bool = False
    ) -> bytes:
        self.sent += 1
        number = str(made.head[0][2]).replace("/", "-")
        paper = sheets.to_xlsx(made.paper(), Chance("journey", 1), SHEET) if as_excel else pdf(made.paper())
        suffix = "xlsx" if as_excel else "pdf"
        return mailed(made, text, paper, f"{number}.{suffix}", subject=number, number=f"journey-{self.sent}", minutes=self.sent)

    def mail_of(self, customer_no: str, subject: str, text: str, *attached: Order) -> bytes:
        self.sent += 1
        mail = letter(contact(customer_no), subject, text, f"journey-{self.sent}", self.sent)
        for made in attached:
            mails.attach(mail, pdf(made.paper()), f"{str(made.head[0][2]).replace('/', '-')}.pdf")
        return mails.to_bytes(mail)

    # what people do

    def desk_corrects(self, outcome: dict[str, Any], **changes: str) -> dict[str, Any]:
        """`line_0_sku="HX-M8X50"` corrects lines[0].sku."""
        words = [(_path(name), value) for name, value in changes.items()]
        correct(self.line, outcome["id"], outcome["version"], words, DESK)
        self.works()
        return self.order(outcome["id"])

    def finance_releases(self, outcome: dict[str, Any], *codes: ReasonCode) -> dict[str, Any]:
        release(
            self.line, outcome["id"], outcome["version"], codes, actor=FINANCE, reason_code="payment_announced",
            comment="Paid tomorrow, the bank has confirmed it.",
        )  # fmt: skip
        self.works()
        return self.order(outcome["id"])

    def desk_rejects(self, outcome: dict[str, Any]) -> dict[str, Any]:
        reject(self.line, outcome["id"], outcome["version"], DESK, "The customer has withdrawn it.")
        return self.order(outcome["id"])

    def desk_forgets(self, customer_no: str) -> None:
        """Takes back everything that was learned of a customer's words."""
        for kept in learned_references(self.line, customer_no):
            forget(self.line, kept.reference_id, DESK, "It was the wrong article.")

    def operations_try_again(self, outcome: dict[str, Any]) -> dict[str, Any]:
        try_again(self.line, outcome["id"], outcome["version"], DESK)
        self.works()
        return self.order(outcome["id"])

    # what stands in the ERP

    def order(self, order_id: str) -> dict[str, Any]:
        with self.line.database.read() as tx:
            return self._outcome(tx, order_id)

    def erp_has(self, outcome: dict[str, Any]) -> bool:
        return EmbeddedErp(self.settings.erp_path).find_sales_order(outcome["id"]) is not None

    def is_paid(self, *document_numbers: str) -> None:
        """The bank pays; the ERP's next figures show it."""
        folder = self.home.parent / "paid"
        shutil.copytree(MASTER, folder)
        items = [row for row in _rows(folder / "open_items.csv") if row["document_no"] not in document_numbers]
        _write(folder / "open_items.csv", items)
        gone = sum(
            float(row["open_amount"]) for row in _rows(MASTER / "open_items.csv") if row["document_no"] in document_numbers
        )
        (ledger,) = _rows(folder / "ledger.csv")
        later = datetime.fromisoformat(ledger["as_of"]) + timedelta(minutes=20)
        total = f"{float(ledger['open_items_total']) - gone:.2f}"
        _write(folder / "ledger.csv", [{**ledger, "as_of": later.isoformat(), "open_items_total": total}])
        EmbeddedErp(self.settings.erp_path).import_files(read_master(folder))

    def renames(self, sku: str, **changed: str) -> None:
        """The ERP's next master data have the article otherwise."""
        folder = self.home.parent / "renamed"
        shutil.copytree(MASTER, folder)
        rows = _rows(folder / "products.csv")
        _write(folder / "products.csv", [{**row, **(changed if row["sku"] == sku else {})} for row in rows])
        EmbeddedErp(self.settings.erp_path).import_files(read_master(folder))

    def syncs(self) -> None:
        sync(self.line, build_index)
        self.works()

    def with_erp(self, erp: Any) -> House:
        return replace(self, line=replace(self.line, erp=erp))

    def _outcome(self, tx: Any, order_id: str) -> dict[str, Any]:
        outcome = outcome_of(tx, order_id)
        assert outcome is not None
        return {**outcome, "version": get_order(tx, order_id).version}


def _path(name: str) -> str:
    kind, _, rest = name.partition("_")
    if kind != "line":
        return name
    index, _, field = rest.partition("_")
    return f"lines[{index}].{field}"


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("nordwerk") / "home"
    fill_from_master(home, MASTER)
    open_workspace(load_settings(home, **OWN_FILES, model={"mode": "layout"})).database.close()
    return home


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Iterator[House]:
    home = tmp_path / "home"
    shutil.copytree(built, home)
    settings = load_settings(home, **OWN_FILES, model={"mode": "layout"})
    line = open_workspace(settings)
    yield House(home=home, settings=settings, line=line, now=line.clock())
    line.database.close()
