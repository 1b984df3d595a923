"""Headroom that accepted orders hold until the ERP shows them: locked accounts, reservations, nothing dropped by age."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, insert, select, true, update

from intake.domain.credit import Reservation
from intake.store.engine import Connection
from intake.store.messages import insert_missing
from intake.store.tables import credit_accounts, orders, reservations


def lock_accounts(tx: Connection, customer_nos: Iterable[str]) -> None:
    """Locks the accounts of a chain until commit, always in the same order, so that two orders never wait for each other."""
    wanted = sorted(set(customer_nos))
    for customer_no in wanted:
        insert_missing(tx, credit_accounts, customer_no=customer_no)
        tx.execute(select(credit_accounts).where(credit_accounts.c.customer_no == customer_no).with_for_update())


def reserve(
    tx: Connection, *, order_id: str, decision_id: str, customer_no: str, amount: Decimal, currency: str, at: datetime
) -> None:
    tx.execute(
        insert(reservations).values(
            order_id=order_id,
            decision_id=decision_id,
            customer_no=customer_no,
            amount=amount,
            currency=currency,
            reserved_at=at,
        )
    )


def end_reservation(tx: Connection, order_id: str, at: datetime, because: str) -> bool:
    """Ends an order's reservation by a named event ("seen_in_erp", "refused_by_erp", "rejected")."""
    row = update(reservations).where(reservations.c.order_id == order_id, reservations.c.ended_at.is_(None))
    return tx.execute(row.values(ended_at=at, ended_because=because)).rowcount == 1


def open_reservations(tx: Connection, customer_nos: Collection[str]) -> tuple[Reservation, ...]:
    """The reservations of these debtors; `order_key` is our key for the ERP."""
    return _reservations(tx, reservations.c.customer_no.in_(customer_nos))


def all_reservations(tx: Connection) -> tuple[Reservation, ...]:
    """Every order that holds headroom now, oldest first."""
    return _reservations(tx, true())


def _reservations(tx: Connection, wanted: ColumnElement[bool]) -> tuple[Reservation, ...]:
    query = (
        select(reservations, orders.c.sales_order_number)
        .join(orders, orders.c.order_id == reservations.c.order_id)
        .where(wanted, reservations.c.ended_at.is_(None))
        .order_by(reservations.c.reservation_id)
    )
    return tuple(
        Reservation(
            order_key=row.order_id,
            customer_no=row.customer_no,
            gross=row.amount,
            currency=row.currency,
            reserved_at=row.reserved_at,
            sales_order_number=row.sales_order_number,
        )
        for row in tx.execute(query)
    )
