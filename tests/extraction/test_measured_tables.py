"""Random orders on pages and in texts, of seeds that no rule was tuned on: how many lines are right, and what is wrong but proven."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from fixtures.generate.cases import make_case

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.evaluation.score import score
from intake.evaluation.tally import Tally
from intake.pipeline.extracted import extracted
from intake.wiring import open_reader

DANGEROUS = ("quantity", "uom", "unit_price", "price_basis_quantity", "customer_part_number", "sku", "gtin")
"""A wrong one of these ships wrong goods or bills a wrong price; an invented line ends in `]`."""


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("seed", "least"), [(2002, 0.92), (4002, 0.95)])
def test_tables_of_unseen_papers_are_read_right_and_nothing_wrong_is_proven(seed, least, tmp_path):
    reader = open_reader(load_settings(tmp_path / "home"), "layout")
    lines, dangerous = Tally(), []
    for number in range(30):
        make_case(seed, number, ["pdf", "text", "mail"], (1, 25)).write(tmp_path)
    for folder in sorted(path for path in tmp_path.iterdir() if (path / "expected.json").exists()):
        truth = json.loads((folder / "expected.json").read_text())
        received = next(path for path in folder.iterdir() if path.name.startswith("received"))
        read = extracted(reader.read(received.read_bytes(), received.name, Origin.UPLOAD, datetime.now(UTC)))
        found = score(truth, json.loads(json.dumps(read, default=str)))
        lines += found.lines
        dangerous += [
            (folder.name, each.path, each.expected, each.found)
            for each in found.wrong_but_proven
            if "].lines[" in each.path and (each.path.endswith("]") or each.path.rpartition(".")[2] in DANGEROUS)
        ]
    assert dangerous == []
    assert lines.f1 >= least
