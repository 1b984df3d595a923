"""What arrived, byte for byte, and how its parts ended."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, String, Table, Text

from intake.store.tables.columns import Id, metadata
from intake.store.types import Instant

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Id, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("encoding", String(16), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

raw_messages = Table(
    "raw_messages",
    metadata,
    # The SHA-256 of the raw bytes is the key: the same bytes twice are one message.
    Column("message_id", Id, ForeignKey("blobs.sha256"), primary_key=True),
    Column("origin", String(16), nullable=False),
    Column("filename", Text),
    Column("received_at", Instant, nullable=False),
    Column("arrivals", Integer, nullable=False),
    # What the envelope says; empty until the message was opened.
    Column("sender", Text),
    Column("forwarded_from", Text),
    Column("subject", Text),
    Column("sent_at", Instant),
    Column("mail_message_id", Text),
    Column("is_automatic", Boolean),
    Column("envelope", Text),
    Index("ix_raw_messages_received_at", "received_at"),
    Index("ix_raw_messages_mail_message_id", "mail_message_id"),
)

parts = Table(
    "parts",
    metadata,
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    Column("part_no", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("filename", Text),
    Column("media_type", Text, nullable=False),
    Column("declared_media_type", Text),
    Column("charset", Text),
    Column("sha256", Id, ForeignKey("blobs.sha256"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("skipped", Text),
    PrimaryKeyConstraint("message_id", "part_no"),
    # Whether bytes may go asks for everybody who has them.
    Index("ix_parts_sha256", "sha256"),
)
