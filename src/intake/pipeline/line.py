"""What the steps work with: store, readers, snapshots, policy, ERP, clock. Put together in `wiring.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from intake.credit.policy import Policy
from intake.credit.policy_values import CreditPolicy
from intake.domain.catalogue import MasterData
from intake.domain.credit import CreditDecision, CreditFacts, OrderForCredit
from intake.domain.decisions import Hold, Push
from intake.domain.mails import OutgoingMail
from intake.domain.matched import Correction, MatchedOrder
from intake.domain.messages import InboundMessage
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import Reading, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.policies import MatchingPolicy
from intake.domain.reasons import Reason
from intake.domain.releases import ReleaseGrant
from intake.erp.gateway import ErpGateway
from intake.pipeline.dispatcher import Dispatcher
from intake.pipeline.shelves import LedgerShelf, MasterShelf
from intake.store.engine import Database
from intake.store.messages import StoredMessage
from intake.store.writing import Writing, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """A message, its opened parts in the order that evidence counts them, and what all of it says."""

    message: InboundMessage
    opened: tuple[OpenedPart, ...]
    reading: Reading


class Match(Protocol):
    def __call__(
        self,
        read: ReadOrder,
        context: MailContext,
        master: MasterData,
        own: OwnCompany,
        policy: MatchingPolicy,
        *,
        corrections: Sequence[Correction] = (),
        today: date,
    ) -> MatchedOrder: ...


class CheckCredit(Protocol):
    def __call__(
        self, facts: CreditFacts, order: OrderForCredit, policy: CreditPolicy, grants: Sequence[ReleaseGrant], /
    ) -> CreditDecision: ...


class Decide(Protocol):
    def __call__(
        self,
        read: ReadOrder,
        matched: MatchedOrder,
        credit: CreditDecision | None,
        *,
        corrections: Sequence[Correction],
        grants: Sequence[ReleaseGrant],
        at: datetime,
        found: Sequence[Reason] = (),
    ) -> Push | Hold: ...


class Deliver(Protocol):
    """Raises Unavailable where nothing was handed over, BadInput where it was refused, BrokenPromise where nobody can tell."""

    def __call__(self, mail: OutgoingMail, at: datetime, /) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLinks:
    """How links to account pages are made: `address` is the desk's, `are_public` whether customers can open it."""

    secret: Callable[[], str]
    address: str
    days: int
    are_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`clock` is the business clock. `policy` gives the policy in force, read anew when its file changes. `deliver` None =
    there is no mail server, nothing is sent; `links` None = there is no desk that customers could open."""

    database: Database
    dispatcher: Dispatcher
    read: Callable[[StoredMessage], ReadMessage]
    match: Match
    check_credit: CheckCredit
    decide: Decide
    masters: MasterShelf
    ledgers: LedgerShelf
    policy: Callable[[], Policy]
    erp: ErpGateway
    own: OwnCompany
    clock: Callable[[], datetime]
    deliver: Deliver | None = None
    links: AccountLinks | None = None

    def writing(self, actor: str) -> AbstractContextManager[Writing]:
        return writing(self.database, at=self.clock(), actor=actor, defer=self.dispatcher.defer)

    def local_date(self, at: datetime) -> date:
        """Business dates are local dates of the selling company."""
        return at.astimezone(ZoneInfo(self.own.time_zone)).date()
