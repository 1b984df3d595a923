"""Adds up one account's ledger: what is owed by part, what has been paid, which orders the ERP shows.

What comes in is the snapshot's ledger; what goes out are exact sums in the documents' own currencies. Each slice counts once
(`identity.py`). Nothing is converted, no limit is compared here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from intake.credit.identity import WHOLE, CountedSlice, count_once
from intake.credit.remembered import Remembered
from intake.domain.credit import (
    AccountCredit,
    AccountLedger,
    CreditAccount,
    CreditKind,
    Obligation,
    Prepayment,
    Stage,
)

RESERVED = "reserved"
DRAFT = "draft_invoice"
AT_RISK = "receipts_at_risk"
UNAPPLIED = "unapplied_credit"
PREPAID = "prepayments"
PARTS = (RESERVED, "ordered", "delivered_not_invoiced", "invoiced", DRAFT, AT_RISK, UNAPPLIED, PREPAID)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class CreditTreatment:
    """How receipts and returns count: the policy's words for it, as far as sums depend on them."""

    today: date
    risk_days: int = 0
    risk_methods: tuple[str, ...] = ()
    at_risk_counts: bool = True
    received_returns_reduce: bool = False

    def is_at_risk(self, credit: AccountCredit) -> bool:
        if not self.at_risk_counts or credit.kind is not CreditKind.PAYMENT:
            return False
        fits = not self.risk_methods or credit.method in self.risk_methods
        return not credit.cleared or (fits and (self.today - credit.posted_on).days < self.risk_days)

    def reduces(self, credit: AccountCredit) -> bool:
        """Posted, cleared and undisputed; a return only where the policy counts it before its credit note."""
        if credit.disputed or not credit.cleared:
            return False
        return credit.kind is not CreditKind.RETURN_RECEIVED or self.received_returns_reduce


def part_of(row: Obligation) -> str:
    return DRAFT if row.is_draft else row.stage.value


@dataclass(slots=True)
class LedgerSums:
    """One account's ledger added up in the documents' own currencies.

    `parts` maps (part, currency) to its sum and count; `orders` maps an order key to its slices, so that it can be
    left out. `invoiced` are the account's own posted items with a due date, for the overdue rules. `ordered` have a
    ship date, for the horizon. `absurd` names rows that cannot be counted; they are left out and the order is held.
    """

    parts: dict[tuple[str, str], tuple[Fraction, int]] = field(default_factory=dict)
    orders: dict[str, list[CountedSlice]] = field(default_factory=dict)
    prepayments: dict[str, list[Prepayment]] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    invoiced: tuple[CountedSlice, ...] = ()
    ordered: tuple[CountedSlice, ...] = ()
    cash: dict[str, Fraction] = field(default_factory=dict)
    contradictions: tuple[str, ...] = ()
    absurd: tuple[str, ...] = ()


_SUMS: Remembered[LedgerSums] = Remembered()


def ledger_sums(ledger: AccountLedger, account: CreditAccount, treatment: CreditTreatment) -> LedgerSums:
    """The account's sums; the same ledger is added up once, however many orders are decided on it."""
    members = account.members | {account.customer_no}
    return _SUMS.get((ledger,), (account.customer_no, members, treatment), lambda: _add_up(ledger, account, members, treatment))


def _add_up(ledger: AccountLedger, account: CreditAccount, members: frozenset[str], treatment: CreditTreatment) -> LedgerSums:
    contradictions: list[str] = []
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    shares: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    sums = LedgerSums()
    orders: dict[str, list[CountedSlice]] = defaultdict(list)
    invoiced: list[CountedSlice] = []
    ordered: list[CountedSlice] = []
    seen: set[str] = set(ledger.seen_order_keys)
    absurd: list[str] = []
    rows = [row for row in ledger.obligations if row.customer_no in members and _is_sound(row, absurd)]
    for counted in count_once(rows, contradictions):
        row = counted.obligation
        key = (part_of(row), row.currency)
        counts[key] += 1
        if counted.share is WHOLE:
            totals[key] += row.gross
        else:
            shares[key] += counted.gross
        if row.order_key is not None:
            seen.add(row.order_key)
            orders[row.order_key].append(counted)
        if row.stage is Stage.INVOICED:
            if row.due_date is not None and not row.is_draft and row.customer_no == account.customer_no:
                invoiced.append(counted)
        elif row.ship_date is not None and row.stage is Stage.ORDERED:
            ordered.append(counted)
    sums.parts = {key: (Fraction(totals[key]) + shares[key], counts[key]) for key in counts}
    sums.orders = dict(orders)
    sums.seen = frozenset(seen)
    sums.invoiced, sums.ordered = tuple(invoiced), tuple(ordered)
    _add_credits(sums, ledger, account, members, treatment, contradictions)
    absurd.extend(_absurd_credits(ledger, members))
    sums.contradictions, sums.absurd = tuple(sorted(contradictions)), tuple(sorted(absurd))
    return sums


def _is_sound(row: Obligation, absurd: list[str]) -> bool:
    """A debt below zero would be a credit in disguise, and an invoice without a due date could never be late."""
    if not row.gross.is_finite() or row.gross < 0:
        absurd.append(f"{row.document_no} of {row.customer_no} is open with {row.gross} {row.currency}.")
        return False
    if row.due_date is None and row.stage is Stage.INVOICED and not row.is_draft:
        absurd.append(f"{row.document_no} of {row.customer_no} has no due date.")
    return True


def _absurd_credits(ledger: AccountLedger, members: frozenset[str]) -> Iterable[str]:
    for credit in ledger.credits:
        if credit.customer_no in members and not _is_amount(credit.amount, credit.open_amount):
            yield f"{credit.kind} {credit.document_no} of {credit.customer_no} has {credit.open_amount} open of {credit.amount}."
    for paid in ledger.prepayments:
        if paid.customer_no in members and not _is_amount(paid.amount):
            yield f"Prepayment {paid.document_no} of {paid.customer_no} is {paid.amount} {paid.currency}."


def _is_amount(*amounts: Decimal) -> bool:
    return all(amount.is_finite() and amount >= 0 for amount in amounts)


def _add_credits(
    sums: LedgerSums,
    ledger: AccountLedger,
    account: CreditAccount,
    members: frozenset[str],
    treatment: CreditTreatment,
    contradictions: list[str],
) -> None:
    prepaid_documents = {(row.customer_no, row.document_no) for row in ledger.prepayments}
    for row in _each_prepayment_once(ledger.prepayments, contradictions):
        if row.customer_no in members and row.cleared and _is_amount(row.amount):
            sums.prepayments.setdefault(row.order_key, []).append(row)
    for credit in _each_credit_once(ledger.credits, contradictions):
        if credit.customer_no not in members or not _is_amount(credit.amount, credit.open_amount):
            continue
        if treatment.is_at_risk(credit):
            # What the receipt settled is owed again until the money is there.
            add_part(sums.parts, (AT_RISK, credit.currency), Fraction(max(credit.amount - credit.open_amount, Decimal(0))))
        # An advance for one order covers that order; it must not also lower the rest.
        elif treatment.reduces(credit) and (credit.customer_no, credit.document_no) not in prepaid_documents:
            add_part(sums.parts, (UNAPPLIED, credit.currency), -Fraction(credit.open_amount))
            if credit.customer_no == account.customer_no:
                sums.cash[credit.currency] = sums.cash.get(credit.currency, NOTHING) + Fraction(credit.open_amount)


def add_part(parts: dict[tuple[str, str], tuple[Fraction, int]], key: tuple[str, str], amount: Fraction) -> None:
    total, count = parts.get(key, (NOTHING, 0))
    parts[key] = (total + amount, count + 1)


def _each_credit_once(credits: Iterable[AccountCredit], contradictions: list[str]) -> Iterable[AccountCredit]:
    """The same receipt delivered twice pays once; of two versions the one that pays less counts."""
    known: dict[tuple[str, str, CreditKind], AccountCredit] = {}
    for row in credits:
        key = (row.customer_no, row.document_no, row.kind)
        other = known.setdefault(key, row)
        if other != row:
            contradictions.append(f"{row.kind} {row.document_no} of {row.customer_no} is listed with two different contents.")
            known[key] = min((row, other), key=lambda credit: (credit.cleared, credit.open_amount, -credit.amount, repr(credit)))
    return known.values()


def _each_prepayment_once(prepayments: Iterable[Prepayment], contradictions: list[str]) -> Iterable[Prepayment]:
    known: dict[tuple[str, str, str], Prepayment] = {}
    for row in prepayments:
        key = (row.customer_no, row.document_no, row.order_key)
        other = known.setdefault(key, row)
        if other != row:
            contradictions.append(f"Prepayment {row.document_no} of {row.customer_no} is listed with two different contents.")
            known[key] = min((row, other), key=lambda paid: (paid.cleared, paid.amount, repr(paid)))
    return known.values()
