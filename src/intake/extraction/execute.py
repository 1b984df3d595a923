"""The executor: documents and a plan go in, orders come out, every value read from the words the plan points at.

It is the same for every planner. A plan that points at nothing gives nothing; it cannot bring a value of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.orders import ExtractedOrder
from intake.domain.plans import OrderPlan, ReadingPlan
from intake.domain.problems import Problem
from intake.extraction.conventions import Conventions
from intake.extraction.document_conventions import conventions_of
from intake.extraction.execute_fields import read_head
from intake.extraction.execute_lines import read_tables
from intake.extraction.execute_said import read_said
from intake.extraction.executed import Executed, Values, build_line, nested


def execute(plan: ReadingPlan, documents: Sequence[Document], near: date | None = None) -> tuple[Executed, ...]:
    """`near` is when the message was sent: weeks and days without a year follow it; else they follow the order's own date."""
    conventions = [conventions_of(number, document, near=near) for number, document in enumerate(documents)]
    return tuple(_execute(order, documents, conventions) for order in plan.orders)


def _execute(plan: OrderPlan, documents: Sequence[Document], conventions: Sequence[Conventions]) -> Executed:
    head = read_head(plan.fields, documents, conventions)
    ordered_on = head.values.get("order_date")
    if isinstance(ordered_on, date) and "requested_delivery_date" not in head.values:
        conventions = [replace(each, near=each.near or ordered_on) for each in conventions]
        head = read_head(plan.fields, documents, conventions)
    lines = [values for values, _ in read_tables(plan.tables, documents, conventions)]
    lines += list(read_said(plan.lines, documents, conventions))
    order = _order(head, lines, plan.documents)
    problems = list(head.problems)
    for number, line in enumerate(lines):
        problems += [_within(problem, number) for problem in line.problems]
    used = set(head.used).union(*(line.used for line in lines)) if lines else set(head.used)
    return Executed(order=order, kind=plan.kind, head=head, lines=lines, problems=problems, used=used)


def _within(problem: Problem, number: int) -> Problem:
    if problem.path == "lines":
        return problem
    path = f"lines[{number}].{problem.path}" if problem.path else f"lines[{number}]"
    return problem.model_copy(update={"path": path})


def _order(head: Values, lines: Sequence[Values], documents: tuple[int, ...]) -> ExtractedOrder:
    charges = [
        {"kind": path.split(".")[1], "amount": value}
        for path, value in head.values.items()
        if path.startswith("charges.") and isinstance(value, Decimal)
    ]
    fields = {path: value for path, value in head.values.items() if not path.startswith("charges.")}
    return ExtractedOrder.model_validate(
        {
            **nested(fields),
            "lines": tuple(build_line(line) for line in lines),
            "charges": tuple(charges),
            "documents": documents,
            "evidence": head.evidence,
        }
    )
