"""What can be proven of an executed order, field by field, and what cannot: the gate that no reading passes by its own word.

In: executed orders, the plan they came from, the documents, and another reading where there is one. Out: `ReadOrder`s with proofs
and problems. It believes nothing that a planner says: labels are looked up again, excluded rows are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document, TextOrigin
from intake.domain.orders import ExtractedOrder, Proof, ReadOrder
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import arithmetic
from intake.extraction.agreement import compare
from intake.extraction.completeness import unexplained
from intake.extraction.document_conventions import conventions_of
from intake.extraction.executed import Executed, Values


def verify(
    executed: Sequence[Executed],
    plan: ReadingPlan,
    documents: Sequence[Document],
    other: Sequence[Executed] | None = None,
) -> tuple[ReadOrder, ...]:
    """`other` are the orders of a second, different reading of the same documents; None where there is none."""
    conventions = [conventions_of(number, document) for number, document in enumerate(documents)]
    verified = []
    for number, found in enumerate(executed):
        proofs = _own_proofs(found)
        problems = list(found.problems)
        checked = arithmetic.check(found.order)
        for path in checked.proven:
            if path in proofs:
                proofs[path].add(Proof.ARITHMETIC)
        problems += checked.problems
        gaps = list(unexplained(plan.orders[number], documents, conventions, found.used))
        problems += [Problem(code=ReasonCode.LINES_INCOMPLETE.value, path="lines", message=sentence) for sentence in gaps]
        complete = not any(problem.code == ReasonCode.LINES_INCOMPLETE.value for problem in problems)
        if found.lines and complete:
            proofs["lines"] = {Proof.COMPLETE}
        if other is not None:
            problems += _agree(found.order, other, proofs)
        problems += _recognised(plan.orders[number].documents, documents)
        verified.append(
            ReadOrder(
                order=found.order,
                kind=found.kind,
                proofs={path: frozenset(each) for path, each in proofs.items() if each},
                problems=tuple(dict.fromkeys(problems)),
            )
        )
    return tuple(verified)


def _own_proofs(found: Executed) -> dict[str, set[Proof]]:
    proofs = dict(_of(found.head, ""))
    for number, line in enumerate(found.lines):
        proofs.update(_of(line, f"lines[{number}]."))
    charges = [path for path in found.head.values if path.startswith("charges.")]
    for number, path in enumerate(charges):
        proofs[f"charges[{number}]"] = proofs.get(path, set())
    return proofs


def _of(values: Values, prefix: str) -> Iterator[tuple[str, set[Proof]]]:
    for path in values.values:
        proofs: set[Proof] = set()
        if path in values.evidence:
            proofs.add(Proof.PLACED)
        if path in values.typed:
            proofs.add(Proof.TYPED)
        if path in values.labelled:
            proofs.add(Proof.LABELLED)
        yield prefix + path, proofs


def _agree(order: ExtractedOrder, other: Sequence[Executed], proofs: dict[str, set[Proof]]) -> list[Problem]:
    """Compares with the order of the other reading that has the same number, or stands alone."""
    agreeing, problems = compare(order, [each.order for each in other])
    for path in agreeing:
        if path in proofs:
            proofs[path].add(Proof.AGREED)
    return problems


def _recognised(numbers: Sequence[int], documents: Sequence[Document]) -> list[Problem]:
    """Text from a picture is read, but never as sure as printed text: the decision asks more of it."""
    return [
        problem
        for number in numbers
        if 0 <= number < len(documents) and documents[number].text_origin is TextOrigin.OCR
        for problem in documents[number].problems
    ]
