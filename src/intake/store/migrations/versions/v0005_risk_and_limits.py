"""Gives finance a place for what it found of an account's risk, what others told, and what the ERP is asked to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.types import ExactDecimal, Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "assessments",
        sa.Column("assessment_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("risk_class", sa.String(16), nullable=False),
        sa.Column("dispute_percent", ExactDecimal),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_assessments"),
    )
    op.create_index("ix_assessments_customer_no_assessment_id", "assessments", ["customer_no", "assessment_id"])
    op.create_table(
        "external_signals",
        sa.Column("signal_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("signal_id", name="pk_external_signals"),
    )
    op.create_index("uq_external_signals_sha256", "external_signals", ["sha256"], unique=True)
    op.create_index("ix_external_signals_customer_no", "external_signals", ["customer_no"])
    op.create_table(
        "change_requests",
        sa.Column("change_key", sa.String(64), nullable=False),
        sa.Column(
            "record_id",
            BIG_ID,
            sa.ForeignKey("finance_records.record_id", name="fk_change_requests_record_id"),
            nullable=False,
        ),
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("sent_at", Instant),
        sa.Column("ended_at", Instant),
        sa.Column("erp_reference", sa.Text()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("change_key", name="pk_change_requests"),
    )
    op.create_index("uq_change_requests_record_id", "change_requests", ["record_id"], unique=True)
    op.create_index("ix_change_requests_state", "change_requests", ["state"])
