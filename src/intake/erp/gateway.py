"""What we ask of any ERP. Adapters translate their errors to `Unavailable`, `BrokenPromise` or `BadInput` at this border."""

from __future__ import annotations

from typing import Protocol

from intake.domain.catalogue import MasterSource
from intake.domain.decisions import PushedOrder, SalesOrder
from intake.domain.ledger import LedgerSnapshot
from intake.domain.limit_changes import LimitChange


class ErpGateway(Protocol):
    def pull_master(self) -> MasterSource:
        """All master data as of now."""

    def pull_ledger(self) -> LedgerSnapshot:
        """All open items, open orders and payments as of now, with the ERP's control total."""

    def find_sales_order(self, external_key: str) -> PushedOrder | None:
        """The sales order that carries our key, or None. Asked before every push, so that a repeated push is harmless."""

    def create_sales_order(self, order: SalesOrder) -> PushedOrder:
        """Create it, or raise. `Unavailable` leaves open whether it was created: ask before any resend."""

    def ask_for_limit(self, change: LimitChange) -> str:
        """Ask for a credit limit; the answer is the ERP's reference of the request. The same key is the same request. Nothing is
        in force before a pull shows it. BadInput where the ERP will not have it."""

    def check(self) -> str:
        """One sentence that says what answered; raises `Unavailable` where nothing did."""
