"""`intake evaluate`: cases with truth files in, what is wrong out."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.models.loopback import LoopbackModel
from fixtures.models.pointing import answer_of
from typer.testing import CliRunner

from intake.cli.main import app
from intake.documents.text import read_delimited
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.rendering import render

CSV = (
    "Bestellnummer;4711\r\nDatum;02.03.2026\r\n\r\n"
    "Pos;Ihre Artikelnr.;Bezeichnung;Menge;Einheit;Einzelpreis;Gesamtpreis\r\n"
    "10;HX-M8X40;Sechskantschraube M8x40;200;Stk;0,12;24,00\r\n"
)
LINE = {"sku": "HX-M8X40", "quantity": "200", "uom": "Stk", "unit_price": "0.12", "line_amount": "24.00"}
TRUTH: dict[str, Any] = {
    "format": "csv",
    "language": "de",
    "kind": "order",
    "orders": [{"customer_po_number": "4711", "order_date": "2026-03-02", "lines": [LINE]}],
}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A folder with one case that is read right."""
    return add_case(tmp_path / "cases", "a_plain_csv", TRUTH)


def add_case(folder: Path, name: str, truth: dict[str, Any]) -> Path:
    place = folder / name
    place.mkdir(parents=True)
    (place / "received.csv").write_text(CSV, encoding="utf-8")
    (place / "expected.json").write_text(json.dumps(truth), encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_a_folder_that_is_read_right_ends_with_success(cases: Path) -> None:
    done = run(cases, "--reader", "layout", "--json")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["all"]["exact"], report["all"]["cases"]) == (0, 1, 1)
    assert report["by_format"].keys() == {"csv"}
    assert report["by_language"]["de"]["lines"]["f1"] == 1.0


def test_what_differs_from_the_truth_is_named_and_ends_with_failure(cases: Path) -> None:
    wrong = {**TRUTH, "orders": [{**TRUTH["orders"][0], "lines": [{**LINE, "quantity": "300"}]}]}
    done = run(add_case(cases, "another", wrong), "--reader", "layout", "--processes", "1")
    assert done.exit_code == 1
    assert "another orders[0].lines[0].quantity: expected '300', found '200'" in done.stdout


def test_a_case_that_cannot_be_read_does_not_end_the_batch(cases: Path) -> None:
    (add_case(cases, "without_a_file", TRUTH) / "without_a_file" / "received.csv").unlink()
    (cases / "without_a_file" / "received").mkdir()
    report = json.loads(run(cases, "--reader", "layout", "--json", "--processes", "1").stdout)
    failed = [case["name"] for case in report["cases"] if case["failure"]]
    assert (report["all"]["exact"], failed) == (1, ["without_a_file"])


def test_two_readers_stand_side_by_side(cases: Path) -> None:
    report = json.loads(run(cases, "--reader", "layout", "--against", "auto", "--json").stdout)
    assert (report["reader"], report["against"]["reader"]) == ("layout", "auto")
    assert not any(report["compared"].values())
    done = run(cases, "--reader", "layout", "--against", "auto")
    table = [line for line in done.stdout.splitlines() if "│" in line]
    assert [[cell.strip() for cell in line.split("│")][1:3] for line in table[:4]] == [
        ["all", "layout"],
        ["", "auto"],
        ["csv", "layout"],
        ["", "auto"],
    ]


@pytest.fixture
def two_models(monkeypatch: pytest.MonkeyPatch, cases: Path) -> Iterator[None]:
    """A server where `honest` points at the order's own words, and `failing` does not answer."""
    source = Source(filename="received.csv", sha256="0" * 64, media_type="text/csv")
    document = read_delimited(source, (cases / "a_plain_csv/received.csv").read_bytes(), Limits())
    answer = answer_of(layout.plan(MailContext(), [document], OwnCompany()), render([document]))
    model = LoopbackModel()
    model.answer = lambda request: copy.deepcopy(answer)
    monkeypatch.setenv("INTAKE_MODEL__BASE_URL", model.url)
    monkeypatch.setenv("INTAKE_MODEL__API_KEY", "k")
    yield
    model.close()


@pytest.mark.usefixtures("two_models")
def test_two_models_are_compared_and_each_formats_calls_and_tokens_are_told(cases: Path) -> None:
    arguments = (cases, "--reader", "model:honest", "--against", "model:failing", "--processes", "1")
    report = json.loads(run(*arguments, "--json").stdout)
    costs = [one["by_format"]["csv"]["cost"] | {"seconds": 0} for one in (report, report["against"])]
    assert [(cost["calls"], cost["input_tokens"]) for cost in costs] == [(1, 11), (0, 0)]
    assert costs[0]["output_tokens"] > 0
    assert report["by_language"]["de"]["cost"]["seconds"] > 0
    rows = [[cell.strip() for cell in line.split("│")][1:-1] for line in run(*arguments).stdout.splitlines() if "│" in line]
    (honest,) = [row for row in rows if row[:2] == ["csv", "model:honest"]]
    assert honest[-4:-2] == ["1", "11"]


@pytest.mark.parametrize("arguments", [("--reader", "crystal_ball"), ("--verdicts",)])
def test_what_cannot_be_done_is_said_before_anything_is_read(cases: Path, arguments: tuple[str, ...]) -> None:
    assert run(cases, *arguments).exit_code == 2


def test_a_folder_without_cases_is_bad_usage(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
