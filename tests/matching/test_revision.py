"""Which order a document is: the same again, a revision, a cancellation, a reused number, a new one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.history import ChangeKind, OrderedLine, OrderSummary, Relation
from intake.domain.orders import DocumentKind
from intake.domain.status import OrderStatus
from intake.matching.po_numbers import po_key
from intake.matching.revision import differences, relate, same_goods

D = Decimal
DAY = date(2026, 3, 2)


def ordered(number, sku, quantity, **other):
    return OrderedLine(line_number=number, sku=sku, quantity=D(quantity), **other)


BOLTS = (ordered("10", "HX-40", 200), ordered("20", "HX-50", 100), ordered("30", "GL-9", 12))


def summary(order_id="new", lines=BOLTS, **other):
    usual = {"customer_no": "C1", "customer_po_number": "4711", "status": OrderStatus.HELD, "received_on": DAY}
    return OrderSummary(order_id=order_id, lines=lines, **{**usual, **other})


def earlier(**other):
    return summary("old", **{"received_on": DAY - timedelta(days=3), **other})


def test_the_same_goods_under_the_same_number_are_the_same_order():
    assert relate(summary(), [earlier()]).relation is Relation.SAME


def test_other_spellings_of_the_number_are_the_same_number():
    found = relate(summary(customer_po_number="PO 47-11"), [earlier(customer_po_number="po4711")])
    assert found.relation is Relation.SAME


@pytest.mark.parametrize(
    "number", ["PO 4500012345", "PO-4500012345", "Bestellung Nr. 4500012345", "45 0001 2345", "No. 4500012345"]
)
def test_words_before_the_number_are_none_of_it(number):
    assert po_key(number) == "4500012345"


@pytest.mark.parametrize("number", ["EK-4711", "2026/4711", "BA4711", "4711-1", "A4711"])
def test_a_series_of_the_buyers_own_is_part_of_the_number(number):
    assert po_key(number) != "4711"
    assert relate(summary(customer_po_number=number, lines=BOLTS[:1]), [earlier()]).relation is Relation.NEW


@pytest.mark.parametrize("number", ["4500012345/2026", "4500012345-A", "45"])
def test_the_same_goods_under_a_number_that_may_be_the_same_are_unclear(number):
    known = earlier(customer_po_number="4500012345")
    found = relate(summary(customer_po_number=number), [known])
    assert (found.relation, found.order_id) == (Relation.UNCLEAR, "old")
    assert relate(summary(customer_po_number=number, lines=BOLTS[:1]), [known]).relation is Relation.NEW
    assert relate(summary(customer_po_number="4500012346"), [known]).relation is Relation.NEW


def test_the_same_goods_in_answer_to_the_mail_that_ordered_them_are_unclear():
    known = earlier(thread=("<m1@x>",))
    assert relate(summary(customer_po_number="88", thread=("<m2@x>", "<m1@x>")), [known]).relation is Relation.UNCLEAR


def test_a_revision_of_an_order_that_never_came_is_unclear():
    found = relate(summary(customer_po_number="4711 Rev. 2"), [])
    assert (found.relation, found.order_id) == (Relation.UNCLEAR, None)


def test_the_same_goods_written_otherwise_are_resent():
    renumbered = tuple(line.model_copy(update={"line_number": None}) for line in reversed(BOLTS))
    assert relate(summary(lines=renumbered), [earlier()]).relation is Relation.RESENT


def test_a_changed_quantity_is_a_revision_shown_line_by_line():
    found = relate(summary(lines=(ordered("10", "HX-40", 300), *BOLTS[1:])), [earlier()])
    assert found.relation is Relation.REVISED
    assert found.order_id == "old"
    assert [(c.kind, c.sku, c.before, c.after) for c in found.changes] == [(ChangeKind.QUANTITY, "HX-40", "200", "300")]


def test_added_removed_and_swapped_articles_are_named():
    lines = (BOLTS[0], ordered("20", "HX-60", 100), ordered("40", "OIL-5", 1))
    kinds = {(change.kind, change.after) for change in differences(earlier(), summary(lines=lines))}
    assert kinds == {(ChangeKind.ARTICLE, "100 × HX-60"), (ChangeKind.REMOVED, None), (ChangeKind.ADDED, "1 × OIL-5")}


def test_a_new_delivery_date_or_place_is_a_revision():
    later = tuple(line.model_copy(update={"requested_delivery_date": DAY}) for line in BOLTS)
    assert relate(summary(lines=later), [earlier()]).relation is Relation.REVISED
    assert relate(summary(ship_to_code="NORD"), [earlier()]).relation is Relation.REVISED


def test_rev_2_belongs_to_the_order_it_revises():
    assert po_key("4711 Rev. 2") == po_key("4711") == po_key("4711 (Revision 2)")
    assert po_key("4711-2") != po_key("4711")
    found = relate(summary(customer_po_number="4711 Rev. 2", lines=(ordered("10", "X", 1),)), [earlier()])
    assert found.relation is Relation.REVISED


def test_other_goods_under_an_old_number_reuse_it():
    old = earlier(received_on=DAY - timedelta(days=400), lines=(ordered("10", "OTHER", 5),))
    assert relate(summary(), [old]).relation is Relation.REUSED


def test_other_goods_under_a_fresh_number_are_unclear():
    assert relate(summary(), [earlier(lines=(ordered("10", "OTHER", 5),))]).relation is Relation.UNCLEAR


def test_the_same_goods_a_year_later_are_unclear():
    assert relate(summary(), [earlier(received_on=DAY - timedelta(days=365))]).relation is Relation.UNCLEAR


def test_a_message_without_goods_takes_no_line_away():
    found = relate(summary(lines=()), [earlier()])
    assert (found.relation, found.order_id, found.changes) == (Relation.REVISED, "old", ())


def test_a_cancellation_finds_its_order_or_is_unclear():
    assert relate(summary(kind=DocumentKind.ORDER_CANCELLATION, lines=()), [earlier()]).relation is Relation.CANCELLED
    assert relate(summary(kind=DocumentKind.ORDER_CANCELLATION, lines=()), []).relation is Relation.UNCLEAR


def test_an_order_is_compared_with_the_order_and_not_with_its_cancellation_that_waits():
    pushed = earlier(status=OrderStatus.PUSHED)
    asks = summary("asks", lines=(), kind=DocumentKind.ORDER_CANCELLATION, received_on=DAY - timedelta(days=1))
    found = relate(summary(), [pushed, asks])
    assert (found.relation, found.order_id) == (Relation.SAME, "old")
    # Where the cancellation came alone, the order after it is still not a new one.
    assert relate(summary(), [asks]).relation is not Relation.NEW


def test_a_change_without_its_order_is_unclear():
    assert relate(summary(kind=DocumentKind.ORDER_CHANGE), []).relation is Relation.UNCLEAR


def test_the_version_before_a_revision_sent_again_is_unclear():
    first = earlier(status=OrderStatus.SUPERSEDED)
    second = summary("second", lines=(ordered("10", "HX-40", 300), *BOLTS[1:]), received_on=DAY - timedelta(days=1))
    assert relate(summary(), [first, second]).relation is Relation.UNCLEAR


def test_a_rejected_order_may_come_again():
    assert relate(summary(), [earlier(status=OrderStatus.REJECTED)]).relation is Relation.NEW


def test_another_customers_number_says_nothing():
    assert relate(summary(), [earlier(customer_no="C2")]).relation is Relation.NEW


def test_the_bill_to_is_the_same_buyer():
    found = relate(summary(customer_no="C3", bill_to_no="C1"), [earlier(bill_to_no="C1")])
    assert found.relation is Relation.SAME


def test_the_same_goods_without_a_number_within_days_are_unclear():
    assert relate(summary(customer_po_number=None), [earlier(customer_po_number=None)]).relation is Relation.UNCLEAR
    weeks_ago = earlier(customer_po_number=None, received_on=DAY - timedelta(days=30))
    assert relate(summary(customer_po_number=None), [weeks_ago]).relation is Relation.NEW


LINES = st.lists(
    st.builds(ordered, st.sampled_from(["10", "20", "30", None]), st.sampled_from("ABC"), st.integers(1, 5)),
    min_size=1,
    max_size=6,
)


@given(lines=LINES, order=st.randoms(use_true_random=False))
def test_any_order_of_lines_is_the_same_order(lines, order):
    shuffled = list(lines)
    order.shuffle(shuffled)
    assert differences(summary(lines=tuple(lines)), summary(lines=tuple(shuffled))) == ()


@given(before=LINES, after=LINES)
def test_no_difference_means_equal_quantities_of_each_article(before, after):
    if not differences(summary(lines=tuple(before)), summary(lines=tuple(after))):
        totals = [sorted((line.sku, line.quantity) for line in lines) for lines in (before, after)]
        assert totals[0] == totals[1]


@pytest.mark.parametrize("number", [None, "", "   ", "Rev. 2"])
def test_a_number_that_is_none_has_no_key_or_its_own(number):
    assert po_key(number) in (None, "REV2")


LINES = st.lists(
    st.builds(
        OrderedLine,
        line_number=st.sampled_from([None, "10", "20"]),
        sku=st.sampled_from([None, "HX-40", "GL-9"]),
        description=st.sampled_from([None, "hx-40", "HX 40", "gloves"]),
        quantity=st.sampled_from([None, D(1), D("1.0"), D(2)]),
        requested_delivery_date=st.sampled_from([None, DAY]),
    ),
    max_size=4,
)


@given(LINES, LINES, st.booleans())
def test_the_same_goods_are_those_of_which_nothing_differs(before, after, is_reordered):
    one, other = earlier(lines=tuple(before)), summary(lines=tuple(reversed(before) if is_reordered else after))
    assert same_goods(one, other) == (not differences(one, other))
