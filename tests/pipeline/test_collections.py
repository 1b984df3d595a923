"""Collections on the line: drafts that follow the figures, mails that go once, promises that ledgers judge, links that end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.credit.policy import default_policy_text, parse_policy
from intake.domain.errors import BadInput, BrokenPromise, NotAllowed, StaleVersion, Unavailable
from intake.domain.finance import RecordKind
from intake.domain.ledger import OpenItem, OpenItemKind
from intake.domain.mails import MailState, OutgoingMail
from intake.domain.parties import OwnCompany
from intake.domain.reminders import DisputeOutcome, PromiseState, SentBy
from intake.holds.authority import Actor
from intake.pipeline.account_links import LinkClaim, make_link, open_link, revoke_links, sign_claim
from intake.pipeline.account_page import account_page
from intake.pipeline.credit_quotes import account_of, credit_quote
from intake.pipeline.disputes import open_dispute, resolve_dispute
from intake.pipeline.line import AccountLinks
from intake.pipeline.promises import judge_promises, note_promise, withdraw_promise
from intake.pipeline.reminder_drafts import ReminderDraft, reminder_drafts
from intake.pipeline.reminder_sending import send_by_policy, send_reminder
from intake.pipeline.send_step import send_again
from intake.pipeline.sync import take_ledger
from intake.store.finance import records_of
from intake.store.outbox import list_mails
from intake.store.trail import verify_trail

FRED = Actor(name="fred", roles=frozenset({"finance"}))
ANNA = Actor(name="anna", roles=frozenset({"order_desk"}))
LINKS = AccountLinks(secret=lambda: "s" * 32, address="https://desk.example/", days=14, are_public=True)


@dataclass
class Server:
    """Takes mails; `failures` are raised first, one a mail."""

    taken: list[OutgoingMail] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def __call__(self, mail: OutgoingMail, at: datetime) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(mail)


def late(number: str, left: str, due: date = date(2026, 2, 10), **more: Any) -> OpenItem:
    values = {"kind": OpenItemKind.INVOICE, "issue_date": date(2026, 1, 10), "currency": "EUR", "customer_no": "C1001"}
    amount = Decimal(left)
    return OpenItem(document_no=number, due_date=due, amount=amount, open_amount=amount, **(values | more))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def books(company, server: Server):  # type: ignore[no-untyped-def]
    """(the company with a mail server, a function that gives it a ledger of these items as of now)."""
    company = company.with_line(deliver=server, links=LINKS, own=OwnCompany(names=("Nordlicht GmbH",)))
    plain = company.erp.pull_ledger()
    sequence = [100]

    def take(*items: OpenItem, **more: Any) -> None:
        sequence[0] += 1
        owed = [item for item in items if item.kind in (OpenItemKind.INVOICE, OpenItemKind.INSTALMENT)]
        total = sum((item.open_amount for item in owed), Decimal(0)) - sum(i.open_amount for i in items if i not in owed)
        values = {"as_of": company.line.clock(), "sequence": sequence[0], "open_items": items, "control_total": total}
        assert take_ledger(company.line, plain.model_copy(update=values | more)) is None

    return company, take


def draft_of(company, customer_no: str = "C1001") -> ReminderDraft:  # type: ignore[no-untyped-def]
    (draft,) = reminder_drafts(company.line, customer_no)
    return draft


def send(company, **more: Any) -> int:  # type: ignore[no-untyped-def]
    draft = draft_of(company)
    assert draft.draft_id is not None
    return send_reminder(company.line, "C1001", draft.draft_id, FRED, **more)


def states(company) -> list[MailState]:  # type: ignore[no-untyped-def]
    with company.line.database.read() as tx:
        return [mail.state for mail in list_mails(tx)]


def test_a_person_sends_what_was_drafted_once_and_the_next_level_only_after_its_time(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"), late("R-2", "80", date(2026, 3, 20)))
    (draft,) = reminder_drafts(company.line)
    assert draft.letter is not None
    assert draft.letter.language == "de"
    assert "R-1" in draft.letter.body
    assert "R-2" not in draft.letter.body
    assert "https://desk.example/account/" in draft.letter.body
    assert server.taken == []
    send(company)
    company.work()
    (mail,) = server.taken
    assert (mail.recipient, mail.subject) == ("accounts@nordwind.example", "Zahlungserinnerung von Nordlicht GmbH")
    assert states(company) == [MailState.SENT]
    assert draft_of(company).plan.due is None
    company.clocks.business += timedelta(days=7)
    take(late("R-1", "100"))
    again = draft_of(company)
    assert again.plan.due is not None
    assert (again.plan.due.level, again.plan.not_now) == (2, None)
    with company.line.database.read() as tx:
        assert verify_trail(tx) == []
        assert len(records_of(tx, RecordKind.REMINDER)) == 1


def test_what_was_paid_disputed_or_promised_meanwhile_is_not_sent(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    seen = draft_of(company).draft_id
    assert seen is not None
    take(late("R-1", "60"))
    with pytest.raises(StaleVersion, match="look at it again"):
        send_reminder(company.line, "C1001", seen, FRED)
    seen = draft_of(company).draft_id
    assert seen is not None
    dispute = open_dispute(company.line, FRED, "C1001", "R-1", reason="wrong price", owner="anna", resolve_by=date(2026, 3, 9))
    assert "disputed" in draft_of(company).plan.left_out[0].why
    with pytest.raises(StaleVersion):
        send_reminder(company.line, "C1001", seen, FRED)
    resolve_dispute(company.line, FRED, dispute.record_id, DisputeOutcome.REFUSED, "the price was agreed")
    promise = note_promise(company.line, FRED, "C1001", Decimal(60), date(2026, 3, 6))
    with pytest.raises(StaleVersion):
        send_reminder(company.line, "C1001", seen, FRED)
    withdraw_promise(company.line, FRED, promise.record_id, "it was another customer")
    assert draft_of(company).draft_id == seen
    company.work()
    assert server.taken == []


def test_nothing_goes_on_old_figures_or_without_a_server_an_address_or_the_right(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    seen = draft_of(company).draft_id
    assert seen is not None
    with pytest.raises(NotAllowed, match="finance may"):
        send_reminder(company.line, "C1001", seen, ANNA)
    with pytest.raises(BadInput, match="no mail server"):
        send_reminder(company.with_line(deliver=None).line, "C1001", seen, FRED)
    with pytest.raises(BadInput, match="no address"):
        send_reminder(company.line, "C1001", seen, FRED, "nobody")
    company.clocks.business += timedelta(hours=27)
    assert draft_of(company).plan.due is None
    assert "no longer fresh" in str(draft_of(company).plan.not_now)
    with pytest.raises(StaleVersion):
        send_reminder(company.line, "C1001", seen, FRED)


def test_two_who_send_at_once_send_one_mail(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    seen = draft_of(company).draft_id
    assert seen is not None
    failures: list[Exception] = []

    def press() -> None:
        try:
            send_reminder(company.line, "C1001", seen, FRED)
        except NotAllowed as refused:
            failures.append(refused)

    people = [threading.Thread(target=press) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    company.work()
    assert (len(server.taken), len(failures)) == (1, 3)


def policy_sends(company) -> Any:  # type: ignore[no-untyped-def]
    """The same company under a policy that sends the first level by itself."""
    policy = parse_policy(default_policy_text().encode())
    first, *others = policy.collections.levels
    levels = (first.model_copy(update={"sent_by": SentBy.POLICY}), *others)
    changed = policy.model_copy(update={"collections": policy.collections.model_copy(update={"levels": levels})})
    return company.with_line(policy=lambda: changed)


def test_the_policy_sends_the_first_level_by_itself_and_leaves_the_second_to_a_person(books, server: Server) -> None:
    company, take = books
    by_itself = policy_sends(company)
    other = late("R-9", "50", customer_no="C1002")
    take(late("R-1", "100"), other)
    assert len(send_by_policy(by_itself.line)) == 1, "C1002 has no address"
    assert send_by_policy(by_itself.line) == []
    company.clocks.business += timedelta(days=14)
    take(late("R-1", "100"))
    assert draft_of(by_itself).plan.due is not None
    assert send_by_policy(by_itself.line) == []
    assert send_by_policy(company.line) == []


def test_a_server_that_is_away_is_asked_again_and_what_nobody_can_tell_is_not_sent_twice(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    server.failures = [Unavailable("not now"), BrokenPromise("the line was cut")]
    mail_id = send(company)
    company.engine.run_next("worker")
    assert states(company) == [MailState.WAITING]
    company.clocks.pass_time(60)
    company.work()
    assert states(company) == [MailState.UNCERTAIN]
    assert server.taken == []
    with pytest.raises(NotAllowed, match="finance may"):
        send_again(company.line, mail_id, ANNA, "they say it never came")
    send_again(company.line, mail_id, FRED, "they say it never came")
    company.work()
    assert states(company) == [MailState.SENT]
    assert len(server.taken) == 1
    with pytest.raises(NotAllowed, match="is sent"):
        send_again(company.line, mail_id, FRED, "once more")


def test_a_worker_that_dies_while_sending_leaves_a_mail_that_is_not_sent_again(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    send(company)

    class Killed(BaseException):
        """As if the process were gone: nothing after it is written."""

    def die(mail: OutgoingMail, at: datetime) -> None:
        raise Killed

    with pytest.raises(Killed):
        company.with_line(deliver=die).engine.run_next("first")
    assert states(company) == [MailState.SENDING]
    company.clocks.pass_time(120)
    company.work()
    assert states(company) == [MailState.UNCERTAIN]
    assert server.taken == []


def test_a_refused_mail_reminded_nobody(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    server.failures = [BadInput("550 no such user")]
    send(company)
    company.work()
    assert states(company) == [MailState.REFUSED]
    assert draft_of(company).plan.not_now is None
    send(company, recipient="new@nordwind.example")
    company.work()
    assert [mail.recipient for mail in server.taken] == ["new@nordwind.example"]


def test_what_was_refused_waits_for_a_person_and_does_not_stop_the_syncs_that_follow(books, server: Server) -> None:
    company, take = books
    by_itself = policy_sends(company)
    take(late("R-1", "100"))
    server.failures = [BadInput("550 mailbox full")]
    (mail_id,) = send_by_policy(by_itself.line)
    company.work()
    assert send_by_policy(by_itself.line) == []
    with pytest.raises(NotAllowed, match="is refused; send that again"):
        send(company)
    send_again(company.line, mail_id, FRED, "they made room")
    company.work()
    assert [mail.mail_id for mail in server.taken] == [mail_id]


def test_a_refused_mail_does_not_go_again_once_another_reminded_of_the_same(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    server.failures = [BadInput("550 no such user")]
    refused = send(company)
    company.work()
    send(company, recipient="new@nordwind.example")
    company.work()
    with pytest.raises(NotAllowed, match="Nothing of it is to be reminded of"):
        send_again(company.line, refused, FRED, "once more")
    company.work()
    assert len(server.taken) == 1


def test_a_refused_mail_that_goes_again_counts_although_another_document_was_reminded_of_between(books, server: Server) -> None:
    company, take = books
    take(late("R-1", "100"))
    server.failures = [BadInput("550 mailbox full")]
    refused = send(company)
    company.work()
    take(late("R-1", "100"), late("R-2", "80"))
    promise = note_promise(company.line, FRED, "C1001", Decimal(100), date(2026, 3, 6), documents=["R-1"])
    send(company)
    company.work()
    withdraw_promise(company.line, FRED, promise.record_id, "noted on the wrong account")
    take(late("R-1", "100"))
    send_again(company.line, refused, FRED, "they made room")
    company.work()
    assert [mail.mail_id for mail in server.taken] == [refused + 1, refused]
    assert draft_of(company).plan.due is None


@pytest.mark.parametrize("meanwhile", ["paid", "disputed", "promised", "old"])
def test_a_mail_that_waited_does_not_go_where_something_changed_meanwhile(books, server: Server, meanwhile: str) -> None:
    company, take = books
    take(late("R-1", "100"))
    send(company)
    if meanwhile == "paid":
        take(late("R-1", "60"))
    elif meanwhile == "disputed":
        open_dispute(company.line, FRED, "C1001", "R-1", reason="wrong price", owner="anna", resolve_by=date(2026, 3, 9))
    elif meanwhile == "promised":
        note_promise(company.line, FRED, "C1001", Decimal(100), date(2026, 3, 6))
    else:
        company.clocks.business += timedelta(hours=27)
    company.work()
    assert server.taken == []
    assert states(company) == [MailState.REFUSED]


def test_a_level_that_was_sent_counts_for_the_check_as_the_erps_does(books) -> None:
    """R8 at level 3; every level a week after the one before."""
    company, take = books
    item = late("R-1", "100", date(2025, 12, 1))
    for _ in range(3):
        take(item)
        assert "reminder level" not in str(credit_quote(company.line, "C1001", Decimal(10), None))
        send(company)
        company.clocks.business += timedelta(days=7)
    take(item)
    quote = credit_quote(company.line, "C1001", Decimal(10), None)
    assert quote is not None
    assert "reminded you of" in quote.message
    take()
    paid = credit_quote(company.line, "C1001", Decimal(10), None)
    assert paid is not None
    assert "reminded" not in paid.message


def test_promises_are_judged_by_the_ledgers_that_follow(books) -> None:
    company, take = books
    take(late("R-1", "100"), late("R-2", "50"))
    kept = note_promise(company.line, FRED, "C1001", Decimal(100), date(2026, 3, 6), documents=["R-1"])
    broken = note_promise(company.line, FRED, "C1001", Decimal(50), date(2026, 3, 6), documents=["R-2"])
    assert judge_promises(company.line) == {}
    company.clocks.business += timedelta(days=2)
    take(late("R-2", "50"))
    assert judge_promises(company.line) == {kept.record_id: PromiseState.KEPT}
    company.clocks.business += timedelta(days=20)
    assert judge_promises(company.line) == {}, "old figures say nothing"
    take(late("R-2", "50"))
    assert judge_promises(company.line) == {broken.record_id: PromiseState.BROKEN}
    assert draft_of(company).plan.due is not None
    with pytest.raises(NotAllowed, match="broken already"):
        withdraw_promise(company.line, FRED, broken.record_id, "they asked for it")


@pytest.mark.parametrize(
    ("amount", "by", "documents", "said"),
    [
        ("0", date(2026, 3, 6), [], "above 0"),
        ("NaN", date(2026, 3, 6), [], "above 0"),
        ("100.01", date(2026, 3, 6), [], "Only 100"),
        ("50", date(2026, 3, 1), [], "from today on"),
        ("50", date(2028, 3, 1), [], "from today on"),
        ("50", date(2026, 3, 6), ["R-7"], "not open"),
    ],
)
def test_a_promise_that_could_not_be_kept_is_refused(books, amount: str, by: date, documents: list[str], said: str) -> None:
    company, take = books
    take(late("R-1", "100"))
    with pytest.raises(BadInput, match=said):
        note_promise(company.line, FRED, "C1001", Decimal(amount), by, documents=documents)
    with pytest.raises(NotAllowed, match="finance may"):
        note_promise(company.line, ANNA, "C1001", Decimal(50), date(2026, 3, 6))


def test_a_dispute_has_an_owner_a_day_and_an_end(books) -> None:
    company, take = books
    take(late("R-1", "100"))
    said = {"reason": "two boxes broken", "owner": "anna", "resolve_by": date(2026, 3, 9)}
    with pytest.raises(BadInput, match="no open document"):
        open_dispute(company.line, FRED, "C1001", "R-7", **said)
    with pytest.raises(BadInput, match="is over"):
        open_dispute(company.line, FRED, "C1001", "R-1", **said | {"resolve_by": date(2026, 3, 1)})
    found = open_dispute(company.line, FRED, "C1001", "R-1", **said)
    with pytest.raises(BadInput, match="disputed already"):
        open_dispute(company.line, FRED, "C1001", "R-1", **said)
    resolved = resolve_dispute(company.line, FRED, found.record_id, DisputeOutcome.ACCEPTED, "credited")
    assert (resolved.closed_as, resolved.closed_by) == ("accepted", "fred")
    with pytest.raises(NotAllowed, match="resolved the dispute"):
        resolve_dispute(company.line, FRED, found.record_id, DisputeOutcome.ACCEPTED, "credited")


def token_of(company, customer_no: str = "C1001") -> str:  # type: ignore[no-untyped-def]
    return make_link(company.line, customer_no).url.rpartition("/")[2]


def opens(company, token: str) -> str | None:  # type: ignore[no-untyped-def]
    with company.line.database.read() as tx:
        claim = open_link(company.line, tx, token)
    return claim.customer_no if claim else None


def test_a_link_opens_one_customers_account_with_the_figures_of_the_api(books) -> None:
    company, take = books
    take(late("R-1", "100"), late("R-9", "777", customer_no="C1002"))
    page = account_page(company.line, token_of(company))
    account = account_of(company.line, "C1001")
    assert page is not None
    assert account is not None
    assert dict(page["figures"])["Verfügbar"] == "900,00 €"
    assert account["available_credit"] == Decimal(900)
    assert [item["document_no"] for item in page["items"]] == ["R-1"]
    assert page["items"][0]["marks"] == ["überfällig"]
    assert "777" not in str(page)
    assert "C1002" not in str(page)


def test_a_link_ends_by_its_time_and_by_finances_word(books) -> None:
    company, take = books
    take(late("R-1", "100"))
    token, other = token_of(company), token_of(company, "C1002")
    company.clocks.business += timedelta(days=14, microseconds=-1)
    assert opens(company, token) == "C1001"
    company.clocks.business += timedelta(microseconds=1)
    assert opens(company, token) is None
    company.clocks.business -= timedelta(days=1)
    with pytest.raises(NotAllowed, match="finance may"):
        revoke_links(company.line, "C1001", ANNA, "lost")
    revoke_links(company.line, "C1001", FRED, "their bookkeeper left")
    assert opens(company, token) is None
    assert opens(company, other) == "C1002"
    company.clocks.business += timedelta(seconds=1)
    assert opens(company, token_of(company)) == "C1001"


def test_a_link_that_was_changed_or_signed_by_others_opens_nothing(books) -> None:
    company, _ = books
    token = token_of(company)
    claim = LinkClaim(customer_no="C1002", made_at=company.line.clock(), until=company.line.clock() + timedelta(days=1))
    said, _, signature = token.partition(".")
    forged = sign_claim("another secret", claim)
    for wrong in (
        "",
        ".",
        "a.b",
        token[:-2],
        said,
        f"{forged.partition('.')[0]}.{signature}",
        forged,
        token + "=",
        "é.ü",
        "x" * 600,
    ):
        assert opens(company, wrong) is None, wrong
    future = replace(claim, made_at=company.line.clock() + timedelta(days=1), until=company.line.clock() + timedelta(days=9))
    assert opens(company, sign_claim("s" * 32, future)) is None
    assert opens(company.with_line(links=None), token) is None


def test_without_a_public_desk_mails_carry_no_link(books) -> None:
    company, take = books
    take(late("R-1", "100"))
    private = company.with_line(links=replace(LINKS, are_public=False))
    letter = draft_of(private).letter
    assert letter is not None
    assert "http" not in letter.body
    assert make_link(private.line, "C1001").url.startswith("https://desk.example/account/")
