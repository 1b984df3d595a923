"""Lines that stand twice, tables side by side, and rows without their quantity: noticed, so that the order waits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.wiring import open_reader

TABLE = """Code;Description;Qty;Unit
A-1001;Bolt;10;pcs
A-1002;Screw;20;pcs
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        raw = ("Order;PO-77;;\n;;;\n" + text).encode()
        reading = (
            open_reader(load_settings(tmp_path), "layout")
            .read(raw, "order.csv", Origin.UPLOAD, datetime(2026, 3, 2, tzinfo=UTC))
            .reading
        )
        (order,) = reading.orders
        return [line.quantity for line in order.order.lines], " ".join(
            p.message for p in order.problems if p.code == "lines_incomplete"
        )

    return read


def test_an_appendix_that_repeats_the_lines_orders_nothing_more(read):
    quantities, said = read(TABLE + ";;;\nAppendix: picking list;;;\n" + TABLE)
    assert quantities == [10, 20]
    assert "A-1001 Bolt 10 pcs" in said


def test_tables_side_by_side_are_both_read(read):
    quantities, said = read("Code;Description;Qty;;Code;Description;Qty\nA-1;Bolt;10;;B-1;Nut;30\nA-2;Screw;20;;B-2;Washer;40\n")
    assert (quantities, said) == ([10, 20, 30, 40], "")


def test_half_of_tables_side_by_side_waits_for_a_person(read):
    """Where one of them counts by a heading of its own, only the other one is known for a table of lines."""
    _, said = read("Code;Description;Qty;;Qty;Stock\nA-1;Bolt;10;;30;7\nA-2;Screw;20;;40;8\n")
    assert "side by side" in said


def test_a_forgotten_quantity_among_ordered_rows_is_noticed(read):
    quantities, said = read("Code;Description;Qty;Unit;Price\nA-1;Bolt;10;pcs;1.50\nA-2;Screw;;pcs;2.50\nA-3;Nut;5;pcs;1.00\n")
    assert quantities == [10, 5]
    assert "“A-2 Screw pcs 2.50” names an article and no quantity" in said


def test_a_form_of_which_few_rows_are_filled_in_is_complete(read):
    rows = "".join(f"A-{number};Article {number};{'6' if number == 3 else ''};pcs;2.50\n" for number in range(1, 9))
    quantities, said = read("Code;Description;Qty;Unit;Price\n" + rows)
    assert (quantities, said) == ([6], "")


def test_one_table_is_not_doubted(read):
    assert read(TABLE) == ([10, 20], "")
