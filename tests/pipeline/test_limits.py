"""A limit from proposal to force: people approve, the ERP is asked, and only its own figures let an order go."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from intake.domain.errors import BadInput, NotAllowed, Unavailable
from intake.domain.limit_changes import ChangeState, CreditApplication, ProposalRule
from intake.domain.status import OrderStatus
from intake.erp.csv_files import read_master
from intake.holds.authority import Actor
from intake.matching.index import build_index
from intake.pipeline.credit_quotes import credit_quote
from intake.pipeline.limit_changes import approve, decline
from intake.pipeline.limit_proposals import apply, open_proposals, propose, review
from intake.pipeline.reconsidering import reconsider
from intake.pipeline.sync import sync
from intake.store.limit_changes import changes_in

FRED = Actor(name="fred", roles=frozenset({"finance"}))
FINA = Actor(name="Fina", roles=frozenset({"finance"}))
BOSS, CHAIR = (Actor(name=name, roles=frozenset({"admin"})) for name in ("boss", "chair"))
DESK = Actor(name="anna", roles=frozenset({"order_desk"}))
DAY = timedelta(days=1)


def changes(company, *states):
    with company.line.database.read() as tx:
        return changes_in(tx, states or tuple(ChangeState))


def proposals(company):
    with company.line.database.read() as tx:
        return open_proposals(tx)


def erp_says(company, folder: Path, columns: str, row: str) -> None:
    """The accountant writes it into the ERP's own files, and the next sync brings it."""
    from tests.pipeline.conftest import write_master

    write_master(folder)
    head = "customer_no,name,country,currency,payment_terms,credit_limit"
    (folder / "customers.csv").write_text(
        f"{head}{columns}\nC1001,Nordwind Maschinenbau GmbH,DE,EUR,30 days net,{row}\n"
        f"C1002,Atelier Lumière SARL,FR,EUR,30 days net,unlimited{',' * columns.count(',')}\n"
    )
    company.clocks.business += timedelta(minutes=1)
    company.erp.import_files(read_master(folder))
    sync(company.line, build_index)


def test_a_limit_counts_when_the_erp_shows_it_and_not_before(company, mail, tmp_path) -> None:
    """An order of 1190 on a limit of 1000 with 100 owed. Proposed, approved, asked: it waits. In the ERP: it goes."""
    (order,) = company.take(mail("1", ("HX-M8X40", 1000)))
    before = credit_quote(company.line, "C1001", Decimal(1190), "EUR")
    proposed = propose(company.line, FRED, "C1001", Decimal(2000), "their new plant")
    assert proposed.proposal.effect is not None
    assert [effect.order_id for effect in proposed.proposal.effect.would_go] == [order.order_id]
    assert proposed.proposal.effect.headroom == Decimal("1900.00")
    approved = approve(company.line, proposed.record_id, FINA, "seen their figures")
    assert approved.change is not None
    (asked,) = changes(company, ChangeState.SENT)
    request = json.loads((company.erp.path.parent / str(asked.erp_said)).read_text())
    assert (request["customer_no"], request["amount"], request["approved_by"]) == ("C1001", "2000", ["Fina"])

    assert credit_quote(company.line, "C1001", Decimal(1190), "EUR") == before
    assert reconsider(company.line) == []
    sync(company.line, build_index)
    assert company.order(order.order_id).state is OrderStatus.HELD

    erp_says(company, tmp_path / "later", ",credit_review_due", f"2000,{request['next_review']}")
    company.work()
    assert company.order(order.order_id).state is OrderStatus.PUSHED
    assert [each.state for each in changes(company)] == [ChangeState.IN_FORCE]


def test_whatever_is_proposed_signed_approved_or_declined_the_check_sees_none_of_it(company) -> None:
    today = company.line.local_date(company.clocks.business)
    form = CreditApplication(customer_no="C1001", requested_limit=Decimal(50000), currency="EUR", facts={})

    def quotes():
        return [credit_quote(company.line, "C1001", Decimal(amount), "EUR") for amount in ("0.01", "900", "900.01", "40000")]

    def proposed(amount: int, days=None) -> int:
        return propose(company.line, FRED, "C1001", Decimal(amount), "a wish", days).record_id

    before = quotes()
    for step in (
        lambda: approve(company.line, proposed(0), FINA, "no more"),
        lambda: approve(company.line, proposed(25000), FINA, "much more"),
        lambda: approve(company.line, proposed(500000), BOSS, "signed once"),
        lambda: approve(company.line, proposed(20000, (today, today + DAY)), FINA, "the fair"),
        lambda: decline(company.line, proposed(1), FINA, "too little"),
        lambda: approve(company.line, apply(company.line, DESK, form).record_id, BOSS, "guaranteed", Decimal(50000)),
    ):
        step()
        assert quotes() == before
    assert len(changes(company, ChangeState.SENT)) == 4


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "0.001", "1e20"])
def test_an_amount_that_no_erp_would_show_is_not_proposed_or_approved(company, amount: str) -> None:
    with pytest.raises(BadInput, match="is no limit"):
        propose(company.line, FRED, "C1001", Decimal(amount), "a wish")
    wish = propose(company.line, FRED, "C1001", Decimal(2000), "a wish")
    with pytest.raises(BadInput, match="is no limit"):
        approve(company.line, wish.record_id, FINA, "agreed", Decimal(amount))


def test_nobody_approves_what_he_proposed_nor_beyond_his_authority(company) -> None:
    own = propose(company.line, FRED, "C1001", Decimal(2000), "their new plant")
    with pytest.raises(NotAllowed, match="proposed a limit cannot approve"):
        approve(company.line, own.record_id, Actor(name=" FRED ", roles=FRED.roles), "mine")
    with pytest.raises(NotAllowed, match="may not approve a limit of 2000"):
        approve(company.line, own.record_id, DESK, "the customer is nice")
    with pytest.raises(NotAllowed, match="between 1000 and 2000"):
        approve(company.line, own.record_id, FINA, "a bit more", Decimal(2001))
    with pytest.raises(NotAllowed, match="finance may"):
        propose(company.line, DESK, "C1001", Decimal(2000), "the customer is nice")
    large = propose(company.line, FRED, "C1001", Decimal(30000), "their new plant")
    with pytest.raises(NotAllowed, match="may not approve a limit of 30000"):
        approve(company.line, large.record_id, FINA, "seen their figures")
    assert [each.record_id for each in proposals(company)] == [large.record_id]
    decline(company.line, large.record_id, FINA, "too much")
    with pytest.raises(NotAllowed, match="was declined by Fina already"):
        approve(company.line, large.record_id, BOSS, "after all")
    assert changes(company) == []


def test_above_an_amount_two_people_approve_the_same(company) -> None:
    """Admins sign alone up to 100000."""
    proposed = propose(company.line, FRED, "C1001", Decimal(200000), "a framework contract")
    assert approve(company.line, proposed.record_id, BOSS, "signed by the board").change is None
    assert approve(company.line, proposed.record_id, BOSS, "signed again").change is None
    assert approve(company.line, proposed.record_id, CHAIR, "but less", Decimal(150000)).change is None
    assert changes(company) == []
    done = approve(company.line, proposed.record_id, CHAIR, "the board's decision")
    assert done.change is not None
    assert done.change.approved_by == ("boss", "chair")


def test_a_proposal_whose_ground_has_moved_is_not_approved(company, tmp_path) -> None:
    proposed = propose(company.line, FRED, "C1001", Decimal(2000), "their new plant")
    erp_says(company, tmp_path / "later", "", "1500")
    with pytest.raises(NotAllowed, match="The limit is 1500 by now; it was 1000"):
        approve(company.line, proposed.record_id, FINA, "seen their figures")
    company.clocks.business += 31 * DAY
    with pytest.raises(NotAllowed, match="was to be approved until"):
        approve(company.line, proposed.record_id, FINA, "seen their figures")
    assert review(company.line) == []
    assert proposals(company) == []


def test_a_temporary_limit_has_an_end_and_its_days_are_the_requests(company, tmp_path) -> None:
    today = company.line.local_date(company.clocks.business)
    with pytest.raises(BadInput, match="92 days at most"):
        propose(company.line, FRED, "C1001", Decimal(2000), "the fair", (today, today + 92 * DAY))
    with pytest.raises(BadInput, match="never be in force"):
        propose(company.line, FRED, "C1001", Decimal(2000), "the fair", (today - 2 * DAY, today - DAY))
    days = (today, today + 10 * DAY)
    proposed = propose(company.line, FRED, "C1001", Decimal(2000), "the fair", days)
    assert approve(company.line, proposed.record_id, FINA, "agreed", Decimal(1800)).change is not None
    columns = ",temporary_limit,temporary_limit_from,temporary_limit_until"
    erp_says(company, tmp_path / "other", columns, f"1000,1700,{days[0]},{days[1]}")
    assert [each.state for each in changes(company)] == [ChangeState.SENT]
    erp_says(company, tmp_path / "right", columns, f"1000,1800,{days[0]},{days[1]}")
    assert [each.state for each in changes(company)] == [ChangeState.IN_FORCE]


def test_a_request_the_erp_never_showed_is_overtaken_by_its_end_or_a_later_one(company) -> None:
    today = company.line.local_date(company.clocks.business)
    for amount in (2000, 3000):
        proposed = propose(company.line, FRED, "C1001", Decimal(amount), "their new plant")
        approve(company.line, proposed.record_id, FINA, "seen their figures")
    fair = propose(company.line, FRED, "C1001", Decimal(2000), "the fair", (today, today + DAY))
    approve(company.line, fair.record_id, FINA, "agreed")
    company.clocks.business += 2 * DAY
    sync(company.line, build_index)
    states = [each.state for each in changes(company)]
    assert states == [ChangeState.OVERTAKEN, ChangeState.SENT, ChangeState.OVERTAKEN]


class Deaf:
    """An ERP that answers everything but requests of limits."""

    def __init__(self, erp) -> None:
        self._erp = erp

    def __getattr__(self, name: str):
        return getattr(self._erp, name)

    def ask_for_limit(self, change) -> str:
        raise Unavailable("The ERP does not answer.")


def test_an_erp_that_does_not_answer_is_asked_again_at_the_next_sync(company) -> None:
    deaf = company.with_line(erp=Deaf(company.erp))
    proposed = propose(deaf.line, FRED, "C1001", Decimal(2000), "their new plant")
    assert approve(deaf.line, proposed.record_id, FINA, "seen their figures").change is not None
    assert [each.state for each in changes(company)] == [ChangeState.WAITING]
    sync(company.line, build_index)
    assert [each.state for each in changes(company)] == [ChangeState.SENT]


def test_an_application_gets_what_the_policy_gives_its_class_and_somebody_else_approves_it(company) -> None:
    """Nothing is known of how the account pays: its class is unknown, for which the policy gives 2500."""
    form = CreditApplication(customer_no="C1001", requested_limit=Decimal(9000), currency="EUR", facts={})
    proposed = apply(company.line, DESK, form)
    assert (proposed.proposal.rule, proposed.proposal.amount) == (ProposalRule.APPLICATION, Decimal("2500.00"))
    assert approve(company.line, proposed.record_id, FINA, "they sent a guarantee", Decimal(9000)).amount == 9000
    for wrong, sentence in (
        ({"customer_no": "C9"}, "no customer C9"),
        ({"facts": {"hobby": "sailing"}}, "asks for no fact 'hobby'"),
        ({"currency": "USD"}, "is in EUR, not in USD"),
        ({"requested_limit": Decimal("NaN")}, "is no amount"),
    ):
        with pytest.raises(BadInput, match=sentence):
            apply(company.line, DESK, form.model_copy(update=wrong))


def test_a_form_that_the_desk_sends_in_leaves_what_finance_proposed_on_its_table(company) -> None:
    """It takes the place of the same person's own form only; finance's own wish takes the place of all."""
    form = CreditApplication(customer_no="C1001", requested_limit=Decimal(2000), currency="EUR", facts={})
    other_desk = Actor(name="ben", roles=DESK.roles)
    wish = propose(company.line, FRED, "C1001", Decimal(1500), "their new plant")
    apply(company.line, DESK, form)
    second = apply(company.line, DESK, form)
    third = apply(company.line, other_desk, form)
    assert [each.record_id for each in proposals(company)] == [wish.record_id, second.record_id, third.record_id]
    assert approve(company.line, wish.record_id, FINA, "seen their figures").change is not None
    last = propose(company.line, FRED, "C1001", Decimal(1800), "they took a second hall")
    assert [each.record_id for each in proposals(company)] == [last.record_id]


def test_a_review_proposes_less_for_whoever_pays_late_and_is_quiet_once_that_was_decided(company) -> None:
    from tests.pipeline.test_risk import new_figures, pays

    new_figures(company, 50, payments=pays(45))
    (proposed,) = review(company.line)
    assert (proposed.proposal.rule, proposed.proposal.amount) == (ProposalRule.LOWER, Decimal(700))
    assert review(company.line) == []
    decline(company.line, proposed.record_id, FINA, "they merge with their parent")
    assert review(company.line) == []
    company.clocks.business += 91 * DAY
    assert review(company.line) == [], "figures that old speak for nothing"
    as_of = company.clocks.business - timedelta(minutes=30)
    new_figures(company, 51, payments=pays(45, last=as_of.date() - DAY), as_of=as_of)
    (again,) = review(company.line)
    assert approve(company.line, again.record_id, Actor(name="flo", roles=FRED.roles), "agreed").change is not None
