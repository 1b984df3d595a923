"""What the executor hands to `verify`: an order with the marks of how each value was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from intake.domain.orders import DocumentKind, Evidence, ExtractedLine, ExtractedOrder
from intake.domain.plans import Place
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

FieldValue: TypeAlias = str | Decimal | date
WordKey: TypeAlias = tuple[int, int, int]
"""Document, canvas, word."""


@dataclass(slots=True)
class Values:
    """The values of one order head or one line under construction, by field path; `is_said`: of a line said in words,
    `is_multiplied`: whose number a times sign follows."""

    values: dict[str, FieldValue] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    labelled: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    used: set[WordKey] = field(default_factory=set)
    is_said: bool = False
    is_multiplied: bool = False
    beside: list[str] = field(default_factory=list)
    """What else the line's rows print, read into none of its fields."""
    factors: tuple[Decimal, Evidence | None, bool, str] | None = None
    """The first of two factors in a quantity's place ("12 x 5 kg"), kept aside until the line's product bears it out."""
    open_readings: dict[str, tuple[tuple[Decimal, ...], Evidence | None, bool, str]] = field(default_factory=dict)

    def put(self, path: str, value: FieldValue, evidence: Evidence | None, *, labelled: bool, typed: bool = True) -> None:
        """The first value of a field stays."""
        if path in self.values:
            return
        self.values[path] = value
        if evidence is not None:
            self.evidence[path] = evidence
        if labelled:
            self.labelled.add(path)
        if typed:
            self.typed.add(path)

    def drop(self, path: str) -> None:
        """A value that was read and does not hold."""
        self.values.pop(path, None)
        self.evidence.pop(path, None)
        self.labelled.discard(path)
        self.typed.discard(path)

    def remark(self, text: str, evidence: Evidence | None) -> None:
        """Adds to what the line notes; several remarks stand one behind the other."""
        said = self.values.get("note")
        self.values["note"] = f"{said} {text}" if said else text
        if evidence is not None:
            self.evidence.setdefault("note", evidence)

    def use(self, place: Place) -> None:
        self.used.update((place.document, place.canvas, word) for word in place.words)

    def complain(self, code: ReasonCode, path: str, message: str) -> None:
        self.problems.append(Problem(code=code.value, path=path, message=message))


@dataclass(slots=True)
class Executed:
    """One order. `lines[i]` are the values of `order.lines[i]`; `unexplained` are printed rows that nothing explains."""

    order: ExtractedOrder
    kind: DocumentKind
    head: Values
    lines: list[Values]
    problems: list[Problem] = field(default_factory=list)
    used: set[WordKey] = field(default_factory=set)


def build_line(values: Values) -> ExtractedLine:
    return ExtractedLine.model_validate({**values.values, "evidence": values.evidence})


def nested(values: dict[str, FieldValue]) -> dict[str, Any]:
    """{"buyer.name": "A"} → {"buyer": {"name": "A"}}."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        first, _, rest = path.partition(".")
        if rest:
            found.setdefault(first, {})[rest] = value
        else:
            found[first] = value
    return found
