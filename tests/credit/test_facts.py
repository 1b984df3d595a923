"""From the ERP's snapshot and master data to the facts of one check: whose debts count, what is owed, what an order is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from intake.credit.catalogue import RULES
from intake.credit.check import check_credit
from intake.credit.facts import chain_of, facts_for, gross_amount, identity_hash, order_for_credit, version_hash
from intake.domain.credit import CreditFacts, CreditOutcome, Reservation
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, OpenOrder
from intake.domain.master import Customer, TaxRate
from intake.domain.matched import MatchedLine, MatchedOrder

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
RATES = (TaxRate(country="DE", rate_percent=Decimal(19)), TaxRate(country="FR", rate_percent=Decimal(0)))


def customer(number: str, parent: str | None = None, **changes: Any) -> Customer:
    return Customer(
        **{
            "customer_no": number,
            "name": number,
            "country": "DE",
            "currency": "EUR",
            "payment_terms": "30 days net",
            "credit_limit": Decimal(1000),
            "parent_customer_no": parent,
            **changes,
        }
    )


def item(number: str, document_no: str, amount: str, kind: OpenItemKind = OpenItemKind.INVOICE, **changes: Any) -> OpenItem:
    return OpenItem(
        **{
            "customer_no": number,
            "document_no": document_no,
            "kind": kind,
            "issue_date": date(2026, 3, 1),
            "due_date": date(2026, 3, 31),
            "amount": Decimal(amount),
            "open_amount": Decimal(amount),
            "currency": "EUR",
            **changes,
        }
    )


HOLDING = customer("H", credit_limit=Decimal(1500))
SON, DAUGHTER, GRANDSON = customer("S", "H"), customer("D", "H"), customer("G", "S")
GROUP = {each.customer_no: each for each in (HOLDING, SON, DAUGHTER, GRANDSON, customer("X"))}
LEDGER = LedgerSnapshot(
    as_of=NOW,
    sequence=3,
    control_total=Decimal(0),
    currency="EUR",
    open_items=(
        item("S", "INV-S", "100"),
        item("D", "INV-D", "200"),
        item("G", "INV-G", "300"),
        item("X", "INV-X", "9999"),
        item("S", "CN-S", "30", OpenItemKind.CREDIT_NOTE),
        item("S", "PAY-S", "50", OpenItemKind.PAYMENT, open_amount=Decimal(20), cleared=False),
    ),
    open_orders=(
        OpenOrder(
            customer_no="S",
            sales_order_number="SO1",
            order_date=TODAY,
            open_amount=Decimal(40),
            currency="EUR",
            external_key="ours-1",
        ),
    ),
    tax_rates=RATES,
)


def facts(number: str = "S", **changes: Any) -> CreditFacts:
    buyer = GROUP[number]
    return facts_for(
        buyer,
        chain_of(number, GROUP),
        LEDGER,
        changes.pop("reservations", ()),
        TODAY,
        NOW,
        group=GROUP.values(),
        time_zone="UTC",
        **changes,
    )


def test_each_account_of_the_chain_counts_itself_and_everyone_below() -> None:
    found = facts("G")
    assert [account.customer_no for account in found.accounts] == ["G", "S", "H"]
    assert [sorted(account.members) for account in found.accounts] == [["G"], ["G", "S"], ["D", "G", "H", "S"]]
    assert "INV-X" not in {row.document_no for row in found.ledger.obligations}


def test_the_exposure_of_son_and_holding_comes_out(whole_policy: Any) -> None:
    order = order_for_credit("o1", matched(), SON, country="DE", tax_rates=RATES)
    decision = check_credit(facts(), order, whole_policy.credit)
    # 100 + 300 + 40 ordered + 30 of the uncleared receipt that was applied - 30 of the credit note
    assert [position.exposure for position in decision.positions] == [Decimal("440.00"), Decimal("640.00")]
    assert order.gross_amount == Decimal("119.00")
    assert decision.outcome is CreditOutcome.ACCEPT


def test_a_reservation_ends_with_the_open_order_that_carries_its_key(whole_policy: Any) -> None:
    held = (Reservation(order_key="ours-1", customer_no="S", gross=Decimal(41), currency="EUR", reserved_at=NOW),)
    order = order_for_credit("o1", matched(), SON, country="DE", tax_rates=RATES)
    one, other = (check_credit(facts(reservations=kept), order, whole_policy.credit) for kept in (held, ()))
    assert one.positions[0].exposure == other.positions[0].exposure


def test_the_same_snapshot_gives_the_same_ledger_value_so_that_it_is_added_up_once() -> None:
    assert facts().ledger is facts().ledger


def test_a_circle_of_parents_ends_and_is_held(whole_policy: Any) -> None:
    ring = {"A": customer("A", "B"), "B": customer("B", "A")}
    found = facts_for(ring["A"], chain_of("A", ring), LEDGER, (), TODAY, NOW, group=ring.values(), time_zone="UTC")
    order = order_for_credit("o1", matched(bill_to_no="A"), ring["A"], country="DE", tax_rates=RATES)
    decision = check_credit(found, order, whole_policy.credit)
    assert decision.outcome is CreditOutcome.HOLD
    assert "circle" in decision.reasons[0].message


def test_a_parent_that_is_not_known_is_held(whole_policy: Any) -> None:
    lost = customer("L", "NOBODY")
    found = facts_for(lost, chain_of("L", {"L": lost}), LEDGER, (), TODAY, NOW, group=[lost], time_zone="UTC")
    order = order_for_credit("o1", matched(bill_to_no="L"), lost, country="DE", tax_rates=RATES)
    assert not check_credit(found, order, whole_policy.credit).accepts


def matched(**changes: Any) -> MatchedOrder:
    line = MatchedLine(line_number="1", sku="A", quantity=Decimal(1), uom="EA", line_amount=Decimal(100))
    whole = {"customer_no": "S", "bill_to_no": "S", "currency": "EUR", "lines": (line,), "net_amount": Decimal(100), "proofs": {}}
    return MatchedOrder(**{**whole, **changes})


def test_the_gross_amount_has_the_tax_of_the_country_of_delivery_or_is_not_known() -> None:
    assert gross_amount(Decimal("100.01"), Decimal(10), "EUR", "DE", RATES) == Decimal("130.92")
    assert gross_amount(Decimal(100), Decimal(0), "EUR", "FR", RATES) == Decimal("100.00")
    assert gross_amount(Decimal(100), Decimal(0), "EUR", "IT", RATES) is None
    assert gross_amount(None, Decimal(0), "EUR", "DE", RATES) is None


def test_the_version_changes_with_anything_that_is_pushed_and_the_identity_only_with_debtor_place_and_terms() -> None:
    order = matched()
    more = matched(lines=(order.lines[0].model_copy(update={"quantity": Decimal(2)}),))
    moved = matched(ship_to_code="ELSEWHERE")
    assert version_hash(order) != version_hash(more)
    assert identity_hash(order, SON) == identity_hash(more, SON)
    assert identity_hash(order, SON) != identity_hash(moved, SON)
    assert identity_hash(order, SON) != identity_hash(order, SON.model_copy(update={"payment_terms": "90 days net"}))


def test_the_docs_name_every_rule() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "credit.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| R")}
    assert rows == set(RULES)
    for kind in RULES.values():
        for name in kind.parameters:
            assert name in text, name
