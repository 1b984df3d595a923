"""Kept or broken: told from the ERP's figures alone, by the money that has cleared in time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from intake.credit.promises import judge_promise
from intake.credit.rates import RateTable
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, Payment
from intake.domain.reminders import Promise, PromiseState

NOTED, BY = date(2026, 3, 2), date(2026, 3, 10)
RATES = RateTable((), NOTED, Decimal(0))


def promise(amount: str = "300", *documents: str, **more: Any) -> Promise:
    owed = {"R1": Decimal(300), "R2": Decimal(200)}
    wanted = {number: left for number, left in owed.items() if not documents or number in documents}
    values = {"amount": Decimal(amount), "currency": "EUR", "by": BY, "documents": documents, "noted_on": NOTED, "owed": wanted}
    return Promise(**(values | more))


def item(number: str, left: str, kind: OpenItemKind = OpenItemKind.INVOICE, on: date = date(2026, 1, 1), **more: Any) -> OpenItem:
    amount = Decimal(left)
    values = {"issue_date": on, "due_date": on, "amount": amount, "open_amount": amount, "currency": "EUR"}
    return OpenItem(customer_no="C1", document_no=number, kind=kind, **(values | more))


def paid(number: str, amount: str, on: date) -> Payment:
    return Payment(customer_no="C1", document_no=number, due_date=NOTED, paid_date=on, amount=Decimal(amount), currency="EUR")


def verdict(said: Promise, on: date, *items: OpenItem, payments: tuple[Payment, ...] = ()) -> PromiseState | None:
    snapshot = LedgerSnapshot(
        as_of=datetime(2026, 3, 2, tzinfo=UTC),
        sequence=1,
        control_total=Decimal(0),
        currency="EUR",
        open_items=items,
        payments=payments,
    )
    found = judge_promise(said, "C1", snapshot, on, RATES, grace_days=3)
    return found.state if found else None


def test_it_is_kept_as_soon_as_the_money_is_there_and_not_a_cent_before() -> None:
    early = date(2026, 3, 5)
    assert verdict(promise(), early, payments=(paid("R1", "300", early),)) is PromiseState.KEPT
    assert verdict(promise(), early, payments=(paid("R1", "299.99", early),)) is None


@pytest.mark.parametrize(
    ("figures_of", "state"), [(date(2026, 3, 10), None), (date(2026, 3, 13), None), (date(2026, 3, 14), PromiseState.BROKEN)]
)
def test_it_is_broken_only_by_figures_of_a_day_after_its_grace(figures_of: date, state: PromiseState | None) -> None:
    assert verdict(promise(), figures_of, item("R1", "300"), item("R2", "200")) is state


def test_money_that_came_after_the_grace_does_not_mend_it() -> None:
    late = (paid("R1", "300", date(2026, 3, 14)),)
    assert verdict(promise(), date(2026, 3, 20), payments=late) is PromiseState.BROKEN
    in_time = (paid("R1", "300", date(2026, 3, 13)),)
    assert verdict(promise(), date(2026, 3, 20), payments=in_time) is PromiseState.KEPT


def test_money_of_before_is_no_keeping() -> None:
    before = (paid("R1", "300", date(2026, 3, 1)),)
    assert verdict(promise(), date(2026, 3, 20), payments=before) is PromiseState.BROKEN
    same_day_before = promise(already=Decimal(300))
    assert verdict(same_day_before, date(2026, 3, 20), payments=(paid("R1", "300", NOTED),)) is PromiseState.BROKEN
    assert verdict(promise(), date(2026, 3, 20), payments=(paid("R1", "300", NOTED),)) is PromiseState.KEPT


def test_only_the_named_documents_count_where_some_are_named() -> None:
    other = (paid("R2", "300", date(2026, 3, 5)),)
    assert verdict(promise("300", "R1"), date(2026, 3, 20), payments=other) is PromiseState.BROKEN
    assert verdict(promise("300"), date(2026, 3, 20), payments=other) is PromiseState.KEPT


def test_a_receipt_counts_once_it_has_cleared() -> None:
    receipt = item("Z1", "300", OpenItemKind.PAYMENT, date(2026, 3, 9))
    waiting = receipt.model_copy(update={"cleared": False})
    for_an_order = receipt.model_copy(update={"order_key": "SO-1"})
    owed = (item("R1", "300"), item("R2", "200"))
    assert verdict(promise(), date(2026, 3, 9), receipt, *owed) is PromiseState.KEPT
    assert verdict(promise(), date(2026, 3, 20), waiting, *owed) is PromiseState.BROKEN
    assert verdict(promise(), date(2026, 3, 20), for_an_order, *owed) is PromiseState.BROKEN


def test_an_erp_without_history_shows_it_by_what_the_documents_have_less_open() -> None:
    assert verdict(promise(), date(2026, 3, 5), item("R2", "200")) is PromiseState.KEPT
    assert verdict(promise(), date(2026, 3, 14), item("R1", "100"), item("R2", "200")) is PromiseState.BROKEN
