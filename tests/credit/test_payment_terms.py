"""Terms: their words in eight languages, their due dates as golden vectors, and which are better."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from intake.credit.terms import has_better_discount, is_later
from intake.domain.terms import PaymentTerms, TermsKind, due_parts, parse_terms

K = TermsKind


@pytest.mark.parametrize(
    ("text", "kind", "days"),
    [
        ("30 days net", K.NET, 30),
        ("net 30", K.NET, 30),
        ("Net 30 days", K.NET, 30),
        ("NET30", K.NET, 30),
        ("N030", K.NET, 30),
        ("30", K.NET, 30),
        ("14 Tage netto", K.NET, 14),
        ("zahlbar innerhalb von 30 Tagen netto", K.NET, 30),
        ("Zahlung 14 Tage nach Rechnungserhalt ohne Abzug", K.NET, 14),
        ("30 jours net", K.NET, 30),
        ("14 dagen netto", K.NET, 14),
        ("przelew 30 dni", K.NET, 30),
        ("30 días", K.NET, 30),
        ("30 giorni data fattura", K.NET, 30),
        ("30 dagar netto", K.NET, 30),
        ("due on receipt", K.NET, 0),
        ("sofort fällig", K.NET, 0),
        ("30 days EOM", K.EOM_PLUS, 30),
        ("end of month", K.EOM_PLUS, 0),
        ("end of month, 30 days", K.EOM_PLUS, 30),
        ("fin de mois 45 jours", K.EOM_PLUS, 45),
        ("45 jours fin de mois", K.NET_EOM, 45),
        ("60 giorni fine mese", K.NET_EOM, 60),
        ("60 gg d.f. f.m.", K.NET_EOM, 60),
        ("30 Tage Monatsende", K.NET_EOM, 30),
        ("15th of next month", K.DAY_OF_NEXT_MONTH, 15),
        ("am 15. des Folgemonats", K.DAY_OF_NEXT_MONTH, 15),
        ("le 10 du mois suivant", K.DAY_OF_NEXT_MONTH, 10),
        ("prepayment", K.PREPAYMENT, 0),
        ("Payment in advance", K.PREPAYMENT, 0),
        ("Vorkasse", K.PREPAYMENT, 0),
        ("Vorauszahlung", K.PREPAYMENT, 0),
        ("paiement d'avance", K.PREPAYMENT, 0),
        ("vooruitbetaling", K.PREPAYMENT, 0),
        ("przedpłata", K.PREPAYMENT, 0),
        ("pago anticipado", K.PREPAYMENT, 0),
        ("pagamento anticipato", K.PREPAYMENT, 0),
        ("förskottsbetalning", K.PREPAYMENT, 0),
    ],
)
def test_terms_are_read_in_the_words_of_eight_languages(text: str, kind: TermsKind, days: int) -> None:
    terms = parse_terms(text)
    assert terms is not None
    assert (terms.kind, terms.days, terms.discount_percent) == (kind, days, 0)


@pytest.mark.parametrize(
    "text",
    [
        "2% 10 net 30",
        "2% 10 days, net 30",
        "2/10 net 30",
        "2/10, n/30",
        "Net 30 days, 2% if paid within 10 days",
        "10 Tage 2 % Skonto, 30 Tage netto",
        "10 jours 2% escompte, 30 jours net",
    ],
)
def test_a_cash_discount_is_read_with_its_days(text: str) -> None:
    assert parse_terms(text) == PaymentTerms(kind=K.NET, days=30, discount_percent=Decimal(2), discount_days=10)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "as agreed",
        "Z030",
        "30/60 days",
        "prepayment 30 days",
        "2% discount",
        "999 days",
        "32nd of next month",
        "x" * 500,
    ],
)
def test_terms_that_leave_open_what_they_mean_are_not_guessed(text: str) -> None:
    assert parse_terms(text) is None


def test_instalments_are_read_with_their_percentages() -> None:
    terms = parse_terms("30% in advance, 70% 30 days net")
    assert terms is not None
    assert [(part.percent, part.days, part.in_advance) for part in terms.instalments] == [(30, 0, True), (70, 30, False)]
    assert parse_terms("30% in advance, 60% 30 days net") is None


@pytest.mark.parametrize(
    ("text", "invoice", "due"),
    [
        ("30 days EOM", "2025-01-15", "2025-03-02"),
        ("30 jours fin de mois", "2025-01-15", "2025-02-28"),
        ("net 30", "2024-01-30", "2024-02-29"),
        ("net 30", "2025-01-30", "2025-03-01"),
        ("31st of next month", "2025-01-31", "2025-02-28"),
        ("31st of next month", "2024-01-31", "2024-02-29"),
        ("15th of next month", "2025-12-31", "2026-01-15"),
        ("end of month", "2024-02-01", "2024-02-29"),
        ("0 days net", "2025-03-30", "2025-03-30"),
        ("net 365", "2024-02-29", "2025-02-28"),
    ],
)
def test_due_dates_are_those_of_the_calendar(text: str, invoice: str, due: str) -> None:
    terms = parse_terms(text)
    assert terms is not None
    assert [part.due_date for part in due_parts(terms, date.fromisoformat(invoice))] == [date.fromisoformat(due)]


@pytest.mark.parametrize(
    ("order", "customer", "later"),
    [
        ("net 30", "net 30", False),
        ("net 31", "net 30", True),
        ("net 14", "net 30", False),
        ("30 days EOM", "net 45", True),
        ("30 jours fin de mois", "30 days EOM", True),
        ("net 10", "prepayment", True),
        ("due on receipt", "prepayment", True),
        ("prepayment", "net 30", False),
        ("30% in advance, 70% 60 days net", "net 45", True),
        ("50% in advance, 50% 30 days net", "net 30", False),
        ("15th of next month", "net 30", True),
    ],
)
def test_terms_outrank_where_any_invoice_date_is_due_later(order: str, customer: str, later: bool) -> None:
    one, other = parse_terms(order), parse_terms(customer)
    assert one is not None
    assert other is not None
    assert is_later(one, other, date(2026, 3, 10)) is later


@pytest.mark.parametrize(
    ("order", "customer", "better"),
    [
        ("2% 10 net 30", "net 30", True),
        ("3% 10 net 30", "2% 10 net 30", True),
        ("2% 14 net 30", "2% 10 net 30", True),
        ("2% 10 net 30", "2% 10 net 30", False),
        ("net 30", "2% 10 net 30", False),
    ],
)
def test_a_cash_discount_outranks_by_percentage_or_by_days(order: str, customer: str, better: bool) -> None:
    one, other = parse_terms(order), parse_terms(customer)
    assert one is not None
    assert other is not None
    assert has_better_discount(one, other) is better
