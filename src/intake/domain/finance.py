"""What finance writes down beside the ERP's figures: a hold, a signature, a promise to pay, a dispute, a request. Values only.

A record is about an account, one of its documents, or an order. It is written once and closed once; nothing here decides.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from intake.domain.base import Value


class RecordKind(StrEnum):
    """`SIGNATURE`: the first of four eyes under a release. `LIMIT_REQUEST`: a change of a limit that the ERP is asked for.
    `LINKS_REVOKED`: links to the account's page that were made until then are dead.
    `POLICY_APPROVAL`: a person stands behind the policy file with this SHA-256."""

    HOLD = "hold"
    SIGNATURE = "signature"
    PAYMENT_REQUEST = "payment_request"
    PROMISE = "promise"
    DISPUTE = "dispute"
    LIMIT_REQUEST = "limit_request"
    REMINDER = "reminder"
    LINKS_REVOKED = "links_revoked"
    POLICY_APPROVAL = "policy_approval"


class FinanceRecord(Value):
    """`subject` is what it is about beside account and order (a document's number), else empty. `said` are its own values, as
    text."""

    record_id: int
    kind: RecordKind
    customer_no: str | None
    order_id: str | None
    subject: str
    at: datetime
    actor: str
    said: dict[str, str]
    closed_at: datetime | None = None
    closed_by: str | None = None
    closed_as: str | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
