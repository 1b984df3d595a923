"""What earlier orders taught, as matching asks for it: words that people confirmed, quantities that went to the ERP."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, insert, select

from intake.domain.decisions import SalesOrder
from intake.domain.learned import LearnedReference
from intake.store.engine import Connection, Database
from intake.store.tables import learned_references, remembered_layouts, sold_lines

_MOST_LAYOUTS = 20
_USUAL = 100
"""What an article sells by is told by its last orders."""


class StoredExperience:
    """Implements `Experience` over the store; each question is its own short reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def learned(self, customer_no: str, words: str) -> LearnedReference | None:
        place = learned_references.c.customer_no == customer_no, learned_references.c.words == words
        with self._database.read() as tx:
            body = tx.execute(select(learned_references.c.body).where(*place)).scalar_one_or_none()
        return None if body is None else LearnedReference.model_validate_json(body)

    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]:
        place = sold_lines.c.customer_no == customer_no, sold_lines.c.sku == sku
        with self._database.read() as tx:
            rows = tx.execute(select(sold_lines.c.quantity_base).where(*place).order_by(sold_lines.c.sold_line_id))
            return tuple(rows.scalars())

    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]:
        query = select(sold_lines.c.quantity_base).where(sold_lines.c.sku == sku).order_by(sold_lines.c.sold_line_id.desc())
        with self._database.read() as tx:
            return tuple(reversed(tx.execute(query.limit(_USUAL)).scalars().all()))


def keep_learned(tx: Connection, references: Iterable[LearnedReference]) -> None:
    for reference in references:
        forget_learned(tx, reference.customer_no, reference.words)
        values = {"customer_no": reference.customer_no, "words": reference.words}
        tx.execute(insert(learned_references).values(**values, body=reference.model_dump_json()))


def forget_learned(tx: Connection, customer_no: str, words: str) -> None:
    place = learned_references.c.customer_no == customer_no, learned_references.c.words == words
    tx.execute(delete(learned_references).where(*place))


def keep_sold(tx: Connection, order_id: str, order: SalesOrder) -> None:
    """What the ERP took counts as usual from now on."""
    for line in order.lines:
        tx.execute(
            insert(sold_lines).values(
                order_id=order_id, customer_no=order.customer_no, sku=line.sku, quantity_base=line.quantity_base
            )
        )


def keep_layout(tx: Connection, *, sender: str, fingerprint: str, order_id: str, body: str, at: datetime) -> None:
    """`body` as the remembered planner wrote it; it takes the place of what the same layout was known by before."""
    place = remembered_layouts.c.sender == sender, remembered_layouts.c.fingerprint == fingerprint
    tx.execute(delete(remembered_layouts).where(*place))
    values = {"sender": sender, "fingerprint": fingerprint, "order_id": order_id, "at": at, "body": body}
    tx.execute(insert(remembered_layouts).values(**values))


def load_layouts(tx: Connection, sender: str) -> list[str]:
    """The sender's layouts, the last confirmed first."""
    query = select(remembered_layouts.c.body).where(remembered_layouts.c.sender == sender)
    return list(tx.execute(query.order_by(remembered_layouts.c.at.desc()).limit(_MOST_LAYOUTS)).scalars())


def forget_layout(tx: Connection, sender: str, fingerprint: str) -> None:
    place = remembered_layouts.c.sender == sender, remembered_layouts.c.fingerprint == fingerprint
    tx.execute(delete(remembered_layouts).where(*place))
