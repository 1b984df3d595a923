"""What an order means to us, what was decided about it, who changed it, and what the ERP was given."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from intake.store.tables.columns import BigId, Id, metadata
from intake.store.types import Instant

matches = Table(
    "matches",
    metadata,
    Column("match_id", BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("master_version", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_matches_order_id", "order_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("decision_id", Id, primary_key=True),
    Column("seq", BigId, nullable=False),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("order_version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String(8), nullable=False),
    # The credit decision with its inputs and the verdict, as compressed JSON: enough to decide again and compare.
    Column("body", LargeBinary, nullable=False),
    Column("prev_hash", Id, nullable=False),
    Column("hash", Id, nullable=False),
    # One chain without gaps: a decision that was taken out or slipped in shows.
    Index("uq_decisions_seq", "seq", unique=True),
    Index("ix_decisions_order_id", "order_id"),
)

holds = Table(
    "holds",
    metadata,
    Column("hold_id", BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("queue", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text),
    Column("ended_as", String(16)),
    # One open hold per order; it carries all reasons at once.
    Index(
        "uq_holds_open",
        "order_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("order_version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_corrections_order_id", "order_id"),
)

grants = Table(
    "grants",
    metadata,
    Column("grant_id", Id, primary_key=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_grants_order_id", "order_id"),
)

pushes = Table(
    "pushes",
    metadata,
    # One push per order: the intent is written before the ERP is called and finished after it answered.
    Column("order_id", Id, ForeignKey("orders.order_id"), primary_key=True),
    Column("external_key", Id, nullable=False),
    Column("decision_id", Id, ForeignKey("decisions.decision_id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sales_order", Text, nullable=False),
    Column("answer", Text),
    Column("intended_at", Instant, nullable=False),
    Column("answered_at", Instant),
    # The last time the ERP was called with it, written before the call.
    Column("sent_at", Instant),
    # Our key for the ERP belongs to one order for ever.
    Index("uq_pushes_external_key", "external_key", unique=True),
)
