"""What each account owed of its limit on a day: the last good ledger's word of that day, one row a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import delete, func, insert, select

from intake.domain.risk import AccountDay
from intake.store.engine import Connection
from intake.store.tables import account_days


def keep_account_day(tx: Connection, customer_no: str, kept: AccountDay) -> None:
    """The later word of one day stands in for the earlier."""
    tx.execute(delete(account_days).where(account_days.c.customer_no == customer_no, account_days.c.day == kept.day))
    tx.execute(
        insert(account_days).values(
            customer_no=customer_no, day=kept.day, exposure=kept.exposure, credit_limit=kept.limit, currency=kept.currency
        )
    )


def last_account_day(tx: Connection) -> date | None:
    """The last day of which anything is known."""
    last: date | None = tx.execute(select(func.max(account_days.c.day))).scalar_one()
    return last


def account_days_of(tx: Connection, customer_no: str, first: date, last: date) -> tuple[AccountDay, ...]:
    """From `first` to `last`, both included, oldest first."""
    wanted = account_days.c.customer_no == customer_no, account_days.c.day >= first, account_days.c.day <= last
    return tuple(
        AccountDay(day=row.day, exposure=Decimal(row.exposure), limit=row.credit_limit, currency=row.currency)
        for row in tx.execute(select(account_days).where(*wanted).order_by(account_days.c.day))
    )
