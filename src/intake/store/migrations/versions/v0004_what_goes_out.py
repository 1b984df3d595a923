"""Gives mails that go out a place, reminders a memory, accounts their days, API keys their customers, and blobs a way back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.types import ExactDecimal, Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outgoing_mails",
        sa.Column("mail_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("content_key", sa.String(64), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("mail_id", name="pk_outgoing_mails"),
    )
    op.create_index("uq_outgoing_mails_content_key", "outgoing_mails", ["content_key"], unique=True)
    op.create_index("ix_outgoing_mails_customer_no", "outgoing_mails", ["customer_no"])
    op.create_index("ix_outgoing_mails_state", "outgoing_mails", ["state"])
    op.create_table(
        "reminded_items",
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("document_no", sa.String(255), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("mail_id", BIG_ID, sa.ForeignKey("outgoing_mails.mail_id", name="fk_reminded_items_mail_id"), nullable=False),
        sa.PrimaryKeyConstraint("customer_no", "document_no", "due_date", "level", name="pk_reminded_items"),
    )
    op.create_table(
        "account_days",
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("exposure", ExactDecimal, nullable=False),
        sa.Column("credit_limit", ExactDecimal),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.PrimaryKeyConstraint("customer_no", "day", name="pk_account_days"),
    )
    op.add_column("api_keys", sa.Column("customer_nos", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_parts_sha256", "parts", ["sha256"])
