"""Whatever a model points at, nothing wrong carries all the proofs that a push needs: alone, and beside the layout reader.

The models begin from the truth of generated documents and see no more of them than a question shows. Alone, all that stands
between a model and the ERP is `verify`; errors that the layout reader makes itself are not counted beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from fixtures.generate.cases import FORMATS, make_case
from fixtures.models.simulated import EVERY_WAY, SimulatedModel, SimulatedPlanner, Spoil
from fixtures.models.trial import Opened, is_accepted, open_case, read_alone, read_together, wrong_in

SEED = 77
FORMS = [name for name in FORMATS if name in ("pdf", "xlsx", "csv", "docx", "html", "text", "mail")]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Opened]:
    home: Path = tmp_path_factory.mktemp("home")
    return [open_case(make_case(SEED, number, FORMS, (2, 9), ()), home) for number in range(2 * len(FORMS))]


def tried(
    cases: list[Opened], rate: float, seeds: int, *, alone: bool, ways: Sequence[Spoil] = EVERY_WAY
) -> tuple[Counter[str], list[str]]:
    read = read_alone if alone else read_together
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for number, case in enumerate(cases):
        own = {each for order in case.own_opinion.verified for each in wrong_in(order.order, case.truths)}
        for seed in range(seeds):
            model = SimulatedModel(seed=seed, rate=rate, ways=tuple(ways), truth=case.truth)
            for order in read(case, SimulatedPlanner(model)):
                if not is_accepted(order):
                    count["held"] += 1
                    continue
                count["accepted"] += 1
                found = wrong_in(order.order, case.truths)
                wrong += [f"case {number}, seed {seed}: {each}" for each in (found if alone else found - own)]
    return count, wrong


@pytest.mark.slow
@pytest.mark.parametrize("alone", [True, False], ids=["alone", "beside the layout reader"])
@pytest.mark.parametrize("rate", [0.02, 0.1, 0.5])
def test_a_model_with_errors_gets_nothing_wrong_accepted(cases: list[Opened], rate: float, alone: bool) -> None:
    count, wrong = tried(cases, rate, seeds=4, alone=alone)
    assert wrong == []
    assert count["held"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("way", EVERY_WAY, ids=lambda way: way.__name__)
def test_one_kind_of_error_in_an_answer_that_is_right_otherwise_gets_nothing_wrong_accepted(
    cases: list[Opened], way: Spoil
) -> None:
    """The hardest to see through: everything else hangs together."""
    count, wrong = tried(cases, 0.1, seeds=6, alone=True, ways=(way,))
    assert wrong == []
    assert count["accepted"] > 0, "what was left right is still believed"


@pytest.mark.slow
def test_an_honest_model_costs_no_order_that_the_layout_reader_alone_would_pass(cases: list[Opened]) -> None:
    passed = sum(is_accepted(order) for case in cases for order in case.own_opinion.verified)
    count, wrong = tried(cases, 0.0, seeds=1, alone=False)
    assert wrong == []
    assert count["accepted"] >= passed > 0
