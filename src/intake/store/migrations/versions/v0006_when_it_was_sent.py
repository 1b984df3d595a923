"""Keeps when an order was last sent to the ERP: a request without an answer may still arrive for a while after that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pushes", sa.Column("sent_at", Instant))
