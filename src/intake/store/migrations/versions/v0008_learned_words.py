"""A customer's confirmed words by unit and article, each under a number of its own. Nothing was ever kept in the table before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_table("learned_references")
    op.create_table(
        "learned_references",
        sa.Column("reference_id", _BIG_ID, autoincrement=True, nullable=False),
        sa.Column("customer_no", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("uom", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reference_id", name=op.f("pk_learned_references")),
    )
    op.create_index("uq_learned_references_words", "learned_references", ["customer_no", "words", "uom", "sku"], unique=True)


def downgrade() -> None:
    op.drop_table("learned_references")
    op.create_table(
        "learned_references",
        sa.Column("customer_no", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("customer_no", "words", name=op.f("pk_learned_references")),
    )
