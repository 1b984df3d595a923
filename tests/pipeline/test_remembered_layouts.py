"""A sender's layout that led to a pushed order is read without the model the next time, as long as everything is still proven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from fixtures.models.loopback import LoopbackModel
from fixtures.models.pointing import answer_of

from intake.config import ModelSection, Settings
from intake.domain.messages import Origin
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.domain.status import OrderStatus
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.rendering import render
from intake.extraction.subject import with_subject
from intake.store.messages import load_reading
from intake.wiring import Reader, open_reader

HEADINGS = "Line;Your article no.;Description;Quantity;Unit;Unit price;Amount"


def csv_mail(po: str, *lines: tuple[str, int, str], headings: str = HEADINGS, sender: str = "buyer@nordwind.example") -> bytes:
    rows, total = [], 0.0
    for number, (sku, quantity, price) in enumerate(lines, 1):
        amount = quantity * float(price)
        total += amount
        rows.append(f"{number};{sku};Hex bolt;{quantity};EA;{price};{amount:.2f}")
    table = "\n".join([f"Purchase order;{po}", "Currency;EUR", "", headings, *rows, f";;;;;Total net;{total:.2f}", ""])
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = (
        sender,
        "orders@us.example",
        f"Order {po}",
        f"<{po}@nordwind.example>",
    )
    mail.set_content("Dear all,\nplease find our order attached.\nKind regards")
    mail.add_attachment(table.encode(), maintype="text", subtype="csv", filename="order.csv")
    return mail.as_bytes()


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[LoopbackModel]:
    model = LoopbackModel()
    yield model
    model.close()


class Desk:
    """The tests' company with the real reader, and a model that answers honestly about the mail it was last sent."""

    def __init__(self, company: Any, loopback: LoopbackModel, home: Path) -> None:
        settings = Settings(home=home, model=ModelSection(base_url=loopback.url, name="honest", daily_budget=10))
        self._plain = open_reader(settings, "layout")
        self.reader: Reader = open_reader(settings, database=company.line.database)
        self.company = company.with_line(read=self.reader.read_stored)
        self.model = loopback

    def take(self, raw: bytes) -> Any:
        """The order and how often the model was asked for it."""
        opened = self._plain.read(raw, "order.eml", Origin.EMAIL, datetime.now(UTC)).opened
        context = MailContext(subject=str(message_from_bytes(raw)["Subject"]))
        documents = [with_subject(context, part.document) for part in opened]
        plan = layout.plan(context, documents, OwnCompany())
        self.model.answer = lambda request: answer_of(plan, render(documents))
        before = len(self.model.requests)
        (order,) = self.company.take(raw)
        with self.company.line.database.read() as tx:
            reading = load_reading(tx, order.message_id)
        return order, reading, len(self.model.requests) - before


@pytest.fixture
def desk(company: Any, loopback: LoopbackModel, tmp_path: Path) -> Desk:
    return Desk(company, loopback, tmp_path)


def test_a_layout_that_was_pushed_before_costs_no_model_call(desk: Desk) -> None:
    first, reading, calls = desk.take(csv_mail("PO-1", ("HX-M8X40", 20, "1.00"), ("HX-M8X50", 5, "2.00")))
    assert (first.state, reading.reader, calls) == (OrderStatus.PUSHED, "model", 1)
    assert reading.usage.prompt_sha256
    second, reading, calls = desk.take(
        csv_mail("PO-2", ("HX-M8X50", 7, "2.00"), ("HX-M8X40", 3, "1.00"), ("HX-M8X40", 1, "1.00"))
    )
    assert (second.state, reading.reader, calls) == (OrderStatus.PUSHED, "remembered", 0)
    assert second.line_count == 3


def test_another_layout_or_another_sender_asks_the_model(desk: Desk) -> None:
    desk.take(csv_mail("PO-1", ("HX-M8X40", 20, "1.00")))
    _, reading, calls = desk.take(csv_mail("PO-2", ("HX-M8X40", 2, "1.00"), headings=HEADINGS.replace("Unit;", "UoM;")))
    assert (reading.reader, calls) == ("model", 1)
    _, reading, calls = desk.take(csv_mail("PO-3", ("HX-M8X40", 2, "1.00"), sender="other@nordwind.example"))
    assert (reading.reader, calls) == ("model", 1)


def test_a_layout_is_forgotten_when_it_no_longer_proves_everything(desk: Desk) -> None:
    desk.take(csv_mail("PO-1", ("HX-M8X40", 20, "1.00")))
    order, reading, calls = desk.take(_with_wrong_amount())
    assert (order.state, reading.reader) == (OrderStatus.HELD, "model")
    assert calls >= 1
    _, reading, calls = desk.take(csv_mail("PO-3", ("HX-M8X40", 2, "1.00")))
    assert (reading.reader, calls) == ("model", 1)


def _with_wrong_amount() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "buyer@nordwind.example", "Order PO-2"
    mail.set_content("Dear all,\nplease find our order attached.\nKind regards")
    table = f"Purchase order;PO-2\nCurrency;EUR\n\n{HEADINGS}\n1;HX-M8X40;Hex bolt;20;EA;1.00;29.00\n;;;;;Total net;29.00\n"
    mail.add_attachment(table.encode(), maintype="text", subtype="csv", filename="order.csv")
    return mail.as_bytes()


def test_a_spent_budget_reads_without_the_model_and_says_so(company: Any, loopback: LoopbackModel, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model=ModelSection(base_url=loopback.url, name="honest", daily_budget=1))
    reader = open_reader(settings, database=company.line.database)
    loopback.answer = lambda request: {"documents": [], "orders": []}
    read = [
        reader.read(csv_mail(f"PO-{n}", ("HX-M8X40", n, "1.00")), "order.eml", Origin.EMAIL, datetime.now(UTC)).reading
        for n in (1, 2)
    ]
    assert [each.reader for each in read] == ["layout", "layout"]
    assert [problem.code for problem in read[1].problems] == ["model_budget_spent"]
    assert len(loopback.requests) == 1
    assert all(len(each.orders[0].order.lines) == 1 for each in read)
