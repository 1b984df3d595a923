"""Who is to be reminded of what: one mail a customer with all his late items, each instalment at its own level.

What comes in are the account's late items (cash that is not allocated yet already set against the oldest), what was sent before,
what is disputed or promised, and the policy; what goes out is the reminder that is due, what was left out, and why not today.
Nothing is sent or stored here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from intake.credit.overdue import OverdueItem
from intake.credit.policy_values import Staleness
from intake.credit.rounding import floor_minor
from intake.domain.credit import AccountStatus, SnapshotFacts
from intake.domain.reminders import (
    CollectionsPolicy,
    Instalment,
    LateItem,
    LeftOut,
    Reminded,
    ReminderDue,
    Reminding,
    SentBy,
)

_WITH_OTHERS = {
    AccountStatus.AGENCY: "the account is at a collection agency",
    AccountStatus.INSOLVENCY: "the account is insolvent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAccount:
    """One account's late items and everything that speaks about them. `open_items` has each instalment's own open amount and
    currency. `promised` None in it = a promise for the account as a whole."""

    customer_no: str
    currency: str
    status: AccountStatus
    late: Sequence[OverdueItem]
    open_items: Mapping[Instalment, tuple[Decimal, str]]
    cash_deducted: Decimal = Decimal(0)
    disputed_by_erp: Sequence[Instalment] = ()
    disputed: Collection[str] = ()
    promised: Collection[str | None] = ()
    reminded: Mapping[Instalment, Reminded] = field(default_factory=dict)


def reminding(
    account: LateAccount, policy: CollectionsPolicy, materiality: Decimal, today: date, stale: str | None = None
) -> Reminding:
    """`stale` says why the figures are not good enough to remind anybody of anything."""
    if stale is not None:
        return Reminding(due=None, not_now=stale)
    stops = {(item.document_no, item.due_date): why for item in account.late if (why := _why_not(account, item, materiality))}
    left_out = [
        LeftOut(document_no=number, due_date=due, why=f"It is disputed: {number}.") for number, due in account.disputed_by_erp
    ]
    left_out += [LeftOut(document_no=number, due_date=due, why=why) for (number, due), why in stops.items()]
    items = tuple(_item(account, item, policy) for item in account.late if (item.document_no, item.due_date) not in stops)
    due = _due(account, items, policy)
    return Reminding(due=due, left_out=tuple(left_out), not_now=_why_not_now(account, policy, today) if due else None)


def why_stale(snapshot: SnapshotFacts, staleness: Staleness, now: datetime) -> str | None:
    """A reminder of what was paid meanwhile is worse than none: only fresh and sound figures remind."""
    if snapshot.as_of is None or snapshot.problems:
        return "There are no sound figures to remind anybody by: " + " ".join(snapshot.problems)
    if snapshot.last_sequence is not None and snapshot.sequence < snapshot.last_sequence:
        return "The figures are older than others that came before them."
    age = now - snapshot.as_of
    if age > staleness.fresh:
        return f"The figures are of {snapshot.as_of.isoformat()} and no longer fresh; nobody is reminded by them."
    if age < -staleness.clock_skew:
        return f"The figures are of {snapshot.as_of.isoformat()}, which is in the future."
    return None


def _why_not(account: LateAccount, item: OverdueItem, materiality: Decimal) -> str | None:
    if account.status in _WITH_OTHERS:
        return f"Nobody is reminded: {_WITH_OTHERS[account.status]}."
    if item.disputed or item.document_no in account.disputed:
        return f"It is disputed: {item.document_no}."
    if None in account.promised or item.document_no in account.promised:
        return f"Its payment is promised: {item.document_no}."
    if item.residual <= materiality:
        return f"What is left of {item.document_no} is not worth a reminder."
    return None


def _item(account: LateAccount, item: OverdueItem, policy: CollectionsPolicy) -> LateItem:
    instalment = (item.document_no, item.due_date)
    sent = account.reminded.get(instalment)
    before = max(item.dunning_level, sent.level if sent else 0)
    open_amount, currency = account.open_items.get(instalment, (floor_minor(item.residual, account.currency), account.currency))
    return LateItem(
        document_no=item.document_no,
        due_date=item.due_date,
        days=item.days,
        open_amount=open_amount,
        currency=currency,
        residual=floor_minor(item.residual, account.currency),
        before=before,
        level=next_level(item.days, before, policy),
    )


def next_level(days: int, before: int, policy: CollectionsPolicy) -> int:
    """One level at a time: whoever was never reminded hears the first words first, however late he is. Never down."""
    reached = max((level.level for level in policy.levels if days >= level.days), default=0)
    return max(before, min(before + 1, reached))


def _due(account: LateAccount, items: tuple[LateItem, ...], policy: CollectionsPolicy) -> ReminderDue | None:
    raised = [item for item in items if item.level > item.before]
    if not raised:
        return None
    levels = {level.level: level for level in policy.levels}
    highest = levels[max(item.level for item in raised)]
    by_policy = all(levels[item.level].sent_by is SentBy.POLICY for item in raised)
    return ReminderDue(
        customer_no=account.customer_no,
        currency=account.currency,
        items=items,
        total=sum((item.residual for item in items), Decimal(0)),
        cash_deducted=account.cash_deducted,
        level=highest.level,
        tone=highest.tone,
        sent_by=SentBy.POLICY if by_policy else SentBy.PERSON,
    )


def _why_not_now(account: LateAccount, policy: CollectionsPolicy, today: date) -> str | None:
    return next(_hindrances(account, policy, today), None)


def _hindrances(account: LateAccount, policy: CollectionsPolicy, today: date) -> Iterator[str]:
    if today.weekday() in policy.quiet_weekdays or today in policy.quiet_days:
        yield f"{today} is a quiet day."
    last = max((sent.on for sent in account.reminded.values()), default=None)
    if last is not None and today - last < timedelta(days=policy.min_interval_days):
        again = last + timedelta(days=policy.min_interval_days)
        yield f"The customer was reminded on {last}; the next mail may go on {again}."
