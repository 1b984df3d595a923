"""Who may come in and what was asked twice: users, API keys, idempotency keys, daily allowances."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from intake.store.engine import Connection
from intake.store.messages import insert_missing
from intake.store.tables import allowances, api_keys, idempotency_keys, users


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUser:
    name: str
    password_hash: str | None
    roles: frozenset[str]
    scopes: frozenset[str] | None = None
    customer_nos: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    request_sha256: str
    message_id: str


def keep_user(tx: Connection, name: str, password_hash: str | None, roles: Iterable[str], at: datetime) -> None:
    """Adds a user, or gives one that exists a new password and roles."""
    values = {"password_hash": password_hash, "roles": json.dumps(sorted(roles))}
    if not insert_missing(tx, users, name=name, created_at=at, **values):
        tx.execute(update(users).where(users.c.name == name).values(**values))


def load_user(tx: Connection, name: str) -> StoredUser | None:
    row = tx.execute(select(users).where(users.c.name == name)).one_or_none()
    return (
        None
        if row is None
        else StoredUser(name=row.name, password_hash=row.password_hash, roles=frozenset(json.loads(row.roles)))
    )


def keep_api_key(
    tx: Connection,
    key_sha256: str,
    user_name: str,
    at: datetime,
    scopes: Iterable[str] = (),
    customer_nos: Iterable[str] = (),
) -> None:
    """Without scopes the key may do whatever its user may; without customers it is bound to none."""
    said = " ".join(sorted(scopes))
    bound = sorted(set(customer_nos))
    customers = json.dumps(bound) if bound else ""
    row = insert(api_keys).values(key_sha256=key_sha256, user_name=user_name, created_at=at, scopes=said, customer_nos=customers)
    tx.execute(row)


def load_api_key_user(tx: Connection, key_sha256: str) -> StoredUser | None:
    """The key's user with the key's scopes and customers; without any, with none set."""
    key = tx.execute(select(api_keys).where(api_keys.c.key_sha256 == key_sha256)).one_or_none()
    if key is None:
        return None
    user = load_user(tx, key.user_name)
    if user is None:
        return None
    return replace(
        user,
        scopes=frozenset(key.scopes.split()) if key.scopes else None,
        customer_nos=frozenset(json.loads(key.customer_nos)) if key.customer_nos else None,
    )


def keep_idempotency_key(tx: Connection, *, scope: str, key: str, request_sha256: str, message_id: str, at: datetime) -> None:
    tx.execute(insert(idempotency_keys).values(scope=scope, key=key, request_sha256=request_sha256, message_id=message_id, at=at))


def load_idempotency_key(tx: Connection, scope: str, key: str) -> StoredKey | None:
    query = select(idempotency_keys).where(idempotency_keys.c.scope == scope, idempotency_keys.c.key == key)
    row = tx.execute(query).one_or_none()
    return None if row is None else StoredKey(request_sha256=row.request_sha256, message_id=row.message_id)


def spend(tx: Connection, name: str, period: str, limit: int, amount: int = 1) -> bool:
    """Takes `amount` of a budget that all hosts share; False where the limit (0 = none) would be passed."""
    insert_missing(tx, allowances, name=name, period=period, used=0)
    row = update(allowances).where(allowances.c.name == name, allowances.c.period == period)
    if limit:
        row = row.where(allowances.c.used + amount <= limit)
    return tx.execute(row.values(used=allowances.c.used + amount)).rowcount == 1
