"""One account assessed, from its rows to its class: on vectors reckoned by hand, and on rows that nobody would expect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.credit.conftest import TODAY, Books

from intake.credit.absurd import absurd_inputs
from intake.credit.assessing import EndedPromise, Past, account_day, assessed
from intake.credit.case import build_case
from intake.credit.ledger_rows import CustomerRows
from intake.credit.observing import daily_change_p95, percentile
from intake.domain.external import ExternalSignal
from intake.domain.ledger import OpenItem, OpenItemKind, OpenOrder, Payment
from intake.domain.risk import AccountDay, Assessment, RiskClass, WarningKind


def ago(days: int):
    return TODAY - timedelta(days=days)


def paid(number: int, days_late: int, amount: str = "100", currency: str = "EUR") -> Payment:
    on = ago(15 + 30 * number)
    due = on - timedelta(days=days_late)
    return Payment(
        customer_no="C1",
        document_no=f"P{number}",
        due_date=due,
        paid_date=on,
        amount=Decimal(amount),
        currency=currency,
        issue_date=due - timedelta(days=30),
    )


def assess(books: Books, rows: CustomerRows, past: Past = Past()) -> Assessment:
    facts, order = books.facts(), books.order("0")
    standing = None if absurd_inputs(facts, order) else build_case(facts, order, books.policy).bill_to
    return assessed("C1", None, facts, standing, rows, past, books.policy, 1)


def test_an_account_is_scored_on_what_it_owes_and_how_it_has_paid(books: Books) -> None:
    """Six bills paid 15 days late: 60 points of 30 weights. 300 of 500 owed are overdue by 40 days: 100 of 20 and 80 of 15. Half of
    the limit is used, nothing is disputed. One promise of two broken: 100 of 10. (1800 + 2000 + 1200 + 1000) / 100 = 60."""
    books.invoice("300", "R1", days_late=40)
    books.invoice("200", "R2", days_late=-10)
    rows = CustomerRows(payments=[paid(number, 15) for number in range(6)])
    ended = [EndedPromise(ended_on=ago(9), kept=kept, said="the promise until then") for kept in (True, False)]
    found = assess(books, rows, Past(promises=ended))
    seen = {each.name: each.points for each in found.score.inputs if each.points is not None}
    assert seen == {
        "days_beyond_terms": Decimal(60),
        "trend_days": Decimal(0),
        "overdue_percent": Decimal(100),
        "oldest_overdue_days": Decimal(80),
        "utilisation_percent": Decimal(0),
        "dispute_percent": Decimal(0),
        "broken_promise_percent": Decimal(100),
    }
    assert (found.score.points, found.rating.risk_class) == (Decimal("60.0"), RiskClass.HIGH)
    assert [warning.kind for warning in found.warnings] == [WarningKind.PROMISE_BROKEN]


@pytest.mark.parametrize(("counts", "points"), [(False, "5.6"), (True, "38.9")])
def test_a_disputed_item_is_no_sign_of_paying_late_unless_the_policy_counts_it(
    new_books: Callable[..., Books], counts: bool, points: str
) -> None:
    """Six bills paid on the day; 600 of 1200 invoiced are disputed and 200 days past due: 100 points of 5 of 90 weights, and of 30 if it counts."""
    books = new_books(disputed_items_are_overdue=counts)
    item = OpenItem(
        customer_no="C1",
        document_no="R1",
        kind=OpenItemKind.INVOICE,
        issue_date=ago(230),
        due_date=ago(200),
        amount=Decimal(600),
        open_amount=Decimal(600),
        currency="EUR",
        disputed=True,
    )
    rows = CustomerRows(items=[item], payments=[paid(number, 0) for number in range(6)])
    found = assess(books, rows)
    assert {each.name: each.observed for each in found.score.inputs}["dispute_percent"] == Decimal("50.0")
    assert found.score.points == Decimal(points)


def test_a_currency_without_a_rate_leaves_the_class_unknown_and_the_day_without_a_figure(books: Books) -> None:
    books.invoice("300", "R1", currency="USD")
    rows = CustomerRows(payments=[paid(number, 0) for number in range(6)])
    found = assess(books, rows)
    assert found.rating.risk_class is RiskClass.UNKNOWN
    assert "There is no exchange rate from USD to EUR." in found.score.lacks
    standing = build_case(books.facts(), books.order("0"), books.policy).bill_to
    assert account_day(standing, TODAY) is None


amounts = st.decimals(min_value=-1000, max_value=10**9, places=2)
days = st.dates(ago(900), ago(-400))
currencies = st.sampled_from(["EUR", "USD", "XXX", ""])
rows_of_any_kind = st.builds(
    CustomerRows,
    items=st.lists(
        st.builds(
            OpenItem,
            customer_no=st.just("C1"),
            document_no=st.sampled_from("ABC"),
            kind=st.sampled_from(OpenItemKind),
            issue_date=days,
            due_date=days,
            amount=amounts,
            open_amount=amounts,
            currency=currencies,
            disputed=st.booleans(),
            dunning_level=st.integers(0, 9),
        ),
        max_size=4,
    ),
    orders=st.lists(
        st.builds(
            OpenOrder,
            customer_no=st.just("C1"),
            sales_order_number=st.sampled_from("XYZ"),
            order_date=days,
            open_amount=amounts,
            currency=currencies,
        ),
        max_size=2,
    ),
    payments=st.lists(
        st.builds(
            Payment,
            customer_no=st.just("C1"),
            document_no=st.sampled_from("ABC"),
            due_date=days,
            paid_date=days,
            amount=amounts,
            currency=currencies,
            issue_date=st.one_of(st.none(), days),
            method=st.one_of(st.none(), st.sampled_from(["cheque", ""])),
        ),
        max_size=8,
    ),
)
signals = st.lists(
    st.builds(ExternalSignal, customer_no=st.just("C1"), source=st.just("x"), observed_on=days, score=amounts), max_size=3
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows_of_any_kind, signals)
def test_whatever_rows_come_an_account_is_assessed_and_never_low_for_want_of_payments(
    books: Books, rows: CustomerRows, told: list[ExternalSignal]
) -> None:
    found = assess(books, rows, Past(signals=told))
    within = [row for row in rows.payments if ago(365) < row.paid_date <= TODAY]
    if len(within) < books.policy.risk.score.least_payments:
        assert found.rating.risk_class is RiskClass.UNKNOWN
    assert Assessment.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(("share", "expected"), [(50, 3), (95, 5), (100, 5), (1, 1), (20, 1), (21, 2)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share: int, expected: int) -> None:
    assert percentile([Decimal(each) for each in (5, 1, 4, 2, 3)], share) == expected


def test_the_daily_growth_is_told_of_enough_days_in_one_currency() -> None:
    def day(number: int, exposure: int, **changes: Any) -> AccountDay:
        known = {"day": ago(number), "exposure": Decimal(exposure), "limit": None, "currency": "EUR"}
        return AccountDay.model_validate(known | changes)

    falling_but_once = [day(number, 100 if number > 5 else 400) for number in range(21, 0, -1)]
    assert daily_change_p95(falling_but_once) == Decimal(0)
    growing = [day(number, 1000 - 10 * number) for number in range(20, 0, -1)]
    assert daily_change_p95(growing) == Decimal(10)
    assert daily_change_p95(growing[1:]) is None
    assert daily_change_p95([*growing, day(0, 1, currency="USD")]) is None
