"""What an order is found by: the words of its row as one folded text, and a search as a condition on that text.

The text stands in the row and in an index, so that a search reads that index alone and no two databases fold letters differently.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, true

from intake.store.tables import orders

SEARCHED = (
    "customer_po_number",
    "customer_no",
    "buyer_name",
    "sender",
    "subject",
    "sales_order_number",
    "order_id",
)
LONGEST = 600
"""Characters of the text: a subject may be as long as a mail, and PostgreSQL takes 2,704 bytes into an index."""


def search_text(row: Mapping[str, Any]) -> str:
    """The searched columns of an order's row, folded, one after the other."""
    return _fold("\n".join(str(row[name]) for name in SEARCHED if row.get(name)))[:LONGEST]


def fits(words: str) -> ColumnElement[bool]:
    """Each of `words` stands somewhere in the order's text, whole or as a part of a longer word."""
    return and_(true(), *(orders.c.search_text.contains(word, autoescape=True) for word in _fold(words).split()))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
