"""The model's server for these tests: on loopback, honest or not as the model's name says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fixtures.models.loopback import LoopbackModel


@pytest.fixture
def loopback() -> Iterator[LoopbackModel]:
    model = LoopbackModel()
    yield model
    model.close()
