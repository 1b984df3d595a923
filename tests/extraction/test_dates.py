"""Days as buyers write them: in every order, with names of months, as weeks, without a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.extraction.conventions import Conventions, decide
from intake.extraction.dates import week_said
from intake.extraction.shapes import date_span
from intake.extraction.words import vocabulary

vocabulary()  # Loaded once, before hypothesis takes the time.

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
DAY_FIRST = ["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%d. %m. %Y"]
MONTH_FIRST = ["%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"]
PLAIN = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %B %Y", "%d-%b-%Y", "%B %d, %Y", "%d %b %y"]


@given(day=days, style=st.sampled_from(DAY_FIRST))
def test_a_day_first_reads_back(day, style):
    assert Conventions(order="dmy").date(day.strftime(style)) == day


@given(day=days, style=st.sampled_from(MONTH_FIRST))
def test_a_month_first_reads_back_unless_it_can_only_be_a_day(day, style):
    assert Conventions(order="mdy").date(day.strftime(style)) == day


@given(day=days, style=st.sampled_from(PLAIN))
def test_a_year_or_a_month_by_name_needs_no_convention(day, style):
    assert Conventions().date(day.strftime(style)) == day


@given(day=days, style=st.sampled_from([*DAY_FIRST, *MONTH_FIRST, *PLAIN]))
def test_a_date_is_found_among_words(day, style):
    text = f"until {day.strftime(style)} please"
    found = date_span(text)
    assert found is not None
    assert text[slice(*found)].rstrip(".") == day.strftime(style)


@given(day=days)
def test_day_and_month_that_may_change_places_are_open(day):
    text = day.strftime("%d/%m/%Y")
    could_be_both = day.day <= 12 and day.day != day.month
    assert Conventions().is_date_ambiguous(text) == could_be_both
    assert (Conventions().date(text) is None) == could_be_both


def test_one_date_that_can_only_be_read_one_way_settles_the_others():
    assert decide([], ["04/05/2026", "25/05/2026"]).date("04/05/2026") == date(2026, 5, 4)
    assert decide([], ["04/05/2026", "05/25/2026"]).date("04/05/2026") == date(2026, 4, 5)


def test_dates_that_contradict_each_other_settle_nothing():
    assert decide([], ["25/05/2026", "05/25/2026"]).date("04/05/2026") is None


@pytest.mark.parametrize(
    "text",
    [
        "12. März 2026",
        "12 mars 2026",
        "12 maart 2026",
        "12 marca 2026",
        "12 de marzo de 2026",
        "12 marzo 2026",
        "12 de março de 2026",
        "12. marts 2026",
        "12. března 2026",
        "12th March 2026",
        "March 12, 2026",
    ],
)
def test_months_have_names_in_every_language(text):
    assert Conventions().date(text) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "KW 14",
        "14. KW",
        "week 14",
        "wk 14",
        "semaine 14",
        "S14",
        "tydzień 14",
        "týden 14",
        "uge 14",
        "v. 14",
        "semana 14",
        "settimana 14",
        "2026-W14",
        "KW 14/2026",
        "KW14/26",
        "CW 14",
    ],
)
def test_a_week_is_its_friday(text):
    assert date_span(text) is not None
    week = week_said(text)
    assert week is not None
    assert week.friday(date(2026, 3, 2)) == date(2026, 4, 3)


@given(near=days, week=st.integers(1, 52))
def test_a_week_without_a_year_is_the_next_one(near, week):
    said = week_said(f"KW {week}")
    assert said is not None
    friday = said.friday(near)
    assert friday is not None
    assert friday.isocalendar().week == week
    assert near - timedelta(days=6) <= friday <= near + timedelta(days=378)


@pytest.mark.parametrize("text", ["4500012345", "0161 496 0000", "12.50", "1.234,56", "M8x40", "31/02/2026"])
def test_what_is_no_date_gives_none(text):
    assert Conventions(order="dmy").date(text) is None


def test_a_british_postal_code_is_no_week_of_france():
    assert date_span("4 Attercliffe Road, S10 1BD Sheffield") is None
    assert date_span("à livrer S10") is not None


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Directe kostprijs excl. btw", "unit_price"),
        ("Direct unit cost excl. VAT", "unit_price"),
        ("Regelbedrag excl. btw", "line_amount"),
        ("Radbelopp exkl. moms", "line_amount"),
    ],
)
def test_a_buyers_cost_price_is_its_unit_price(heading, role):
    assert [each.value for each in vocabulary().column_roles(heading)] == [role]
