"""What must hold for any ledger and any order: counted once, monotone, excess exact, and never a pass on figures that are not
known."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.credit.check import check_credit
from intake.credit.policy import default_policy_text, parse_policy
from intake.domain.amounts import minor_unit
from intake.domain.credit import (
    AccountCredit,
    AccountLedger,
    AccountStatus,
    CreditAccount,
    CreditFacts,
    CreditKind,
    CreditOutcome,
    Obligation,
    OrderForCredit,
    Reservation,
    SnapshotFacts,
    Stage,
)
from intake.domain.master import ExchangeRate

POLICY = parse_policy(default_policy_text().encode()).credit
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
CURRENCIES = ("EUR", "JPY", "KWD", "USD")
RATES = tuple(
    ExchangeRate(from_currency=source, to_currency=target, rate=Decimal(rate), valid_on=TODAY)
    for source, target, rate in [
        ("USD", "EUR", "0.9137"),
        ("JPY", "EUR", "0.00613"),
        ("KWD", "EUR", "2.9871"),
        ("EUR", "JPY", "163.11"),
        ("USD", "JPY", "149.07"),
        ("KWD", "JPY", "487.3"),
        ("EUR", "KWD", "0.33477"),
        ("USD", "KWD", "0.30681"),
        ("JPY", "KWD", "0.0020521"),
        ("EUR", "USD", "1.0944"),
        ("JPY", "USD", "0.0067083"),
        ("KWD", "USD", "3.2593"),
    ]
)


def facts_of(
    obligations: list[Obligation], credits: list[AccountCredit], limit: Decimal | None, currency: str = "EUR", **changes: Any
) -> CreditFacts:
    account = CreditAccount(
        customer_no="C1", currency=currency, credit_limit=limit, payment_terms="30 days net", members=frozenset({"C1"})
    )
    return CreditFacts(
        **{
            "accounts": (account,),
            "ledger": AccountLedger(obligations=tuple(obligations), credits=tuple(credits)),
            "rates": RATES,
            "snapshot": SnapshotFacts(snapshot_id="s", as_of=NOW, sequence=1),
            "business_date": TODAY,
            "decided_at": NOW,
            "time_zone": "UTC",
            **changes,
        }
    )


def order_of(gross: Decimal | None, currency: str = "EUR", **changes: Any) -> OrderForCredit:
    return OrderForCredit(
        **{
            "order_key": "this",
            "version_hash": "v",
            "identity_hash": "i",
            "bill_to_no": "C1",
            "gross_amount": gross,
            "currency": currency,
            **changes,
        }
    )


def outcome(facts: CreditFacts, order: OrderForCredit) -> CreditOutcome:
    return check_credit(facts, order, POLICY).outcome


def is_accepted(facts: CreditFacts, order: OrderForCredit) -> bool:
    return check_credit(facts, order, POLICY).accepts


amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(5000), places=2)


@st.composite
def invoices(draw: st.DrawFn) -> list[Obligation]:
    count = draw(st.integers(0, 5))
    return [
        Obligation(
            customer_no="C1",
            document_no=f"I{number}",
            stage=Stage.INVOICED,
            gross=draw(amounts),
            currency=draw(st.sampled_from(("EUR", "USD"))),
            due_date=TODAY - timedelta(days=draw(st.integers(-40, 40))),
            disputed=draw(st.booleans()),
            dunning_level=draw(st.integers(0, 4)),
        )
        for number in range(count)
    ]


@st.composite
def receipts(draw: st.DrawFn) -> list[AccountCredit]:
    credits = []
    for number in range(draw(st.integers(0, 3))):
        amount = draw(amounts)
        credits.append(
            AccountCredit(
                customer_no="C1",
                document_no=f"P{number}",
                kind=draw(st.sampled_from(list(CreditKind))),
                amount=amount,
                open_amount=min(amount, draw(amounts)),
                currency="EUR",
                posted_on=TODAY - timedelta(days=5),
                cleared=draw(st.booleans()),
            )
        )
    return credits


@given(invoices(), receipts(), amounts, amounts, st.data())
@settings(max_examples=150, deadline=None)
def test_more_or_older_debt_a_lower_limit_or_a_bigger_order_never_turns_a_hold_into_a_pass(
    owed: list[Obligation], paid: list[AccountCredit], limit: Decimal, gross: Decimal, data: st.DataObject
) -> None:
    before = is_accepted(facts_of(owed, paid, limit), order_of(gross))
    if before:
        return
    extra = Obligation(
        customer_no="C1", document_no="more", stage=Stage.INVOICED, gross=data.draw(amounts), currency="EUR", due_date=TODAY
    )
    older = [
        row.model_copy(update={"due_date": (row.due_date or TODAY) - timedelta(days=data.draw(st.integers(0, 60)))})
        for row in owed
    ]
    assert not is_accepted(facts_of([*owed, extra], paid, limit), order_of(gross))
    assert not is_accepted(facts_of(older, paid, limit), order_of(gross))
    assert not is_accepted(facts_of(owed, paid, limit * Decimal("0.9")), order_of(gross))
    assert not is_accepted(facts_of(owed, paid, limit), order_of(gross + data.draw(amounts)))


@given(invoices(), receipts(), amounts, amounts, amounts)
@settings(max_examples=150, deadline=None)
def test_a_payment_never_turns_a_pass_into_a_hold(
    owed: list[Obligation], paid: list[AccountCredit], limit: Decimal, gross: Decimal, payment: Decimal
) -> None:
    if not is_accepted(facts_of(owed, paid, limit), order_of(gross)):
        return
    receipt = AccountCredit(
        customer_no="C1",
        document_no="new",
        kind=CreditKind.PAYMENT,
        amount=payment,
        open_amount=payment,
        currency="EUR",
        posted_on=TODAY - timedelta(days=1),
    )
    assert is_accepted(facts_of(owed, [*paid, receipt], limit), order_of(gross))
    assert is_accepted(facts_of(owed, paid, limit), order_of(gross, prepaid=payment))


STAGES = (Stage.ORDERED, Stage.DELIVERED_NOT_INVOICED, Stage.INVOICED)
LINES = (("1", Decimal(10), Decimal("12.30")), ("2", Decimal(3), Decimal("100.00")), ("3", Decimal(7), Decimal("0.99")))


def slices_up_to(stage: Stage, line: str, quantity: Decimal, price: Decimal, cut: Decimal = Decimal(0)) -> list[Obligation]:
    """What an ERP lists that leaves every earlier stage in its table; from `cut` on the furthest stage has not been reached."""
    found = []
    for reached in STAGES:
        upper = quantity - (cut if reached is stage else Decimal(0))
        if upper > 0:
            found.append(
                Obligation(
                    customer_no="C1",
                    document_no=f"{reached}-{line}",
                    stage=reached,
                    gross=upper * price,
                    currency="EUR",
                    order_key="SO1",
                    line=line,
                    quantity_from=Decimal(0),
                    quantity_to=upper,
                    due_date=TODAY + timedelta(days=30) if reached is Stage.INVOICED else None,
                )
            )
        if reached is stage:
            break
    return found


@pytest.mark.parametrize("path", list(product(STAGES, repeat=3)))
def test_an_order_of_three_lines_counts_the_same_at_all_twenty_seven_combinations_of_stages(path: tuple[Stage, ...]) -> None:
    whole = sum((quantity * price for _, quantity, price in LINES), Decimal(0))
    rows = [row for stage, line in zip(path, LINES, strict=True) for row in slices_up_to(stage, *line)]
    decision = check_credit(facts_of(rows, [], Decimal(100000)), order_of(Decimal(1)), POLICY)
    assert decision.positions[0].exposure == whole


@given(st.permutations(range(9)), st.lists(st.integers(0, 8), max_size=5), st.integers(1, 9), st.sampled_from(STAGES[1:]))
@settings(max_examples=150, deadline=None)
def test_the_exposure_does_not_depend_on_partition_order_or_repetition_of_rows(
    order: list[int], twice: list[int], cut: int, stage: Stage
) -> None:
    whole = sum((quantity * price for _, quantity, price in LINES), Decimal(0))
    rows = [
        row for line, quantity, price in LINES for row in slices_up_to(stage, line, quantity, price, min(Decimal(cut), quantity))
    ]
    shuffled = [rows[number % len(rows)] for number in order if number < len(rows)] + rows
    again = [*shuffled, *(rows[number % len(rows)] for number in twice)]
    decision = check_credit(facts_of(again, [], Decimal(100000)), order_of(Decimal(1)), POLICY)
    assert decision.positions[0].exposure == whole
    assert decision.accepts


def test_a_partial_delivery_of_a_third_loses_no_cent() -> None:
    """3 pieces at 33.333… each: 100 is ordered, and three part deliveries must not add up to 100.01."""
    rows = [
        Obligation(
            customer_no="C1",
            document_no=f"row{number}",
            stage=Stage.ORDERED,
            gross=Decimal(100),
            currency="EUR",
            order_key=f"SO{number}",
            line="1",
            quantity_from=Decimal(0),
            quantity_to=Decimal(3),
        )
        for number in range(3)
    ]
    for number in range(3):
        rows.append(
            rows[number].model_copy(
                update={
                    "stage": Stage.DELIVERED_NOT_INVOICED,
                    "document_no": f"dn{number}",
                    "gross": Decimal(0),
                    "quantity_from": Decimal(1),
                }
            )
        )
    decision = check_credit(facts_of(rows, [], Decimal(100000)), order_of(Decimal(1)), POLICY)
    assert decision.positions[0].exposure == Decimal("100.00")


def random_case(dice: random.Random) -> tuple[list[Obligation], Decimal, str, str, Decimal]:
    limit_currency, order_currency = dice.choice(CURRENCIES), dice.choice(CURRENCIES)
    owed = [
        Obligation(
            customer_no="C1",
            document_no=f"I{number}",
            stage=Stage.INVOICED,
            gross=Decimal(dice.randrange(1, 10**7)) * minor_unit(currency),
            currency=currency,
            due_date=TODAY + timedelta(days=10),
        )
        for number in range(dice.randrange(4))
        for currency in [dice.choice(CURRENCIES)]
    ]
    limit = Decimal(dice.randrange(1, 10**6)) * minor_unit(limit_currency)
    gross = Decimal(dice.randrange(1, 10**6)) * minor_unit(order_currency)
    return owed, limit, limit_currency, order_currency, gross


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_paying_the_excess_passes_and_one_minor_unit_less_does_not(seed: int) -> None:
    dice = random.Random(seed)
    held = 0
    for _ in range(500):
        owed, limit, limit_currency, order_currency, gross = random_case(dice)
        order = order_of(gross, order_currency)
        decision = check_credit(facts_of(owed, [], limit, limit_currency), order, POLICY)
        excess = decision.positions[0].excess
        if excess == 0:
            assert "over_credit_limit" not in {reason.code for reason in decision.reasons}
            continue
        held += 1
        unit = minor_unit(limit_currency)

        def paid(
            amount: Decimal, owed: list[Obligation] = owed, limit: Decimal = limit, currency: str = limit_currency
        ) -> CreditFacts:
            receipt = AccountCredit(
                customer_no="C1",
                document_no="P",
                kind=CreditKind.PAYMENT,
                amount=amount,
                open_amount=amount,
                currency=currency,
                posted_on=date(2026, 1, 1),
            )
            return facts_of(owed, [receipt], limit, currency)

        assert is_accepted(paid(excess), order)
        assert not is_accepted(paid(excess - unit), order)
    assert held > 100


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_a_payment_for_the_order_that_is_offered_lets_it_go_and_less_does_not(seed: int) -> None:
    dice = random.Random(seed)
    offered = 0
    for _ in range(500):
        owed, limit, limit_currency, order_currency, gross = random_case(dice)
        facts = facts_of(owed, [], limit, limit_currency)
        decision = check_credit(facts, order_of(gross, order_currency), POLICY)
        for way in decision.ways_forward:
            if way.kind in ("pay_excess", "pay_in_advance"):
                assert way.amount is not None
                assert way.amount <= gross
                offered += 1
                assert is_accepted(facts, order_of(gross, order_currency, prepaid=way.amount))
                less = way.amount - minor_unit(order_currency)
                assert not is_accepted(facts, order_of(gross, order_currency, prepaid=less))
            if way.kind == "split_order":
                assert way.amount is not None
                assert is_accepted(facts, order_of(way.amount, order_currency))
                assert not is_accepted(facts, order_of(way.amount + minor_unit(order_currency), order_currency))
    assert offered > 50


GOOD_ORDER = order_of(Decimal(100), net_amount=Decimal(84))
GOOD = facts_of(
    [Obligation(customer_no="C1", document_no="I1", stage=Stage.INVOICED, gross=Decimal(10), currency="USD", due_date=TODAY)],
    [],
    Decimal(1000),
    reservations=(Reservation(order_key="r", customer_no="C1", gross=Decimal(5), currency="EUR", reserved_at=NOW),),
)
ACCOUNT = GOOD.accounts[0]
ROW = GOOD.ledger.obligations[0]
NAN, INFINITE = Decimal("NaN"), Decimal("Infinity")
BAD_FACTS: dict[str, dict[str, Any]] = {
    "no account": {"accounts": ()},
    "another account": {"accounts": (ACCOUNT.model_copy(update={"customer_no": "C9"}),)},
    "an account twice in its chain": {"accounts": (ACCOUNT, ACCOUNT)},
    "a limit that is no number": {"accounts": (ACCOUNT.model_copy(update={"credit_limit": NAN}),)},
    "a limit without end": {"accounts": (ACCOUNT.model_copy(update={"credit_limit": INFINITE}),)},
    "a limit below zero": {"accounts": (ACCOUNT.model_copy(update={"credit_limit": Decimal(-1)}),)},
    "no limit": {"accounts": (ACCOUNT.model_copy(update={"credit_limit": None}),)},
    "no currency": {"accounts": (ACCOUNT.model_copy(update={"currency": ""}),)},
    "another limit currency than before": {"accounts": (ACCOUNT.model_copy(update={"last_currency": "USD"}),)},
    "no terms": {"accounts": (ACCOUNT.model_copy(update={"payment_terms": ""}),)},
    "terms nobody knows": {"accounts": (ACCOUNT.model_copy(update={"payment_terms": "Z4711"}),)},
    "a blocked account": {"accounts": (ACCOUNT.model_copy(update={"status": AccountStatus.INSOLVENCY}),)},
    "no rates": {"rates": ()},
    "rates of tomorrow": {"rates": tuple(r.model_copy(update={"valid_on": TODAY + timedelta(days=1)}) for r in RATES)},
    "rates of nothing": {"rates": tuple(r.model_copy(update={"rate": Decimal(0)}) for r in RATES)},
    "rates that are no numbers": {"rates": tuple(r.model_copy(update={"rate": NAN}) for r in RATES)},
    "no snapshot": {"snapshot": GOOD.snapshot.model_copy(update={"as_of": None})},
    "a snapshot without a zone": {"snapshot": GOOD.snapshot.model_copy(update={"as_of": datetime(2026, 3, 10)})},  # noqa: DTZ001
    "a snapshot of the future": {"snapshot": GOOD.snapshot.model_copy(update={"as_of": NOW + timedelta(hours=1)})},
    "a stale snapshot": {"snapshot": GOOD.snapshot.model_copy(update={"as_of": NOW - timedelta(days=9)})},
    "an earlier snapshot": {"snapshot": GOOD.snapshot.model_copy(update={"last_sequence": 2})},
    "a snapshot that does not add up": {"snapshot": GOOD.snapshot.model_copy(update={"problems": ("The total is off.",)})},
    "another day": {"business_date": TODAY - timedelta(days=1)},
    "no zone": {"time_zone": "Nowhere/Else"},
    "a time without a zone": {"decided_at": datetime(2026, 3, 10, 12)},  # noqa: DTZ001
    "something that could not be had": {"missing": ("The parent is not known.",)},
    "a debt below zero": {"ledger": AccountLedger(obligations=(ROW.model_copy(update={"gross": Decimal(-5)}),))},
    "a debt that is no number": {"ledger": AccountLedger(obligations=(ROW.model_copy(update={"gross": NAN}),))},
    "an invoice without a due date": {"ledger": AccountLedger(obligations=(ROW.model_copy(update={"due_date": None}),))},
    "one invoice with two amounts": {"ledger": AccountLedger(obligations=(ROW, ROW.model_copy(update={"gross": Decimal(7)})))},
    "a reservation that is no number": {"reservations": (GOOD.reservations[0].model_copy(update={"gross": NAN}),)},
}
BAD_ORDERS: dict[str, dict[str, Any]] = {
    "no amount": {"gross_amount": None, "net_amount": None},
    "no tax": {"gross_amount": None},
    "an amount that is no number": {"gross_amount": NAN},
    "an amount without end": {"gross_amount": INFINITE},
    "less gross than net": {"gross_amount": Decimal(80)},
    "no currency": {"currency": ""},
    "no bill-to": {"bill_to_no": ""},
    "no key": {"order_key": ""},
    "no version": {"version_hash": ""},
    "a prepayment below zero": {"prepaid": Decimal(-1)},
    "a prepayment that is no number": {"prepaid": NAN},
    "a discount of everything": {"cash_discount_percent": Decimal(100)},
}


def test_the_order_that_the_fuzz_starts_from_passes() -> None:
    assert outcome(GOOD, GOOD_ORDER) is CreditOutcome.ACCEPT


@pytest.mark.parametrize("name", BAD_FACTS)
def test_a_fact_that_is_missing_or_absurd_never_passes_and_names_its_reason(name: str) -> None:
    decision = check_credit(GOOD.model_copy(update=BAD_FACTS[name]), GOOD_ORDER, POLICY)
    assert not decision.accepts
    assert decision.reasons
    assert all(reason.message for reason in decision.reasons)


@pytest.mark.parametrize("name", BAD_ORDERS)
def test_an_order_with_something_missing_or_absurd_never_passes_and_names_its_reason(name: str) -> None:
    decision = check_credit(GOOD, GOOD_ORDER.model_copy(update=BAD_ORDERS[name]), POLICY)
    assert not decision.accepts
    assert decision.reasons


@given(st.sets(st.sampled_from(sorted(BAD_FACTS)), max_size=4), st.sets(st.sampled_from(sorted(BAD_ORDERS)), max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_broken_inputs_is_held_and_never_an_error(facts: set[str], orders: set[str]) -> None:
    broken_facts, broken_order = GOOD, GOOD_ORDER
    for name in sorted(facts):
        broken_facts = broken_facts.model_copy(update=BAD_FACTS[name])
    for name in sorted(orders):
        broken_order = broken_order.model_copy(update=BAD_ORDERS[name])
    decision = check_credit(broken_facts, broken_order, POLICY)
    assert decision.accepts is not bool(facts or orders)
