"""A message loses its bytes when its time is over and its orders are done with; what was decided stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.domain.errors import BadInput
from intake.domain.status import OrderStatus
from intake.pipeline.outcome import outcome_of
from intake.pipeline.retention import remove_expired
from intake.store.messages import load_document, load_raw
from intake.store.trail import verify_trail


def later(company, days):
    now = company.line.clock() + timedelta(days=days)
    return company.with_line(clock=lambda: now)


def raw(company, message_id):
    with company.line.database.read() as tx:
        return load_raw(tx, message_id).raw


def test_a_pushed_order_keeps_its_decision_and_loses_what_it_was_read_from(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 10)))
    assert order.state is OrderStatus.PUSHED
    assert remove_expired(later(company, 30).line, 31) == 0
    assert raw(company, order.message_id) == mail("4711", ("HX-M8X40", 10))
    assert remove_expired(later(company, 32).line, 31) == 1
    with pytest.raises(BadInput, match="ask the sender"):
        raw(company, order.message_id)
    with company.line.database.read() as tx:
        outcome = outcome_of(tx, order.order_id)
        assert (outcome["state"], outcome["lines"][0]["sku"], outcome["credit"] is not None) == ("pushed", "HX-M8X40", True)
        assert outcome["history"][-1]["event"] == "message_removed"
        assert load_document(tx, order.message_id, 0) is None
        assert verify_trail(tx) == []
    assert remove_expired(later(company, 32).line, 31) == 0


def test_what_waits_is_kept_however_old(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M9X99", 10)))
    assert order.state is OrderStatus.HELD
    assert remove_expired(later(company, 4_000).line, 1) == 0
    assert raw(company, order.message_id) == mail("4711", ("HX-M9X99", 10))


def test_without_the_setting_everything_is_kept(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 10)))
    assert remove_expired(later(company, 4_000).line, 0) == 0
    assert raw(company, order.message_id) == mail("4711", ("HX-M8X40", 10))


def test_the_same_bytes_sent_again_are_stored_again(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 10)))
    remove_expired(later(company, 32).line, 31)
    (again,) = company.take(mail("4711", ("HX-M8X40", 10)))
    assert again.order_id == order.order_id
    assert raw(company, order.message_id) == mail("4711", ("HX-M8X40", 10))
