"""Layouts of confirmed orders: kept when the ERP took an order whose lines nobody had to put right, offered to the next reading.

Nothing of an order is kept here but where its columns stood and what their headings said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.extraction.planners.remembered import LayoutMemory
from intake.store.decisions import load_corrections
from intake.store.engine import Database
from intake.store.experience import forget_layout, keep_layout, load_layouts
from intake.store.messages import load_author, load_reading
from intake.store.writing import Writing

_CHOICES = re.compile(r"customer_no|bill_to_no|ship_to_code|lines\[\d+\]\.sku")
"""Corrections that choose what a rightly read order means; any other says that something was read wrongly."""


@dataclass(frozen=True, slots=True)
class StoredLayouts:
    """Implements `Memories` over the store."""

    database: Database

    def layouts(self, sender: str) -> Iterator[LayoutMemory]:
        with self.database.read() as tx:
            bodies = load_layouts(tx, sender)
        return (LayoutMemory.model_validate_json(body) for body in bodies)

    def forget_layout(self, sender: str, fingerprint: str) -> None:
        with self.database.write() as tx:
            forget_layout(tx, sender, fingerprint)


def remember_layout(work: Writing, order_id: str, message_id: str) -> None:
    """The ERP took the order: its layout is confirmed, unless a person had to correct what was read."""
    reading, message = load_reading(work.tx, message_id), load_author(work.tx, message_id)
    author = message.author if message is not None else None
    if reading is None or reading.layout is None or author is None:
        return
    if any(not _CHOICES.fullmatch(correction.path) for correction in load_corrections(work.tx, order_id)):
        return
    fingerprint = LayoutMemory.model_validate_json(reading.layout).fingerprint
    sender = author.address.casefold()
    keep_layout(work.tx, sender=sender, fingerprint=fingerprint, order_id=order_id, body=reading.layout, at=work.at)
