"""The same order as two files is one order; what only looks like the same waits for a person."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

import openpyxl
import pytest

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.wiring import open_reader

HEAD = ["Pos", "Your code", "Description", "Qty", "Unit"]
ROWS = [[1, "HX-M8X40", "Hex bolt M8x40", "250", "pcs"], [2, "NU-M8", "Hex nut M8", "300", "pcs"]]


def as_csv(rows):
    lines = ["Purchase order;PO-4711", "", ";".join(HEAD), *(";".join(map(str, row)) for row in rows)]
    return "\n".join(lines).encode()


def as_workbook(rows):
    book = openpyxl.Workbook()
    for row in (["Purchase order", "PO-4711"], [], HEAD, *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(*attachments):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "ann@buyer.example", "orders@seller.example", "Our order"
        mail.set_content("Hello,\n\nplease find our order attached.\n\nKind regards\nAnn\n")
        for name, content in attachments:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        reader = open_reader(load_settings(tmp_path), "layout")
        return reader.read(mail.as_bytes(), None, Origin.EMAIL, datetime(2026, 3, 2, tzinfo=UTC)).reading

    return read


def test_a_copy_in_another_format_is_read_once(read):
    rows = [[1, "HX-M8X40", "Hex bolt M8x40", 250, "pcs"], [2, "NU-M8", "Hex nut M8", 300, "pcs"]]
    (order,) = read(("order.csv", as_csv(ROWS)), ("order.xlsx", as_workbook(rows))).orders
    assert [line.quantity for line in order.order.lines] == [250, 300]
    assert "parts_contradict" not in {problem.code for problem in order.problems}


@pytest.mark.parametrize(
    "other",
    [
        [[1, "HX-M8X40", "Hex bolt M8x40", 250, "pcs"], [2, "NU-M8", "Hex nut M8", 500, "pcs"]],
        [[3, "WA-M8", "Washer M8", 100, "pcs"], [4, "WA-M10", "Washer M10", 100, "pcs"]],
        [[1, "HX-M8X40", "Hex bolt M8x40", 250, "pcs"]],
    ],
    ids=["another quantity", "other articles", "a row less"],
)
def test_two_files_that_differ_wait_for_a_person(read, other):
    (order,) = read(("order.csv", as_csv(ROWS)), ("order.xlsx", as_workbook(other))).orders
    assert "parts_contradict" in {problem.code for problem in order.problems}
    assert len(order.order.lines) == 2 + len(other)


def test_a_copy_with_prices_repeats_the_lines_and_leaves_none_out(read):
    priced = [[*HEAD, "Price", "Amount"], [*ROWS[0], 2, 500], [*ROWS[1], 3, 900]]
    lines = ["Purchase order;PO-4711", "", *(";".join(map(str, row)) for row in priced)]
    rows = [[1, "HX-M8X40", "Hex bolt M8x40", 250, "pcs", 2, 500], [2, "NU-M8", "Hex nut M8", 300, "pcs", 3, 900]]
    book = openpyxl.Workbook()
    for row in (["Purchase order", "PO-4711"], [], priced[0], *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    (order,) = read(("order.csv", "\n".join(lines).encode()), ("order.xlsx", file.getvalue())).orders
    assert [line.quantity for line in order.order.lines] == [250, 300]
    assert not order.problems
