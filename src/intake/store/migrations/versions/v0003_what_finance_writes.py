"""Gives finance a place for what it writes down (holds, signatures, promises, disputes, requests), and API keys their scopes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "finance_records",
        sa.Column("record_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("customer_no", sa.String(64)),
        sa.Column("order_id", sa.String(64), sa.ForeignKey("orders.order_id", name="fk_finance_records_order_id")),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("closed_at", Instant),
        sa.Column("closed_by", sa.Text()),
        sa.Column("closed_as", sa.String(24)),
        sa.PrimaryKeyConstraint("record_id", name="pk_finance_records"),
    )
    op.create_index("ix_finance_records_kind_customer_no", "finance_records", ["kind", "customer_no"])
    op.create_index("ix_finance_records_order_id", "finance_records", ["order_id"])
    op.add_column("api_keys", sa.Column("scopes", sa.Text(), nullable=False, server_default=""))
