"""A message loses its bytes when its time is over and its orders are done with; what was decided stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.domain.errors import BadInput
from intake.domain.messages import InboundMessage, MailAddress, MessagePart, Origin, PartRole
from intake.domain.orders import DocumentKind, Reading
from intake.domain.status import OrderStatus
from intake.pipeline.outcome import outcome_of
from intake.pipeline.retention import remove_expired
from intake.store.messages import keep_opened, keep_raw, load_document, load_raw
from intake.store.packing import sha256
from intake.store.retention import remove_message
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


def test_a_file_that_another_mail_brought_too_waits_for_that_mail(company, mail) -> None:
    (order,) = company.take(mail("4711", ("HX-M8X40", 10)))
    line = later(company, 32).line
    part = MessagePart(part_no=1, path="1", role=PartRole.ATTACHMENT, filename=None, media_type="text/csv",
                       declared_media_type=None, content=mail("4711", ("HX-M8X40", 10)), sha256=order.message_id)  # fmt: skip
    other = InboundMessage(message_id=sha256(b"other"), origin=Origin.EMAIL, received_at=line.clock(),
                           sender=MailAddress("buyer@nordwind.example"), parts=(part,))  # fmt: skip
    with line.database.write() as tx:
        keep_raw(tx, b"other", origin=Origin.EMAIL, filename=None, at=line.clock())
        keep_opened(tx, other, (), Reading(kind=DocumentKind.OTHER), line.clock())
    assert remove_expired(line, 31) == 0
    assert raw(company, order.message_id) == part.content
    with line.database.write() as tx:
        remove_message(tx, other.message_id)
    assert raw(company, order.message_id) == part.content
    assert remove_expired(line, 31) == 1


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
