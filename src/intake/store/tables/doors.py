"""The doors and the people who may use them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, String, Table, Text

from intake.store.tables.columns import Id, metadata
from intake.store.types import Instant

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("scope", Id, nullable=False),
    Column("key", String(255), nullable=False),
    Column("request_sha256", Id, nullable=False),
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    Column("at", Instant, nullable=False),
    # The same key from the same caller is the same request, answered with the same order.
    PrimaryKeyConstraint("scope", "key"),
)

users = Table(
    "users",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("password_hash", Text),
    Column("roles", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_sha256", Id, primary_key=True),
    Column("user_name", String(128), ForeignKey("users.name"), nullable=False),
    Column("created_at", Instant, nullable=False),
    # What the key may do, words apart by blanks; empty = whatever its user may.
    Column("scopes", Text, nullable=False, server_default=""),
    # Whose data the key may see and whose orders it may send, as JSON; empty = everybody's.
    Column("customer_nos", Text, nullable=False, server_default=""),
)

allowances = Table(
    "allowances",
    metadata,
    # How much of a daily budget is spent, for all hosts together.
    Column("name", String(64), nullable=False),
    Column("period", String(32), nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("name", "period"),
)
