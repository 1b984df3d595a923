"""`intake evaluate`: reads every case of a folder, scores it against its truth file, and prints what is wrong, the worst first.

Where the truth names a verdict and master data is at hand, the case also goes through the whole line in a throw-away workspace of
its own. Scoring itself is `intake.evaluation`; what is read here is cases, and what is printed is figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intake.cli.options import AsJson, Home
from intake.cli.output import fail, print_json, progress
from intake.cli.scores_text import print_scores
from intake.cli.scoring import Scoring, judge_all
from intake.config import home_folder, load_settings
from intake.evaluation.report import report_json, told_apart

ReaderSpec = Annotated[
    str | None,
    typer.Option("--reader", metavar="auto|model|layout|model:NAME", help="Outranks [model] of the settings."),
]


def add_to(app: typer.Typer) -> None:
    app.command()(evaluate)


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", exists=True, file_okay=False, help="One folder a case: received.* and expected.json."),
    ],
    reader: ReaderSpec = None,
    against: Annotated[str | None, typer.Option("--against", metavar="READER", help="A second reader to compare with.")] = None,
    verdicts: Annotated[
        bool | None,
        typer.Option(
            "--verdicts/--no-verdicts",
            help="Run the whole line too; by default where master data lies beside DIR, or --home is given.",
            show_default=False,
        ),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", min=1, max=64, help="How many cases are read at once.")] = 2,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Scores reading, and where truth says so the verdict, against truth files. Ends with 1 if anything is not exact."""
    cases = cases_in(folder)
    if not cases:
        fail(f"{folder} holds no case: a folder with expected.json and received.* in it.", code=2)
    specs = [reader or "auto", *([against] if against else [])]
    master = _master_for(folder, home, verdicts)
    judged = []
    for spec in specs:
        scoring = Scoring(home=home_folder(home), reader=spec, master=master, verdicts=master is not None)
        with progress(f"Evaluating with {spec}", len(cases)) as advance:
            judged.append(judge_all(scoring, cases, processes, advance))
    if json:
        reports = [report_json(spec, one) for spec, one in zip(specs, judged, strict=True)]
        compared = told_apart(*judged)._asdict() if against else None
        print_json(reports[0] | {"against": reports[1] if against else None, "compared": compared})
    else:
        print_scores(specs, judged)
    if any(not case.is_exact for one in judged for case in one):
        raise typer.Exit(1)


def cases_in(folder: Path) -> list[Path]:
    """The folder itself where it is a case, else the cases in it."""
    if (folder / "expected.json").is_file():
        return [folder]
    return sorted(truth.parent for truth in folder.glob("*/expected.json"))


def _master_for(folder: Path, home: Path | None, verdicts: bool | None) -> Path | None:
    """Where the company stands whose orders these are: CSV files beside the cases, else a named home that holds them."""
    if verdicts is False:
        return None
    beside = [place / "master" for place in (folder.parent, folder.parent.parent) if (place / "master/customers.csv").is_file()]
    is_filled = home is not None and load_settings(home).erp_path.is_file()
    found = beside[0] if beside else home if is_filled else None
    if found is None and verdicts:
        fail("There is no master data to decide with: none beside the cases (../master), and none in a --home.", code=2)
    return found
