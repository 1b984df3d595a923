"""What other programs read from the commands: one JSON document, its exact shape, the exit code, and errors by name."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from intake.cli.demo import build_workspace
from intake.resources import shipped

# Every command is a process of its own here, as for another program.
pytestmark = pytest.mark.slow

OUTCOME = {
    "id", "origin", "state", "queue", "reasons", "customer_no", "bill_to_no", "ship_to_code", "customer_po_number", "currency",
    "lines", "credit", "sales_order_number", "message_id", "history",
}  # fmt: skip
OUTCOME_LINE = {"line_number", "sku", "quantity", "uom", "quantity_base", "base_uom", "unit_price", "line_amount"}
CREDIT = {"outcome", "exposure", "limit", "headroom", "excess", "as_of", "policy"}
READ_ORDER = {
    "customer_po_number", "order_date", "requested_delivery_date", "currency", "payment_terms", "incoterms", "references", "buyer",
    "ship_to", "bill_to", "lines", "charges", "total_net", "total_tax", "total_gross", "note", "documents",
}  # fmt: skip
READ_LINE = {
    "line_number", "customer_part_number", "sku", "gtin", "manufacturer_part_number", "description", "quantity", "uom",
    "unit_price", "price_basis_quantity", "discount_percent", "line_amount", "requested_delivery_date", "note", "evidence",
}  # fmt: skip
PARTY = {"name", "customer_no", "vat_id", "gln", "email", "street", "postal_code", "city", "country"}
CASE = "an_order_in_columns_of_plain_text"


def intake(home, *words):
    """The installed command as a shell sees it: its exit code, stdout and stderr."""
    program = "from intake.cli.main import main; main()"
    command = [sys.executable, "-c", program, *map(str, words), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("contracts") / "home"
    build_workspace(home)
    return home


@pytest.fixture(scope="module")
def mail(home):
    return next((shipped("fixtures/orders") / CASE).glob("received*"))


@pytest.fixture(scope="module")
def ingested(home, mail):
    assert intake(home, "sync").returncode == 0
    return intake(home, "ingest", mail, "--json", "--wait")


def test_ingest_names_each_file_its_message_and_its_orders(ingested, mail):
    assert ingested.returncode == 0
    (taken,) = json.loads(ingested.stdout)
    assert set(taken) == {"path", "message_id", "orders"}
    assert taken["path"] == str(mail)
    assert len(taken["orders"]) == 1


def test_an_order_has_the_shape_of_the_contract_in_the_list_and_alone(home, ingested):
    (order_id,) = json.loads(ingested.stdout)[0]["orders"]
    alone = intake(home, "order", order_id, "--json")
    listed = intake(home, "orders", "--json")
    assert (alone.returncode, listed.returncode) == (0, 0)
    outcome = json.loads(alone.stdout)
    assert json.loads(listed.stdout) == [outcome]
    assert set(outcome) >= OUTCOME
    assert set(outcome["lines"][0]) >= OUTCOME_LINE
    assert set(outcome["credit"]) == CREDIT
    assert set(outcome["history"][0]) >= {"at", "actor", "event"}
    for reason in outcome["reasons"]:
        assert set(reason) == {"code", "owner", "path", "message", "clears_when"}
    assert all(isinstance(line["quantity"], str) for line in outcome["lines"])
    assert outcome["credit"]["policy"].startswith("sha256:")


def test_orders_can_be_asked_for_by_state_and_queue(home, ingested):
    assert json.loads(intake(home, "orders", "--state", "rejected", "--json").stdout) == []
    assert json.loads(intake(home, "orders", "--queue", "operations", "--json").stdout) == []


def test_extract_gives_one_object_for_one_path_and_a_line_for_each_with_jsonl(tmp_path, mail):
    one = intake(tmp_path, "extract", mail)
    both = intake(tmp_path, "extract", mail, mail, "--jsonl")
    assert (one.returncode, both.returncode) == (0, 0)
    read = json.loads(one.stdout)
    assert [json.loads(line) for line in both.stdout.splitlines()] == [read, read]
    assert set(read) >= {"path", "kind", "orders", "documents", "problems"}
    order = read["orders"][0]
    assert set(order) >= READ_ORDER
    assert set(order["buyer"]) >= PARTY
    assert set(order["lines"][0]) >= READ_LINE
    assert isinstance(order["lines"][0]["quantity"], str)
    assert set(read["documents"][0]) >= {"source", "kind", "problems"}
    assert set(read["documents"][0]["source"]) >= {"filename", "sha256", "media_type"}
    evidence = order["lines"][0]["evidence"]["quantity"]
    assert {"document", "text"} <= set(evidence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["extract", "ingest", "import"])
def test_a_path_that_does_not_exist_is_bad_usage(tmp_path, command):
    done = intake(tmp_path, command, tmp_path / "nowhere.eml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere.eml" in done.stderr.replace("\n", "").replace("│", "").replace(" ", "")


def test_an_order_that_does_not_exist_is_a_finding_and_a_bad_setting_is_bad_usage(home, tmp_path):
    assert intake(home, "order", "nobody", "--json").returncode == 1
    (tmp_path / "intake.toml").write_text("[desk]\nport = 'many'\n[no_such]\nx = 1\n")
    wrong = intake(tmp_path, "orders", "--json")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "port" in wrong.stderr
    assert "no_such" in wrong.stderr


def test_a_bad_row_is_named_by_file_line_and_column_and_nothing_is_applied(home, tmp_path):
    master = tmp_path / "master"
    shutil.copytree(shipped("fixtures/master"), master)
    products = master / "products.csv"
    rows = products.read_text(encoding="utf-8").splitlines()
    columns = rows[0].split(",")
    good = dict.fromkeys(columns, "") | {"sku": "NEW-IN-THIS-IMPORT", "description": "A new article", "base_uom": "EA"}
    bad = good | {"sku": "BAD-1", "status": "perhaps"}
    rows += [",".join(row[name] for name in columns) for row in (good, bad)]
    products.write_text("\n".join(rows) + "\n", encoding="utf-8")
    before = (home / "erp.db").read_bytes()
    done = intake(home, "import", master)
    assert done.returncode in {1, 2}
    said = done.stderr.replace("\n", " ")
    assert "products.csv" in said
    assert str(len(rows)) in said
    assert "status" in said
    assert (home / "erp.db").read_bytes() == before
