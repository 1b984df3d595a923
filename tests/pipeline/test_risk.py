"""Risk on the line: new figures give a class, the class chooses the rules' scopes, and outside voices are taken whole or not."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from intake.credit.policy import default_policy_text, parse_policy
from intake.domain.errors import BadInput, NotAllowed
from intake.domain.external import ExternalSignal, SignalProvider
from intake.domain.ledger import Payment
from intake.domain.risk import AccountDay, RiskClass, WarningKind
from intake.erp.signal_files import SignalFile
from intake.holds.authority import Actor
from intake.pipeline.assessing import assess
from intake.pipeline.credit_quotes import credit_quote
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.due_accounts import due_accounts
from intake.pipeline.external_signals import ToldSignals, take_signals
from intake.pipeline.finance_account import account_view
from intake.pipeline.risk_view import risk_view, warning_list
from intake.pipeline.sync import take_ledger
from intake.store.account_days import account_days_of, keep_account_day
from intake.store.decisions import load_decision

FRED = Actor(name="fred", roles=frozenset({"finance"}))
DESK = Actor(name="anna", roles=frozenset({"order_desk"}))
SOURCE = """
[credit.risk.external.sources.bureau]
best = 100
worst = 600
"""


def pays(days_late: int, *, count: int = 6, last: date = date(2026, 2, 20)) -> tuple[Payment, ...]:
    """Bills of 100 that were paid so many days after their due date, a month apart."""
    paid = [last - timedelta(days=30 * number) for number in range(count)]
    return tuple(
        Payment(
            customer_no="C1001",
            document_no=f"P{number}",
            due_date=on - timedelta(days=days_late),
            paid_date=on,
            amount=Decimal(100),
            currency="EUR",
            issue_date=on - timedelta(days=days_late + 30),
        )
        for number, on in enumerate(paid)
    )


def new_figures(company, sequence: int, **changes) -> None:
    books = company.erp.pull_ledger()
    assert take_ledger(company.line, books.model_copy(update={"sequence": sequence, **changes})) is None
    assess(company.line)


def late_item(company, days: int):
    today = company.line.local_date(company.clocks.business)
    (item,) = company.erp.pull_ledger().open_items
    return (item.model_copy(update={"due_date": today - timedelta(days=days)}),)


def test_an_account_that_pays_late_becomes_a_high_risk_and_is_held_under_its_scope(company, mail) -> None:
    """One day past due is within grace for everybody but a high risk, for which the shipped R5 has days = 0."""
    new_figures(company, 51, payments=pays(45), open_items=late_item(company, 70))
    new_figures(company, 52, payments=pays(45), open_items=late_item(company, 1))
    view = account_view(company.line, "C1001")
    assert view is not None
    assert view.risk_class == "high"
    (order,) = company.take(mail("1", ("HX-M8X40", 10)))
    with company.line.database.read() as tx:
        stored = load_decision(tx, order.order_id)
    assert stored is not None
    assert stored.decided.credit is not None
    (oldest,) = [result for result in stored.decided.credit.rule_results if result.rule == "R5"]
    assert (oldest.scope, oldest.passed) == ("risk high", False)
    assert stored.decided.credit.inputs.accounts[0].risk_class == "high"


def test_an_assessment_is_kept_where_something_is_new_and_each_day_has_one_figure(company) -> None:
    new_figures(company, 50, payments=pays(0))
    new_figures(company, 51, payments=pays(0))
    view = risk_view(company.line, "C1001")
    assert view is not None
    assert view.history[0].rating.risk_class is RiskClass.UNKNOWN
    company.clocks.business += timedelta(days=1)
    assess(company.line)
    view = risk_view(company.line, "C1001")
    assert view is not None
    assert view.history[0].rating.risk_class is RiskClass.LOW
    today = company.line.local_date(company.clocks.business)
    with company.line.database.read() as tx:
        days = account_days_of(tx, "C1001", today - timedelta(days=9), today)
    assert [(day.exposure, day.limit) for day in days] == [(Decimal(100), Decimal(1000))] * 2


def test_finance_is_told_early_and_that_old_figures_tell_nothing(company) -> None:
    new_figures(company, 50, payments=pays(0), open_items=late_item(company, 9))
    found = warning_list(company.line)
    assert not found.figures_stale
    (account,) = found.accounts
    assert WarningKind.FIRST_OVERDUE in [warning.kind for warning in account.warnings]
    company.clocks.business += timedelta(days=5)
    assert warning_list(company.line).figures_stale


@pytest.fixture
def believing(company):
    """A company whose policy names a bureau."""
    policy = parse_policy(default_policy_text().replace("[release]\n", SOURCE + "\n[release]\n", 1).encode())
    return company.with_line(policy=lambda: policy)


SIGNALS = (
    ExternalSignal(customer_no="C1001", source="bureau", observed_on=date(2026, 2, 1), score=Decimal(550), reference="7"),
    ExternalSignal(customer_no="C1001", source="bureau", observed_on=date(2026, 2, 20), filing="judgement"),
)
HEADER = "customer_no,source,observed_on,score,filing,reference\n"


@pytest.fixture(params=["file", "sent"])
def provider(request, tmp_path) -> SignalProvider:
    """The same signals, from a bureau's file and as JSON."""
    if request.param == "sent":
        return ToldSignals("bureau", SIGNALS)
    path = tmp_path / "bureau.csv"
    path.write_text(HEADER + "C1001,bureau,2026-02-01,550,,7\nC1001,bureau,2026-02-20,,judgement,\n")
    return SignalFile(path)


def test_every_provider_tells_the_same_again_and_each_signal_is_taken_once(believing, provider) -> None:
    assert [signal for _, signal in provider.signals()] == list(SIGNALS)
    assert [signal for _, signal in provider.signals()] == list(SIGNALS)
    assert provider.name
    taken = take_signals(believing.line, FRED, provider)
    assert (taken.told, taken.new) == (2, 2)
    assert take_signals(believing.line, FRED, provider).new == 0
    view = risk_view(believing.line, "C1001")
    assert view is not None
    assert view.signals == SIGNALS
    assert view.class_in_force == "unknown"
    assert WarningKind.EXTERNAL_SIGNAL in [warning.kind for warning in view.history[0].warnings]
    with pytest.raises(NotAllowed):
        take_signals(believing.line, DESK, provider)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("C9,bureau,2026-02-01,550,,", "line 3: there is no customer C9"),
        ("C1001,gossip,2026-02-01,550,,", "line 3: the source 'gossip' is not named"),
        ("C1001,bureau,2026-02-01,601,,", "line 3: 601 is not between 100 and 600"),
        ("C1001,bureau,2026-03-03,550,,", "line 3: 2026-03-03 is in the future"),
        ("C1001,bureau,2026-02-01,,rumour,", "line 3: 'rumour' is none of"),
        ("C1001,bureau,2026-02-01,,,", "line 3, column : '' – Value error, a row has a score or a filing"),
        ("C1001,bureau,2026-02-01,many,,", "line 3, column score: 'many'"),
        ("C1001,bureau,2026-02-01,NaN,,", "line 3, column score"),
    ],
)
def test_one_faulty_row_refuses_the_whole_file_and_is_named(believing, tmp_path, row: str, sentence: str) -> None:
    path = tmp_path / "bureau.csv"
    path.write_text(f"{HEADER}C1001,bureau,2026-02-01,550,,\n{row}\n")
    with pytest.raises(BadInput) as refused:
        take_signals(believing.line, FRED, SignalFile(path))
    assert sentence in str(refused.value)
    view = risk_view(believing.line, "C1001")
    assert view is not None
    assert view.signals == ()


def test_a_sync_assesses_all_accounts_once_a_day_and_then_those_whose_figures_changed(company) -> None:
    def ledger():
        with company.line.database.read() as tx:
            return current_ledger(company.line, tx)

    before = ledger()
    assert due_accounts(company.line, before, master_is_new=False) == set()
    assert due_accounts(company.line, before, master_is_new=True) is None
    books = company.erp.pull_ledger()
    foreign = books.open_items[0].model_copy(update={"customer_no": "C1002", "document_no": "R-2"})
    more = {"sequence": 50, "open_items": (*books.open_items, foreign), "control_total": Decimal(200)}
    assert take_ledger(company.line, books.model_copy(update=more)) is None
    assert due_accounts(company.line, before, master_is_new=False) == {"C1002"}
    company.clocks.business += timedelta(days=1)
    assert due_accounts(company.line, ledger(), master_is_new=False) is None


def test_a_check_on_older_figures_leaves_room_for_what_the_account_grows_in_a_day(company) -> None:
    """1000 of limit, 100 owed; it grew by 400 a day: 30 hours later an order of 600 does not fit, one of 500 does."""
    today = company.line.local_date(company.clocks.business)
    with company.line.writing("test") as work:
        for ago in range(25, 0, -1):
            day = AccountDay(
                day=today - timedelta(days=ago), exposure=Decimal(400 * (25 - ago)), limit=Decimal(10**6), currency="EUR"
            )
            keep_account_day(work.tx, "C1001", day)
    company.clocks.business += timedelta(hours=30)
    outcomes = []
    for amount in (600, 500):
        asked = credit_quote(company.line, "C1001", Decimal(amount), "EUR")
        assert asked is not None
        outcomes.append(asked.outcome.value)
    assert outcomes[0] == "hold"
    assert outcomes[1].startswith("accept")
