"""What finance's API about risk and limits asks, answered by the line: an implementation that only passes on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from intake.desk.ports import DeskUser
from intake.domain.external import ExternalSignal
from intake.domain.limit_changes import ChangeState, CreditApplication
from intake.holds.authority import may_hold
from intake.pipeline import limit_changes, limit_proposals
from intake.pipeline.assessing import assess
from intake.pipeline.external_signals import ToldSignals, take_signals
from intake.pipeline.limit_proposals import open_proposals
from intake.pipeline.line import Line
from intake.pipeline.people import actor_of, refuse
from intake.pipeline.plain import plain
from intake.pipeline.risk_view import risk_view, warning_list
from intake.store.limit_changes import changes_in


class LineRisk:
    """Implements `RiskPort` over a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def risk(self, customer_no: str) -> dict[str, Any] | None:
        view = risk_view(self._line, customer_no)
        return None if view is None else dict(plain(view))

    def warnings(self) -> dict[str, Any]:
        return dict(plain(warning_list(self._line)))

    def assess(self, customer_nos: list[str] | None, actor: DeskUser) -> list[dict[str, Any]]:
        self._refuse_others(actor)
        return [plain(each) for each in assess(self._line, actor.name, customer_nos)]

    def take_signals(self, provider: str, told: list[ExternalSignal], actor: DeskUser) -> dict[str, Any]:
        return dict(plain(take_signals(self._line, actor_of(actor), ToldSignals(provider, told))))

    def proposals(self) -> list[dict[str, Any]]:
        with self._line.database.read() as tx:
            return [plain(each) for each in open_proposals(tx)]

    def review(self, customer_nos: list[str] | None, actor: DeskUser) -> list[dict[str, Any]]:
        self._refuse_others(actor)
        return [plain(each) for each in limit_proposals.review(self._line, customer_nos, actor.name)]

    def propose(
        self, customer_no: str, amount: Decimal, reason: str, temporary: tuple[date, date] | None, actor: DeskUser
    ) -> dict[str, Any]:
        return dict(plain(limit_proposals.propose(self._line, actor_of(actor), customer_no, amount, reason, temporary)))

    def apply(self, form: CreditApplication, actor: DeskUser) -> dict[str, Any]:
        return dict(plain(limit_proposals.apply(self._line, actor_of(actor), form)))

    def approve(self, record_id: int, amount: Decimal | None, comment: str, actor: DeskUser) -> dict[str, Any]:
        return dict(plain(limit_changes.approve(self._line, record_id, actor_of(actor), comment, amount)))

    def decline(self, record_id: int, comment: str, actor: DeskUser) -> None:
        limit_changes.decline(self._line, record_id, actor_of(actor), comment)

    def changes(self, with_ended: bool) -> list[dict[str, Any]]:
        with self._line.database.read() as tx:
            return [plain(each) for each in changes_in(tx, tuple(ChangeState) if with_ended else limit_changes.GOING)]

    def _refuse_others(self, actor: DeskUser) -> None:
        refuse(may_hold(actor_of(actor), self._line.policy().release))
