"""Gives every order the text that a search looks in, and lists and duplicate checks the indexes that they read along."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHUNK = 1_000
SEARCHED = ("customer_po_number", "customer_no", "buyer_name", "sender", "subject", "sales_order_number", "order_id")
LONGEST = 600


def upgrade() -> None:
    op.add_column("orders", sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    _fill()
    for column in ("queue", "state"):
        op.drop_index(f"ix_orders_{column}_received_at", "orders")
        op.create_index(f"ix_orders_{column}_received_at_order_id", "orders", [column, "received_at", "order_id"])
    op.create_index("ix_orders_received_at_order_id_search_text", "orders", ["received_at", "order_id", "search_text"])
    op.create_index("ix_orders_customer_no_po_key", "orders", ["customer_no", "po_key"])
    op.create_index("ix_orders_customer_no_received_at", "orders", ["customer_no", "received_at"])


def _fill() -> None:
    """The text of the orders that are there already."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT * FROM orders")).all()
    write = sa.text("UPDATE orders SET search_text = :search_text WHERE order_id = :order_id")
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        connection.execute(write, [{"order_id": row.order_id, "search_text": _search_text(row._asdict())} for row in chunk])


def _search_text(row: Mapping[str, Any]) -> str:
    """The text as it was when this step was written; what the store searches later is for a later step."""
    text = "\n".join(str(row[name]) for name in SEARCHED if row.get(name))
    return unicodedata.normalize("NFKC", text).casefold()[:LONGEST]
