"""Holds what was read against the table of proofs: every value that is there must be proven, every value that is needed must
be there.

What comes in is a read order and what people have said about it; what goes out are reasons, one for each gap, each with its path.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from intake.decision.corrected import Corrected
from intake.decision.readings import place_of
from intake.decision.requirements import REQUIREMENTS, Requirement, requirement_for
from intake.domain.orders import ExtractedLine, Proof, ReadOrder
from intake.domain.reasons import Reason, ReasonCode

_WORDS = {
    Proof.PLACED: "it does not stand at a known, visible place",
    Proof.TYPED: "it does not read as what it must be",
    Proof.LABELLED: "no heading or label says what it is",
    Proof.ARITHMETIC: "no sum or product in the document bears it out",
    Proof.COMPLETE: "not every row of the order is explained by a line",
    Proof.AGREED: "no second reading bears it out",
    Proof.KNOWN: "it is not in the master data",
    Proof.STATED: "the format does not state it",
}
_LINE_FIELDS = tuple(path.removeprefix("lines.") for path in REQUIREMENTS if path.startswith("lines."))
_HEADER_FIELDS = tuple(path for path in REQUIREMENTS if not path.startswith("lines"))
_ARTICLE_FIELDS = ("sku", "customer_part_number", "gtin", "manufacturer_part_number", "description")


def unproven(read: ReadOrder, corrected: Corrected) -> Iterator[Reason]:
    """What a person has put right or confirmed needs no other proof."""
    doubted = frozenset(place_of(problem) for problem in read.problems)
    gaps = (*_lines(read, corrected), *_header(read, corrected))
    # What the reading complained about is said already, in better words.
    return iter([gap for gap in gaps if gap.path not in doubted])


def _header(read: ReadOrder, corrected: Corrected) -> Iterator[Reason]:
    for path in _HEADER_FIELDS:
        yield from _field(read, path, _value(read.order, path), corrected)


def _lines(read: ReadOrder, corrected: Corrected) -> Iterator[Reason]:
    if not corrected.lines:
        yield Reason.of(ReasonCode.NO_LINES, "lines")
        return
    found = read.proofs.get("lines", frozenset())
    if not REQUIREMENTS["lines"].is_met(found):
        yield Reason.of(
            ReasonCode.LINES_INCOMPLETE, "lines", "It is not proven that every row of the order is explained by one of its lines."
        )
    for index, line in enumerate(read.order.lines):
        if index in corrected.lines:
            yield from _line(read, line, f"lines[{index}]", corrected)


def _line(read: ReadOrder, line: ExtractedLine, prefix: str, corrected: Corrected) -> Iterator[Reason]:
    for name in _LINE_FIELDS:
        yield from _field(read, f"{prefix}.{name}", getattr(line, name), corrected)
    if any(problem.code == ReasonCode.ARITHMETIC_OFF and place_of(problem).startswith(prefix) for problem in read.problems):
        return
    # A product that the line prints has to come out; a person who corrected a factor has seen it.
    factors = [f"{prefix}.{name}" for name in ("quantity", "unit_price", "line_amount")]
    if line.quantity is None or line.unit_price is None or line.line_amount is None or corrected.paths & set(factors):
        return
    proofs = [read.proofs.get(path, frozenset()) for path in factors]
    if not any(Proof.ARITHMETIC in found or Proof.STATED in found for found in proofs):
        yield Reason.of(
            ReasonCode.ARITHMETIC_OFF,
            prefix,
            f"{line.quantity} at {line.unit_price} is not shown to make the line's {line.line_amount}.",
        )


def _field(read: ReadOrder, path: str, value: object, corrected: Corrected) -> Iterator[Reason]:
    requirement = requirement_for(path)
    if requirement is None or corrected.settles(path):
        return
    if value is None:
        if requirement.required:
            yield _missing(path, requirement)
        return
    proofs = read.proofs.get(path, frozenset())
    if requirement.is_met(proofs, is_recognised=read.is_recognised) or _is_the_other_factor(read, path, proofs):
        return
    lacking = requirement.missing(proofs, is_recognised=read.is_recognised)
    said = " and ".join(_WORDS[proof] for proof in lacking)
    yield Reason.of(ReasonCode.VALUE_UNPROVEN, path, f"{_name(path)} {value} is not proven: {said}. {requirement.why}")


def _is_the_other_factor(read: ReadOrder, path: str, proofs: Set[Proof]) -> bool:
    """A quantity without a heading: where the price is named by the document and the product comes out, nothing else is left
    for it."""
    if not path.endswith(".quantity") or read.is_recognised or not proofs >= {Proof.PLACED, Proof.TYPED, Proof.ARITHMETIC}:
        return False
    price = read.proofs.get(path.removesuffix("quantity") + "unit_price", frozenset())
    return Proof.LABELLED in price


def _missing(path: str, requirement: Requirement) -> Reason:
    if path == "customer_po_number":
        return Reason.of(ReasonCode.PO_NUMBER_MISSING, path)
    return Reason.of(ReasonCode.VALUE_MISSING, path, f"{_name(path)} is missing. {requirement.why}")


def _name(path: str) -> str:
    """lines[2].unit_price → The unit price of line 3 (as printed from the top)."""
    place, _, name = path.rpartition(".")
    words = name.replace("_", " ")
    if place.startswith("lines["):
        return f"The {words} of the {int(place[6:-1]) + 1}. line"
    return f"The {words}" + (f" of {place.replace('_', ' ')}" if place else "")


def _value(order: Any, path: str) -> object:
    """Walks "ship_to.city"; None where a part of the way is missing."""
    for name in path.split("."):
        if order is None:
            return None
        order = getattr(order, name)
    return order
