"""Lines whose own words leave them open: "Sharps container 0.6 l - if in stock", "Gants M (ou équivalent)".

In: an order as it was read, of whatever format. Out: one problem for each line whose description says more than an article's name
can. Sentences beside the lines are `remarks.py`, free texts of machine-readable orders `noted.py`.
"""

from __future__ import annotations

from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.said_words import doubts_item


def doubted_items(read: ReadOrder) -> tuple[Problem, ...]:
    """A change or cancellation is read by a person as it is."""
    if read.kind is not DocumentKind.ORDER:
        return ()
    return tuple(
        Problem(
            code=ReasonCode.NOTE_NEEDS_READING.value,
            path=f"lines[{number}].description",
            message=f"The line says “{line.description[:160]}”.",
        )
        for number, line in enumerate(read.order.lines)
        if line.description and doubts_item(line.description)
    )
