"""Mails to customers, and which items they reminded of."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from intake.store.tables.columns import BigId, Id, metadata
from intake.store.types import Instant

outgoing_mails = Table(
    "outgoing_mails",
    metadata,
    Column("mail_id", BigId, primary_key=True, autoincrement=True),
    Column("kind", String(24), nullable=False),
    Column("customer_no", Id, nullable=False),
    # What the mail is about, as a hash: the same thing is never mailed twice.
    Column("content_key", Id, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    # waiting, sending (the server may have it), then sent, refused or uncertain; see `domain/mails.py`.
    Column("state", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("ended_at", Instant),
    Column("failure", Text),
    Index("uq_outgoing_mails_content_key", "content_key", unique=True),
    Index("ix_outgoing_mails_customer_no", "customer_no"),
    Index("ix_outgoing_mails_state", "state"),
)

reminded_items = Table(
    "reminded_items",
    metadata,
    Column("customer_no", Id, nullable=False),
    Column("document_no", String(255), nullable=False),
    Column("due_date", Date, nullable=False),
    Column("level", Integer, nullable=False),
    Column("reminded_on", Date, nullable=False),
    Column("mail_id", BigId, ForeignKey("outgoing_mails.mail_id"), nullable=False),
    # An instalment is reminded of once at each level.
    PrimaryKeyConstraint("customer_no", "document_no", "due_date", "level"),
)
