"""Raw mails to open: small builders, so that a test shows only what it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from intake.domain.limits import Limits
from intake.domain.messages import InboundMessage, Origin
from intake.inbox.mime import read_message

Open = Callable[..., InboundMessage]


@pytest.fixture(scope="session")
def opened() -> Open:
    """Opens raw bytes as a message; any limit can be given by name."""

    def open_message(
        raw: bytes, *, filename: str | None = "mail.eml", origin: Origin = Origin.UPLOAD, **limits: Any
    ) -> InboundMessage:
        received_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        return read_message(raw, filename=filename, origin=origin, received_at=received_at, limits=Limits(**limits))

    return open_message
