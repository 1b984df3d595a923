"""What finance's API asks, answered by the line: an implementation that only passes on. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from intake.desk.ports import DeskUser
from intake.domain.finance import RecordKind
from intake.holds.authority import may_hold
from intake.pipeline.finance_account import account_view
from intake.pipeline.finance_orders import ask_for_payment, held_orders
from intake.pipeline.line import Line
from intake.pipeline.manual_holds import lift_hold, place_hold
from intake.pipeline.people import actor_of, refuse
from intake.pipeline.plain import plain
from intake.pipeline.reconsidering import reconsider
from intake.store.finance import records_of


class LineFinance:
    """Implements `FinancePort` over a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def held(self) -> list[dict[str, Any]]:
        return [plain(each) for each in held_orders(self._line)]

    def evaluate(self, actor: DeskUser) -> list[str]:
        refuse(may_hold(actor_of(actor), self._line.policy().release))
        return reconsider(self._line, actor=actor.name)

    def ask_for_payment(self, order_id: str, version: int, actor: DeskUser, comment: str) -> dict[str, Any]:
        return dict(plain(ask_for_payment(self._line, order_id, version, actor_of(actor), comment)))

    def holds(self) -> list[dict[str, Any]]:
        with self._line.database.read() as tx:
            return [plain(each) for each in records_of(tx, RecordKind.HOLD)]

    def place_hold(self, actor: DeskUser, reason: str, customer_no: str | None, order_id: str | None) -> dict[str, Any]:
        return dict(plain(place_hold(self._line, actor_of(actor), reason, customer_no=customer_no, order_id=order_id)))

    def lift_hold(self, actor: DeskUser, hold_id: int, comment: str) -> dict[str, Any]:
        return dict(plain(lift_hold(self._line, actor_of(actor), hold_id, comment)))

    def account(self, customer_no: str) -> dict[str, Any] | None:
        view = account_view(self._line, customer_no)
        return None if view is None else dict(plain(view))
