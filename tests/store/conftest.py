from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from intake.domain.messages import Origin
from intake.domain.status import OrderStatus
from intake.store.engine import Connection
from intake.store.messages import keep_raw
from intake.store.orders import OrderRow, add_order


@pytest.fixture
def morning() -> datetime:
    return datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


Received = Callable[..., OrderRow]


@pytest.fixture
def received(morning: datetime) -> Received:
    """Puts one message with one order into the store."""

    def put(tx: Connection, raw: bytes = b"one order", at: datetime | None = None) -> OrderRow:
        message_id, _ = keep_raw(tx, raw, origin=Origin.EMAIL, filename="order.eml", at=at or morning)
        return add_order(tx, message_id, 1, origin=Origin.EMAIL, state=OrderStatus.RECEIVED, at=at or morning)

    return put
