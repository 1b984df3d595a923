"""What the credit check is told and what it answers: accounts, obligations, credits, the order, each rule's result, the decision.

Everything here is a dated, frozen value. Amounts are gross (tax, freight and surcharges in) and stand in the document's own
currency until the check converts them once into the limit's currency. Nothing here decides.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import field_serializer

from intake.domain.base import Value
from intake.domain.master import ExchangeRate
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.releases import ReleaseGrant
from intake.domain.reminders import Reminded


class Stage(StrEnum):
    """How far a slice of an order has come. One slice counts once, at its furthest stage."""

    RESERVED = "reserved"
    ORDERED = "ordered"
    DELIVERED_NOT_INVOICED = "delivered_not_invoiced"
    INVOICED = "invoiced"


class Obligation(Value):
    """A slice of what a customer owes, or will owe. `gross` is what is still open of it.

    (`order_key`, `line`, `quantity_from`..`quantity_to`) is its identity across the stages. No `order_key` = it stands alone
    (a manual invoice, a journal, a finance charge) and is known by `document_no` and `due_date`. No `line` = the whole order;
    no quantities = the whole line. `is_draft` = an invoice that is not posted: it counts unless another slice covers it.
    """

    customer_no: str
    document_no: str
    stage: Stage
    gross: Decimal
    currency: str
    order_key: str | None = None
    line: str | None = None
    quantity_from: Decimal | None = None
    quantity_to: Decimal | None = None
    issue_date: date | None = None
    due_date: date | None = None
    ship_date: date | None = None
    instalment: int | None = None
    disputed: bool = False
    is_draft: bool = False
    is_quotation: bool = False
    is_call_released: bool = True
    dunning_level: int = 0


class CreditKind(StrEnum):
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    RETURN_RECEIVED = "return_received"


class AccountCredit(Value):
    """What speaks for the customer. `amount` was posted, `open_amount` is not yet applied to invoices; both positive.

    An uncleared receipt does not reduce what is owed, and what of it was applied already is owed again until it clears.
    """

    customer_no: str
    document_no: str
    kind: CreditKind
    amount: Decimal
    open_amount: Decimal
    currency: str
    posted_on: date
    cleared: bool = True
    disputed: bool = False
    method: str | None = None


class Prepayment(Value):
    """Money paid for one order before delivery. `settled` amounts were already taken over into an invoice of that order."""

    customer_no: str
    order_key: str
    document_no: str
    amount: Decimal
    currency: str
    cleared: bool


class Reservation(Value):
    """Headroom taken by an order that was accepted here. It ends when a snapshot shows the order, or by a named event; never
    by age."""

    order_key: str
    customer_no: str
    gross: Decimal
    currency: str
    reserved_at: datetime
    sales_order_number: str | None = None
    prepaid: Decimal = Decimal(0)


class TemporaryLimit(Value):
    """A limit that stands in for the base limit from `valid_from` to `valid_until`, both days included."""

    amount: Decimal
    valid_from: date
    valid_until: date
    approved_by: str


class Insurance(Value):
    """Credit insurance: `amount` × `percent` is added to the limit until it expires."""

    amount: Decimal
    percent: Decimal
    valid_until: date


class AccountStatus(StrEnum):
    OPEN = "open"
    BLOCKED = "blocked"
    STOP = "stop"
    AGENCY = "agency"
    INSOLVENCY = "insolvency"


class CreditAccount(Value):
    """A debtor with its limit in `currency`. `credit_limit` None and not `unlimited` = no credit; so is 0.

    `members` are all customers whose debts count here: the account itself and everyone below it. `last_currency` is the
    limit's currency in the snapshot before this one, None when there was none.
    """

    customer_no: str
    name: str = ""
    currency: str
    country: str = ""
    credit_limit: Decimal | None = None
    unlimited: bool = False
    limit_valid_until: date | None = None
    next_review: date | None = None
    status: AccountStatus = AccountStatus.OPEN
    risk_class: str | None = None
    payment_terms: str = ""
    temporary_limits: tuple[TemporaryLimit, ...] = ()
    insurances: tuple[Insurance, ...] = ()
    customer_since: date | None = None
    last_currency: str | None = None
    members: frozenset[str] = frozenset()

    @field_serializer("members")
    def _members_in_order(self, members: frozenset[str]) -> list[str]:
        return sorted(members)


class ManualHold(Value):
    """A person's stop on an account or an order. It never lifts itself."""

    customer_no: str | None = None
    order_key: str | None = None
    placed_by: str
    placed_at: datetime
    reason: str


class AccountLedger(Value):
    """What the ERP's snapshot says about the accounts of one group: everything the exposure is made of, except our
    reservations."""

    obligations: tuple[Obligation, ...] = ()
    credits: tuple[AccountCredit, ...] = ()
    prepayments: tuple[Prepayment, ...] = ()
    seen_order_keys: frozenset[str] = frozenset()

    @field_serializer("seen_order_keys")
    def _seen_in_order(self, seen: frozenset[str]) -> list[str]:
        return sorted(seen)


class SnapshotFacts(Value):
    """The age and the soundness of the figures. `problems` are sentences that say how the snapshot contradicts itself.

    `last_sequence` is the highest sequence seen before; a lower `sequence` means that an old snapshot came back.
    """

    snapshot_id: str
    as_of: datetime | None
    sequence: int = 0
    last_sequence: int | None = None
    problems: tuple[str, ...] = ()


class Behaviour(Value):
    """How the account has paid, as far as rules use it. None = not known."""

    score: int | None = None
    days_beyond_terms: Decimal | None = None
    daily_change_p95: Decimal | None = None


class CreditFacts(Value):
    """Everything the check is told besides the order. `accounts` is the chain: the bill-to first, then each ancestor.

    `business_date` is the selling company's local date at `decided_at`. `missing` names inputs that could not be had; the
    check holds on each. `reminded` are the bill-to's instalments that we sent a reminder of ourselves.
    """

    accounts: tuple[CreditAccount, ...]
    ledger: AccountLedger = AccountLedger()
    reservations: tuple[Reservation, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    rates_id: str = ""
    snapshot: SnapshotFacts
    business_date: date
    decided_at: datetime
    time_zone: str
    manual_holds: tuple[ManualHold, ...] = ()
    behaviour: Behaviour | None = None
    last_decided_at: datetime | None = None
    reminded: tuple[Reminded, ...] = ()
    missing: tuple[str, ...] = ()


class OrderForCredit(Value):
    """What the check needs of an order. `gross_amount` None with a `net_amount` = the tax is unknown.

    `payment_terms` and `cash_discount_percent` are what the order is to be booked with; None = the customer's own. `prepaid`
    is cleared money for this very order. `version_hash` changes with anything in the order, `identity_hash` with its debtor,
    place, currency and terms only.
    """

    order_key: str
    version_hash: str
    identity_hash: str = ""
    bill_to_no: str
    net_amount: Decimal | None = None
    gross_amount: Decimal | None
    currency: str
    payment_terms: str | None = None
    cash_discount_percent: Decimal | None = None
    value_date: date | None = None
    prepaid: Decimal = Decimal(0)
    pays_by_card: bool = False
    ship_date: date | None = None
    sales_order_number: str | None = None
    submitter: str | None = None


class RuleResult(Value):
    """What one rule found on one account. `threshold` and `observed` are texts with units; `amount` is what clears it, in the
    account's currency.

    `applies` is False where the rule is switched off or has nothing to look at; it then passes. A failed rule that
    `waived_by` names (a release or a written exception) no longer holds the order.
    """

    rule: str
    scope: str
    account: str
    effect: str
    applies: bool = True
    passed: bool
    threshold: str = ""
    observed: str = ""
    clears_when: str = ""
    amount: Decimal | None = None
    code: ReasonCode | None = None
    message: str = ""
    waived_by: str | None = None

    @property
    def stands(self) -> bool:
        """It failed and nobody waived it."""
        return not self.passed and self.waived_by is None


class CreditOutcome(StrEnum):
    """A rejection is only ever a person's."""

    ACCEPT = "accept"
    ACCEPT_WATCH = "accept_watch"
    REQUIRE_PREPAY = "require_prepay"
    HOLD = "hold"


class WayForward(Value):
    """Something that would let the order go. `kind`: pay_excess, pay_in_advance, pay_overdue, pay_older_debt, split_order,
    wait_for_sync, release."""

    kind: str
    amount: Decimal | None = None
    currency: str | None = None
    documents: tuple[str, ...] = ()
    message: str


class ExposurePart(Value):
    """One line of the arithmetic, in the account's currency: a stage, receipts at risk, unapplied credit, prepayments,
    reservations."""

    part: str
    amount: Decimal
    count: int = 0


class AccountPosition(Value):
    """Where one account of the chain stands without this order, in its currency. `limit` None = unlimited.

    `headroom` None = unlimited. `excess` is the least payment that brings the projected exposure down to the limit.
    """

    customer_no: str
    currency: str
    exposure: Decimal
    parts: tuple[ExposurePart, ...] = ()
    limit: Decimal | None
    headroom: Decimal | None
    order_amount: Decimal | None
    projected: Decimal | None
    excess: Decimal
    overdue_amount: Decimal = Decimal(0)
    overdue_days: int = 0
    overdue_documents: tuple[str, ...] = ()


class CreditSummary(Value):
    """The `credit` object of the outcome contract. Null limit and headroom = unlimited; the figures are the bill-to account's."""

    outcome: CreditOutcome
    exposure: Decimal
    limit: Decimal | None
    headroom: Decimal | None
    excess: Decimal
    as_of: datetime | None
    policy: str


class CreditDecision(Value):
    """One evaluation, kept for ever with its inputs: recomputing `check_credit(inputs, order, policy)` gives the same again.

    `positions` is one for each account of the chain; the first is the bill-to. `prepay_amount` is set for REQUIRE_PREPAY, in
    the order's currency. `decision_id` is the SHA-256 of everything but the door, the actor and the place in the chain;
    `prev_hash` is that place, told by the store.
    `provisional` = taken on figures that are no longer fresh: decide again on the next snapshot before the push.
    """

    decision_id: str
    order: OrderForCredit
    inputs: CreditFacts
    policy_version: int
    policy_sha256: str
    engine_version: str
    origin: str | None = None
    actor: str = "intake"
    rule_results: tuple[RuleResult, ...]
    positions: tuple[AccountPosition, ...]
    outcome: CreditOutcome
    prepay_amount: Decimal | None = None
    reasons: tuple[Reason, ...] = ()
    watch: tuple[str, ...] = ()
    ways_forward: tuple[WayForward, ...] = ()
    provisional: bool = False
    grants: tuple[ReleaseGrant, ...] = ()
    grants_used: tuple[str, ...] = ()
    prev_hash: str | None = None

    @property
    def accepts(self) -> bool:
        return self.outcome in (CreditOutcome.ACCEPT, CreditOutcome.ACCEPT_WATCH)

    @property
    def account(self) -> AccountPosition | None:
        """The bill-to account's position; None where the account itself is unknown."""
        return self.positions[0] if self.positions else None

    def summary(self) -> CreditSummary:
        account = self.account
        zero = Decimal(0)
        return CreditSummary(
            outcome=self.outcome,
            exposure=account.exposure if account else zero,
            limit=account.limit if account else zero,
            headroom=account.headroom if account else zero,
            excess=max((position.excess for position in self.positions), default=zero),
            as_of=self.inputs.snapshot.as_of,
            policy=f"sha256:{self.policy_sha256}",
        )
