"""Order and customer numbers that are printed in groups of digits: read whole, or left open, and never by their first group."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Reading
from intake.extraction.shapes import code_span

ReadMail = Callable[..., Reading]


def code(text: str) -> str | None:
    span = code_span(text)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize("number", ["45 0004 0002", "10 045 3", "4500 012 345", "4500 0123 45", "12 34 56"])
def test_groups_of_digits_are_one_number(number):
    assert code(number) == code(f"{number}:") == code(f"{number} vom 3. März 2026") == number


@pytest.mark.parametrize(
    "behind", ["10 Stück", "100 pcs", "2 x M6", "12.03.2026", "3 March 2026", "1/2", "Seite 1 von 2", "12,50 EUR", "5kg"]
)
def test_what_is_counted_or_a_day_is_no_group_of_the_number_before_it(behind):
    assert code(f"4711 {behind}") == "4711"


@pytest.mark.parametrize("behind", ["10 Schrauben", "20301 Mill Road", "50667 Köln"])
def test_a_second_number_that_may_be_anything_leaves_the_first_open(behind):
    assert code(f"4711 {behind}") is None


def test_a_sentence_names_an_order_by_all_groups_of_its_number(read_mail):
    mail = (
        "Guten Tag,\n\nbitte liefern Sie zu unserer Bestellung 45 0004 0002:\n\n10 Stück HX-100-20 Schraube M8x40\n\nGruß\nKim\n"
    )
    (order,) = read_mail(mail).orders
    assert order.order.customer_po_number == "45 0004 0002"
    assert [line.quantity for line in order.order.lines] == [10]


def test_what_an_item_counts_is_no_group_of_the_order_s_number(read_mail):
    (order,) = read_mail("Hi,\n\norder 4711 10 hex bolts M6 please.\n\nThanks\nKim\n").orders
    assert order.order.customer_po_number == "4711"
    assert [line.quantity for line in order.order.lines] == [10]
