"""What earlier orders taught, as matching asks for it: words that people confirmed, quantities that went to the ERP."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, func, insert, select

from intake.domain.decisions import SalesOrder
from intake.domain.learned import KeptReference, LearnedReference
from intake.store.engine import Connection, Database
from intake.store.tables import learned_references, remembered_layouts, sold_lines

_MOST_LAYOUTS = 20
_MOST_BOUGHT = 500
"""So many articles that a customer bought go before their equals."""
_USUAL = 100
"""What an article sells by is told by its last orders."""


class StoredExperience:
    """Implements `Experience` over the store; each question is its own short reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def learned(self, customer_no: str, words: str, uom: str) -> tuple[LearnedReference, ...]:
        with self._database.read() as tx:
            return learned_for(tx, customer_no, words, uom)

    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]:
        place = sold_lines.c.customer_no == customer_no, sold_lines.c.sku == sku
        with self._database.read() as tx:
            rows = tx.execute(select(sold_lines.c.quantity_base).where(*place).order_by(sold_lines.c.sold_line_id))
            return tuple(rows.scalars())

    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]:
        query = select(sold_lines.c.quantity_base).where(sold_lines.c.sku == sku).order_by(sold_lines.c.sold_line_id.desc())
        with self._database.read() as tx:
            return tuple(reversed(tx.execute(query.limit(_USUAL)).scalars().all()))

    def bought_articles(self, customer_no: str) -> tuple[str, ...]:
        latest = func.max(sold_lines.c.sold_line_id).desc()
        query = select(sold_lines.c.sku).where(sold_lines.c.customer_no == customer_no).group_by(sold_lines.c.sku)
        with self._database.read() as tx:
            return tuple(tx.execute(query.order_by(latest).limit(_MOST_BOUGHT)).scalars())


def learned_for(tx: Connection, customer_no: str, words: str, uom: str) -> tuple[LearnedReference, ...]:
    c = learned_references.c
    place = c.customer_no == customer_no, c.words == words, c.uom == uom
    bodies = tx.execute(select(c.body).where(*place).order_by(c.reference_id.desc())).scalars()
    return tuple(LearnedReference.model_validate_json(body) for body in bodies)


def keep_learned(tx: Connection, reference: LearnedReference) -> None:
    """The last word of a person for an article takes the place of the one before it."""
    drop_learned(tx, reference)
    values = {name: getattr(reference, name) for name in ("customer_no", "words", "uom", "sku")}
    tx.execute(insert(learned_references).values(**values, body=reference.model_dump_json()))


def drop_learned(tx: Connection, reference: LearnedReference) -> None:
    """What was learned of these words in this unit as this article."""
    c = learned_references.c
    place = (getattr(c, name) == getattr(reference, name) for name in ("customer_no", "words", "uom", "sku"))
    tx.execute(delete(learned_references).where(*place))


def list_learned(tx: Connection, customer_no: str | None, limit: int) -> tuple[KeptReference, ...]:
    """What was learned of a customer's words, or of everybody's, the latest first."""
    c = learned_references.c
    query = select(c.reference_id, c.body).order_by(c.reference_id.desc()).limit(limit)
    rows = tx.execute(query if customer_no is None else query.where(c.customer_no == customer_no))
    return tuple(_kept(row.reference_id, row.body) for row in rows)


def forget_learned(tx: Connection, reference_id: int) -> KeptReference | None:
    """What was forgotten; None where there is no such reference (any more)."""
    place = learned_references.c.reference_id == reference_id
    body = tx.execute(select(learned_references.c.body).where(place).with_for_update()).scalar_one_or_none()
    tx.execute(delete(learned_references).where(place))
    return None if body is None else _kept(reference_id, body)


def _kept(reference_id: int, body: str) -> KeptReference:
    return KeptReference(reference_id=reference_id, learned=LearnedReference.model_validate_json(body))


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
