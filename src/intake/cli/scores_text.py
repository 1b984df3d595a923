"""An evaluation as a person reads it: what is wrong, the worst first, then figures and costs for each format and language.

In: the judged cases of one or two readers. Out: text on stdout. With two readers the rows of a group stand under each other, and
the cases on which they differ are named.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from intake.cli.output import out
from intake.evaluation.report import Figures, Judged, figures_of, groups_of, told_apart

_WORST_SHOWN = 200
_HEADS = (
    *("proven\nwrong", "cases", "exact", "fields\nright", "left\nout", "made\nup", "lines\nF1", "left\nout", "made\nup"),
    *("verdict", "model\ncalls", "tokens\nin", "tokens\nout", "seconds"),
)


def print_scores(specs: Sequence[str], judged: Sequence[Sequence[Judged]]) -> None:
    for spec, cases in zip(specs, judged, strict=True):
        if len(specs) > 1:
            out.print(f"With {spec}", style="bold", markup=False)
        _print_findings(cases)
    out.print(_table(specs, [_groups(cases) for cases in judged]))
    for spec, cases in zip(specs, judged, strict=True):
        out.print(_summary(spec, figures_of(cases)), markup=False, soft_wrap=True)
    if len(judged) > 1:
        _print_told_apart(specs, judged)


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
    for name, finding in found[:_WORST_SHOWN]:
        label, style = ("WRONG BUT PROVEN", "bold red") if finding.proven else (f"{finding.outcome:<11}", "")
        said = f"{label} {name} {finding.path}: expected {finding.expected!r}, found {finding.found!r}"
        out.print(said, style=style, markup=False, soft_wrap=True)
    if len(found) > _WORST_SHOWN:
        out.print(f"… and {len(found) - _WORST_SHOWN} more; --json lists them all.")


def _groups(cases: Sequence[Judged]) -> dict[str, Figures]:
    formats = groups_of(cases, lambda case: case.format)
    return {"all": figures_of(cases)} | formats | groups_of(cases, lambda case: case.language)


def _table(specs: Sequence[str], groups: Sequence[dict[str, Figures]]) -> Table:
    """A row for each group and reader."""
    table = Table("", *(["reader"] if len(specs) > 1 else []))
    for head in _HEADS:
        table.add_column(head, justify="right")
    for name in dict.fromkeys(name for each in groups for name in each):
        for at, (spec, each) in enumerate(zip(specs, groups, strict=True)):
            cells = _cells(each.get(name, Figures()))
            table.add_row(name if at == 0 else "", *([spec] if len(specs) > 1 else []), *cells)
    return table


def _cells(one: Figures) -> tuple[str, ...]:
    cost = one.cost
    return (
        str(one.wrong_but_proven),
        str(one.cases),
        str(one.exact),
        f"{one.fields.accuracy:.4f}",
        str(one.fields.omitted),
        str(one.fields.invented),
        f"{one.lines.f1:.4f}",
        str(one.lines.omitted),
        str(one.lines.invented),
        f"{one.verdicts_right}/{one.verdicts}" if one.verdicts else "",
        str(cost.calls),
        str(cost.input_tokens),
        str(cost.output_tokens),
        f"{cost.seconds:.1f}",
    )


def _summary(spec: str, one: Figures) -> str:
    cost = one.cost
    asked = f"{cost.calls} model calls, {cost.input_tokens} tokens in, {cost.output_tokens} out"
    wrong = f"{one.pushed_wrong} pushed wrong, " if one.verdicts else ""
    return (
        f"{spec}: {wrong}{one.wrong_but_proven} wrong but proven, {one.exact} of {one.cases} cases exact; "
        f"{asked}, {cost.seconds:.1f} s."
    )


def _print_told_apart(specs: Sequence[str], judged: Sequence[Sequence[Judged]]) -> None:
    apart = told_apart(judged[0], judged[1])
    said = (
        (f"Wrong but proven with {specs[0]} alone", apart.proven_wrong_with_first_only),
        (f"Wrong but proven with {specs[1]} alone", apart.proven_wrong_with_second_only),
        (f"Exact with {specs[0]} alone", apart.exact_with_first_only),
        (f"Exact with {specs[1]} alone", apart.exact_with_second_only),
    )
    for words, names in said:
        out.print(f"{words}: {len(names)}{': ' if names else ''}{', '.join(names)}", markup=False, soft_wrap=True)
