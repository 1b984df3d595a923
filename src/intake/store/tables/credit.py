"""Headroom, and what finance records and asks about an account."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, PrimaryKeyConstraint, String, Table, Text, text

from intake.store.tables.columns import BigId, Id, metadata
from intake.store.types import ExactDecimal, Instant

credit_accounts = Table(
    "credit_accounts",
    metadata,
    # A row that never moves, to lock before exposure is added up: two orders cannot both take the last headroom.
    Column("customer_no", Id, primary_key=True),
)

reservations = Table(
    "reservations",
    metadata,
    Column("reservation_id", BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("decision_id", Id, ForeignKey("decisions.decision_id"), nullable=False),
    Column("customer_no", Id, nullable=False),
    Column("amount", ExactDecimal, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("reserved_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_because", String(32)),
    # One order takes headroom once, however often it is decided.
    Index(
        "uq_reservations_open",
        "order_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_reservations_customer_no", "customer_no"),
)

finance_records = Table(
    "finance_records",
    metadata,
    # What finance writes down about an account, a document or an order: holds, signatures, promises, disputes, requests. A record
    # is never changed, only closed once; the trail has both.
    Column("record_id", BigId, primary_key=True, autoincrement=True),
    Column("kind", String(24), nullable=False),
    Column("customer_no", Id),
    Column("order_id", Id, ForeignKey("orders.order_id")),
    Column("subject", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text),
    Column("closed_as", String(24)),
    Index("ix_finance_records_kind_customer_no", "kind", "customer_no"),
    Index("ix_finance_records_order_id", "order_id"),
)

account_days = Table(
    "account_days",
    metadata,
    # What an account owed of its limit on a day, from that day's last good ledger. No limit = unlimited.
    Column("customer_no", Id, nullable=False),
    Column("day", Date, nullable=False),
    Column("exposure", ExactDecimal, nullable=False),
    Column("credit_limit", ExactDecimal),
    Column("currency", String(3), nullable=False),
    PrimaryKeyConstraint("customer_no", "day"),
)

assessments = Table(
    "assessments",
    metadata,
    # What was found of an account's risk, once written and never changed; the last row of an account is in force.
    Column("assessment_id", BigId, primary_key=True, autoincrement=True),
    Column("customer_no", Id, nullable=False),
    Column("rated_on", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("risk_class", String(16), nullable=False),
    Column("dispute_percent", ExactDecimal),
    Column("body", Text, nullable=False),
    Index("ix_assessments_customer_no_assessment_id", "customer_no", "assessment_id"),
)

external_signals = Table(
    "external_signals",
    metadata,
    Column("signal_id", BigId, primary_key=True, autoincrement=True),
    Column("customer_no", Id, nullable=False),
    # The SHA-256 of the signal itself: told twice, it is kept once.
    Column("sha256", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("uq_external_signals_sha256", "sha256", unique=True),
    Index("ix_external_signals_customer_no", "customer_no"),
)

change_requests = Table(
    "change_requests",
    metadata,
    # What the ERP is asked to change. It is asked until it took it, and its next figures say whether it did it.
    Column("change_key", Id, primary_key=True),
    Column("record_id", BigId, ForeignKey("finance_records.record_id"), nullable=False),
    Column("customer_no", Id, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("ended_at", Instant),
    Column("erp_reference", Text),
    Column("body", Text, nullable=False),
    # A proposal that was approved is asked for once.
    Index("uq_change_requests_record_id", "record_id", unique=True),
    Index("ix_change_requests_state", "state"),
)
