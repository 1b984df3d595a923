"""What stands on a planner's word alone: goods, units, days and places that the document does not name and nobody else read.

In: an order read by a plan that is not the layout reader's own, and its proofs. Out: problems for values that do not even look
like what they are taken for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from intake.domain.orders import ExtractedLine, ExtractedOrder, Proof
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.domain.uom import unit_codes
from intake.extraction.shapes import date_span, is_date, week_span

_CODE = re.compile(r"(?=.*\d)(?=.{4})\S+(?: \S{1,6})?")
_AMOUNT = re.compile(r"\d+[.,]\d{2,4}|\d{1,3}(?:[.'\s]\d{3})+,\d{2,4}|\d{1,3}(?:[,'\s]\d{3})+\.\d{2,4}")


def unfounded(order: ExtractedOrder, proofs: Mapping[str, Set[Proof]]) -> Iterator[Problem]:
    """What chooses the goods, how much one of them is or where they go, on a planner's word alone: neither named by the document
    nor read so twice."""
    named = {Proof.LABELLED, Proof.AGREED}
    for path, found in proofs.items():
        if path.startswith("ship_to.") and path != "ship_to.country" and not named & found:
            said = f"Nothing in the document says that the goods go to {getattr(order.ship_to, path.removeprefix('ship_to.'))}."
            yield Problem(code=ReasonCode.VALUE_UNPROVEN.value, path=path, message=said)
    for number, line in enumerate(order.lines):
        for name in ("sku", "customer_part_number", "manufacturer_part_number"):
            code, path = getattr(line, name), f"lines[{number}].{name}"
            if code and not named & proofs.get(path, frozenset()) and not _looks_like_a_code(code):
                said = f"“{code}” is taken for an article number; no heading says so, and it does not look like one."
                yield Problem(code=ReasonCode.VALUE_UNPROVEN.value, path=path, message=said)
        yield from _lost_date(number, line)
        path = f"lines[{number}].uom"
        # The heading of a quantity names whatever word stands beside it.
        if line.uom and Proof.AGREED not in proofs.get(path, frozenset()) and not unit_codes(line.uom):
            said = f"“{line.uom}” is taken for a unit and is none that is known."
            yield Problem(code=ReasonCode.VALUE_UNPROVEN.value, path=path, message=said)


def _lost_date(number: int, line: ExtractedLine) -> Iterator[Problem]:
    """A day that a line prints and that is read as something else: the goods would come on another."""
    said = [text for text in (line.line_number, line.description) if text and is_date(text)]
    if line.note and line.requested_delivery_date is None and date_span(line.note) is not None:
        said.append(line.note)
    for text in said[:1]:
        message = f"“{text[:120]}” is a date and is not read as one."
        yield Problem(code=ReasonCode.VALUE_UNPROVEN.value, path=f"lines[{number}].requested_delivery_date", message=message)


def _looks_like_a_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None and _AMOUNT.fullmatch(text) is None and not is_date(text) and week_span(text) is None
