"""How an account pays, on vectors reckoned by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from intake.credit.ageing import ageing
from intake.credit.behaviour import PaymentBehaviour, payment_behaviour
from intake.credit.rates import RateTable
from intake.domain.credit import Obligation, Stage
from intake.domain.ledger import OpenItem, OpenItemKind, Payment

TODAY = date(2026, 4, 1)
RATES = RateTable((), TODAY, Decimal(0))


def bill(number: int, amount: str, issued: date, due: date, disputed: bool = False, left: str | None = None) -> OpenItem:
    return OpenItem(
        customer_no="C1",
        document_no=f"R{number}",
        kind=OpenItemKind.INVOICE,
        issue_date=issued,
        due_date=due,
        amount=Decimal(amount),
        open_amount=Decimal(left or amount),
        currency="EUR",
        disputed=disputed,
    )


def paid(number: int, amount: str, issued: date | None, due: date, on: date) -> Payment:
    return Payment(
        customer_no="C1",
        document_no=f"R{number}",
        due_date=due,
        paid_date=on,
        amount=Decimal(amount),
        currency="EUR",
        issue_date=issued,
    )


def behaviour(items: list[OpenItem], payments: list[Payment], window: int = 90) -> PaymentBehaviour:
    return payment_behaviour(items, payments, "EUR", RATES, TODAY, window)


def test_days_to_pay_and_beyond_terms_are_weighted_by_amount_and_early_counts_as_nothing() -> None:
    """1000 paid after 40 days, 10 late; 3000 paid after 20 days, 10 early: (1000·40 + 3000·20)/4000 = 25; 1000·10/4000 = 2.5."""
    found = behaviour(
        [],
        [
            paid(1, "1000", date(2026, 2, 1), date(2026, 3, 3), date(2026, 3, 13)),
            paid(2, "3000", date(2026, 2, 1), date(2026, 3, 3), date(2026, 2, 21)),
        ],
    )
    assert (found.weighted_days_to_pay, found.days_beyond_terms) == (Decimal("25.0"), Decimal("2.5"))


def test_what_is_late_and_open_counts_with_the_days_until_today() -> None:
    """500 late by 31 days beside 500 paid on its day: 15.5."""
    found = behaviour(
        [bill(1, "500", date(2026, 2, 1), date(2026, 3, 1))],
        [paid(2, "500", date(2026, 2, 1), date(2026, 3, 3), date(2026, 3, 3))],
    )
    assert found.days_beyond_terms == Decimal("15.5")


def test_dso_its_best_and_the_days_between() -> None:
    """Sales of 90 days: 9000. Owed 3000, of it 2000 not late: DSO 30, best 20, delinquent 10."""
    start = TODAY - timedelta(days=90)
    found = behaviour(
        [
            bill(1, "2000", date(2026, 3, 20), date(2026, 4, 19)),
            bill(2, "1000", date(2026, 2, 1), date(2026, 3, 3)),
        ],
        [paid(3, "6000", start + timedelta(days=1), date(2026, 2, 1), date(2026, 2, 1)), *old(start)],
    )
    figures = (found.dso, found.best_possible_dso, found.average_days_delinquent)
    assert figures == (Decimal("30.0"), Decimal("20.0"), Decimal("10.0"))


def old(start: date) -> list[Payment]:
    """A bill from long before, paid before the window: the account is not new."""
    return [paid(99, "1", start - timedelta(days=60), start - timedelta(days=30), start - timedelta(days=20))]


def test_collection_effectiveness_is_what_came_in_of_what_could() -> None:
    """At the start 4000 owed, 6000 sold since, 3000 owed now of which 2000 is not late: (4000+6000-3000)/(4000+6000-2000) = 87.5 %."""
    start = TODAY - timedelta(days=90)
    found = behaviour(
        [
            bill(1, "2000", date(2026, 3, 20), date(2026, 4, 19)),
            bill(2, "1000", date(2026, 2, 1), date(2026, 3, 3)),
        ],
        [
            paid(3, "4000", start - timedelta(days=10), start, start + timedelta(days=20)),
            paid(4, "3000", start + timedelta(days=5), date(2026, 2, 1), date(2026, 2, 1)),
        ],
    )
    assert found.collection_effectiveness_percent == Decimal("87.5")


def test_the_count_back_takes_the_newest_months_first() -> None:
    """Owed 2500: March sold 2000 and counts whole with 31 days; of February's 1000 the other 500 are half of 28."""
    today = date(2026, 3, 31)
    items = [bill(1, "2000", date(2026, 3, 10), date(2026, 4, 9)), bill(2, "500", date(2026, 2, 10), date(2026, 3, 12))]
    payments = [paid(3, "500", date(2026, 2, 5), date(2026, 3, 1), date(2026, 3, 1))]
    found = payment_behaviour(items, payments, "EUR", RateTable((), today, Decimal(0)), today, 90)
    assert found.count_back_dso == Decimal("45.0")


def test_what_cannot_be_told_stays_untold() -> None:
    nothing = behaviour([], [])
    assert (nothing.dso, nothing.weighted_days_to_pay, nothing.collection_effectiveness_percent) == (None, None, None)
    undated = behaviour([], [paid(1, "10", None, date(2026, 3, 1), date(2026, 3, 2))])
    assert (undated.dso, undated.weighted_days_to_pay, undated.days_beyond_terms) == (None, None, Decimal("1.0"))
    foreign = paid(1, "10", date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2)).model_copy(update={"currency": "USD"})
    assert behaviour([], [foreign]).days_beyond_terms is None


def test_disputes_and_the_trend_of_the_last_three_payments() -> None:
    """Three payments on their day, then three that came 6 days late; 100 of 700 invoiced is disputed."""
    days = [date(2026, 2, 1) + timedelta(days=number) for number in range(6)]
    payments = [paid(n, "100", date(2026, 1, 5), day, day + timedelta(days=0 if n < 3 else 6)) for n, day in enumerate(days)]
    found = behaviour([bill(9, "100", date(2026, 3, 1), date(2026, 5, 1), disputed=True)], payments)
    assert (found.trend_days, found.dispute_percent) == (Decimal("6.0"), Decimal("14.3"))


def test_open_items_are_sorted_by_how_late_they_are() -> None:
    def owed(days: int, amount: str) -> Obligation:
        due = TODAY - timedelta(days=days)
        return Obligation(
            customer_no="C1", document_no=f"R{days}", stage=Stage.INVOICED, gross=Decimal(amount), currency="EUR", due_date=due
        )

    rows = [owed(days, "1") for days in (-5, 0, 1, 30, 31, 60, 61, 90, 91, 400)]
    assert [(each.days, each.count) for each in ageing(rows, "EUR", RATES, TODAY)] == [
        ("not_due", 2),
        ("1-30", 2),
        ("31-60", 2),
        ("61-90", 2),
        ("91+", 2),
    ]
