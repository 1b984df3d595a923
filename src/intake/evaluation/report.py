"""Scores of many cases as figures: for all of them, for each format and each language, with what it cost. Counting only.

Comes in: `Judged` cases of one reader; goes out: figures as values and as JSON. No file is read here and nothing is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from intake.domain.base import Value
from intake.evaluation.score import CaseScore, Finding
from intake.evaluation.tally import Tally


class Cost(Value):
    """`seconds` are the whole case's; calls and tokens are the model's."""

    seconds: float = 0.0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            seconds=self.seconds + other.seconds,
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


class Judged(Value):
    """One case with its score. `failure` says why it could not be read at all."""

    name: str
    format: str
    language: str
    score: CaseScore
    cost: Cost = Cost()
    failure: str | None = None

    @property
    def is_exact(self) -> bool:
        return self.failure is None and self.score.is_exact


class Figures(Value):
    """What a group of cases came to. `verdicts` and `verdicts_right` count the cases whose truth names a verdict."""

    cases: int = 0
    exact: int = 0
    fields: Tally = Tally()
    lines: Tally = Tally()
    line_fields: Tally = Tally()
    wrong_but_proven: int = 0
    kinds_wrong: int = 0
    verdicts: int = 0
    verdicts_right: int = 0
    pushed_wrong: int = 0
    cost: Cost = Cost()


def figures_of(cases: Iterable[Judged]) -> Figures:
    judged = list(cases)
    scores = [case.score for case in judged]
    return Figures(
        cases=len(judged),
        exact=sum(case.is_exact for case in judged),
        fields=sum((score.fields for score in scores), Tally()),
        lines=sum((score.lines for score in scores), Tally()),
        line_fields=sum((score.line_fields for score in scores), Tally()),
        wrong_but_proven=sum(len(score.wrong_but_proven) for score in scores),
        kinds_wrong=sum(score.kind_right is False for score in scores),
        verdicts=sum(score.verdict_right is not None for score in scores),
        verdicts_right=sum(score.verdict_right is True for score in scores),
        pushed_wrong=sum(score.pushed_wrong for score in scores),
        cost=sum((case.cost for case in judged), Cost()),
    )


def groups_of(cases: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, Figures]:
    """Figures by what `key` says of a case, in alphabetical order."""
    names = sorted({key(case) for case in cases})
    return {name: figures_of(case for case in cases if key(case) == name) for name in names}


class ToldApart(NamedTuple):
    """Cases by name on which two readers differ: exact with one of them alone, or wrong with proof with one of them alone."""

    exact_with_first_only: tuple[str, ...]
    exact_with_second_only: tuple[str, ...]
    proven_wrong_with_first_only: tuple[str, ...]
    proven_wrong_with_second_only: tuple[str, ...]


def told_apart(first: Sequence[Judged], second: Sequence[Judged]) -> ToldApart:
    """The same cases, in the same order, with two readers."""
    pairs = list(zip(first, second, strict=True))

    def only(differs: Callable[[Judged, Judged], bool]) -> tuple[str, ...]:
        return tuple(one.name for one, other in pairs if differs(one, other))

    return ToldApart(
        only(lambda one, other: one.is_exact and not other.is_exact),
        only(lambda one, other: other.is_exact and not one.is_exact),
        only(lambda one, other: bool(one.score.wrong_but_proven) and not other.score.wrong_but_proven),
        only(lambda one, other: bool(other.score.wrong_but_proven) and not one.score.wrong_but_proven),
    )


def report_json(reader: str, cases: Sequence[Judged]) -> dict[str, Any]:
    """Everything, for programs: the figures first, then each case with its findings, the dangerous ones first."""
    return {
        "reader": reader,
        "all": _figures(figures_of(cases)),
        "by_format": {name: _figures(one) for name, one in groups_of(cases, lambda case: case.format).items()},
        "by_language": {name: _figures(one) for name, one in groups_of(cases, lambda case: case.language).items()},
        "cases": [_case(case) for case in cases],
    }


def _figures(one: Figures) -> Mapping[str, Any]:
    plain = one.model_dump(mode="json")
    for name in ("fields", "lines", "line_fields"):
        tally: Tally = getattr(one, name)
        plain[name] |= {"accuracy": round(tally.accuracy, 4), "recall": round(tally.recall, 4), "f1": round(tally.f1, 4)}
    plain["cost"]["seconds"] = round(one.cost.seconds, 2)
    return plain


def _case(case: Judged) -> Mapping[str, Any]:
    score = case.score
    return {
        "name": case.name,
        "format": case.format,
        "language": case.language,
        "exact": case.is_exact,
        "failure": case.failure,
        "kind": {"expected": score.expected_kind, "found": score.found_kind},
        "verdict": {"expected": score.expected_verdict, "found": score.found_verdict, "right": score.verdict_right},
        "pushed_wrong": score.pushed_wrong,
        "findings": [_finding(finding) for finding in score.findings],
        "cost": case.cost.model_dump(mode="json"),
    }


def _finding(finding: Finding) -> Mapping[str, Any]:
    return finding.model_dump(mode="json")
