"""Measures the credit check: decisions a second on an account with many open items, and what one more item costs.

Run `python bench/bench_credit.py [ITEMS …]`. One core. Two figures each: decisions on one snapshot, as they come between two
syncs, and the first decision on a fresh snapshot, which adds the ledger up.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from intake.credit.check import check_credit
from intake.credit.policy import default_policy_text, parse_policy
from intake.domain.credit import (
    AccountLedger,
    CreditAccount,
    CreditFacts,
    Obligation,
    OrderForCredit,
    Reservation,
    SnapshotFacts,
    Stage,
)

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
POLICY = parse_policy(default_policy_text().encode()).credit


def ledger_of(items: int) -> AccountLedger:
    """A third open orders, two thirds invoices, one in ten of them late."""
    rows = []
    for number in range(items):
        is_order = number % 3 == 0
        rows.append(
            Obligation(
                customer_no="C1",
                document_no=f"D{number}",
                stage=Stage.ORDERED if is_order else Stage.INVOICED,
                gross=Decimal(number % 977) + Decimal("0.37"),
                currency="EUR",
                order_key=f"SO{number}" if is_order else None,
                due_date=None if is_order else date(2026, 3, 10) + timedelta(days=number % 40 - 4),
            )
        )
    return AccountLedger(obligations=tuple(rows))


def facts_of(ledger: AccountLedger) -> CreditFacts:
    account = CreditAccount(
        customer_no="C1",
        currency="EUR",
        credit_limit=Decimal(50_000_000),
        payment_terms="30 days net",
        members=frozenset({"C1"}),
    )
    reservations = tuple(
        Reservation(order_key=f"r{number}", customer_no="C1", gross=Decimal(100), currency="EUR", reserved_at=NOW)
        for number in range(5)
    )
    return CreditFacts(
        accounts=(account,),
        ledger=ledger,
        reservations=reservations,
        snapshot=SnapshotFacts(snapshot_id="s", as_of=NOW, sequence=1),
        business_date=NOW.date(),
        decided_at=NOW,
        time_zone="UTC",
    )


def order_of(number: int) -> OrderForCredit:
    return OrderForCredit(
        order_key=f"o{number}",
        version_hash="v",
        identity_hash="i",
        bill_to_no="C1",
        gross_amount=Decimal(1000 + number),
        currency="EUR",
    )


def measure(items: int, decisions: int = 1000) -> tuple[float, float, float]:
    """Decisions a second on one snapshot, their p99 in milliseconds, and the first decision on a fresh one in milliseconds."""
    ledger = ledger_of(items)
    cold = []
    for _ in range(3):
        fresh = facts_of(ledger.model_copy())
        start = time.perf_counter()
        check_credit(fresh, order_of(0), POLICY)
        cold.append(time.perf_counter() - start)
    facts = facts_of(ledger)
    check_credit(facts, order_of(0), POLICY)
    times = []
    for number in range(decisions):
        # Every decision sees its own facts, as in the line: only the ledger stays the same.
        own = facts.model_copy(update={"decided_at": NOW + timedelta(milliseconds=number)})
        start = time.perf_counter()
        check_credit(own, order_of(number), POLICY)
        times.append(time.perf_counter() - start)
    times.sort()
    return decisions / sum(times), times[int(len(times) * 0.99)] * 1000, min(cold) * 1000


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [100, 1_000, 10_000, 100_000]
    print(f"{'open items':>12}{'decisions/s':>14}{'p99 ms':>10}{'fresh ms':>10}{'µs an item':>12}")
    for size in sizes:
        rate, p99, cold = measure(size)
        print(f"{size:>12,}{rate:>14,.0f}{p99:>10.2f}{cold:>10.1f}{cold * 1000 / size:>12.1f}")


if __name__ == "__main__":
    main()
