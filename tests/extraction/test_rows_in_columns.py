"""Rows set in columns without a heading: lines only where each begins with its count and unit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.wiring import open_reader

MAIL = "From: ann@buyer.example\nTo: orders@seller.example\nSubject: Bestellung 2026/88\nContent-Type: text/plain; charset=utf-8\n\n{rows}\n"


@pytest.fixture
def read(tmp_path):
    def read(rows):
        reader = open_reader(load_settings(tmp_path), "layout")
        raw = MAIL.format(rows=rows).encode()
        return reader.read(raw, None, Origin.EMAIL, datetime(2026, 3, 2, tzinfo=UTC)).reading.orders

    return read


def test_a_count_with_its_unit_begins_a_line(read):
    (order,) = read(
        "WIR BESTELLEN:\n\n   50 STK   LAGER 6204-2RS     ART. 620410   A 2,85 EUR\n    5 DOSE  FETT LGMT 2 1KG    ART. 881200   A 19,90 EUR"
    )
    assert [(line.customer_part_number, line.quantity, line.uom) for line in order.order.lines] == [
        ("620410", 50, "STK"),
        ("881200", 5, "DOSE"),
    ]


def test_figures_in_unknown_columns_are_no_lines(read):
    orders = read(
        "Wir bestellen:\n\nLAGER A   620410    50    2,85\nLAGER B   630510    20    4,10\nFETT C    881200     5   19,90"
    )
    assert all(order.problems or not order.order.lines for order in orders)
