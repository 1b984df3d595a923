"""The desk and the API over HTTP: logins, tokens, roles, hostile text, stale versions, and the shapes of the contracts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from intake.cli.main import app as commands
from intake.config import load_settings
from intake.desk.rate import RateLimit
from intake.wiring import open_database, open_desk, open_line

NAUGHTY = '<script>alert("1")</script>'
MAIL = f"""From: Harrow <purchasing@harrow-finch.example>
To: orders@nordwerk.example
Subject: {NAUGHTY}
Content-Type: text/plain; charset=utf-8

Purchase Order PO-77001

Please send:
10 pcs RL-24 {NAUGHTY} at 3.10 GBP
"""


def cli(home, *words, stdin=None):
    done = CliRunner().invoke(commands, [*words, "--home", str(home)], input=stdin)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The demo company with one held mail and a login for each role."""
    from intake.cli.demo import build_workspace

    home = tmp_path_factory.mktemp("desk") / "home"
    build_workspace(home)
    (home / "held.eml").write_bytes(MAIL.encode())
    for name, role in (("anna", "order_desk"), ("fred", "finance")):
        cli(home, "user", "add", name, "--role", role, "--password-stdin", stdin=f"{name}-password\n")
    cli(home, "sync")
    cli(home, "ingest", str(home / "held.eml"), "--wait", "--json")
    return home


@pytest.fixture
def client(home):
    settings = load_settings(home)
    database = open_database(settings)
    web = open_desk(settings, open_line(settings, database), secret="s" * 32)
    with TestClient(web, base_url="http://desk.example", follow_redirects=False) as client:
        yield client
    database.close()


@pytest.fixture
def held(home):
    return next(one for one in json.loads(cli(home, "orders", "--json")) if one["origin"] == "upload" and one["reasons"])


def bearer(home, name):
    return {"Authorization": f"Bearer {cli(home, 'user', 'key', name).strip()}"}


def token(page):
    return re.search(r'name="token" value="([0-9a-f]+)"', page.text)[1]


def log_in(client, name="anna", password=None):
    page = client.get("/login")
    form = {"name": name, "password": password or f"{name}-password", "token": token(page), "back": "/"}
    return client.post("/login", data=form)


def test_nobody_sees_anything_without_a_login(client, held):
    for path in ("/", f"/orders/{held['id']}", "/articles?q=bolt", "/learned", "/help"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"].startswith("/login")) == (303, True)
    assert client.get("/api/v1/orders").status_code == 401


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    wrong, nobody = log_in(client, password="no"), log_in(client, "nobody", "no")
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert "do not fit" in wrong.text
    assert "do not fit" in nobody.text


def test_a_login_never_leads_elsewhere(client):
    page = client.get("/login", params={"back": "//bad.example"})
    assert "bad.example" not in page.text


def test_a_form_without_the_sessions_token_is_refused(client, held):
    log_in(client)
    for button in ("correct", "release", "reject", "cancel"):
        answer = client.post(f"/orders/{held['id']}/{button}", data={"version": "1", "comment": "abc", "waive": "sku_unknown"})
        assert answer.status_code == 403
        assert "another session" in answer.text


def test_what_a_stranger_wrote_is_never_markup(client, held):
    log_in(client)
    for path in ("/?state=held", f"/orders/{held['id']}"):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_finance_may_not_correct_what_the_desk_owns(client, held):
    log_in(client, "fred")
    page = client.get(f"/orders/{held['id']}")
    answer = client.post(f"/orders/{held['id']}/correct", data={"token": token(page), "version": str(held["version"])})
    assert answer.status_code == 403


def test_an_older_version_is_refused_with_a_sentence(client, home, held):
    key = cli(home, "user", "key", "anna").strip()
    headers = {"Authorization": f"Bearer {key}"}
    body = {"version": held["version"] + 7, "comment": "not ours"}
    answer = client.post(f"/api/v1/orders/{held['id']}/reject", json=body, headers=headers)
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert client.get(f"/api/v1/orders/{held['id']}", headers=headers).json()["version"] == held["version"]


def test_the_api_speaks_the_contracts(client, home, held):
    headers = {"Authorization": f"Bearer {cli(home, 'user', 'key', 'anna').strip()}"}
    one = client.get(f"/api/v1/orders/{held['id']}", headers=headers).json()
    assert {
        "id",
        "origin",
        "state",
        "queue",
        "reasons",
        "customer_no",
        "lines",
        "credit",
        "sales_order_number",
        "history",
    } <= set(one)
    assert {"code", "owner", "path", "message", "clears_when"} <= set(one["reasons"][0])
    quote = client.post("/api/v1/credit/quote", json={"customer_no": "C1003", "amount": "100.00"}, headers=headers)
    assert quote.status_code == 200
    assert client.get("/api/v1/customers/C1003/account", headers=headers).status_code == 200
    assert client.get("/api/v1/customers/NOPE/account", headers=headers).status_code == 404
    order = {"customer_no": "C1003", "customer_po_number": "WEB-1", "lines": [{"sku": "RL-24", "quantity": "10", "uom": "EA"}]}
    first = client.post("/api/v1/orders", json=order, headers={**headers, "Idempotency-Key": "k1"})
    again = client.post("/api/v1/orders", json=order, headers={**headers, "Idempotency-Key": "k1"})
    assert first.status_code == 200
    assert first.json()["id"] == again.json()["id"]
    sent = client.post("/api/v1/documents", files={"file": ("note.txt", b"hello")}, headers=headers)
    assert (sent.status_code, "message_id" in sent.json()) == (202, True)
    assert client.post("/api/v1/orders", json={"lines": []}, headers=headers).status_code == 422


def test_operators_are_answered_without_a_login(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").json()["ready"] is True
    assert "intake_orders" in client.get("/metrics").text
    assert client.get("/api/openapi.json").json()["info"]["title"] == "intake"


def test_a_release_names_a_word_of_the_policy(client, home, held):
    log_in(client)
    page = client.get(f"/orders/{held['id']}").text
    offered = re.search(r'<select name="reason_code".*?</select>', page, re.DOTALL)
    assert offered is None or "desk_checked" in offered[0]
    headers = {"Authorization": f"Bearer {cli(home, 'user', 'key', 'anna').strip()}"}
    body = {"version": held["version"], "reasons": [held["reasons"][0]["code"]], "comment": "looked at it"}
    assert client.post(f"/api/v1/orders/{held['id']}/release", json=body, headers=headers).status_code == 422
    refused = client.post(f"/api/v1/orders/{held['id']}/release", json={**body, "reason_code": "because"}, headers=headers)
    assert refused.status_code == 403
    assert "'because' is no reason for a release" in refused.json()["message"]


def test_a_shops_key_may_do_what_it_was_made_for_and_nothing_else(client, home, held):
    key = cli(home, "user", "key", "fred", "--scope", "orders", "--scope", "quote").strip()
    headers = {"Authorization": f"Bearer {key}"}
    assert client.post("/api/v1/credit/quote", json={"customer_no": "C1003"}, headers=headers).status_code == 200
    for path in ("/api/v1/orders", "/api/v1/customers/C1003/account", "/api/v1/credit/held", "/api/v1/credit/accounts/C1003"):
        refused = client.get(path, headers=headers)
        assert (refused.status_code, "--scope" in refused.json()["message"]) == (403, True)
    body = {"version": held["version"], "comment": "not with this key"}
    assert client.post(f"/api/v1/orders/{held['id']}/reject", json=body, headers=headers).status_code == 403
    hold = {"customer_no": "C1003", "reason": "not with this key"}
    assert client.post("/api/v1/credit/holds", json=hold, headers=headers).status_code == 403


def test_a_key_bound_to_a_customer_orders_and_asks_for_nobody_else(client, home, held):
    headers = {"Authorization": f"Bearer {cli(home, 'user', 'key', 'fred', '--customer', 'C1003').strip()}"}
    assert client.post("/api/v1/credit/quote", json={"customer_no": "C1003"}, headers=headers).status_code == 200
    assert client.get("/api/v1/customers/C1003/account", headers=headers).status_code == 200
    order = {"customer_no": "C1001", "lines": [{"sku": "RL-24", "quantity": "1", "uom": "EA"}]}
    others = [
        client.post("/api/v1/orders", json=order, headers=headers),
        client.post("/api/v1/credit/quote", json={"customer_no": "C1001"}, headers=headers),
        client.get("/api/v1/customers/C1001/account", headers=headers),
        client.get("/api/v1/customers/C9999/account", headers=headers),
    ]
    assert {(answer.status_code, answer.json()["message"]) for answer in others} == {
        (403, "This key is bound to customers, and this is none of them.")
    }
    for path in ("/api/v1/orders", f"/api/v1/orders/{held['id']}", "/api/v1/credit/held", "/api/v1/credit/reminders"):
        assert client.get(path, headers=headers).status_code == 403
    reject = {"version": held["version"], "comment": "not with this key"}
    assert client.post(f"/api/v1/orders/{held['id']}/reject", json=reject, headers=headers).status_code == 403


def test_a_bound_key_reaches_nothing_that_does_not_name_its_customer(client, home):
    """Every address of the API, those added later too."""
    headers = {"Authorization": f"Bearer {cli(home, 'user', 'key', 'fred', '--customer', 'C1003').strip()}"}
    named = {
        ("post", "/api/v1/orders"),
        ("post", "/api/v1/credit/quote"),
        ("get", "/api/v1/customers/{customer_no}/account"),
    }
    doors = {(method, path) for path, methods in client.app.openapi()["paths"].items() for method in methods}
    others = {(method, path) for method, path in doors if path.startswith("/api/")} - named
    assert named < doors
    assert len(others) > 30
    for method, path in sorted(others):
        assert client.request(method, re.sub(r"\{\w+\}", "1", path), headers=headers).status_code == 403, (method, path)


def test_finance_holds_lifts_and_looks_at_an_account_over_the_api(client, home):
    fred, anna = ({"Authorization": f"Bearer {cli(home, 'user', 'key', name).strip()}"} for name in ("fred", "anna"))
    body = {"customer_no": "C1003", "reason": "the directors have changed"}
    assert client.post("/api/v1/credit/holds", json=body, headers=anna).status_code == 403
    placed = client.post("/api/v1/credit/holds", json=body, headers=fred)
    assert placed.status_code == 201
    quote = client.post("/api/v1/credit/quote", json={"customer_no": "C1003", "amount": "1.00"}, headers=fred).json()
    assert quote["outcome"] == "hold"
    account = client.get("/api/v1/credit/accounts/C1003", headers=fred).json()
    assert [record["said"]["reason"] for record in account["records"]] == ["the directors have changed"]
    assert {"positions", "ageing", "behaviour", "held", "decisions"} <= set(account)
    lift = f"/api/v1/credit/holds/{placed.json()['record_id']}/lift"
    assert client.post(lift, json={"comment": "they are known"}, headers=fred).status_code == 200
    assert client.get("/api/v1/credit/holds", headers=fred).json() == []
    assert client.get("/api/v1/credit/held", headers=fred).status_code == 200
    assert client.post("/api/v1/credit/evaluate", headers=anna).status_code == 403
    assert client.post("/api/v1/credit/evaluate", headers=fred).status_code == 200
    assert client.get("/api/v1/credit/accounts/NOPE", headers=fred).status_code == 404


def test_finance_looks_at_risk_and_changes_a_limit_over_the_api(client, home):
    fred, anna = ({"Authorization": f"Bearer {cli(home, 'user', 'key', name).strip()}"} for name in ("fred", "anna"))
    credit = "/api/v1/credit"
    assert client.post(f"{credit}/assess", json={}, headers=anna).status_code == 403
    assert client.post(f"{credit}/assess", json={"customer_nos": ["C1003"]}, headers=fred).status_code == 200
    risk = client.get(f"{credit}/accounts/C1003/risk", headers=fred).json()
    assert {"class_in_force", "history", "signals", "proposals", "changes"} <= set(risk)
    assert client.get(f"{credit}/accounts/NOPE/risk", headers=fred).status_code == 404
    assert client.get(f"{credit}/warnings", headers=fred).json()["accounts"] is not None
    assert client.post(f"{credit}/review", json={"customer_nos": ["C1003"]}, headers=fred).json() == []

    wish = {"customer_no": "C1003", "amount": "1.00", "reason": "they close in May"}
    assert client.post(f"{credit}/proposals", json=wish, headers=anna).status_code == 403
    assert client.post(f"{credit}/proposals", json=wish | {"valid_until": "2027-01-01"}, headers=fred).status_code == 422
    proposal = client.post(f"{credit}/proposals", json=wish, headers=fred)
    assert proposal.status_code == 201
    place = f"{credit}/proposals/{proposal.json()['record_id']}"
    own = client.post(f"{place}/approve", json={"comment": "mine"}, headers=fred)
    assert (own.status_code, "cannot approve" in own.json()["message"]) == (403, True)
    form = {"customer_no": "C1003", "requested_limit": "500", "currency": "GBP", "facts": {}}
    applied = client.post(f"{credit}/applications", json=form, headers=anna)
    assert applied.status_code == 201
    place = f"{credit}/proposals/{applied.json()['record_id']}"
    approved = client.post(f"{place}/approve", json={"comment": "seen their figures"}, headers=fred).json()
    assert approved["change"]["approved_by"] == ["fred"]
    assert [each["state"] for each in client.get(f"{credit}/changes", headers=fred).json()] == ["sent"]
    assert client.post(f"{place}/decline", json={"comment": "too late"}, headers=fred).status_code == 403
    # What finance proposed itself stays on the table beside the desk's form.
    left = client.get(f"{credit}/proposals", headers=fred).json()
    assert [each["record_id"] for each in left] == [proposal.json()["record_id"]]
    gossip = {"provider": "gossip", "signals": [{"customer_no": "C1003", "source": "gossip", "observed_on": "2026-01-01"}]}
    assert client.post(f"{credit}/signals", json=gossip, headers=fred).status_code == 422


def test_a_caller_that_asks_too_often_is_told_when_to_come_back():
    now = [0.0]
    rate = RateLimit(2, clock=lambda: now[0])
    assert [rate.wait("shop"), rate.wait("shop"), rate.wait("shop"), rate.wait("other")] == [0, 0, 30, 0]
    now[0] = 30.0
    assert [rate.wait("shop"), rate.wait("shop")] == [0, 30]
    assert RateLimit(0).wait("shop") == 0


def test_a_key_that_asks_too_often_gets_429(client, home):
    key = cli(home, "user", "key", "anna").strip()
    client.app.state.access = replace(client.app.state.access, rate=RateLimit(1))
    answers = [client.get("/api/v1/orders", headers={"Authorization": f"Bearer {key}"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert int(answers[1].headers["retry-after"]) > 0


def test_a_customer_reads_his_own_account_by_a_link_without_a_login(home, client):
    made = client.post("/api/v1/credit/accounts/C1003/link", headers=bearer(home, "fred"))
    assert made.status_code == 201, made.text
    path = "/account/" + made.json()["url"].rpartition("/")[2]
    page = client.get(path)
    account = client.get("/api/v1/customers/C1003/account", headers=bearer(home, "fred")).json()
    assert page.status_code == 200
    assert account["name"].replace("&", "&amp;") in page.text
    assert all(item["document_no"] in page.text for item in account["open_items"] if float(item["open_amount"]))
    assert page.headers["cache-control"] == "no-store"
    assert "script-src" not in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    assert client.get(path + "x").status_code == 404
    assert client.post(path).status_code == 405
    revoke = {"comment": "lost"}
    assert client.post("/api/v1/credit/accounts/C1003/links/revoke", headers=bearer(home, "fred"), json=revoke).status_code == 200
    gone = client.get(path)
    assert gone.status_code == 404
    assert account["name"].split()[0] not in gone.text


@pytest.fixture
def client_of_the_ledgers_day(home):
    """The desk on the day of the demo's figures, on which they are fresh."""
    settings = load_settings(home)
    database = open_database(settings)
    line = open_line(settings, database, clock=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    with TestClient(open_desk(settings, line, secret="s" * 32), base_url="http://desk.example") as client:
        yield client
    database.close()


def test_collections_over_the_api(home, client_of_the_ledgers_day):
    client = client_of_the_ledgers_day
    fred, anna = bearer(home, "fred"), bearer(home, "anna")
    (late, *_) = (one for one in client.get("/api/v1/credit/reminders", headers=fred).json() if one["plan"]["due"])
    customer, document = late["customer_no"], late["plan"]["due"]["items"][0]["document_no"]
    send = client.post(f"/api/v1/credit/reminders/{customer}/send", headers=fred, json={"draft_id": late["draft_id"]})
    assert (send.status_code, "no mail server" in send.text) == (422, True)
    said = {"customer_no": customer, "amount": "1.00", "by": "2099-01-01"}
    assert client.post("/api/v1/credit/promises", headers=fred, json=said).status_code == 422
    dispute = {"customer_no": customer, "document_no": document, "reason": "wrong price", "owner": "anna"}
    day = "2026-03-09"
    assert client.post("/api/v1/credit/disputes", headers=anna, json={**dispute, "resolve_by": day}).status_code == 403
    opened = client.post("/api/v1/credit/disputes", headers=fred, json={**dispute, "resolve_by": day})
    assert opened.status_code == 201, opened.text
    number = opened.json()["record_id"]
    left = client.get(f"/api/v1/credit/reminders?customer_no={customer}", headers=fred).json()[0]["plan"]["left_out"]
    assert document in [each["document_no"] for each in left]
    end = {"outcome": "refused", "comment": "the price was agreed"}
    assert client.post(f"/api/v1/credit/disputes/{number}/resolve", headers=fred, json=end).json()["closed_as"] == "refused"
    noted = client.post("/api/v1/credit/promises", headers=fred, json={**said, "by": day})
    assert noted.status_code == 201, noted.text
    assert client.get("/api/v1/credit/promises", headers=fred).json()[0]["said"]["amount"] == "1.00"
    back = client.post(
        f"/api/v1/credit/promises/{noted.json()['record_id']}/withdraw", headers=fred, json={"comment": "a mistake"}
    )
    assert back.json()["closed_as"] == "withdrawn"
    assert client.get("/api/v1/credit/mails", headers=fred).json() == []


@pytest.fixture
def taught(home):
    """Harrow's words for a reel were confirmed by Anna."""
    from intake.domain.learned import ConfirmedArticle, LearnedReference
    from intake.store.experience import keep_learned, list_learned

    article = ConfirmedArticle(description="Reel 24", base_uom="EA")
    reference = LearnedReference(
        customer_no="C1003", words="the big reel", uom="EA", sku="RL-24", said=f"the big reel {NAUGHTY}", article=article,
        actor="anna", at="2026-03-02T10:00:00", order_id="o-1", line_number="1",
    )  # fmt: skip
    database = open_database(load_settings(home))
    with database.write() as tx:
        keep_learned(tx, reference)
        (kept,) = list_learned(tx, "C1003", 10)
    yield kept.reference_id
    database.close()


def test_confirmed_words_are_shown_with_who_said_so_and_forgotten_once(client, home, taught):
    log_in(client)
    page = client.get("/learned", params={"customer": "C1003"})
    assert "anna" in page.text
    assert "RL-24" in page.text
    assert NAUGHTY not in page.text
    form = {"token": token(page), "comment": "It is the small one.", "customer": "C1003"}
    assert client.post(f"/learned/{taught}/forget", data={**form, "token": "0" * 64}).status_code == 403
    assert client.post(f"/learned/{taught}/forget", data=form).headers["location"] == "/learned?customer=C1003"
    assert "Nothing was learned" in client.get("/learned", params={"customer": "C1003"}).text


def test_only_the_order_desk_forgets_words(client, home, taught):
    body = {"comment": "It is the small one."}
    refused = client.post(f"/api/v1/learned/{taught}/forget", json=body, headers=bearer(home, "fred"))
    assert refused.status_code == 403
    told = json.loads(cli(home, "learned", "list", "--customer", "C1003", "--json"))
    assert [(one["said"], one["actor"], one["order_id"]) for one in told] == [(f"the big reel {NAUGHTY}", "anna", "o-1")]
    cli(
        home, "learned", "forget", str(taught), "--as", "anna", "--comment", "Wrong.", "--password-stdin", stdin="anna-password\n"
    )
    gone = client.post(f"/api/v1/learned/{taught}/forget", json=body, headers=bearer(home, "anna"))
    assert gone.status_code == 404
    assert client.get("/api/v1/learned", headers=bearer(home, "anna")).json() == []


def mailed(home, subject, *lines):
    """The order that a mail of Harrow's became."""
    file = home / "mailed.eml"
    file.write_text("\n".join(["From: purchasing@harrow-finch.example", f"Subject: {subject}", "", *lines, ""]), encoding="utf-8")
    (taken,) = json.loads(cli(home, "ingest", str(file), "--wait", "--json"))
    return json.loads(cli(home, "order", *taken["orders"], "--json"))


@pytest.mark.slow
def test_a_cancellation_is_carried_out_with_its_button_and_nothing_else_is(client, home):
    first = mailed(home, "PO-77002", "Please send under PO-77002:", "", "10 pcs RL-24 Special bracket, painted")
    asked = mailed(home, "Cancellation of PO-77002", "Please cancel our order PO-77002.")
    anna = bearer(home, "anna")
    body = {"version": first["version"], "comment": "Agreed by phone."}
    refused = client.post(f"/api/v1/orders/{first['id']}/cancel", json=body, headers=anna)
    assert (refused.status_code, "cancels no order" in refused.json()["message"]) == (403, True)
    log_in(client)
    page = client.get(f"/orders/{asked['id']}")
    assert f'Cancels <a href="/orders/{first["id"]}"' in page.text
    assert "Nothing differs" not in page.text
    form = {"token": token(page), "version": str(asked["version"]), "comment": "Agreed by phone."}
    assert client.post(f"/orders/{asked['id']}/cancel", data=form).headers["location"] == f"/orders/{asked['id']}"
    ended = [client.get(f"/api/v1/orders/{one['id']}", headers=anna).json()["state"] for one in (first, asked)]
    assert ended == ["cancelled", "not_an_order"]
