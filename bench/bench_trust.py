"""The risk-coverage curve: at each strictness, how many lines of the fixtures and of generated orders are accepted, and how many
of them are wrong.

`python bench/bench_trust.py [--seed 2] [--count 60] [--rates 0.02 0.1 0.5] [--fixtures DIR]`; `--count 0` reads the fixtures
alone, `--fixtures ""` the generator's orders alone. Of the fixtures those count that a reader reads: a machine-readable order is
stated, and of several messages the last is read. Read are the layout reader alone, a model that points from the truth, and models
with set error rates that begin from there, each beside the layout reader and alone. The default strictness is what
`decision/requirements.py` asks for. What was accepted and wrong at the default is named.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fixtures.generate.cases import FORMATS, PICTURES, make_case
from fixtures.models.simulated import SimulatedModel, SimulatedPlanner
from fixtures.models.trial import (
    Opened,
    cases_in,
    is_accepted,
    open_case,
    proofs_of_line,
    read_alone,
    read_together,
    right_lines,
    wrong_in,
)
from rich.console import Console
from rich.progress import track
from rich.table import Table

from intake.decision.requirements import requirement_for
from intake.domain.orders import Proof, ReadOrder

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "orders"
Accepts = Callable[[ReadOrder, int], bool]


def _has(*proofs: Proof) -> Accepts:
    return lambda read, number: frozenset(proofs) <= proofs_of_line(read, number)


def _each_value_proven(read: ReadOrder, number: int) -> bool:
    """Every value of the line has what the table asks of it, whatever else is wrong with the order."""
    line = read.order.lines[number]
    for name in type(line).model_fields:
        requirement = requirement_for(f"lines[{number}].{name}")
        found = read.proofs.get(f"lines[{number}].{name}", frozenset())
        if requirement is None:
            continue
        if getattr(line, name) is None:
            if requirement.required:
                return False
        elif not requirement.is_met(found, is_recognised=read.is_recognised):
            return False
    return True


STRICTNESS: dict[str, Accepts] = {
    "whatever was read": lambda read, number: True,
    "placed and typed": _has(Proof.PLACED, Proof.TYPED),
    "each value of the line proven": _each_value_proven,
    "each value proven, all rows explained": lambda read, number: _each_value_proven(read, number) and "lines" in read.proofs,
    "the default: nothing of the order open": lambda read, number: is_accepted(read),
    "the default, and a sum or product agrees": lambda read, number: is_accepted(read) and _has(Proof.ARITHMETIC)(read, number),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=2, help="even seeds are those that nothing was tuned on")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--rates", type=float, nargs="*", default=(0.02, 0.1, 0.5))
    parser.add_argument("--fixtures", default=str(FIXTURES), help="folder of cases; none where it is empty")
    asked = parser.parse_args()
    forms = [name for name in FORMATS if name not in PICTURES]
    generated = (make_case(asked.seed, number, forms, (1, 20), ()) for number in range(asked.count))
    fixtures = cases_in(Path(asked.fixtures)) if asked.fixtures else []
    for called, cases, size in (("fixtures", iter(fixtures), len(fixtures)), ("generated", generated, asked.count)):
        counts: dict[str, Counter[str]] = {}
        with tempfile.TemporaryDirectory() as home:
            for number, case in enumerate(track(cases, f"Reading {called}", total=size, console=Console(stderr=True))):
                opened = open_case(case, Path(home))
                for reader, orders in _readings(opened, number, asked.rates) if opened.question.documents else ():
                    _count(counts.setdefault(reader, Counter()), orders, opened)
        for reader, count in counts.items():
            Console().print(_table(f"{called}: {reader}", count))


def _readings(opened: Opened, seed: int, rates: Sequence[float]) -> Iterator[tuple[str, tuple[ReadOrder, ...]]]:
    def model(rate: float) -> SimulatedPlanner:
        return SimulatedPlanner(SimulatedModel(seed=seed, rate=rate, truth=opened.truth))

    yield "the layout reader alone", opened.own_opinion.verified
    yield "an honest model beside it", read_together(opened, model(0.0))
    yield "an honest model alone", read_alone(opened, model(0.0))
    for rate in rates:
        yield f"a model that errs at {rate:.0%}, beside it", read_together(opened, model(rate))
        yield f"a model that errs at {rate:.0%}, alone", read_alone(opened, model(rate))


def _count(count: Counter[str], orders: tuple[ReadOrder, ...], opened: Opened) -> None:
    truths = [line for truth in opened.truths for line in truth["lines"]]
    count["ordered"] += len(truths)
    rights = iter(right_lines([line for read in orders for line in read.order.lines], truths))
    for read in orders:
        for number in range(len(read.order.lines)):
            is_right = next(rights)
            for name, accepts in STRICTNESS.items():
                if accepts(read, number):
                    count[f"{name} accepted"] += 1
                    count[f"{name} wrong"] += not is_right
        if is_accepted(read):
            count["orders accepted"] += 1
            for each in wrong_in(read.order, opened.truths):
                count[f"accepted and wrong: {each}"] += 1


def _table(reader: str, count: Counter[str]) -> Table:
    table = Table("strictness", "lines accepted", "of them wrong", title=f"{reader} ({count['ordered']} lines ordered)")
    for name in STRICTNESS:
        accepted, wrong = count[f"{name} accepted"], count[f"{name} wrong"]
        share = accepted / count["ordered"] if count["ordered"] else 0.0
        table.add_row(name, f"{accepted} ({share:.1%})", f"{wrong} ({wrong / accepted if accepted else 0.0:.2%})")
    table.caption = "\n".join(
        [f"{count['orders accepted']} orders accepted", *(each for each in count if each.startswith("accepted and wrong"))]
    )
    return table


if __name__ == "__main__":
    main()
