"""Creates the first tables, and the triggers that keep the trail, decisions and people's words as they were written."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from intake.store.types import ExactDecimal, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite counts up by itself only in an INTEGER key.
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

WRITTEN_ONCE = ("events", "decisions", "corrections", "grants")


def upgrade() -> None:
    _create_tables()
    if op.get_bind().dialect.name == "sqlite":
        _protect_on_sqlite()
    else:
        _protect_on_postgresql()


def _protect_on_sqlite() -> None:
    for table in WRITTEN_ONCE:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are written once and never changed'); END"
            )


def _protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% are written once and never changed', TG_TABLE_NAME; END $$"
    )
    for table in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _create_tables() -> None:

    op.create_table(
        "allowances",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_allowances")),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("encoding", sa.String(length=16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("seq", BIG_ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_heads")),
    )
    op.create_table(
        "credit_accounts",
        sa.Column("customer_no", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("customer_no", name=op.f("pk_credit_accounts")),
    )
    op.create_table(
        "events",
        sa.Column("seq", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index("ix_events_message_id", "events", ["message_id"], unique=False)
    op.create_index("ix_events_order_id", "events", ["order_id"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("job_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("run_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_state_run_at", "jobs", ["state", "run_at"], unique=False)
    op.create_index("ix_jobs_subject", "jobs", ["subject"], unique=False)
    op.create_index("uq_jobs_live", "jobs", ["step", "subject"], unique=True, **_where("state <> 'parked'"))
    op.create_table(
        "learned_references",
        sa.Column("customer_no", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("customer_no", "words", name=op.f("pk_learned_references")),
    )
    op.create_table(
        "ledger_snapshots",
        sa.Column("snapshot_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("sequence", BIG_ID, nullable=False),
        sa.Column("as_of", Instant(), nullable=False),
        sa.Column("pulled_at", Instant(), nullable=False),
        sa.Column("refused_because", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_ledger_snapshots")),
    )
    op.create_index("ix_ledger_snapshots_pulled_at", "ledger_snapshots", ["pulled_at"], unique=False)
    op.create_table(
        "master_snapshots",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("pulled_at", Instant(), nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_master_snapshots")),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
    op.create_table(
        "api_keys",
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_name", sa.String(length=128), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_name"], ["users.name"], name=op.f("fk_api_keys_user_name")),
        sa.PrimaryKeyConstraint("key_sha256", name=op.f("pk_api_keys")),
    )
    op.create_table(
        "raw_messages",
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("arrivals", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("forwarded_from", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("mail_message_id", sa.Text(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=True),
        sa.Column("envelope", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["blobs.sha256"], name=op.f("fk_raw_messages_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_raw_messages")),
    )
    op.create_index("ix_raw_messages_mail_message_id", "raw_messages", ["mail_message_id"], unique=False)
    op.create_index("ix_raw_messages_received_at", "raw_messages", ["received_at"], unique=False)
    op.create_table(
        "documents",
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("document_no", sa.Integer(), nullable=False),
        sa.Column("part_no", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["raw_messages.message_id"], name=op.f("fk_documents_message_id")),
        sa.PrimaryKeyConstraint("message_id", "document_no", name=op.f("pk_documents")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["raw_messages.message_id"], name=op.f("fk_idempotency_keys_message_id")),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "orders",
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("queue", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("buyer_name", sa.Text(), nullable=True),
        sa.Column("customer_no", sa.String(length=64), nullable=True),
        sa.Column("bill_to_no", sa.String(length=64), nullable=True),
        sa.Column("ship_to_code", sa.String(length=64), nullable=True),
        sa.Column("customer_po_number", sa.Text(), nullable=True),
        sa.Column("po_key", sa.Text(), nullable=True),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("net_amount", ExactDecimal(), nullable=True),
        sa.Column("line_count", sa.Integer(), nullable=True),
        sa.Column("live_key", sa.Text(), nullable=True),
        sa.Column("decision_id", sa.String(length=64), nullable=True),
        sa.Column("sales_order_number", sa.Text(), nullable=True),
        sa.Column("superseded_by", sa.String(length=64), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("(state = 'held') = (queue IS NOT NULL)", name=op.f("ck_orders_only_held_orders_wait_in_a_queue")),
        sa.ForeignKeyConstraint(["message_id"], ["raw_messages.message_id"], name=op.f("fk_orders_message_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_orders")),
    )
    op.create_index("ix_orders_bill_to_no_po_key", "orders", ["bill_to_no", "po_key"], unique=False)
    op.create_index("ix_orders_bill_to_no_received_at", "orders", ["bill_to_no", "received_at"], unique=False)
    op.create_index("ix_orders_queue_received_at", "orders", ["queue", "received_at"], unique=False)
    op.create_index("ix_orders_state_received_at", "orders", ["state", "received_at"], unique=False)
    op.create_index("uq_orders_live_key", "orders", ["live_key"], unique=True, **_where("live_key IS NOT NULL"))
    op.create_index("uq_orders_message_id_ordinal", "orders", ["message_id", "ordinal"], unique=True)
    op.create_table(
        "parts",
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("part_no", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("declared_media_type", sa.Text(), nullable=True),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["raw_messages.message_id"], name=op.f("fk_parts_message_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_parts_sha256")),
        sa.PrimaryKeyConstraint("message_id", "part_no", name=op.f("pk_parts")),
    )
    op.create_table(
        "readings",
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["raw_messages.message_id"], name=op.f("fk_readings_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_readings")),
    )
    op.create_table(
        "corrections",
        sa.Column("correction_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("order_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_corrections_order_id")),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_order_id", "corrections", ["order_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.String(length=64), nullable=False),
        sa.Column("seq", BIG_ID, nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("order_version", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_decisions_order_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_order_id", "decisions", ["order_id"], unique=False)
    op.create_index("uq_decisions_seq", "decisions", ["seq"], unique=True)
    op.create_table(
        "extractions",
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_extractions_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_extractions")),
    )
    op.create_table(
        "grants",
        sa.Column("grant_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_grants_order_id")),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_grants")),
    )
    op.create_index("ix_grants_order_id", "grants", ["order_id"], unique=False)
    op.create_table(
        "holds",
        sa.Column("hold_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("queue", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("ended_as", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_holds_order_id")),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_holds")),
    )
    op.create_index("uq_holds_open", "holds", ["order_id"], unique=True, **_where("closed_at IS NULL"))
    op.create_table(
        "matches",
        sa.Column("match_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("master_version", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_matches_order_id")),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_matches")),
    )
    op.create_index("ix_matches_order_id", "matches", ["order_id"], unique=False)
    op.create_table(
        "order_summaries",
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_order_summaries_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_summaries")),
    )
    op.create_table(
        "remembered_layouts",
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_remembered_layouts_order_id")),
        sa.PrimaryKeyConstraint("sender", "fingerprint", name=op.f("pk_remembered_layouts")),
    )
    op.create_table(
        "sold_lines",
        sa.Column("sold_line_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("customer_no", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity_base", ExactDecimal(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_sold_lines_order_id")),
        sa.PrimaryKeyConstraint("sold_line_id", name=op.f("pk_sold_lines")),
    )
    op.create_index("ix_sold_lines_customer_no_sku", "sold_lines", ["customer_no", "sku"], unique=False)
    op.create_table(
        "pushes",
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("external_key", sa.String(length=64), nullable=False),
        sa.Column("decision_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sales_order", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("intended_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.decision_id"], name=op.f("fk_pushes_decision_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_pushes_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_pushes")),
    )
    op.create_index("uq_pushes_external_key", "pushes", ["external_key"], unique=True)
    op.create_table(
        "reservations",
        sa.Column("reservation_id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("decision_id", sa.String(length=64), nullable=False),
        sa.Column("customer_no", sa.String(length=64), nullable=False),
        sa.Column("amount", ExactDecimal(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reserved_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_because", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.decision_id"], name=op.f("fk_reservations_decision_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name=op.f("fk_reservations_order_id")),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_reservations")),
    )
    op.create_index("ix_reservations_customer_no", "reservations", ["customer_no"], unique=False)
    op.create_index("uq_reservations_open", "reservations", ["order_id"], unique=True, **_where("ended_at IS NULL"))
