"""What can be proven of an executed order, field by field, and what cannot: the gate that no reading passes by its own word.

In: executed orders, the plan they came from, the documents, and another reading where there is one. Out: `ReadOrder`s with
proofs and problems. It believes nothing that a planner says: labels are looked up again, excluded rows are looked at again, and
lines that a planner heard in words need the other reading to have heard them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.orders import Proof, ReadOrder
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import arithmetic
from intake.extraction.agreement import Other, compare
from intake.extraction.completeness import counted_again, unexplained
from intake.extraction.document_conventions import conventions_of
from intake.extraction.executed import Executed, Values
from intake.extraction.misreadings import misread
from intake.extraction.planners.layout import planner as layout
from intake.extraction.printed_twice import printed_twice
from intake.extraction.recognition import doubts, is_recognised
from intake.extraction.unfounded import unfounded
from intake.extraction.unread_places import unread_place


def verify(
    executed: Sequence[Executed],
    plan: ReadingPlan,
    documents: Sequence[Document],
    other: Other | None = None,
) -> tuple[ReadOrder, ...]:
    """`other` is a second, different reading of the same documents; None where there is none."""
    conventions = [conventions_of(number, document) for number, document in enumerate(documents)]
    verified = []
    for number, found in enumerate(executed):
        proofs = _own_proofs(found, is_own_rule=plan.planner == layout.NAME)
        problems = list(found.problems)
        checked = arithmetic.check(found.order)
        for path in checked.proven:
            if path in proofs:
                proofs[path].add(Proof.ARITHMETIC)
        problems += checked.problems
        others = [*plan.orders[:number], *plan.orders[number + 1 :]]
        gaps = [*printed_twice(plan.orders[number], documents)]
        gaps += list(unexplained(plan.orders[number], documents, conventions, found.used, others))
        if plan.planner != layout.NAME:
            gaps += misread(plan, number, documents, conventions)
        problems += [Problem(code=ReasonCode.LINES_INCOMPLETE.value, path="lines", message=sentence) for sentence in gaps]
        for at, line in enumerate(found.lines):
            again = counted_again(line)
            if again is not None:
                path = f"lines[{at}].quantity"
                problems.append(Problem(code=ReasonCode.VALUE_AMBIGUOUS.value, path=path, message=again))
        complete = not any(problem.code == ReasonCode.LINES_INCOMPLETE.value for problem in problems)
        if found.lines and complete:
            proofs["lines"] = {Proof.COMPLETE}
        if other is not None:
            agreeing, differing = compare(number, executed, other, proofs)
            problems += differing
            for path in agreeing & proofs.keys():
                proofs[path].add(Proof.AGREED)
        if plan.planner != layout.NAME:
            problems += unfounded(found.order, proofs)
        problems += doubts(found, plan.orders[number], proofs, documents)
        problems += unread_place(found.order, plan.orders[number].documents, documents)
        verified.append(
            ReadOrder(
                order=found.order,
                kind=found.kind,
                proofs={path: frozenset(each) for path, each in proofs.items() if each},
                problems=tuple(dict.fromkeys(problems)),
                is_recognised=any(is_recognised(each, documents) for each in plan.orders[number].documents),
                beside={f"lines[{at}]": " ".join(line.beside) for at, line in enumerate(found.lines) if line.beside},
            )
        )
    return tuple(verified)


def _own_proofs(found: Executed, *, is_own_rule: bool) -> dict[str, set[Proof]]:
    """`is_own_rule`: sentences were understood by our own rules, which are their label; a planner's word for them is none."""
    proofs = dict(_of(found.head, ""))
    for number, line in enumerate(found.lines):
        own = dict(_of(line, f"lines[{number}]."))
        if line.is_said and not is_own_rule:
            own = {path: each - {Proof.LABELLED} for path, each in own.items()}
        proofs.update(own)
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
