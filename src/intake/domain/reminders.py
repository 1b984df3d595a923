"""Collections as values: a late item with its reminder level, a reminder that is due, what was left out and why, a promise, a
dispute. Nothing here decides.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from intake.domain.base import Value

Instalment = tuple[str, date]
"""Document number and due date: each instalment of an invoice is reminded of by itself."""


class Tone(StrEnum):
    FRIENDLY = "friendly"
    FIRM = "firm"
    FINAL = "final"


class SentBy(StrEnum):
    """`POLICY`: goes out after a sync by itself. `PERSON`: a draft until somebody sends it."""

    PERSON = "person"
    POLICY = "policy"


class ReminderLevel(Value):
    """Level `level` is reached `days` past due."""

    level: int
    days: int
    tone: Tone
    sent_by: SentBy = SentBy.PERSON


class CollectionsPolicy(Value):
    """`levels` in order, from 1. Between two mails to one customer lie `min_interval_days`. On quiet days nothing is sent;
    weekdays are 0 (Monday) to 6. A promise is broken `promise_grace_days` after its day."""

    levels: tuple[ReminderLevel, ...]
    min_interval_days: int = 7
    quiet_weekdays: frozenset[int] = frozenset({5, 6})
    quiet_days: frozenset[date] = frozenset()
    promise_grace_days: int = 3


class Reminded(Value):
    """The last reminder of an instalment that we sent."""

    document_no: str
    due_date: date
    level: int
    on: date


class LateItem(Value):
    """An instalment that is past due. `residual` is what is left of it in the account's currency after cash that is not allocated
    yet; `open_amount` and `currency` are the document's own. `level` is the reminder's now, `before` the one it had."""

    document_no: str
    due_date: date
    days: int
    open_amount: Decimal
    currency: str
    residual: Decimal
    before: int
    level: int

    @property
    def instalment(self) -> Instalment:
        return self.document_no, self.due_date


class LeftOut(Value):
    """A late instalment that nobody is reminded of, and why, as a sentence."""

    document_no: str
    due_date: date
    why: str


class ReminderDue(Value):
    """One mail to one customer with all his late items. `level` and `tone` are the highest among the items raised now."""

    customer_no: str
    currency: str
    items: tuple[LateItem, ...]
    total: Decimal
    cash_deducted: Decimal
    level: int
    tone: Tone
    sent_by: SentBy

    @property
    def raised(self) -> tuple[LateItem, ...]:
        return tuple(item for item in self.items if item.level > item.before)


class Reminding(Value):
    """What is to be sent to a customer, None = nothing. `not_now` says why nothing is sent today although something is due."""

    due: ReminderDue | None
    left_out: tuple[LeftOut, ...] = ()
    not_now: str | None = None


class Promise(Value):
    """`amount` is to have cleared by `by`. `documents` empty = for the account as a whole. `owed` is what each document had open
    when it was promised on `noted_on`; `already` had come in on that day before.
    """

    amount: Decimal
    currency: str
    by: date
    documents: tuple[str, ...]
    noted_on: date
    owed: dict[str, Decimal]
    already: Decimal = Decimal(0)


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class PromiseVerdict(Value):
    """`paid` is what has cleared towards it by the last day that counts."""

    state: PromiseState
    paid: Decimal


class DisputeOutcome(StrEnum):
    """`ACCEPTED`: the customer was right. `REFUSED`: we were. `WITHDRAWN`: he let it go."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
