"""Numbers read back as they were written, in every convention, and are left open where nothing settles them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.extraction.conventions import Conventions, decide, settled_by_column
from intake.extraction.numbers import DecimalMark, marks_allowed, to_decimal

WRITTEN: dict[str, tuple[DecimalMark, str, str]] = {
    "German": (",", ".", "."),
    "English": (".", ",", ","),
    "Swiss": (".", "'", "'"),
    "French": (",", "\u202f", "\u00a0"),
    "Polish": (",", " ", " "),
}
amounts = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2, allow_nan=False, allow_infinity=False)


def written(value: Decimal, mark: str, group: str) -> str:
    whole, _, fraction = f"{value:,.2f}".partition(".")
    return whole.replace(",", group) + mark + fraction


@pytest.mark.parametrize("convention", WRITTEN)
@given(value=amounts)
def test_an_amount_reads_back_as_it_was_written(convention, value):
    mark, group, other = WRITTEN[convention]
    for separator in (group, other, ""):
        assert Conventions(mark=mark).number(written(value, mark, separator)) == value


@given(value=amounts, sign=st.sampled_from(["-{}", "−{}", "{}-", "({})"]))
def test_a_minus_stands_before_behind_or_as_brackets(value, sign):
    assert Conventions(mark=",").number(sign.format(written(value, ",", "."))) == -value


@given(value=amounts, currency=st.sampled_from(["EUR", "€", "zł", "CHF", "kr"]))
def test_a_currency_beside_an_amount_changes_nothing(value, currency):
    text = written(value, ",", ".")
    assert Conventions(mark=",").number(f"{text} {currency}") == Conventions(mark=",").number(f"{currency} {text}") == value


@given(st.text(alphabet="0123456789.,' -()", max_size=14))
def test_no_text_reads_as_more_than_its_digits(text):
    for reading in Conventions().readings(text):
        digits = "".join(sign for sign in f"{abs(reading):f}" if sign.isdigit()).strip("0")
        assert digits in "".join(sign for sign in text if sign.isdigit())


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345.678"[:6]])
def test_three_digits_behind_one_mark_are_thousands_or_decimals(text):
    assert Conventions().number(text) is None
    assert len(Conventions().readings(text)) == 2


def test_the_other_values_of_a_document_settle_what_one_leaves_open():
    german = decide(["1.234", "12,50", "3,99"], [])
    english = decide(["1.234", "12.50", "3.99"], [])
    assert german.number("1.234") == Decimal(1234)
    assert english.number("1.234") == Decimal("1.234")


def test_a_document_that_contradicts_itself_settles_nothing():
    assert decide(["12,50", "12.50"], []).number("1.234") is None


@pytest.mark.parametrize("text", ["1.23.4", "1,2,3", "12.34,56.78", "1'23"])
def test_wrong_groups_make_no_number(text):
    assert marks_allowed(text) == ()
    assert to_decimal(text, ".") is None


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["500", "1.000"], ","),
        (["1,200", "35"], "."),
        (["1.000", "2.500"], None),
        (["1.000", "1,000", "5"], None),
        (["500", "250"], None),
        (["1.5", "2.000", "7"], None),
    ],
)
def test_a_column_has_one_number_of_decimals(cells, mark):
    assert settled_by_column(cells, Conventions()).mark == mark
