"""Every table, by what it is about, and beside each unique index the promise that it keeps.

Values stand as JSON of the domain's own types.
"""

from __future__ import annotations

from intake.store.tables.arrived import blobs, parts, raw_messages
from intake.store.tables.columns import metadata
from intake.store.tables.credit import (
    account_days,
    assessments,
    change_requests,
    credit_accounts,
    external_signals,
    finance_records,
    reservations,
)
from intake.store.tables.decided import corrections, decisions, grants, holds, matches, pushes
from intake.store.tables.doors import allowances, api_keys, idempotency_keys, users
from intake.store.tables.mailed import outgoing_mails, reminded_items
from intake.store.tables.master import learned_references, ledger_snapshots, master_snapshots, remembered_layouts, sold_lines
from intake.store.tables.read import documents, extractions, order_summaries, orders, readings
from intake.store.tables.trail import chain_heads, events
from intake.store.tables.work import jobs

__all__ = [
    "account_days",
    "allowances",
    "api_keys",
    "assessments",
    "blobs",
    "chain_heads",
    "change_requests",
    "corrections",
    "credit_accounts",
    "decisions",
    "documents",
    "events",
    "external_signals",
    "extractions",
    "finance_records",
    "grants",
    "holds",
    "idempotency_keys",
    "jobs",
    "learned_references",
    "ledger_snapshots",
    "master_snapshots",
    "matches",
    "metadata",
    "order_summaries",
    "orders",
    "outgoing_mails",
    "parts",
    "pushes",
    "raw_messages",
    "readings",
    "remembered_layouts",
    "reminded_items",
    "reservations",
    "sold_lines",
    "users",
]
