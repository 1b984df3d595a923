"""The trail of events and the heads of its chains."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from intake.store.tables.columns import BigId, Id, metadata
from intake.store.types import Instant

events = Table(
    "events",
    metadata,
    Column("seq", BigId, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("event", String(64), nullable=False),
    Column("order_id", Id),
    Column("message_id", Id),
    Column("body", Text, nullable=False),
    Column("prev_hash", Id, nullable=False),
    Column("hash", Id, nullable=False),
    Index("ix_events_order_id", "order_id"),
    Index("ix_events_message_id", "message_id"),
)

chain_heads = Table(
    "chain_heads",
    metadata,
    Column("chain", String(16), primary_key=True),
    Column("seq", BigId, nullable=False),
    Column("hash", Id, nullable=False),
)
