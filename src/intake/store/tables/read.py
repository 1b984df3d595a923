"""What the documents look like, what they say, and the orders read from them."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from intake.store.tables.columns import Id, metadata
from intake.store.types import ExactDecimal, Instant

documents = Table(
    "documents",
    metadata,
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    # The index that evidence points at.
    Column("document_no", Integer, nullable=False),
    Column("part_no", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("message_id", "document_no"),
)

readings = Table(
    "readings",
    metadata,
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("reader", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("queue", String(16)),
    # Counts every change; whoever changes an order names the version that he saw.
    Column("version", Integer, nullable=False),
    Column("kind", String(32)),
    Column("sender", Text),
    Column("subject", Text),
    Column("buyer_name", Text),
    Column("customer_no", Id),
    Column("bill_to_no", Id),
    Column("ship_to_code", Id),
    Column("customer_po_number", Text),
    Column("po_key", Text),
    Column("order_date", Date),
    Column("currency", String(3)),
    Column("net_amount", ExactDecimal),
    Column("line_count", Integer),
    Column("live_key", Text),
    Column("decision_id", Id),
    Column("sales_order_number", Text),
    Column("superseded_by", Id),
    # What a search looks in: see `searching.py`.
    Column("search_text", Text, nullable=False, server_default=""),
    Column("received_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("(state = 'held') = (queue IS NOT NULL)", name="only_held_orders_wait_in_a_queue"),
    # An order is found again by its place in its message: reading a message twice makes no second order.
    Index("uq_orders_message_id_ordinal", "message_id", "ordinal", unique=True),
    # One live order per bill-to, purchase order number, year and revision: the last line against delivering twice.
    Index(
        "uq_orders_live_key",
        "live_key",
        unique=True,
        sqlite_where=text("live_key IS NOT NULL"),
        postgresql_where=text("live_key IS NOT NULL"),
    ),
    # Lists are read page by page along these, newest first; the id parts orders of one moment. A search goes through the texts
    # in the same order, and none of the rows.
    Index("ix_orders_received_at_order_id_search_text", "received_at", "order_id", "search_text"),
    Index("ix_orders_state_received_at_order_id", "state", "received_at", "order_id"),
    Index("ix_orders_queue_received_at_order_id", "queue", "received_at", "order_id"),
    # An order is held against its customer's and its bill-to's others, by purchase order number and by date.
    Index("ix_orders_bill_to_no_po_key", "bill_to_no", "po_key"),
    Index("ix_orders_bill_to_no_received_at", "bill_to_no", "received_at"),
    Index("ix_orders_customer_no_po_key", "customer_no", "po_key"),
    Index("ix_orders_customer_no_received_at", "customer_no", "received_at"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("order_id", Id, ForeignKey("orders.order_id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

# What an order asks, short: held against later ones to tell duplicates and revisions.
order_summaries = Table(
    "order_summaries",
    metadata,
    Column("order_id", Id, ForeignKey("orders.order_id"), primary_key=True),
    Column("body", Text, nullable=False),
)
