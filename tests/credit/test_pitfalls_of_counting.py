"""Faults of counting that real systems shipped, each under its number in the credit design: every test fails on the faulty
rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.domain.credit import AccountStatus, CreditKind, CreditOutcome, Stage

HOLD, ACCEPT, WATCH = CreditOutcome.HOLD, CreditOutcome.ACCEPT, CreditOutcome.ACCEPT_WATCH


def test_p1_a_document_that_is_listed_twice_while_it_is_submitted_counts_once(books: Any) -> None:
    books.invoice("60", "INV1")
    books.invoice("60", "INV1")
    assert books.exposure() == Decimal("60.00")


def test_p2_an_order_and_its_draft_invoice_count_once(books: Any) -> None:
    books.open_order("500", "SO1")
    books.owe("500", Stage.INVOICED, "draft1", order_key="SO1", is_draft=True)
    assert books.exposure() == Decimal("500.00")


def test_p2_mirrored_a_draft_invoice_whose_order_is_not_counted_counts_itself(books: Any) -> None:
    books.owe("500", Stage.INVOICED, "draft1", order_key="SO-GONE", is_draft=True)
    assert books.exposure() == Decimal("500.00")


def test_p3_drafts_of_another_currency_and_company_are_neither_dropped_nor_doubled(books: Any) -> None:
    books.rate("USD", "EUR", "0.5")
    books.owe("100", Stage.INVOICED, "d1", order_key="SO1", is_draft=True, currency="USD")
    books.open_order("100", "SO1", currency="USD")
    books.invoice("40", "foreign", currency="USD")
    books.invoice("999", "not-ours", customer_no="OTHER")
    assert books.exposure() == Decimal("70.00")


def test_p4_goods_that_are_invoiced_on_delivery_count_from_the_order_on(books: Any) -> None:
    books.open_order("800", "SO1")
    assert books.check("300").outcome is HOLD


@pytest.mark.parametrize("furthest", list(Stage)[1:])
def test_p5_the_exposure_stays_the_same_while_goods_move_from_order_to_shipment_to_invoice(books: Any, furthest: Stage) -> None:
    for stage in list(Stage)[1:]:
        books.owe("300", stage, f"doc-{stage}", order_key="SO1", line="1")
        if stage is furthest:
            break
    assert books.exposure() == Decimal("300.00")


def test_p5_an_order_that_is_partly_invoiced_by_amount_alone_counts_whole(books: Any) -> None:
    """An order of 800 of which 200 are invoiced: 800 are owed or to come, whatever the bill does not say about quantities."""
    books.owe("800", Stage.ORDERED, "SO1", order_key="SO1")
    books.owe("200", Stage.INVOICED, "R1", order_key="SO1")
    assert books.check("1").positions[0].exposure == Decimal("800.00")


def test_p6_the_account_that_is_billed_is_checked_whoever_asks(books: Any) -> None:
    books.invoice("5000", "elsewhere", customer_no="C2")
    assert books.check("900").outcome is ACCEPT
    assert "credit_input_invalid" in books.codes("900", bill_to_no="C2")


def test_p7_the_bill_to_is_checked_and_not_whoever_orders(books: Any) -> None:
    books.account(credit_limit=Decimal(10))
    assert books.codes("11") == {"over_credit_limit"}


def test_p8_a_parents_limit_is_compared_with_the_whole_groups_debts(books: Any) -> None:
    books.parent("P", {"C1", "C2"}, credit_limit=Decimal(1500))
    books.invoice("900", customer_no="C2", document_no="sister")
    assert books.codes("700") == {"group_limit_exceeded"}
    assert books.check("600").accepts


def test_p9_an_amendment_is_checked_with_its_new_amount_and_not_on_top_of_its_old_one(books: Any) -> None:
    books.open_order("800", order_key="this")
    assert books.check("900").accepts
    assert books.codes("1001") == {"over_credit_limit"}


def test_p10_closing_an_order_placing_another_and_reopening_is_a_new_evaluation(books: Any) -> None:
    books.reserve("900", "first")
    books.reservations.clear()
    assert books.check("900", order_key="second").accepts
    books.reserve("900", "second")
    assert books.codes("900", order_key="first") == {"over_credit_limit"}


def test_p11_there_is_no_way_to_confirm_that_passes_the_check(books: Any) -> None:
    books.account(status=AccountStatus.STOP)
    for changes in ({}, {"pays_by_card": True}, {"prepaid": Decimal(100)}, {"sales_order_number": "SO9"}):
        assert books.check("100", **changes).outcome is HOLD


def test_p13_the_limit_is_compared_in_its_own_currency(books: Any) -> None:
    books.account(currency="USD", credit_limit=Decimal(1000))
    books.rate("EUR", "USD", "2")
    books.invoice("400", "in-euros")
    decision = books.check("101")
    assert decision.account is not None
    assert decision.account.exposure == Decimal("800.00")
    assert decision.account.excess == Decimal("2.00")
    assert books.check("100").accepts


def test_p14_a_missing_rate_neither_passes_nor_counts_as_nothing(books: Any) -> None:
    books.invoice("1", "in-crowns", currency="SEK")
    assert "exchange_rate_missing" in books.codes("1")
    books.obligations.clear()
    assert "exchange_rate_missing" in books.codes("1", currency="SEK")


def test_p14_a_rate_is_never_turned_round(books: Any) -> None:
    books.rate("EUR", "SEK", "11")
    books.invoice("1", "in-crowns", currency="SEK")
    assert "exchange_rate_missing" in books.codes("1")


def test_p15_a_credit_note_lowers_the_exposure(books: Any) -> None:
    books.invoice("900")
    books.credit("300", CreditKind.CREDIT_NOTE)
    assert books.exposure() == Decimal("600.00")
    assert books.check("400").accepts


def test_p15_an_order_that_lowers_the_exposure_is_never_held_for_money(books: Any) -> None:
    books.invoice("5000", days_late=90)
    assert books.check("-100").accepts


def test_p16_what_was_paid_is_no_longer_owed(books: Any) -> None:
    books.invoice("900")
    books.credit("850")
    assert books.exposure() == Decimal("50.00")


def test_p17_one_rule_holds_for_every_document(books: Any) -> None:
    for stage in list(Stage)[1:]:
        books.obligations.clear()
        books.owe("950", stage, "doc", order_key="SO1")
        assert "over_credit_limit" in books.codes("100"), stage


@pytest.mark.parametrize("limit", [None, Decimal(0)])
def test_p18_no_limit_and_a_limit_of_nothing_are_no_credit(books: Any, limit: Decimal | None) -> None:
    books.account(credit_limit=limit)
    decision = books.check("42")
    assert decision.outcome is CreditOutcome.REQUIRE_PREPAY
    assert decision.prepay_amount == Decimal("42.00")
    assert [reason.code for reason in decision.reasons] == ["no_credit_limit"]


def test_p18_unlimited_is_only_ever_explicit(books: Any) -> None:
    books.account(credit_limit=None, unlimited=True)
    assert books.check("1000000").outcome is ACCEPT


def test_p20_a_prepaid_order_is_not_held_for_the_limit_it_does_not_use(books: Any) -> None:
    books.invoice("950")
    assert books.codes("500") == {"over_credit_limit"}
    assert books.check("500", prepaid=Decimal(500)).outcome is WATCH


def test_p20_a_prepaid_order_is_not_held_for_old_debt(books: Any) -> None:
    books.invoice("100", days_late=60)
    assert "account_overdue" in books.codes("500")
    assert books.check("500", prepaid=Decimal(500)).accepts


def test_p31_an_advance_counts_once_whether_it_stands_on_the_order_or_on_the_account(books: Any) -> None:
    books.open_order("400", "SO1")
    books.prepay("300", "SO1", document_no="advance")
    books.credit("300", document_no="advance")
    assert books.exposure() == Decimal("100.00")


def test_p31_an_advance_that_is_larger_than_its_order_does_not_pay_for_others(books: Any) -> None:
    books.open_order("100", "SO1")
    books.prepay("500", "SO1")
    books.invoice("800")
    assert books.exposure() == Decimal("800.00")


def test_p32_an_order_is_compared_gross_and_never_net(books: Any) -> None:
    assert books.codes("1230", net_amount=Decimal(1000)) == {"over_credit_limit"}
    assert books.codes(None, net_amount=Decimal(1000)) == {"tax_unknown"}


def test_a_returned_good_lowers_the_exposure_only_where_the_policy_says_so(new_books: Callable[..., Any]) -> None:
    for reduces, owed in ((False, "500.00"), (True, "300.00")):
        books = new_books(received_returns_reduce=reduces)
        books.invoice("500")
        books.credit("200", CreditKind.RETURN_RECEIVED)
        assert books.exposure() == Decimal(owed)


def test_a_receipt_that_has_not_cleared_is_still_owed(books: Any) -> None:
    """700 of the invoice's 900 were settled by a cheque that may still bounce."""
    books.invoice("200")
    books.credit("700", open_amount=Decimal(0), cleared=False)
    assert books.exposure() == Decimal("900.00")


def test_an_uncleared_receipt_on_the_account_pays_nothing_yet(books: Any) -> None:
    books.invoice("900")
    books.credit("700", cleared=False)
    assert books.exposure() == Decimal("900.00")


def test_a_receipt_cleared_a_moment_ago_is_at_risk_for_as_long_as_the_policy_says(with_rules: Any, books: Any) -> None:
    books.policy = with_rules('[credit.rules.R17]\ndays = 56\nmethods = ["direct_debit"]')
    books.invoice("200")
    books.credit("700", open_amount=Decimal(0), method="direct_debit")
    books.credit("50", open_amount=Decimal(0), method="transfer")
    assert books.exposure() == Decimal("900.00")


def test_quotations_and_calls_that_are_not_released_are_not_owed(books: Any) -> None:
    books.owe("5000", Stage.ORDERED, "quote", order_key="Q1", is_quotation=True)
    books.owe("5000", Stage.ORDERED, "blanket", order_key="B1", is_call_released=False)
    books.open_order("10")
    assert books.exposure() == Decimal("10.00")


def test_a_reservation_lives_until_a_snapshot_shows_its_order(books: Any) -> None:
    books.reserve("600", "ours-1")
    books.now += timedelta(days=3)
    books.as_of = books.now
    assert books.exposure() == Decimal("600.00")
    books.open_order("650", "SO77", order_key="ours-1")
    assert books.exposure() == Decimal("650.00")


def test_a_reservation_ends_as_well_when_the_snapshot_knows_only_the_erps_number(books: Any) -> None:
    books.reserve("600", "ours-1", sales_order_number="SO77")
    books.open_order("650", "SO77", order_key="SO77")
    assert books.exposure() == Decimal("650.00")


def test_an_order_that_was_invoiced_and_paid_between_two_snapshots_ends_its_reservation_once_it_is_listed(books: Any) -> None:
    books.reserve("600", "ours-1")
    books.seen.add("ours-1")
    assert books.exposure() == Decimal("0.00")


def test_the_reservation_of_the_order_itself_is_not_counted_against_it(books: Any) -> None:
    books.reserve("900", "this")
    assert books.check("950").accepts
    assert books.exposure("950") == Decimal("0.00")
