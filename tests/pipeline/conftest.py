"""A small company on a real store, a real embedded ERP and the real credit check; reading and matching are plain and quick."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from intake.credit.check import check_credit
from intake.credit.policy import default_policy_text, parse_policy
from intake.decision.decide import decide
from intake.domain.catalogue import MasterData
from intake.domain.matched import Correction, MatchedLine, MatchedOrder
from intake.domain.messages import InboundMessage, MailAddress, Origin
from intake.domain.opened import MailContext
from intake.domain.orders import DocumentKind, ExtractedLine, ExtractedOrder, Proof, Reading, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.policies import MatchingPolicy
from intake.domain.problems import Problem
from intake.domain.reasons import Reason, ReasonCode
from intake.erp.csv_files import read_master
from intake.erp.embedded import EmbeddedErp
from intake.matching.index import build_index, open_index
from intake.pipeline.dispatcher import LeaseDispatcher
from intake.pipeline.engine import Engine
from intake.pipeline.line import Line, ReadMessage
from intake.pipeline.receive import receive
from intake.pipeline.shelves import LedgerShelf, MasterShelf
from intake.pipeline.steps import build_engine
from intake.pipeline.sync import sync
from intake.pipeline.worker import work_until_done
from intake.store.engine import Database
from intake.store.messages import StoredMessage
from intake.store.migrate import migrate
from intake.store.orders import OrderRow, get_order, orders_of_message

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

MASTER = {
    "customers.csv": """customer_no,name,country,currency,payment_terms,credit_limit,accounts_email
C1001,Nordwind Maschinenbau GmbH,DE,EUR,30 days net,1000,accounts@nordwind.example
C1002,Atelier Lumière SARL,FR,EUR,30 days net,unlimited,
""",
    "contacts.csv": "customer_no,email\nC1001,@nordwind.example\nC1002,@lumiere.example\n",
    "ship_tos.csv": "customer_no,ship_to_code,name,street,postal_code,city,country\nC1001,MAIN,Nordwind,Hafenstr. 1,20457,Hamburg,DE\n",
    "products.csv": "sku,description,base_uom\nHX-M8X40,Hex bolt M8x40 A2,EA\nHX-M8X50,Hex bolt M8x50 A2,EA\n",
    "product_units.csv": "sku,uom,factor\nHX-M8X40,BX,100\n",
    "cross_references.csv": "customer_no,customer_part_number,sku\n",
    "prices.csv": "sku,uom,unit_price,currency\nHX-M8X40,EA,1.00,EUR\nHX-M8X50,EA,2.00,EUR\n",
    "open_items.csv": (
        "customer_no,document_no,kind,issue_date,due_date,amount,open_amount,currency\n"
        "C1001,R-1,invoice,2026-02-20,2026-03-22,100.00,100.00,EUR\n"
    ),
    "open_orders.csv": "customer_no,sales_order_number,customer_po_number,order_date,open_amount,currency\n",
    "tax_rates.csv": "country,rate_percent\nDE,19\nFR,0\n",
    "ledger.csv": "as_of,open_items_total,currency\n2026-03-02T09:30:00+00:00,100.00,EUR\n",
}


@dataclass
class Clocks:
    """The business clock stands still; the machine's clock moves when a test says so."""

    business: datetime = NOW
    machine: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 10, 0, tzinfo=UTC))

    def pass_time(self, seconds: float) -> None:
        self.machine += timedelta(seconds=seconds)


def mail(po: str | None, *lines: tuple[str, int], sender: str = "buyer@nordwind.example", **more: Any) -> bytes:
    """A message in the tests' own format: {"sender", "orders": [{"po", "lines": [[sku, quantity]]}]}."""
    orders = more.pop("orders", [{"po": po, "lines": [list(line) for line in lines]}])
    return json.dumps({"sender": sender, "orders": orders, **more}).encode()


def read_plainly(stored: StoredMessage) -> ReadMessage:
    said = json.loads(stored.raw)
    message = InboundMessage(
        message_id=stored.message_id,
        origin=stored.origin,
        received_at=stored.received_at,
        sender=MailAddress(said["sender"]),
        subject=said.get("subject"),
    )
    problems = tuple(Problem(code=code, message=code) for code in said.get("problems", ()))
    kind = DocumentKind(said.get("kind", "order"))
    orders = tuple(
        ReadOrder(
            order=ExtractedOrder(
                customer_po_number=order["po"],
                currency="EUR",
                lines=tuple(ExtractedLine(sku=sku, quantity=Decimal(quantity)) for sku, quantity in order["lines"]),
            ),
            kind=kind,
            proofs=stated(len(order["lines"])),
            problems=problems,
        )
        for order in said["orders"]
    )
    return ReadMessage(message=message, opened=(), reading=Reading(kind=kind, orders=orders, problems=problems))


def stated(lines: int) -> dict[str, frozenset[Proof]]:
    """Everything came in a format that says what it is."""
    names = [
        "lines",
        "customer_po_number",
        "currency",
        *(f"lines[{n}].{name}" for n in range(lines) for name in ("sku", "quantity")),
    ]
    return dict.fromkeys(names, frozenset({Proof.STATED}))


def match_plainly(
    read: ReadOrder,
    context: MailContext,
    master: MasterData,
    own: OwnCompany,
    policy: MatchingPolicy,
    *,
    corrections: Sequence[Correction] = (),
    today: date,
) -> MatchedOrder:
    words = {word.path: word.value for word in corrections}
    customers = master.customers_by_domain((context.author_address or "").partition("@")[2])
    customer_no = words.get("customer_no", customers[0].customer_no if len(customers) == 1 else None)
    reasons, lines = [], []
    for number, said in enumerate(read.order.lines):
        sku = words.get(f"lines[{number}].sku", said.sku)
        product = master.product(sku or "")
        if product is None or said.quantity is None:
            reasons.append(Reason.of(ReasonCode.SKU_UNKNOWN, f"lines[{number}]"))
            lines.append(MatchedLine(line_number=str(number + 1), quantity=said.quantity))
            continue
        price = master.prices(product.sku)[0].unit_price
        line = MatchedLine(
            line_number=str(number + 1),
            sku=product.sku,
            quantity=said.quantity,
            uom="EA",
            quantity_base=said.quantity,
            base_uom="EA",
            unit_price=price,
            price_uom="EA",
            line_amount=price * said.quantity,
        )
        lines.append(line)
    if customer_no is None:
        reasons.append(Reason.of(ReasonCode.CUSTOMER_UNKNOWN))
    amounts = [line.line_amount for line in lines if line.line_amount is not None]
    return MatchedOrder(
        customer_no=customer_no,
        bill_to_no=customer_no,
        ship_to_code="MAIN" if customer_no else None,
        customer_po_number=words.get("customer_po_number", read.order.customer_po_number),
        currency="EUR",
        lines=tuple(lines),
        net_amount=sum(amounts, Decimal(0)) if len(amounts) == len(lines) else None,
        reasons=tuple(reasons),
    )


@dataclass
class Company:
    """Everything a test touches: hand in mail, let the workers work, look at orders, ask the ERP."""

    line: Line
    engine: Engine
    erp: EmbeddedErp
    clocks: Clocks

    def receive(self, raw: bytes) -> str:
        return receive(self.line, raw, filename="order.eml", origin=Origin.EMAIL)

    def work(self) -> None:
        work_until_done(self.engine)

    def take(self, raw: bytes) -> list[OrderRow]:
        """Receives a message and works until nothing is left to do."""
        message_id = self.receive(raw)
        self.work()
        return self.orders(message_id)

    def orders(self, message_id: str) -> list[OrderRow]:
        with self.line.database.read() as tx:
            return orders_of_message(tx, message_id)

    def order(self, order_id: str) -> OrderRow:
        with self.line.database.read() as tx:
            return get_order(tx, order_id)

    def with_line(self, **changes: Any) -> Company:
        """The same company with some of its collaborators exchanged."""
        line = replace(self.line, **changes)
        return Company(line=line, engine=build_engine(line), erp=self.erp, clocks=self.clocks)


def write_master(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in MASTER.items():
        (folder / name).write_text(text)
    return folder


def open_company(database: Database, home: Path, clocks: Clocks) -> Company:
    policy = parse_policy(default_policy_text().encode())
    erp = EmbeddedErp(home / "erp.db")
    line = Line(
        database=database,
        dispatcher=LeaseDispatcher(database, clock=lambda: clocks.machine),
        read=read_plainly,
        match=match_plainly,
        check_credit=lambda facts, order, policy, grants: check_credit(facts, order, policy, grants=grants),
        decide=decide,
        masters=MasterShelf(database, home / "master", open_index, index_format="test"),
        ledgers=LedgerShelf(),
        policy=lambda: policy,
        erp=erp,
        own=OwnCompany(),
        clock=lambda: clocks.business,
    )
    return Company(line=line, engine=build_engine(line), erp=erp, clocks=clocks)


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the ERP loaded and the index built, to be copied."""
    home = tmp_path_factory.mktemp("home")
    database = Database(f"sqlite:///{home / 'intake.db'}")
    migrate(database)
    company = open_company(database, home, Clocks())
    company.erp.import_files(read_master(write_master(home / "csv")))
    sync(company.line, build_index)
    database.close()
    return home


@pytest.fixture
def company(loaded_home: Path, tmp_path: Path) -> Iterator[Company]:
    import shutil

    home = tmp_path / "home"
    shutil.copytree(loaded_home, home)
    database = Database(f"sqlite:///{home / 'intake.db'}")
    yield open_company(database, home, Clocks())
    database.close()


Mail = Callable[..., bytes]


@pytest.fixture(name="mail")
def _mail() -> Mail:
    return mail


@pytest.fixture(name="open_company")
def _open_company() -> Callable[..., Company]:
    return open_company


@pytest.fixture(name="write_master")
def _write_master() -> Callable[[Path], Path]:
    return write_master


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()
