"""Small ledgers whose truth is known because each is told as a story: what happened, what the tables then show, what is owed.

What comes in is a seed; what goes out are ledgers with an order near the limit and a label: hold or pass. The label is reckoned
from the story, never from the tables, and knows nothing of any check.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

TODAY = date(2026, 3, 10)
TAX = Decimal("1.19")
RATES = {"EUR": Decimal(1), "USD": Decimal("0.9"), "GBP": Decimal("1.15")}
GRACE_DAYS, PENNIES = 3, Decimal(5)


@dataclass
class Invoice:
    open: Decimal
    due: date = TODAY + timedelta(days=20)
    currency: str = "EUR"
    customer: str = "C1"
    order: str | None = None
    draft: bool = False
    disputed: bool = False


@dataclass
class Order:
    """`gross` ordered in all; shares delivered and invoiced of it."""

    gross: Decimal
    key: str = "SO"
    delivered: Decimal = Decimal(0)
    invoiced: Decimal = Decimal(0)
    customer: str = "C1"


@dataclass
class Receipt:
    """`applied` was set against invoices (their open amounts are less by it), `free` was not. A credit note clears at once."""

    applied: Decimal = Decimal(0)
    free: Decimal = Decimal(0)
    cleared: bool = True
    credit_note: bool = False


@dataclass
class Ledger:
    """`limit` None = none named. `owed` and `group_owed` are the truth, in EUR."""

    story: str
    limit: Decimal | None = Decimal(10000)
    unlimited: bool = False
    blocked: bool = False
    parent_limit: Decimal | None = None
    invoices: list[Invoice] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    net: Decimal = Decimal(0)
    prepaid: bool = False
    owed: Decimal = Decimal(0)
    sibling_owes: Decimal = Decimal(0)
    is_late: bool = False
    untellable: bool = False

    @property
    def gross(self) -> Decimal:
        return self.net * TAX

    @property
    def must_hold(self) -> bool:
        if self.blocked or self.untellable:
            return True
        if self.prepaid:
            return False
        if self.is_late:
            return True
        over = not self.unlimited and self.owed + self.gross > (self.limit or Decimal(0))
        group = self.parent_limit is not None and self.owed + self.sibling_owes + self.gross > self.parent_limit
        return over or group


Story = Callable[[random.Random, Ledger], None]


def _amount(dice: random.Random, low: int = 500, high: int = 5000) -> Decimal:
    return Decimal(dice.randint(low * 100, high * 100)) / 100


def plain_invoices(dice: random.Random, ledger: Ledger) -> None:
    for _ in range(dice.randint(1, 4)):
        invoice = Invoice(_amount(dice, 100, 2000))
        ledger.invoices.append(invoice)
        ledger.owed += invoice.open


def partly_invoiced_order(dice: random.Random, ledger: Ledger) -> None:
    gross, share = _amount(dice), Decimal(dice.choice((25, 50, 75))) / 100
    ledger.orders.append(Order(gross, delivered=share, invoiced=share))
    ledger.invoices.append(Invoice(gross * share, order="SO"))
    ledger.owed += gross


def order_with_its_draft_invoice(dice: random.Random, ledger: Ledger) -> None:
    gross = _amount(dice)
    ledger.orders.append(Order(gross))
    ledger.invoices.append(Invoice(gross, order="SO", draft=True))
    ledger.owed += gross


def draft_invoice_alone(dice: random.Random, ledger: Ledger) -> None:
    ledger.invoices.append(Invoice(_amount(dice), draft=True))
    ledger.owed += ledger.invoices[-1].open


def delivered_and_not_invoiced(dice: random.Random, ledger: Ledger) -> None:
    ledger.orders.append(Order(_amount(dice), delivered=Decimal(1)))
    ledger.owed += ledger.orders[-1].gross


def foreign_invoice(dice: random.Random, ledger: Ledger) -> None:
    currency = dice.choice(("USD", "GBP"))
    ledger.invoices.append(Invoice(_amount(dice), currency=currency))
    ledger.owed += ledger.invoices[-1].open * RATES[currency]


def invoice_without_a_rate(dice: random.Random, ledger: Ledger) -> None:
    ledger.invoices.append(Invoice(_amount(dice), currency="CHF"))
    ledger.untellable = True


def credit_note(dice: random.Random, ledger: Ledger) -> None:
    plain_invoices(dice, ledger)
    free = min(_amount(dice, 100, 900), ledger.owed)
    ledger.receipts.append(Receipt(free=free, credit_note=True))
    ledger.owed -= free


def direct_debit_under_way(dice: random.Random, ledger: Ledger) -> None:
    """The invoice is closed in the books; the bank may still give the money back."""
    ledger.receipts.append(Receipt(applied=_amount(dice), cleared=False))
    ledger.owed += ledger.receipts[-1].applied


def money_not_yet_set_against_bills(dice: random.Random, ledger: Ledger) -> None:
    """A late bill that a cleared, unallocated receipt covers."""
    late = Invoice(_amount(dice, 500, 900), due=TODAY - timedelta(days=30))
    ledger.invoices += [late, Invoice(_amount(dice, 500, 900))]
    ledger.receipts.append(Receipt(free=late.open))
    ledger.owed += ledger.invoices[1].open


def group_with_a_limit(dice: random.Random, ledger: Ledger) -> None:
    ledger.parent_limit = Decimal(10000)
    ledger.limit = Decimal(10000)
    ledger.sibling_owes = _amount(dice, 2000, 6000)
    ledger.invoices.append(Invoice(ledger.sibling_owes, customer="C2"))


def no_limit_named(dice: random.Random, ledger: Ledger) -> None:
    ledger.limit = dice.choice((None, Decimal(0)))


def unlimited(dice: random.Random, ledger: Ledger) -> None:
    plain_invoices(dice, ledger)
    ledger.limit, ledger.unlimited = None, True


def long_overdue(dice: random.Random, ledger: Ledger) -> None:
    late = Invoice(_amount(dice, 50, 900), due=TODAY - timedelta(days=dice.randint(GRACE_DAYS + 1, 90)))
    ledger.invoices.append(late)
    ledger.owed += late.open
    ledger.is_late = True


def pennies_overdue(dice: random.Random, ledger: Ledger) -> None:
    for _ in range(dice.randint(1, 3)):
        ledger.invoices.append(Invoice(Decimal(dice.randint(1, 500)) / 100, due=TODAY - timedelta(days=60)))
        ledger.owed += ledger.invoices[-1].open


def due_today_or_within_grace(dice: random.Random, ledger: Ledger) -> None:
    ledger.invoices.append(Invoice(_amount(dice, 100, 900), due=TODAY - timedelta(days=dice.randint(0, GRACE_DAYS))))
    ledger.owed += ledger.invoices[-1].open


def disputed_and_late(dice: random.Random, ledger: Ledger) -> None:
    ledger.invoices.append(Invoice(_amount(dice, 100, 900), due=TODAY - timedelta(days=40), disputed=True))
    ledger.owed += ledger.invoices[-1].open


def paid_in_advance(dice: random.Random, ledger: Ledger) -> None:
    plain_invoices(dice, ledger)
    ledger.prepaid = True


def blocked(dice: random.Random, ledger: Ledger) -> None:
    ledger.blocked = True


STORIES: tuple[Story, ...] = (
    plain_invoices,
    partly_invoiced_order,
    order_with_its_draft_invoice,
    draft_invoice_alone,
    delivered_and_not_invoiced,
    foreign_invoice,
    invoice_without_a_rate,
    credit_note,
    direct_debit_under_way,
    money_not_yet_set_against_bills,
    group_with_a_limit,
    no_limit_named,
    unlimited,
    long_overdue,
    pennies_overdue,
    due_today_or_within_grace,
    disputed_and_late,
    paid_in_advance,
    blocked,
)


def ledgers(seed: int, count: int) -> Iterator[Ledger]:
    """Every story in turn, with an order a little below or above what the limit leaves."""
    dice = random.Random(seed)
    for number in range(count):
        story = STORIES[number % len(STORIES)]
        ledger = Ledger(story.__name__)
        story(dice, ledger)
        room = (ledger.limit or Decimal(10000)) - ledger.owed
        if ledger.parent_limit is not None:
            room = min(room, ledger.parent_limit - ledger.owed - ledger.sibling_owes)
        factor = Decimal(dice.choice((30, 70, 95, 99, 101, 105, 130))) / 100
        ledger.net = (max(room, Decimal(100)) * factor / TAX).quantize(Decimal("0.01"))
        yield ledger
