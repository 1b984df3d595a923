"""Every table, and beside each unique index the promise that it keeps. Values stand as JSON of the domain's own types."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from intake.store.types import ExactDecimal, Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(64)
_BigId = BigInteger().with_variant(Integer(), "sqlite")

# --- what arrived -----------------------------------------------------------------------------------------------------

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

# --- what it looks like and what it says --------------------------------------------------------------------------------

documents = Table(
    "documents",
    metadata,
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    # The index that evidence points at.
    Column("document_no", Integer, nullable=False),
    Column("part_no", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("message_id", "document_no"),
)

readings = Table(
    "readings",
    metadata,
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("reader", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("queue", String(16)),
    # Counts every change; whoever changes an order names the version that he saw.
    Column("version", Integer, nullable=False),
    Column("kind", String(32)),
    Column("sender", Text),
    Column("subject", Text),
    Column("buyer_name", Text),
    Column("customer_no", Id),
    Column("bill_to_no", Id),
    Column("ship_to_code", Id),
    Column("customer_po_number", Text),
    Column("po_key", Text),
    Column("order_date", Date),
    Column("currency", String(3)),
    Column("net_amount", ExactDecimal),
    Column("line_count", Integer),
    Column("live_key", Text),
    Column("decision_id", Id),
    Column("sales_order_number", Text),
    Column("superseded_by", Id),
    # What a search looks in: see `searching.py`.
    Column("search_text", Text, nullable=False, server_default=""),
    Column("received_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("(state = 'held') = (queue IS NOT NULL)", name="only_held_orders_wait_in_a_queue"),
    # An order is found again by its place in its message: reading a message twice makes no second order.
    Index("uq_orders_message_id_ordinal", "message_id", "ordinal", unique=True),
    # One live order per bill-to, purchase order number, year and revision: the last line against delivering twice.
    Index(
        "uq_orders_live_key",
        "live_key",
        unique=True,
        sqlite_where=text("live_key IS NOT NULL"),
        postgresql_where=text("live_key IS NOT NULL"),
    ),
    # Lists are read page by page along these, newest first; the id parts orders of one moment. A search goes through the texts
    # in the same order, and none of the rows.
    Index("ix_orders_received_at_order_id_search_text", "received_at", "order_id", "search_text"),
    Index("ix_orders_state_received_at_order_id", "state", "received_at", "order_id"),
    Index("ix_orders_queue_received_at_order_id", "queue", "received_at", "order_id"),
    # An order is held against its customer's and its bill-to's others, by purchase order number and by date.
    Index("ix_orders_bill_to_no_po_key", "bill_to_no", "po_key"),
    Index("ix_orders_bill_to_no_received_at", "bill_to_no", "received_at"),
    Index("ix_orders_customer_no_po_key", "customer_no", "po_key"),
    Index("ix_orders_customer_no_received_at", "customer_no", "received_at"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("order_id", Id, ForeignKey("orders.order_id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

# What an order asks, short: held against later ones to tell duplicates and revisions.
order_summaries = Table(
    "order_summaries",
    metadata,
    Column("order_id", Id, ForeignKey("orders.order_id"), primary_key=True),
    Column("body", Text, nullable=False),
)

# --- what it means to us, and what was decided --------------------------------------------------------------------------

matches = Table(
    "matches",
    metadata,
    Column("match_id", _BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("master_version", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_matches_order_id", "order_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("decision_id", Id, primary_key=True),
    Column("seq", _BigId, nullable=False),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("order_version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String(8), nullable=False),
    # The credit decision with its inputs and the verdict, as compressed JSON: enough to decide again and compare.
    Column("body", LargeBinary, nullable=False),
    Column("prev_hash", Id, nullable=False),
    Column("hash", Id, nullable=False),
    # One chain without gaps: a decision that was taken out or slipped in shows.
    Index("uq_decisions_seq", "seq", unique=True),
    Index("ix_decisions_order_id", "order_id"),
)

holds = Table(
    "holds",
    metadata,
    Column("hold_id", _BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("queue", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text),
    Column("ended_as", String(16)),
    # One open hold per order; it carries all reasons at once.
    Index(
        "uq_holds_open",
        "order_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", _BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("order_version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_corrections_order_id", "order_id"),
)

grants = Table(
    "grants",
    metadata,
    Column("grant_id", Id, primary_key=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_grants_order_id", "order_id"),
)

credit_accounts = Table(
    "credit_accounts",
    metadata,
    # A row that never moves, to lock before exposure is added up: two orders cannot both take the last headroom.
    Column("customer_no", Id, primary_key=True),
)

reservations = Table(
    "reservations",
    metadata,
    Column("reservation_id", _BigId, primary_key=True, autoincrement=True),
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
    Column("record_id", _BigId, primary_key=True, autoincrement=True),
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

outgoing_mails = Table(
    "outgoing_mails",
    metadata,
    Column("mail_id", _BigId, primary_key=True, autoincrement=True),
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
    Column("mail_id", _BigId, ForeignKey("outgoing_mails.mail_id"), nullable=False),
    # An instalment is reminded of once at each level.
    PrimaryKeyConstraint("customer_no", "document_no", "due_date", "level"),
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
    Column("assessment_id", _BigId, primary_key=True, autoincrement=True),
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
    Column("signal_id", _BigId, primary_key=True, autoincrement=True),
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
    Column("record_id", _BigId, ForeignKey("finance_records.record_id"), nullable=False),
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

pushes = Table(
    "pushes",
    metadata,
    # One push per order: the intent is written before the ERP is called and finished after it answered.
    Column("order_id", Id, ForeignKey("orders.order_id"), primary_key=True),
    Column("external_key", Id, nullable=False),
    Column("decision_id", Id, ForeignKey("decisions.decision_id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sales_order", Text, nullable=False),
    Column("answer", Text),
    Column("intended_at", Instant, nullable=False),
    Column("answered_at", Instant),
    # The last time the ERP was called with it, written before the call.
    Column("sent_at", Instant),
    # Our key for the ERP belongs to one order for ever.
    Index("uq_pushes_external_key", "external_key", unique=True),
)

# --- the trail ----------------------------------------------------------------------------------------------------------

events = Table(
    "events",
    metadata,
    Column("seq", _BigId, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("event", String(64), nullable=False),
    Column("order_id", Id),
    Column("message_id", Id),
    Column("body", Text, nullable=False),
    Column("prev_hash", Id, nullable=False),
    Column("hash", Id, nullable=False),
    Index("ix_events_order_id", "order_id"),
    Index("ix_events_message_id", "message_id"),
)

chain_heads = Table(
    "chain_heads",
    metadata,
    Column("chain", String(16), primary_key=True),
    Column("seq", _BigId, nullable=False),
    Column("hash", Id, nullable=False),
)

# --- durable work -------------------------------------------------------------------------------------------------------

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", _BigId, primary_key=True, autoincrement=True),
    Column("step", String(16), nullable=False),
    Column("subject", Id, nullable=False),
    # ready, leased, or parked after the step gave up; a finished job is deleted.
    Column("state", String(8), nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Grows at each lease: a worker whose token is old has lost the job and cannot write.
    Column("token", Integer, nullable=False),
    Column("worker", Text),
    Column("leased_until", Instant),
    Column("last_error", Text),
    Column("created_at", Instant, nullable=False),
    # One live job per step and subject: whatever asks for a step twice gets it once.
    Index(
        "uq_jobs_live",
        "step",
        "subject",
        unique=True,
        sqlite_where=text("state <> 'parked'"),
        postgresql_where=text("state <> 'parked'"),
    ),
    Index("ix_jobs_state_run_at", "state", "run_at"),
    Index("ix_jobs_subject", "subject"),
)

# --- what the ERP said --------------------------------------------------------------------------------------------------

master_snapshots = Table(
    "master_snapshots",
    metadata,
    Column("version", Id, primary_key=True),
    Column("pulled_at", Instant, nullable=False),
    # Child → parent of every customer that has a parent, as JSON: whose debts count in whose group.
    Column("parents", Text, nullable=False),
)

ledger_snapshots = Table(
    "ledger_snapshots",
    metadata,
    Column("snapshot_id", _BigId, primary_key=True, autoincrement=True),
    Column("sequence", _BigId, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("pulled_at", Instant, nullable=False),
    # Empty for a good snapshot; else why it was refused as a whole. Only good ones are decided on.
    Column("refused_because", Text),
    Column("sha256", Id, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_ledger_snapshots_pulled_at", "pulled_at"),
)

learned_references = Table(
    "learned_references",
    metadata,
    Column("reference_id", _BigId, primary_key=True, autoincrement=True),
    Column("customer_no", Id, nullable=False),
    Column("words", Text, nullable=False),
    Column("uom", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("body", Text, nullable=False),
    # Said twice is known once; two articles under the same words stand beside each other until one is forgotten.
    Index("uq_learned_references_words", "customer_no", "words", "uom", "sku", unique=True),
)

remembered_layouts = Table(
    "remembered_layouts",
    metadata,
    Column("sender", String(320), nullable=False),
    Column("fingerprint", Id, nullable=False),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    # A sender's form is known by the rows that name its columns; the last confirmed order shows it best.
    PrimaryKeyConstraint("sender", "fingerprint"),
)

sold_lines = Table(
    "sold_lines",
    metadata,
    Column("sold_line_id", _BigId, primary_key=True, autoincrement=True),
    Column("order_id", Id, ForeignKey("orders.order_id"), nullable=False),
    Column("customer_no", Id, nullable=False),
    Column("sku", Text, nullable=False),
    Column("quantity_base", ExactDecimal, nullable=False),
    # What is usual for this customer and article.
    Index("ix_sold_lines_customer_no_sku", "customer_no", "sku"),
    # What is usual for the article, whoever orders it.
    Index("ix_sold_lines_sku", "sku"),
)

# --- doors and people ---------------------------------------------------------------------------------------------------

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("scope", Id, nullable=False),
    Column("key", String(255), nullable=False),
    Column("request_sha256", Id, nullable=False),
    Column("message_id", Id, ForeignKey("raw_messages.message_id"), nullable=False),
    Column("at", Instant, nullable=False),
    # The same key from the same caller is the same request, answered with the same order.
    PrimaryKeyConstraint("scope", "key"),
)

users = Table(
    "users",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("password_hash", Text),
    Column("roles", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_sha256", Id, primary_key=True),
    Column("user_name", String(128), ForeignKey("users.name"), nullable=False),
    Column("created_at", Instant, nullable=False),
    # What the key may do, words apart by blanks; empty = whatever its user may.
    Column("scopes", Text, nullable=False, server_default=""),
    # Whose data the key may see and whose orders it may send, as JSON; empty = everybody's.
    Column("customer_nos", Text, nullable=False, server_default=""),
)

allowances = Table(
    "allowances",
    metadata,
    # How much of a daily budget is spent, for all hosts together.
    Column("name", String(64), nullable=False),
    Column("period", String(32), nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("name", "period"),
)
