"""Books of a small debtor, told in a few words: `books.invoice("100")`, then `books.check("50")`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from intake.credit.check import check_credit
from intake.credit.policy import Policy, default_policy_text, parse_policy
from intake.credit.policy_values import CreditPolicy
from intake.domain.credit import (
    AccountCredit,
    AccountLedger,
    CreditAccount,
    CreditDecision,
    CreditFacts,
    CreditKind,
    Obligation,
    OrderForCredit,
    Prepayment,
    Reservation,
    SnapshotFacts,
    Stage,
)
from intake.domain.master import ExchangeRate
from intake.domain.releases import ReleaseGrant

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)


class Books:
    """One group of accounts, its ledger and our reservations; `check` decides an order of a gross amount on it."""

    def __init__(self, policy: CreditPolicy) -> None:
        self.policy = policy
        self.accounts = [self.new_account("C1", credit_limit=Decimal(1000), members=frozenset({"C1"}))]
        self.obligations: list[Obligation] = []
        self.credits: list[AccountCredit] = []
        self.prepayments: list[Prepayment] = []
        self.reservations: list[Reservation] = []
        self.rates: list[ExchangeRate] = []
        self.seen: set[str] = set()
        self.grants: list[ReleaseGrant] = []
        self.facts_changes: dict[str, Any] = {}
        self.now = NOW
        self.as_of = NOW

    @staticmethod
    def new_account(customer_no: str, **changes: Any) -> CreditAccount:
        return CreditAccount(**{"customer_no": customer_no, "currency": "EUR", "payment_terms": "30 days net", **changes})

    def account(self, **changes: Any) -> None:
        self.accounts[0] = self.accounts[0].model_copy(update=changes)

    def parent(self, customer_no: str, members: set[str], **changes: Any) -> None:
        self.accounts.append(self.new_account(customer_no, members=frozenset({customer_no, *members}), **changes))

    def owe(self, gross: str, stage: Stage, document_no: str | None = None, **changes: Any) -> Obligation:
        row = Obligation(
            **{
                "customer_no": "C1",
                "document_no": document_no or f"{stage.value[:3]}{len(self.obligations)}",
                "stage": stage,
                "gross": Decimal(gross),
                "currency": "EUR",
                "due_date": TODAY + timedelta(days=20) if stage is Stage.INVOICED else None,
                **changes,
            }
        )
        self.obligations.append(row)
        return row

    def invoice(self, gross: str, document_no: str | None = None, *, days_late: int = -20, **changes: Any) -> Obligation:
        return self.owe(gross, Stage.INVOICED, document_no, **{"due_date": TODAY - timedelta(days=days_late), **changes})

    def open_order(self, gross: str, document_no: str | None = None, **changes: Any) -> Obligation:
        key = changes.pop("order_key", document_no or f"SO{len(self.obligations)}")
        return self.owe(gross, Stage.ORDERED, document_no or key, order_key=key, **changes)

    def credit(self, amount: str, kind: CreditKind = CreditKind.PAYMENT, **changes: Any) -> None:
        self.credits.append(
            AccountCredit(
                **{
                    "customer_no": "C1",
                    "document_no": f"cr{len(self.credits)}",
                    "kind": kind,
                    "amount": Decimal(amount),
                    "open_amount": Decimal(amount),
                    "currency": "EUR",
                    "posted_on": TODAY - timedelta(days=10),
                    **changes,
                }
            )
        )

    def prepay(self, amount: str, order_key: str, **changes: Any) -> None:
        self.prepayments.append(
            Prepayment(
                **{
                    "customer_no": "C1",
                    "order_key": order_key,
                    "document_no": f"pre{len(self.prepayments)}",
                    "amount": Decimal(amount),
                    "currency": "EUR",
                    "cleared": True,
                    **changes,
                }
            )
        )

    def reserve(self, gross: str, order_key: str, **changes: Any) -> None:
        self.reservations.append(
            Reservation(
                **{
                    "order_key": order_key,
                    "customer_no": "C1",
                    "gross": Decimal(gross),
                    "currency": "EUR",
                    "reserved_at": NOW,
                    **changes,
                }
            )
        )

    def rate(self, source: str, target: str, rate: str, valid_on: date = TODAY) -> None:
        self.rates.append(ExchangeRate(from_currency=source, to_currency=target, rate=Decimal(rate), valid_on=valid_on))

    def facts(self) -> CreditFacts:
        facts = CreditFacts(
            accounts=tuple(self.accounts),
            ledger=AccountLedger(
                obligations=tuple(self.obligations),
                credits=tuple(self.credits),
                prepayments=tuple(self.prepayments),
                seen_order_keys=frozenset(self.seen),
            ),
            reservations=tuple(self.reservations),
            rates=tuple(self.rates),
            snapshot=SnapshotFacts(snapshot_id="s1", as_of=self.as_of, sequence=7),
            business_date=self.now.date(),
            decided_at=self.now,
            time_zone="UTC",
        )
        return facts.model_copy(update=self.facts_changes)

    def order(self, gross: str | None, **changes: Any) -> OrderForCredit:
        return OrderForCredit(
            **{
                "order_key": "this",
                "version_hash": "v1",
                "identity_hash": "i1",
                "bill_to_no": "C1",
                "gross_amount": None if gross is None else Decimal(gross),
                "currency": "EUR",
                **changes,
            }
        )

    def check(self, gross: str | None, **changes: Any) -> CreditDecision:
        return check_credit(self.facts(), self.order(gross, **changes), self.policy, self.grants)

    def codes(self, gross: str | None, **changes: Any) -> set[str]:
        return {reason.code.value for reason in self.check(gross, **changes).reasons}

    def exposure(self, gross: str = "1", **changes: Any) -> Decimal:
        account = self.check(gross, **changes).account
        assert account is not None
        return account.exposure


@pytest.fixture(scope="session")
def policy_text() -> str:
    return default_policy_text()


@pytest.fixture(scope="session")
def whole_policy(policy_text: str) -> Policy:
    return parse_policy(policy_text.encode())


@pytest.fixture
def new_books(whole_policy: Policy) -> Callable[..., Books]:
    """Books under the shipped policy, or under one with other values in its credit part."""

    def build(**changes: Any) -> Books:
        return Books(whole_policy.credit.model_copy(update=changes))

    return build


@pytest.fixture
def books(new_books: Callable[..., Books]) -> Books:
    return new_books()


@pytest.fixture
def with_rules(whole_policy: Policy) -> Callable[[str], CreditPolicy]:
    """The shipped policy's credit part with TOML put in after `[credit]`'s tables."""

    def build(toml: str) -> CreditPolicy:
        text = default_policy_text()
        for line in toml.splitlines():
            if line.startswith("[credit.rules.") and line in text:
                start = text.index(line)
                end = text.find("\n[", start + 1)
                text = text[:start] + text[end + 1 :]
        return parse_policy((text + "\n" + toml).encode()).credit

    return build
