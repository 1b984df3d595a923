"""`intake evaluate`: reads every case of a folder, scores it against its truth file, and prints what is wrong, the worst first.

Where the truth names a verdict and master data is at hand, the case also goes through the whole line in a throw-away workspace of
its own. Scoring itself is `intake.evaluation`; what is read here is cases, and what is printed is figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from intake.cli.options import AsJson, Home
from intake.cli.output import fail, out, print_json, progress
from intake.cli.scoring import Scoring, judge_all
from intake.config import home_folder
from intake.evaluation.report import Figures, Judged, figures_of, groups_of, report_json

WORST_SHOWN = 200
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
        print_json(reports[0] | {"against": reports[1] if against else None})
    else:
        _print(specs, judged)
    if any(not case.is_exact for one in judged for case in one):
        raise typer.Exit(1)


def cases_in(folder: Path) -> list[Path]:
    """The folder itself where it is a case, else the cases in it."""
    if (folder / "expected.json").is_file():
        return [folder]
    return sorted(truth.parent for truth in folder.glob("*/expected.json"))


def _master_for(folder: Path, home: Path | None, verdicts: bool | None) -> Path | None:
    """Where the company stands whose orders these are: CSV files beside the cases, else the home that was named."""
    if verdicts is False:
        return None
    beside = [place / "master" for place in (folder.parent, folder.parent.parent) if (place / "master/customers.csv").is_file()]
    found = beside[0] if beside else home
    if found is None and verdicts:
        fail("There is no master data to decide with: none beside the cases (../master), and no --home was named.", code=2)
    return found


def _print(specs: Sequence[str], judged: Sequence[Sequence[Judged]]) -> None:
    for spec, cases in zip(specs, judged, strict=True):
        if len(specs) > 1:
            out.print(f"With {spec}", style="bold")
        _print_findings(cases)
    figures = [figures_of(cases) for cases in judged]
    by_format = [groups_of(cases, lambda case: case.format) for cases in judged]
    by_language = [groups_of(cases, lambda case: case.language) for cases in judged]
    out.print(
        _table(
            specs,
            [{"all": one} | formats | languages for one, formats, languages in zip(figures, by_format, by_language, strict=True)],
        )
    )
    for spec, one in zip(specs, figures, strict=True):
        out.print(_summary(spec, one), markup=False, soft_wrap=True)


def _print_findings(cases: Sequence[Judged]) -> None:
    """Pushed wrong, then wrong but proven, then everything else, each on a line of its own."""
    for case in sorted(cases, key=lambda case: not case.score.pushed_wrong):
        score = case.score
        if case.failure:
            out.print(f"failed      {case.name}: {case.failure}", style="red", markup=False, soft_wrap=True)
        if score.pushed_wrong:
            said = f"PUSHED WRONG {case.name}: expected {score.expected_verdict}, found {score.found_verdict}"
            out.print(said, style="bold red", markup=False, soft_wrap=True)
        elif score.verdict_right is False:
            said = f"verdict     {case.name}: expected {score.expected_verdict}, found {score.found_verdict}"
            out.print(said, style="yellow", markup=False, soft_wrap=True)
        if score.kind_right is False:
            said = f"kind        {case.name}: expected {score.expected_kind}, found {score.found_kind}"
            out.print(said, style="yellow", markup=False, soft_wrap=True)
    found = [(case.name, finding) for case in cases for finding in case.score.findings]
    found.sort(key=lambda pair: not pair[1].proven)
    for name, finding in found[:WORST_SHOWN]:
        label, style = ("WRONG BUT PROVEN", "bold red") if finding.proven else (f"{finding.outcome:<11}", "")
        said = f"{label} {name} {finding.path}: expected {finding.expected!r}, found {finding.found!r}"
        out.print(said, style=style, markup=False, soft_wrap=True)
    if len(found) > WORST_SHOWN:
        out.print(f"… and {len(found) - WORST_SHOWN} more; --json lists them all.")


def _table(specs: Sequence[str], groups: Sequence[dict[str, Figures]]) -> Table:
    """A row for each group; with two readers their figures stand side by side."""
    table = Table("")
    for spec in specs:
        of = f"\n{spec}" if len(specs) > 1 else ""
        heads = ("proven wrong", "cases", "exact", "fields", "lines F1", "left out", "made up", "verdict")
        for head in heads:
            table.add_column(head + of, justify="right")
    for name in dict.fromkeys(name for each in groups for name in each):
        cells = [cell for each in groups for cell in _cells(each.get(name, Figures()))]
        table.add_row(name, *cells)
    return table


def _cells(one: Figures) -> tuple[str, ...]:
    return (
        str(one.wrong_but_proven),
        str(one.cases),
        str(one.exact),
        f"{one.fields.accuracy:.4f}",
        f"{one.lines.f1:.4f}",
        str(one.lines.omitted),
        str(one.lines.invented),
        f"{one.verdicts_right}/{one.verdicts}" if one.verdicts else "",
    )


def _summary(spec: str, one: Figures) -> str:
    cost = one.cost
    asked = f"{cost.calls} model calls, {cost.input_tokens} tokens in, {cost.output_tokens} out"
    wrong = f"{one.pushed_wrong} pushed wrong, " if one.verdicts else ""
    return (
        f"{spec}: {wrong}{one.wrong_but_proven} wrong but proven, {one.exact} of {one.cases} cases exact; "
        f"{asked}, {cost.seconds:.1f} s."
    )
