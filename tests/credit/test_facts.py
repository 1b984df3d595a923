"""From the ERP's snapshot and master data to the facts of one check: whose debts count, what is owed, what an order is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from intake.credit.catalogue import RULES
from intake.credit.check import check_credit
from intake.credit.facts import Ledger, build_facts, chain_of
from intake.credit.order_amount import booked_charges, country_of_delivery, gross_amount
from intake.domain.credit import CreditFacts, CreditOutcome, OrderForCredit, Reservation
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenItemKind, OpenOrder
from intake.domain.master import Customer, ShipToAddress, TaxRate
from intake.domain.orders import Charge
from intake.domain.reasons import ReasonCode

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


class Known:
    """The customers of the group, by number."""

    def __init__(self, *customers: Customer) -> None:
        self._customers = {each.customer_no: each for each in customers}

    def customer(self, customer_no: str) -> Customer | None:
        return self._customers.get(customer_no)

    @property
    def parents(self) -> dict[str, str]:
        return {no: each.parent_customer_no for no, each in self._customers.items() if each.parent_customer_no}


EVERYBODY = Known(*GROUP.values())


def facts(number: str = "S", known: Known = EVERYBODY, reservations: tuple[Reservation, ...] = ()) -> CreditFacts:
    return build_facts(
        bill_to_no=number,
        master=known,
        parents=known.parents,
        ledger=Ledger(snapshot_id=7, snapshot=LEDGER, last_sequence=2),
        reservations=reservations,
        at=NOW,
        time_zone="UTC",
    )


def order(bill_to: str = "S", gross: str = "119") -> OrderForCredit:
    return OrderForCredit(
        order_key="o1",
        version_hash="v",
        identity_hash="i",
        bill_to_no=bill_to,
        net_amount=Decimal(100),
        gross_amount=Decimal(gross),
        currency="EUR",
    )


def test_each_account_of_the_chain_counts_itself_and_everyone_below() -> None:
    found = facts("G")
    assert [account.customer_no for account in found.accounts] == ["G", "S", "H"]
    assert [sorted(account.members) for account in found.accounts] == [["G"], ["G", "S"], ["D", "G", "H", "S"]]
    assert "INV-X" not in {row.document_no for row in found.ledger.obligations}


def test_the_exposure_of_son_and_holding_comes_out(whole_policy: Any) -> None:
    decision = check_credit(facts(), order(), whole_policy.credit)
    # 100 + 300 + 40 ordered + 30 of the uncleared receipt that was applied - 30 of the credit note
    assert [position.exposure for position in decision.positions] == [Decimal("440.00"), Decimal("640.00")]
    assert decision.outcome is CreditOutcome.ACCEPT


def test_a_reservation_ends_with_the_open_order_that_carries_its_key(whole_policy: Any) -> None:
    held = (Reservation(order_key="ours-1", customer_no="S", gross=Decimal(41), currency="EUR", reserved_at=NOW),)
    one, other = (check_credit(facts(reservations=kept), order(), whole_policy.credit) for kept in (held, ()))
    assert one.positions[0].exposure == other.positions[0].exposure


def test_the_same_snapshot_gives_the_same_ledger_value_so_that_it_is_added_up_once() -> None:
    assert facts().ledger is facts().ledger


def test_a_circle_of_parents_ends_and_is_held(whole_policy: Any) -> None:
    ring = Known(customer("A", "B"), customer("B", "A"))
    assert chain_of("A", ring.parents) == ("A", "B", "A")
    decision = check_credit(facts("A", ring), order("A"), whole_policy.credit)
    assert decision.outcome is CreditOutcome.HOLD
    assert "circle" in decision.reasons[0].message


def test_a_parent_that_is_not_known_is_held_by_name(whole_policy: Any) -> None:
    decision = check_credit(facts("L", Known(customer("L", "NOBODY"))), order("L"), whole_policy.credit)
    assert not decision.accepts
    assert any("NOBODY" in reason.message for reason in decision.reasons)


def test_the_gross_amount_has_freight_and_the_tax_of_the_country_of_delivery_or_is_not_known() -> None:
    assert gross_amount(Decimal("100.01"), Decimal(10), "EUR", "DE", RATES) == Decimal("130.92")
    assert gross_amount(Decimal(100), Decimal(0), "EUR", "FR", RATES) == Decimal("100.00")
    assert gross_amount(Decimal(100), Decimal(0), "EUR", "IT", RATES) is None
    assert gross_amount(None, Decimal(0), "EUR", "DE", RATES) is None
    reduced = (*RATES, TaxRate(country="DE", rate_percent=Decimal(7)))
    assert gross_amount(Decimal(100), Decimal(0), "EUR", "DE", reduced) == Decimal("119.00")


def test_what_the_order_or_the_erp_adds_is_owed_and_a_claimed_discount_lowers_nothing() -> None:
    charges = (Charge(kind="freight", amount=Decimal(12)), Charge(kind="discount", amount=Decimal(-50)))
    assert booked_charges(charges, Decimal(100), Decimal(0)) == Decimal(12)
    assert booked_charges(charges, Decimal(1000), Decimal(5)) == Decimal(50)
    assert booked_charges((), None, Decimal(5)) == 0


def test_goods_are_taxed_where_they_go() -> None:
    place = ShipToAddress(
        customer_no="S", ship_to_code="LYON", name="S", street="Rue 1", postal_code="69001", city="Lyon", country="FR"
    )
    assert country_of_delivery("LYON", SON, [place]) == "FR"
    assert country_of_delivery(None, SON, [place]) == "DE"
    assert country_of_delivery("GONE", SON, [place]) is None
    assert country_of_delivery(None, None, [place]) is None


def test_the_docs_name_every_rule() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "credit.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| R")}
    assert rows == set(RULES)
    for kind in RULES.values():
        for name in kind.parameters:
            assert name in text, name


def test_what_the_erp_says_of_an_account_reaches_the_check(whole_policy: Any) -> None:
    told = customer(
        "T",
        account_status="agency",
        credit_review_due=date(2026, 1, 1),
        temporary_limit=Decimal(5000),
        temporary_limit_from=date(2026, 3, 1),
        temporary_limit_until=date(2026, 3, 31),
        insured_amount=Decimal(1000),
        insured_percent=Decimal(80),
        insured_until=date(2026, 12, 31),
    )
    decision = check_credit(facts("T", Known(told)), order("T"), whole_policy.credit)
    assert decision.positions[0].limit == Decimal("5800.00")
    assert {reason.code for reason in decision.reasons} == {ReasonCode.ACCOUNT_BLOCKED, ReasonCode.CREDIT_LIMIT_EXPIRED}


def ledger_with(*items: OpenItem, orders: tuple[OpenOrder, ...] = ()) -> CreditFacts:
    books = LEDGER.model_copy(update={"open_items": items, "open_orders": orders})
    return build_facts(
        bill_to_no="X",
        master=EVERYBODY,
        parents=EVERYBODY.parents,
        ledger=Ledger(snapshot_id=8, snapshot=books, last_sequence=None),
        reservations=(),
        at=NOW,
        time_zone="UTC",
    )


def test_a_reminder_level_of_the_ledger_holds(whole_policy: Any) -> None:
    reminded = item("X", "INV-9", "10", due_date=date(2026, 3, 9), dunning_level=3)
    decision = check_credit(ledger_with(reminded), order("X"), whole_policy.credit)
    assert [reason.code for reason in decision.reasons] == [ReasonCode.DUNNING_LEVEL_HIGH]


def test_a_payment_for_one_order_covers_that_order_and_no_other(whole_policy: Any) -> None:
    """1000 owed of a limit of 1000; 119 were paid for the order o1 before it goes."""
    paid = item("X", "PAY-9", "119", OpenItemKind.PAYMENT, order_key="o1")
    found = ledger_with(item("X", "INV-9", "1000"), paid)
    mine, other = order("X"), order("X").model_copy(update={"order_key": "o2"})
    assert check_credit(found, mine, whole_policy.credit).accepts
    assert not check_credit(found, other, whole_policy.credit).accepts


def test_a_payment_that_names_the_erps_number_covers_the_order_that_we_know_by_our_key(whole_policy: Any) -> None:
    """1190 are on order and paid for: nothing of the limit of 1000 is used by it."""
    paid = item("X", "PAY-9", "1190", OpenItemKind.PAYMENT, order_key="SO-9")
    values = {"customer_no": "X", "sales_order_number": "SO-9", "order_date": date(2026, 3, 1), "currency": "EUR"}
    on_order = OpenOrder(open_amount=Decimal(1190), external_key="o9", **values)
    found = ledger_with(paid, orders=(on_order,))
    assert check_credit(found, order("X"), whole_policy.credit).account.exposure == 0
