"""A model that knows the truth and points at it in the question it is asked: what the plan language and the executor can carry.

It goes through the loopback server, in the real protocol, with the real schema; it sees no more of a document than is shown.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.generate.cases import FORMATS, PICTURES
from fixtures.models.measured import Measured, measure

SEED = 79
FORMS = [name for name in FORMATS if name not in PICTURES]


@pytest.mark.slow
def test_an_honest_model_reads_nearly_every_line_in_every_format(tmp_path: Path) -> None:
    found = [measure(SEED, number, FORMS, tmp_path) for number in range(len(FORMS))]
    whole = sum(found, Measured())
    assert whole.model_alone.f1 >= 0.99
    assert whole.taken.f1 >= 0.99
    assert whole.wrong_but_proven == ()
