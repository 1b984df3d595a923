"""What the plan language can carry: a model that knows the truth points at it through the loopback server, format by format.

`python bench/bench_model.py [--seed 4] [--count 70] [--verbose]`. "model F1" are the lines as its answers alone read them,
"taken F1" as they are taken beside the layout reader. Tokens in are estimated as for the limit on a question.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fixtures.generate.cases import FORMATS, PICTURES
from fixtures.models.measured import Measured, measure
from rich.console import Console
from rich.progress import track
from rich.table import Table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=4, help="even seeds are those that nothing was tuned on")
    parser.add_argument("--count", type=int, default=70)
    parser.add_argument("--verbose", action="store_true", help="names what is wrong but proven")
    asked = parser.parse_args()
    forms = [name for name in FORMATS if name not in PICTURES]
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as home:
        for number in track(range(asked.count), "Reading", console=Console(stderr=True)):
            name = forms[number % len(forms)]
            found[name] = found.get(name, Measured()) + measure(asked.seed, number, forms, Path(home))
    found["all"] = sum(found.values(), Measured())
    Console().print(_table(found))
    if asked.verbose:
        for place in found["all"].wrong_but_proven:
            Console().print(f"wrong but proven: {place}")


def _table(found: dict[str, Measured]) -> Table:
    table = Table("format", "cases", "model F1", "taken F1", "fields", "proven wrong", "read by the model", "tokens in", "out")
    for name, one in found.items():
        figures = (
            f"{one.model_alone.f1:.4f}",
            f"{one.taken.f1:.4f}",
            f"{one.fields.accuracy:.4f}",
            str(len(one.wrong_but_proven)),
        )
        tokens = (str(one.input_tokens // one.cases), str(one.output_tokens // one.cases))
        table.add_row(name, str(one.cases), *figures, str(one.read_by_model), *tokens)
    return table


if __name__ == "__main__":
    main()
