"""A customer's own words: asked about once, known from then on, until the article changes or somebody takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from intake.domain.reasons import ReasonCode
from intake.pipeline.learning import learned_references

WORDS = "kurze Edelstahlschrauben M8x40"


def orders(house: Any, po: str, *items: str, customer: str = "C1001") -> dict[str, Any]:
    """A mail that orders in words alone."""
    lines = "\n".join(items)
    text = f"Guten Tag,\n\nwir bestellen unter der Nummer {po}:\n\n{lines}\n\nMit freundlichen Grüßen\n"
    (order,) = house.receives(house.mail_of(customer, f"Bestellung {po}", text))
    return dict(order)


def reasons(order: dict[str, Any]) -> list[str]:
    return sorted({reason["code"] for reason in order["reasons"]})


@pytest.fixture
def known(house) -> Any:
    """Brunner's words were confirmed once, by Petra."""
    held = orders(house, "4500030001", f"20 Stk {WORDS}")
    assert (held["state"], reasons(held)) == ("held", ["sku_proposed"])
    pushed = house.desk_corrects(held, line_0_sku="HX-M8X40")
    assert pushed["state"] == "pushed"
    assert "words_learned" in [event["event"] for event in pushed["history"]]
    return house


def test_words_that_the_desk_confirmed_are_not_asked_about_again(known) -> None:
    again = orders(known, "4500030002", f"35 Stk {WORDS}")
    assert again["state"] == "pushed"
    assert [(line["sku"], line["quantity"]) for line in again["lines"]] == [("HX-M8X40", "35")]
    (kept,) = learned_references(known.line, "C1001")
    assert (kept.learned.actor, kept.learned.line_number) == ("Petra", "1")


@pytest.mark.slow
def test_they_are_that_customers_words_in_that_unit_and_nobody_elses(known) -> None:
    assert reasons(orders(known, "EL-30003", f"20 Stk {WORDS}", customer="C1002")) == ["sku_proposed"]
    assert reasons(orders(known, "4500030004", f"2 Karton {WORDS}")) == ["sku_proposed"]


@pytest.mark.slow
def test_once_the_article_has_changed_they_hold_and_say_why(known) -> None:
    known.renames("HX-M8X40", description_de="Sechskantschraube M8x45 DIN 933 A2-70")
    known.syncs()
    held = orders(known, "4500030005", f"20 Stk {WORDS}")
    assert reasons(held) == ["sku_proposed"]
    assert "confirmed as HX-M8X40 (by Petra" in held["reasons"][0]["message"]
    assert "its name has changed" in held["reasons"][0]["message"]
    assert known.desk_corrects(held, line_0_sku="HX-M8X40")["state"] == "pushed"
    assert orders(known, "4500030006", f"20 Stk {WORDS}")["state"] == "pushed"


def test_forgotten_words_hold_and_what_went_by_them_stays(known) -> None:
    went = orders(known, "4500030007", f"20 Stk {WORDS}")
    known.desk_forgets("C1001")
    assert reasons(orders(known, "4500030008", f"20 Stk {WORDS}")) == ["sku_proposed"]
    assert known.order(went["id"])["state"] == "pushed"


@pytest.mark.slow
def test_a_second_article_for_the_same_words_makes_them_a_question(known) -> None:
    held = orders(known, "4500030009", f"20 Stk {WORDS}", "5 Stk Maschinenputzlappen Spezial")
    assert known.desk_corrects(held, line_0_sku="HZ-M8X40", line_1_sku="HM-500")["state"] == "pushed"
    asked = orders(known, "4500030010", f"20 Stk {WORDS}")
    assert reasons(asked) == ["sku_ambiguous"]
    assert "HX-M8X40" in asked["reasons"][0]["message"]
    assert "HZ-M8X40" in asked["reasons"][0]["message"]


@pytest.mark.slow
def test_a_choice_that_never_came_to_a_push_teaches_nothing(house) -> None:
    made = orders(house, "4500030011", f"20 Stk {WORDS}", "5 Stk Maschinenputzlappen Spezial")
    chosen = house.desk_corrects(made, line_0_sku="HX-M8X40")
    assert chosen["state"] == "held"
    assert house.desk_rejects(chosen)["state"] == "rejected"
    assert learned_references(house.line, None) == ()


@pytest.mark.slow
def test_an_order_that_finance_let_go_teaches_what_the_desk_chose_and_no_more(house) -> None:
    held = orders(house, "HO-30012", "200 Stk schwere Gewindestangen", customer="C1010")
    asked = house.desk_corrects(held, line_0_sku="TR-M16")
    assert reasons(asked) == ["over_credit_limit"]
    assert learned_references(house.line, None) == ()
    assert house.finance_releases(asked, ReasonCode.OVER_CREDIT_LIMIT)["state"] == "pushed"
    assert [kept.learned.actor for kept in learned_references(house.line, "C1010")] == ["Petra"]


@pytest.mark.slow
def test_words_that_a_person_put_right_go_by_what_was_learned_of_them(known) -> None:
    held = orders(known, "4500030013", "20 Stk kurze Edelstahlschrauben M8x4O")
    assert held["state"] == "held"
    pushed = known.desk_corrects(held, line_0_description=WORDS)
    assert (pushed["state"], [line["sku"] for line in pushed["lines"]]) == ("pushed", ["HX-M8X40"])
