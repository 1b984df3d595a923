"""The head of an order printed as a table: "Order no. | Date | Payment" above one row of values. It holds no order lines.

In: a found table and the documents. Out: whether its headings name fields of a head.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Document
from intake.domain.plans import TablePlan
from intake.extraction.quoting_places import text_at
from intake.extraction.words import Label, vocabulary

_OF_A_HEAD = frozenset(("customer_po_number", "order_date", "payment_terms", "incoterms", "currency", "buyer.customer_no"))
_MOST_ROWS = 2
_MOSTLY = 0.75


def is_head(table: TablePlan, row_count: int, documents: Sequence[Document]) -> bool:
    """Whether nearly all headings are labels, two of them of fields that no line has, over a row or two."""
    headings = [text_at(column.heading, documents) for column in table.columns if column.heading is not None]
    if row_count > _MOST_ROWS or not headings:
        return False
    labels = [_announced(heading) for heading in headings]
    named = {label.path for found in labels for label in found if not label.weak} & _OF_A_HEAD
    return len(named) >= 2 and sum(map(bool, labels)) >= _MOSTLY * len(headings)


def _announced(heading: str) -> tuple[Label, ...]:
    """What the heading's last words announce: a title above it may have run into it."""
    words = heading.split()
    found = (vocabulary().labels(" ".join(words[start:])) for start in range(len(words)))
    return next((labels for labels in found if labels), ())
