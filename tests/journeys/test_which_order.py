"""Which order is this: the same again, revised, cancelled, under a number written otherwise. Nothing reaches the ERP twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake.desk.ports import OrderDetail
from intake.domain.errors import NotAllowed
from intake.domain.reasons import ReasonCode
from intake.holds.authority import Actor
from intake.pipeline.commands import release
from intake.pipeline.desk_port import LineDesk
from intake.pipeline.overtaking import cancel
from intake.wiring import open_engine

BOLTS = "200 Stk HX-M8X40 Sechskantschraube M8x40 DIN 933 A2-70"
MORE = "300 Stk HX-M8X40 Sechskantschraube M8x40 DIN 933 A2-70"
NUTS = "100 Stk NU-M8 Sechskantmutter M8 DIN 934 A2"
ODD = "5 Stk Sonderhalter lackiert"
DESK = Actor(name="Petra", roles=frozenset({"order_desk"}))


class Days:
    """The demo company on a clock that goes on with every mail of its customer Brunner."""

    def __init__(self, house: Any) -> None:
        passed = iter(range(1, 10_000))
        start = house.now
        house.line = replace(house.line, clock=lambda: start + timedelta(seconds=next(passed)))
        self.house = house

    def gets(self, subject: str, *text: str) -> dict[str, Any]:
        body = "Guten Tag,\n\n" + "\n".join(text) + "\n\nMit freundlichen Grüßen\n"
        (order,) = self.house.receives(self.house.mail_of("C1001", subject, body))
        return dict(order)

    def order(self, number: str, *lines: str) -> dict[str, Any]:
        return self.gets(f"Bestellung {number}", f"wir bestellen unter der Nummer {number}:\n", *lines)

    def takes_over(self, outcome: dict[str, Any]) -> dict[str, Any]:
        release(
            self.house.line, outcome["id"], outcome["version"], [ReasonCode.REVISION_OF_ORDER], actor=DESK,
            reason_code="desk_checked", comment="Agreed with the buyer.",
        )  # fmt: skip
        self.house.works()
        return self.now(outcome)

    def cancels(self, outcome: dict[str, Any]) -> dict[str, Any]:
        cancel(self.house.line, outcome["id"], outcome["version"], DESK, "As the buyer asks.")
        return self.now(outcome)

    def at_the_desk(self, outcome: dict[str, Any]) -> OrderDetail:
        shown = LineDesk(self.house.line, open_engine(self.house.settings, self.house.line)).order(outcome["id"])
        assert shown is not None
        return shown

    def now(self, outcome: dict[str, Any]) -> dict[str, Any]:
        return dict(self.house.order(outcome["id"]))


@pytest.fixture
def days(house) -> Days:
    return Days(house)


def codes(outcome: dict[str, Any]) -> list[str]:
    return sorted({reason["code"] for reason in outcome["reasons"]})


def test_the_same_goods_under_the_number_written_otherwise_are_pushed_once(days: Days) -> None:
    assert days.order("PO-4500050001", BOLTS, NUTS)["state"] == "pushed"
    for number in ("4500050001", "4500050001/2026"):
        again = days.order(number, BOLTS, NUTS)
        assert (again["state"], codes(again)) == ("held", ["duplicate_order"])


def test_a_revision_that_is_taken_over_supersedes_what_was_not_pushed_yet(days: Days) -> None:
    first = days.order("4500050002", BOLTS, NUTS, ODD)
    revised = days.order("4500050002", MORE, NUTS)
    assert (first["state"], codes(revised)) == ("held", ["revision_of_order"])
    assert "HX-M8X40: 200 → 300" in revised["reasons"][0]["message"]
    shown = days.at_the_desk(revised).relation
    assert shown.order_id == first["id"]
    assert {(change.kind.value, change.before, change.after) for change in shown.changes} == {
        ("quantity", "200", "300"),
        ("removed", "5 × Sonderhalter lackiert", None),
    }
    pushed = days.takes_over(revised)
    assert pushed["state"] == "pushed"
    before = days.now(first)
    assert (before["state"], before["reasons"]) == ("superseded", [])
    assert days.at_the_desk(first).superseded_by == revised["id"]
    assert days.house.erp_has(pushed)
    assert not days.house.erp_has(before)


@pytest.mark.slow
def test_an_order_waits_while_a_revision_of_it_is_open(days: Days) -> None:
    first = days.order("4500050003", BOLTS, NUTS, ODD)
    revised = days.order("4500050003", MORE, NUTS)
    settled = days.house.desk_corrects(first, line_2_sku="HM-500")
    assert (settled["state"], codes(settled)) == ("held", ["revision_of_order"])
    assert revised["id"] in settled["reasons"][0]["message"]
    days.house.desk_rejects(revised)
    assert days.house.operations_try_again(settled)["state"] == "pushed"


@pytest.mark.slow
def test_a_revision_after_the_push_is_a_request_and_says_so(days: Days) -> None:
    assert days.order("4500050004", BOLTS, NUTS)["state"] == "pushed"
    revised = days.order("4500050004", MORE, NUTS)
    assert codes(revised) == ["revision_of_order"]
    assert "an order of its own" in revised["reasons"][0]["clears_when"]


@pytest.mark.slow
def test_a_revision_of_an_order_that_never_came_here_waits(days: Days) -> None:
    revised = days.order("4500050005 Rev. 2", BOLTS, NUTS)
    assert (revised["state"], codes(revised)) == ("held", ["revision_of_order"])


@pytest.mark.slow
def test_an_order_is_not_pushed_while_its_cancellation_waits_and_ends_with_it(days: Days) -> None:
    first = days.order("4500050006", BOLTS, NUTS, ODD)
    asked = days.gets("Storno Bestellung 4500050006", "bitte stornieren Sie unsere Bestellung 4500050006.")
    assert codes(asked) == ["order_cancellation_request"]
    settled = days.house.desk_corrects(first, line_2_sku="HM-500")
    assert (settled["state"], codes(settled)) == ("held", ["revision_of_order"])
    assert "cancels it" in settled["reasons"][0]["message"]
    done = days.cancels(asked)
    assert (done["state"], days.now(first)["state"]) == ("not_an_order", "cancelled")
    assert not days.house.erp_has(first)


@pytest.mark.slow
def test_an_order_waits_while_it_is_unclear_what_a_mail_asks_of_it(days: Days) -> None:
    first = days.order("4500050008", BOLTS, NUTS, ODD)
    asked = days.gets("Bestellung 4500050008", "zu Bestellung 4500050008: bitte wie besprochen.")
    assert (asked["state"], codes(asked)) == ("held", ["no_lines", "revision_of_order"])
    assert days.at_the_desk(asked).relation.order_id == first["id"]
    settled = days.house.desk_corrects(first, line_2_sku="HM-500")
    assert (settled["state"], codes(settled)) == ("held", ["revision_of_order"])


@pytest.mark.slow
def test_what_the_erp_has_is_cancelled_there(days: Days) -> None:
    pushed = days.order("4500050007", BOLTS, NUTS)
    asked = days.gets("Storno Bestellung 4500050007", "bitte stornieren Sie unsere Bestellung 4500050007.")
    with pytest.raises(NotAllowed, match=pushed["sales_order_number"]):
        days.cancels(asked)
    assert days.now(pushed)["state"] == "pushed"
