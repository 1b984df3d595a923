"""`intake demo`: every case of the fixtures goes through the whole line, and nothing wrong reaches the ERP."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from intake.cli.demo_table import WIDE, Played, ShownOrder, closing_line, demo_table
from intake.cli.main import app
from intake.cli.output import PIPE_WIDTH
from intake.resources import shipped


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_shows_what_became_of_every_case(tmp_path: Path) -> None:
    began = time.monotonic()
    done = CliRunner().invoke(app, ["demo", "--no-serve", "--home", str(tmp_path / "demo")])
    assert done.exit_code == 0, done.output
    told = re.search(r"(\d+) arrived: (\d+) pushed untouched, (\d+) held \(.*\), (\d+) no orders; pushed wrong: 0\.", done.output)
    assert told is not None, done.output
    arrived, pushed, _, _ = map(int, told.groups())
    assert arrived >= len([case for case in shipped("fixtures/orders").iterdir() if case.is_dir()])
    assert pushed >= arrived // 3
    assert max(map(len, done.stdout.splitlines())) <= 120
    assert time.monotonic() - began < 170


def test_the_table_is_as_wide_as_it_says_and_cuts_nothing_off() -> None:
    order = ShownOrder(
        sender="s" * 40, customer_no="C1001", customer_po_number="p" * 30, lines="1200", amount="a" * 20, state="o" * 20,
        place="x" * 20, reasons=("r" * 50,),
    )  # fmt: skip
    played = [Played(case="w" * 50, orders=(order,), is_wrong=False)]
    for width in (PIPE_WIDTH, WIDE):
        out = io.StringIO()
        Console(file=out, width=width).print(demo_table(played, width))
        below = out.getvalue().partition("─")[2]
        assert max(map(len, out.getvalue().splitlines())) == WIDE
        assert {sign: below.count(sign) for sign in "spaoxrw"} == {"s": 40, "p": 30, "a": 20, "o": 20, "x": 20, "r": 50, "w": 50}


def test_a_folder_that_the_demo_did_not_make_is_never_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = CliRunner().invoke(app, ["demo", "--no-serve", "--home", str(tmp_path)])
    assert (done.exit_code, (tmp_path / "letter.txt").read_text()) == (2, "mine")


def test_the_closing_line_counts_by_queue_and_names_what_is_wrong() -> None:
    def order(state: str, place: str) -> ShownOrder:
        return ShownOrder(
            sender="", customer_no="", customer_po_number="", lines="", amount="", state=state, place=place, reasons=()
        )

    played = [
        Played(case="two orders", orders=(order("pushed", "SO-1"), order("held", "finance")), is_wrong=False),
        Played(case="a slip", orders=(order("pushed", "SO-2"),), is_wrong=True),
        Played(case="a newsletter", orders=(order("not_an_order", ""),), is_wrong=False),
    ]
    assert closing_line(played) == "4 arrived: 2 pushed untouched, 1 held (1 by finance), 1 no orders; pushed wrong: 1."
