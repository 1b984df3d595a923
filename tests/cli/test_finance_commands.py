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


def test_finance_looks_at_risk_and_changes_a_limit_from_the_terminal(home):
    """Fred proposes, ada approves, the ERP is asked; the form and the bureau's file go the same way."""
    intake(home, "user", "add", "ada", "--role", "finance", "--password-stdin", stdin=PASSWORD)
    intake(home, "credit", "assess", BUYER)
    risk = json.loads(intake(home, "credit", "risk", BUYER, "--json"))
    assert (risk["class_in_force"], risk["history"]) == ("medium", [])
    assert "risk medium in force" in intake(home, "credit", "risk", BUYER)
    warnings = json.loads(intake(home, "credit", "warnings", "--json"))
    assert (warnings["figures_stale"], warnings["accounts"]) == (True, [])
    intake(home, "credit", "warnings")
    proposal = as_fred(home, "credit", "propose", BUYER, "9000", "--until", "2999-01-01", "--reason", "the fair", code=1)
    assert proposal == ""
    proposal = as_fred(home, "credit", "propose", BUYER, "9000", "--reason", "their new plant").strip()
    assert proposal in intake(home, "credit", "proposals")
    assert f"proposal {proposal}: asked, 9000" in intake(home, "credit", "account", BUYER)
    assert "cannot approve it" in as_fred_raises(home, "credit", "approve", proposal, "--comment", "mine")
    approve = ("credit", "approve", proposal, "--comment", "seen their figures", "--as", "ada", "--password-stdin")
    intake(home, *approve, stdin=PASSWORD)
    (change,) = json.loads(intake(home, "credit", "changes", "--json"))
    assert (change["state"], change["change"]["approved_by"]) == ("sent", ["ada"])
    assert change["change"]["change_key"] in intake(home, "credit", "changes", "--all")

    form = {"customer_no": BUYER, "requested_limit": "9000", "currency": "CZK", "facts": {}}
    (home / "form.json").write_text(json.dumps(form))
    applied = as_fred(home, "credit", "apply", home / "form.json").strip()
    as_fred(home, "credit", "decline", applied, "--comment", "asked twice")
    assert json.loads(intake(home, "credit", "review", BUYER, "--json")) == []
    (home / "bureau.csv").write_text(f"customer_no,source,observed_on,score\n{BUYER},gossip,2026-01-01,9\n")
    assert "bureau.csv, line 2: the source 'gossip' is not named" in as_fred_raises(
        home, "credit", "signals", home / "bureau.csv"
    )


def as_fred_raises(home, *words):
    done = CliRunner().invoke(app, [*map(str, words), "--as", "fred", "--password-stdin", "--home", str(home)], input=PASSWORD)
    assert done.exit_code != 0
    return str(done.exception)
