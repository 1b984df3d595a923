"""Finance at the terminal: a hold, the order it stops, the account behind it, the release, and history under another policy."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from intake.cli.demo import build_workspace
from intake.cli.main import app
from intake.resources import shipped

pytestmark = pytest.mark.slow

CASE = "an_order_in_columns_of_plain_text"
BUYER = "C1017"
PASSWORD = "a-long-password\n"


def intake(home, *words, stdin=None, code=0):
    done = CliRunner().invoke(app, [*map(str, words), "--home", str(home)], input=stdin)
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("finance") / "home"
    build_workspace(home)
    intake(home, "user", "add", "fred", "--role", "finance", "--password-stdin", stdin=PASSWORD)
    intake(home, "sync")
    return home


def as_fred(home, *words, code=0):
    return intake(home, *words, "--as", "fred", "--password-stdin", stdin=PASSWORD, code=code)


def test_finance_works_from_the_terminal(home):
    (received,) = (shipped("fixtures/orders") / CASE).glob("received*")
    hold = as_fred(home, "credit", "hold", "--customer", BUYER, "--reason", "their bank asked us to").strip()
    intake(home, "ingest", received, "--wait", "--json")
    (held,) = json.loads(intake(home, "credit", "held", "--json"))
    order_id = held["order_id"]
    assert "manual_hold" in [reason["code"] for reason in held["reasons"]]
    assert held["positions"][0]["customer_no"] == BUYER
    assert "their bank asked us to" in intake(home, "policy", "explain", order_id)
    assert hold in intake(home, "credit", "holds")
    assert "their bank asked us to" in intake(home, "credit", "account", BUYER)
    wrong = ("credit", "reject", order_id, "--comment", "no", "--as", "fred", "--password-stdin")
    intake(home, *wrong, stdin="a-wrong-password\n", code=1)

    release = ("credit", "release", order_id, "--waive", "manual_hold", "--comment", "asked the director")
    refused = as_fred_raises(home, *release, "--reason-code", "key_account")
    assert "is no reason for a block" in refused
    as_fred(home, *release, "--reason-code", "block_lifted_by_management")
    as_fred(home, "credit", "lift", hold, "--comment", "the bank withdrew it")
    assert json.loads(intake(home, "credit", "holds", "--json")) == []
    intake(home, "credit", "evaluate")

    policy = (
        (home / "policy.toml").read_text().replace("[credit.rules.R1]", "[credit.rules.R4]\nmax_amount = 1\n\n[credit.rules.R1]")
    )
    (home / "stricter.toml").write_text(policy)
    replayed = json.loads(intake(home, "policy", "replay", "--policy", home / "stricter.toml", "--json"))
    assert replayed["compared"] >= 1
    assert all("order_value_too_high" in each["reasons_new"] for each in replayed["differences"])
    long_ago = ("--from", "2001-01-01", "--to", "2001-12-31", "--json")
    assert json.loads(intake(home, "policy", "replay", "--policy", home / "stricter.toml", *long_ago))["compared"] == 0
    assert "R1" in intake(home, "policy", "check")


def as_fred_raises(home, *words):
    done = CliRunner().invoke(app, [*map(str, words), "--as", "fred", "--password-stdin", "--home", str(home)], input=PASSWORD)
    assert done.exit_code != 0
    return str(done.exception)
