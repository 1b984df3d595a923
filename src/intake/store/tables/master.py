"""What the ERP said, and what orders taught: snapshots, learned references, layouts, lines sold."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from intake.store.tables.columns import BigId, Id, metadata
from intake.store.types import ExactDecimal, Instant

master_snapshots = Table(
    "master_snapshots",
    metadata,
    Column("version", Id, primary_key=True),
    Column("pulled_at", Instant, nullable=False),
    # Child → parent of every customer that has a parent, as JSON: whose debts count in whose group.
    Column("parents", Text, nullable=False),
)

ledger_snapshots = Table(
    "ledger_snapshots",
    metadata,
    Column("snapshot_id", BigId, primary_key=True, autoincrement=True),
    Column("sequence", BigId, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("pulled_at", Instant, nullable=False),
    # Empty for a good snapshot; else why it was refused as a whole. Only good ones are decided on.
    Column("refused_because", Text),
    Column("sha256", Id, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_ledger_snapshots_pulled_at", "pulled_at"),
)

learned_references = Table(
    "learned_references",
    metadata,
    Column("reference_id", BigId, primary_key=True, autoincrement=True),
    Column("customer_no", Id, nullable=False),
    Column("words", Text, nullable=False),
    Column("uom", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("body", Text, nullable=False),
    # Said twice is known once; two articles under the same words stand beside each other until one is forgotten.
    Index("uq_learned_references_words", "customer_no", "words", "uom", "sku", unique=True),
)

remembered_layouts = Table(
    "remembered_layouts",
    metadata,
    Column("sender", String(320), nullable=False),
    Column("fingerprint", Id, nullable=False),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    # A sender's form is known by the rows that name its columns; the last confirmed order shows it best.
    PrimaryKeyConstraint("sender", "fingerprint"),
)

sold_lines = Table(
    "sold_lines",
    metadata,
    Column("sold_line_id", BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("customer_no", Id, nullable=False),
    Column("sku", Text, nullable=False),
    Column("quantity_base", ExactDecimal, nullable=False),
    # What is usual for this customer and article.
    Index("ix_sold_lines_customer_no_sku", "customer_no", "sku"),
    # What is usual for the article, whoever orders it.
    Index("ix_sold_lines_sku", "sku"),
)
