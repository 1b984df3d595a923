"""What an article usually sells by is looked up by the article alone."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sold_lines_sku", "sold_lines", ["sku"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_sold_lines_sku", table_name="sold_lines")
