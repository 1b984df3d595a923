"""What the API of collections asks, answered by the line: an implementation that only passes on. Nothing is decided here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from intake.desk.ports import DeskUser
from intake.domain.finance import RecordKind
from intake.domain.reminders import DisputeOutcome
from intake.holds.authority import may_hold
from intake.pipeline.account_links import make_link, revoke_links
from intake.pipeline.account_page import account_page
from intake.pipeline.disputes import open_dispute, resolve_dispute
from intake.pipeline.line import Line
from intake.pipeline.people import actor_of, refuse
from intake.pipeline.plain import plain
from intake.pipeline.promises import note_promise, withdraw_promise
from intake.pipeline.reminder_drafts import reminder_drafts
from intake.pipeline.reminder_sending import send_reminder
from intake.pipeline.send_step import send_again
from intake.store.finance import records_of
from intake.store.outbox import list_mails


class LineCollections:
    """Implements `CollectionsPort` over a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def reminders(self, customer_no: str | None) -> list[dict[str, Any]]:
        return [plain(draft) for draft in reminder_drafts(self._line, customer_no)]

    def send_reminder(self, customer_no: str, draft_id: str, actor: DeskUser, recipient: str | None) -> int:
        return send_reminder(self._line, customer_no, draft_id, actor_of(actor), recipient)

    def mails(self, customer_no: str | None) -> list[dict[str, Any]]:
        with self._line.database.read() as tx:
            return [plain(mail) for mail in list_mails(tx, customer_no=customer_no)]

    def send_again(self, mail_id: int, actor: DeskUser, comment: str) -> None:
        send_again(self._line, mail_id, actor_of(actor), comment)

    def promises(self, customer_no: str | None, is_open: bool) -> list[dict[str, Any]]:
        return self._records(RecordKind.PROMISE, customer_no, is_open)

    def note_promise(
        self, actor: DeskUser, customer_no: str, amount: Decimal, by: date, documents: list[str], comment: str
    ) -> dict[str, Any]:
        noted = note_promise(self._line, actor_of(actor), customer_no, amount, by, documents=documents, comment=comment)
        return dict(plain(noted))

    def withdraw_promise(self, actor: DeskUser, record_id: int, comment: str) -> dict[str, Any]:
        return dict(plain(withdraw_promise(self._line, actor_of(actor), record_id, comment)))

    def disputes(self, customer_no: str | None, is_open: bool) -> list[dict[str, Any]]:
        return self._records(RecordKind.DISPUTE, customer_no, is_open)

    def open_dispute(
        self, actor: DeskUser, customer_no: str, document_no: str, reason: str, owner: str, resolve_by: date
    ) -> dict[str, Any]:
        person = actor_of(actor)
        opened = open_dispute(self._line, person, customer_no, document_no, reason=reason, owner=owner, resolve_by=resolve_by)
        return dict(plain(opened))

    def resolve_dispute(self, actor: DeskUser, record_id: int, outcome: DisputeOutcome, comment: str) -> dict[str, Any]:
        return dict(plain(resolve_dispute(self._line, actor_of(actor), record_id, outcome, comment)))

    def make_link(self, actor: DeskUser, customer_no: str) -> dict[str, Any]:
        refuse(may_hold(actor_of(actor), self._line.policy().release))
        return dict(plain(make_link(self._line, customer_no)))

    def revoke_links(self, actor: DeskUser, customer_no: str, comment: str) -> None:
        revoke_links(self._line, customer_no, actor_of(actor), comment)

    def account_page(self, token: str) -> dict[str, Any] | None:
        return account_page(self._line, token)

    def _records(self, kind: RecordKind, customer_no: str | None, is_open: bool) -> list[dict[str, Any]]:
        customers = None if customer_no is None else [customer_no]
        with self._line.database.read() as tx:
            return [plain(each) for each in records_of(tx, kind, customer_nos=customers, open_only=is_open)]
