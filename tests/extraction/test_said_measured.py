"""Orders in words on seeds that no rule was tuned on: how many lines come out right, and that no quantity,
unit or code of a line is wrong and proven. Head fields are measured with the other formats."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from fixtures.generate.cases import make_case

from intake.documents.read import open_part
from intake.domain.limits import Limits
from intake.domain.messages import Origin
from intake.domain.parties import OwnCompany
from intake.evaluation.score import CaseScore, score
from intake.evaluation.tally import Tally
from intake.extraction.read import read_orders
from intake.inbox.mime import read_message
from intake.pipeline.extracted import extracted
from intake.pipeline.reading import read_bytes

US = OwnCompany(names=("Nordwerk Handel GmbH",), domains=("nordwerk.example",))
FREE = ("sentences", "bullets", "forward", "reply")


def scored(seed: int, number: int) -> CaseScore:
    case = make_case(seed, number, FREE, (1, 12))
    read = read_bytes(
        case.content,
        filename=case.filename,
        origin=Origin.UPLOAD,
        received_at=datetime(2026, 3, 2, tzinfo=UTC),
        open_message=lambda raw, name, origin, at: read_message(
            raw, filename=name, origin=origin, received_at=at, limits=Limits()
        ),
        open_parts=lambda parts: tuple(open_part(part, limits=Limits(), ocr_languages=()) for part in parts),
        read_orders=lambda context, opened: read_orders(context, opened, own=US, mode="layout"),
    )
    found: dict[str, Any] = extracted(read)
    return score(case.truth, found)


@pytest.mark.slow
def test_lines_said_in_words_on_seeds_never_tuned_on() -> None:
    scores = [scored(2024, number) for number in range(120)]
    lines = sum((each.lines for each in scores), Tally())
    fields = sum((each.fields for each in scores), Tally())
    assert lines.f1 >= 0.95
    assert fields.accuracy >= 0.9
    dangerous = [
        finding
        for each in scores
        for finding in each.wrong_but_proven
        if "lines[" in finding.path and not finding.path.endswith("description")
    ]
    assert dangerous == []
