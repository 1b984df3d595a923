"""A reading in the shape of CONTRACTS ("Reading"): what the message says, each value with its evidence, nothing of ours."""

from __future__ import annotations

from typing import Any

from intake.domain.orders import DocumentReading, ExtractedLine, Reading, ReadOrder
from intake.domain.problems import Problem
from intake.pipeline.line import ReadMessage


def extracted(read: ReadMessage) -> dict[str, Any]:
    """JSON-ready values, decimals still decimals: `kind`, `orders`, `documents`, `problems`."""
    reading = read.reading
    return {
        "kind": reading.kind.value,
        "orders": [_order(order) for order in reading.orders],
        "documents": [_document(document) for document in reading.documents],
        "problems": [problem.model_dump() for problem in all_problems(reading)],
        "reader": reading.reader,
    }


def all_problems(reading: Reading) -> tuple[Problem, ...]:
    """The message's problems and each order's, with paths that begin at the reading."""
    found = [*reading.problems]
    for number, order in enumerate(reading.orders):
        own = (problem for problem in order.problems if problem not in reading.problems)
        found += [_placed(problem, f"orders[{number}]") for problem in own]
    return tuple(dict.fromkeys(found))


def _placed(problem: Problem, prefix: str) -> Problem:
    if problem.path.startswith(("orders[", "documents[")):
        return problem
    return problem.model_copy(update={"path": f"{prefix}.{problem.path}" if problem.path else prefix})


def _order(read: ReadOrder) -> dict[str, Any]:
    order = read.order
    said = order.model_dump(exclude={"lines", "evidence", "documents"})
    said["lines"] = [_line(line) for line in order.lines]
    said["documents"] = list(order.documents)
    said["evidence"] = {path: place.model_dump(exclude_none=True) for path, place in order.evidence.items()}
    said["proofs"] = {path: sorted(proof.value for proof in proofs) for path, proofs in read.proofs.items()}
    return said


def _line(line: ExtractedLine) -> dict[str, Any]:
    said = line.model_dump(exclude={"evidence"})
    said["evidence"] = {path: place.model_dump(exclude_none=True) for path, place in line.evidence.items()}
    return said


def _document(document: DocumentReading) -> dict[str, Any]:
    return {
        "source": {"filename": document.filename, "sha256": document.sha256, "media_type": document.media_type},
        "kind": document.kind.value,
        "problems": [problem.model_dump() for problem in document.problems],
    }
