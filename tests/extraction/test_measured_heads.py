"""The head of orders nobody tuned the reader on: even seeds of the generator, over all formats, with floors to stay above."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from fixtures.generate.cases import make_case

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.evaluation.score import score
from intake.pipeline.extracted import extracted
from intake.wiring import open_reader

FORMATS = ("pdf", "xlsx", "docx", "csv", "html", "text", "xls", "ods", "mail", "sentences", "bullets", "forward", "reply")
NEVER_WRONG = ("customer_po_number", "order_date", "currency", "vat_id", "gln", "ship_to", "total_")
FLOOR = 0.97


@pytest.mark.slow
def test_heads_of_unseen_orders_are_read(tmp_path):
    reader = open_reader(load_settings(tmp_path), "layout")
    right = counted = 0
    wrong: Counter[str] = Counter()
    for number in range(3 * len(FORMATS)):
        case = make_case(9004, number, FORMATS, (1, 20))
        case.write(tmp_path / "cases")
        folder = tmp_path / "cases" / case.name
        received = next(path for path in folder.iterdir() if path.name.startswith("received"))
        truth = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        read = extracted(reader.read(received.read_bytes(), received.name, Origin.UPLOAD, datetime(2026, 3, 2, tzinfo=UTC)))
        scored = score(truth, json.loads(json.dumps(read, default=str)))
        right += scored.fields.right
        counted += sum(scored.fields.model_dump().values())
        proven = (found.path.partition(".")[2] for found in scored.wrong_but_proven if ".lines" not in found.path)
        wrong.update(path for path in proven if any(name in path for name in NEVER_WRONG))
    assert counted > 300
    assert right / counted >= FLOOR
    assert not wrong
