"""Our credit check beside the documented rules of five systems, on one labelled ledger: false passes and false holds.

Run `python bench/bench_credit_rules.py [COUNT] [SEED]`. A false pass is an order that goes although the story says hold; a false
hold the other way round. What is required to be paid first counts as held.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from bench.credit_ledgers import RATES, TODAY, Ledger, ledgers
from bench.other_checks import OTHERS

from intake.credit.check import check_credit
from intake.credit.policy import default_policy_text, parse_policy
from intake.domain.amounts import round_up
from intake.domain.credit import (
    AccountCredit,
    AccountLedger,
    AccountStatus,
    CreditAccount,
    CreditFacts,
    CreditKind,
    Obligation,
    OrderForCredit,
    SnapshotFacts,
    Stage,
)
from intake.domain.master import ExchangeRate

NOW = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
POLICY = parse_policy(default_policy_text().encode()).credit


def ours(ledger: Ledger) -> bool:
    return not check_credit(_facts(ledger), _order(ledger), POLICY).accepts


def _facts(ledger: Ledger) -> CreditFacts:
    members = frozenset({"C1"})
    status = AccountStatus.BLOCKED if ledger.blocked else AccountStatus.OPEN
    accounts = [_account("C1", members, credit_limit=ledger.limit, unlimited=ledger.unlimited, status=status)]
    if ledger.parent_limit is not None:
        accounts.append(_account("P", frozenset({"P", "C1", "C2"}), credit_limit=ledger.parent_limit))
    rates = tuple(ExchangeRate(from_currency=code, to_currency="EUR", rate=rate, valid_on=TODAY) for code, rate in RATES.items())
    return CreditFacts(
        accounts=tuple(accounts),
        ledger=AccountLedger(obligations=tuple(_obligations(ledger)), credits=tuple(_credits(ledger))),
        rates=rates,
        snapshot=SnapshotFacts(snapshot_id="s", as_of=NOW, sequence=1),
        business_date=TODAY,
        decided_at=NOW,
        time_zone="Europe/Berlin",
    )


def _account(customer_no: str, members: frozenset[str], **more: object) -> CreditAccount:
    values = {"customer_no": customer_no, "currency": "EUR", "payment_terms": "30 days net", "members": members, **more}
    return CreditAccount.model_validate(values)


def _obligations(ledger: Ledger) -> list[Obligation]:
    rows = []
    for number, bill in enumerate(ledger.invoices):
        rows.append(
            Obligation(
                customer_no=bill.customer,
                document_no=f"R{number}",
                stage=Stage.INVOICED,
                gross=bill.open,
                currency=bill.currency,
                order_key=bill.order,
                due_date=bill.due,
                disputed=bill.disputed,
                is_draft=bill.draft,
            )
        )
    for order in ledger.orders:
        # The order stands in its table with all it is over, as ERPs list it; its bills count as the further stage of the same.
        stage = Stage.DELIVERED_NOT_INVOICED if order.delivered == 1 else Stage.ORDERED
        rows.append(
            Obligation(
                customer_no=order.customer,
                document_no=order.key,
                stage=stage,
                gross=order.gross,
                currency="EUR",
                order_key=order.key,
            )
        )
    return rows


def _credits(ledger: Ledger) -> list[AccountCredit]:
    return [
        AccountCredit(
            customer_no="C1",
            document_no=f"P{number}",
            kind=CreditKind.CREDIT_NOTE if receipt.credit_note else CreditKind.PAYMENT,
            amount=receipt.applied + receipt.free,
            open_amount=receipt.free,
            currency="EUR",
            posted_on=TODAY,
            cleared=receipt.cleared,
        )
        for number, receipt in enumerate(ledger.receipts)
    ]


def _order(ledger: Ledger) -> OrderForCredit:
    gross = round_up(ledger.gross, "EUR")
    return OrderForCredit(
        order_key="new",
        version_hash="v",
        identity_hash="i",
        bill_to_no="C1",
        net_amount=ledger.net,
        gross_amount=gross,
        currency="EUR",
        prepaid=gross if ledger.prepaid else Decimal(0),
    )


def measure(count: int, seed: int) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """(false passes, false holds) of each check by story."""
    checks: dict[str, Callable[[Ledger], bool]] = {"intake": ours, **OTHERS}
    passes: dict[str, Counter[str]] = {name: Counter() for name in checks}
    holds: dict[str, Counter[str]] = {name: Counter() for name in checks}
    for ledger in ledgers(seed, count):
        for name, check in checks.items():
            held = check(ledger)
            if held != ledger.must_hold:
                (holds if held else passes)[name][ledger.story] += 1
    return passes, holds


def main() -> None:
    arguments = [int(argument) for argument in sys.argv[1:]]
    count, seed = (*arguments, *(9_500, 2)[len(arguments) :])
    passes, holds = measure(count, seed)
    print(f"{count} labelled orders, seed {seed}\n\n{'check':<20}{'false passes':>14}{'false holds':>14}")
    for name in passes:
        print(f"{name:<20}{passes[name].total():>14}{holds[name].total():>14}")
    for name in passes:
        for what, found in (("passes", passes[name]), ("holds", holds[name])):
            if found:
                print(f"\n{name} falsely {what}: " + ", ".join(f"{story} {number}" for story, number in found.most_common()))


if __name__ == "__main__":
    main()
