"""Lists of orders: newest first, page by page in both directions, by queue and state, and found by any of their words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from intake.domain.errors import BadInput
from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus
from intake.store.engine import Connection, Database
from intake.store.orders import change_order, get_order
from intake.store.queries import count_by_place, count_found, list_orders


@pytest.fixture
def seven(database: Database, received, morning: datetime) -> list[str]:  # type: ignore[no-untyped-def]
    """Seven orders, newest first; the middle three came at the same moment."""
    minutes = (0, 1, 2, 2, 2, 3, 4)
    with database.write() as tx:
        found = [received(tx, b"order %d" % n, at=morning + timedelta(minutes=after)) for n, after in enumerate(minutes)]
    return [each.order_id for each in sorted(found, key=lambda each: (each.received_at, each.order_id), reverse=True)]


def ids(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.order_id for row in page.rows]


def test_pages_follow_each_other_without_a_gap_and_back_again(database: Database, seven: list[str]) -> None:
    with database.read() as tx:
        first = list_orders(tx, limit=3)
        second = list_orders(tx, limit=3, older_than=first.rows[-1].order_id)
        last = list_orders(tx, limit=3, older_than=second.rows[-1].order_id)
        back = list_orders(tx, limit=3, newer_than=last.rows[0].order_id)
        start = list_orders(tx, limit=3, newer_than=back.rows[0].order_id)
    assert [ids(page) for page in (first, second, last)] == [seven[:3], seven[3:6], seven[6:]]
    assert (ids(back), ids(start)) == (seven[3:6], seven[:3])
    assert [(page.is_first, page.is_last) for page in (first, second, last)] == [(True, False), (False, False), (False, True)]
    assert (start.is_first, back.is_first) == (True, False)


def test_an_order_that_is_gone_from_the_list_still_says_where_one_was(database: Database, seven: list[str], morning) -> None:  # type: ignore[no-untyped-def]
    with database.write() as tx:
        _change(tx, seven[2], morning, state=OrderStatus.HELD, queue=Queue.FINANCE.value)
        rest = list_orders(tx, state=OrderStatus.RECEIVED, limit=3, older_than=seven[2])
    assert ids(rest) == seven[3:6]


@pytest.mark.parametrize("place", [{"older_than": "nothing-1"}, {"newer_than": "nothing-1"}])
def test_a_page_beside_an_order_that_never_was_is_refused(database: Database, seven: list[str], place: dict[str, str]) -> None:
    with database.read() as tx, pytest.raises(BadInput, match="no order nothing-1"):
        list_orders(tx, limit=3, **place)


def test_a_list_keeps_to_its_queue_and_state(database: Database, seven: list[str], morning: datetime) -> None:
    with database.write() as tx:
        _change(tx, seven[1], morning, state=OrderStatus.HELD, queue=Queue.FINANCE.value)
        _change(tx, seven[5], morning, state=OrderStatus.HELD, queue=Queue.ORDER_DESK.value)
        assert ids(list_orders(tx, state=OrderStatus.HELD)) == [seven[1], seven[5]]
        assert ids(list_orders(tx, queue=Queue.FINANCE)) == [seven[1]]
        counts = count_by_place(tx)
    assert (counts["held"], counts["received"], counts["finance"]) == (2, 5, 1)


@pytest.mark.parametrize(
    "words",
    ["4500-19", "BRUNNER", "stuttgart urgent", "ＢＲＵＮＮＥＲ", "so-1007", "STRASSE", "100%"],
    ids=[
        "part of a number",
        "another case",
        "two words of two fields",
        "wide letters",
        "our number",
        "sharp s",
        "a percent sign",
    ],
)
def test_an_order_is_found_by_any_part_of_its_words(database: Database, seven: list[str], morning: datetime, words: str) -> None:
    with database.write() as tx:
        _change(
            tx,
            seven[3],
            morning,
            buyer_name="Brunner Maschinenbau, Stuttgart",
            subject="Urgent: 100% for the Industriestraße",
            customer_po_number="DE4500-19001",
            sales_order_number="SO-1007",
        )
        assert ids(list_orders(tx, text=words)) == [seven[3]]
        assert count_found(tx, words) == 1


@pytest.mark.parametrize("words", ["brunner munich", "%", "_", "1_0"])
def test_every_word_must_fit_and_no_sign_stands_for_another(
    database: Database, seven: list[str], morning: datetime, words: str
) -> None:
    with database.write() as tx:
        _change(tx, seven[3], morning, buyer_name="Brunner", subject="100 bolts")
        assert ids(list_orders(tx, text=words)) == []


def test_what_an_order_is_found_by_follows_its_changes(database: Database, seven: list[str], morning: datetime) -> None:
    with database.write() as tx:
        _change(tx, seven[0], morning, customer_po_number="PO-1")
        _change(tx, seven[0], morning, customer_po_number="PO-2", subject="words " * 2_000)
        assert ids(list_orders(tx, text="po-1")) == []
        assert ids(list_orders(tx, text="po-2")) == [seven[0]]


def _change(tx: Connection, order_id: str, at: datetime, **values: object) -> None:
    change_order(tx, get_order(tx, order_id), at, **values)  # type: ignore[arg-type]
