"""What the machine decided and what people said: matches, decisions in their chain, holds, corrections, releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select, update

from intake.domain.base import Value
from intake.domain.credit import CreditDecision
from intake.domain.decisions import Hold, Push
from intake.domain.matched import Correction, MatchedOrder
from intake.domain.reasons import Queue, Reason
from intake.domain.releases import ReleaseGrant
from intake.store.decision_bodies import keep_ledger_of, pack_decided, restored, unpack_decided, without_ledger
from intake.store.engine import Connection
from intake.store.orders import OrderRow
from intake.store.tables import corrections, decisions, grants, holds, matches, orders
from intake.store.trail import decision_hash, lock_head, move_head

_ADD_DECISION = insert(decisions)
"""Built once: putting a statement together costs more than running it."""

_REASONS = TypeAdapter(tuple[Reason, ...])


class Decided(Value):
    """One decision on one version of an order: what matching found, what earlier orders say about it, what credit said, what
    follows.

    `credit` is None where the order is not known well enough to be checked; nothing is pushed without it.
    """

    matched: MatchedOrder
    found: tuple[Reason, ...] = ()
    credit: CreditDecision | None
    push: Push | None
    hold: Hold | None
    master_version: str
    corrections: tuple[Correction, ...] = ()
    grants: tuple[ReleaseGrant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    decision_id: str
    order_id: str
    order_version: int
    at: datetime
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHold:
    hold_id: int
    queue: Queue
    reasons: tuple[Reason, ...]
    opened_at: datetime


def keep_match(tx: Connection, order_id: str, matched: MatchedOrder, master_version: str, at: datetime) -> None:
    tx.execute(insert(matches).values(order_id=order_id, body=matched.model_dump_json(), master_version=master_version, at=at))


def load_match(tx: Connection, order_id: str) -> tuple[MatchedOrder, str] | None:
    """The latest match of an order and the version of the master data that it was made with."""
    query = select(matches).where(matches.c.order_id == order_id).order_by(matches.c.match_id.desc()).limit(1)
    row = tx.execute(query).one_or_none()
    return None if row is None else (MatchedOrder.model_validate_json(row.body), row.master_version)


def keep_decision(tx: Connection, decision_id: str, order: OrderRow, decided: Decided, at: datetime) -> None:
    """Appends the decision on this version of an order to the chain."""
    seq, last = lock_head(tx, "decisions")
    seq += 1
    body = _packed(tx, decided)
    outcome = "push" if decided.push is not None else "hold"
    digest = decision_hash(last, seq, body, decision_id, order.order_id, outcome)
    row = {"decision_id": decision_id, "seq": seq, "order_id": order.order_id, "order_version": order.version, "at": at}
    tx.execute(_ADD_DECISION, row | {"outcome": outcome, "body": body, "prev_hash": last, "hash": digest})
    move_head(tx, "decisions", seq, digest)


def _packed(tx: Connection, decided: Decided) -> bytes:
    if decided.credit is None:
        return pack_decided(decided.model_dump_json(), None)
    ledger = keep_ledger_of(tx, decided.credit)
    return pack_decided(decided.model_copy(update={"credit": without_ledger(decided.credit)}).model_dump_json(), ledger)


def _unpacked(tx: Connection, body: bytes) -> Decided:
    text, ledger = unpack_decided(body)
    decided = Decided.model_validate_json(text)
    if decided.credit is None or ledger is None:
        return decided
    return decided.model_copy(update={"credit": restored(tx, decided.credit, ledger)})


def load_decision(tx: Connection, order_id: str) -> StoredDecision | None:
    """The latest decision on an order."""
    query = select(decisions).where(decisions.c.order_id == order_id).order_by(decisions.c.seq.desc()).limit(1)
    row = tx.execute(query).one_or_none()
    return None if row is None else _stored(tx, row)


def _placed(decided: Decided, prev_hash: str) -> Decided:
    """With the place of its credit decision in the chain, which is the row's."""
    if decided.credit is None:
        return decided
    return decided.model_copy(update={"credit": decided.credit.model_copy(update={"prev_hash": prev_hash})})


def _stored(tx: Connection, row: Row[Any]) -> StoredDecision:
    return StoredDecision(
        decision_id=row.decision_id,
        order_id=row.order_id,
        order_version=row.order_version,
        at=row.at,
        decided=_placed(_unpacked(tx, row.body), row.prev_hash),
    )


def list_account_decisions(tx: Connection, bill_to_no: str, limit: int) -> list[StoredDecision]:
    """The latest decisions on a debtor's orders, newest first."""
    query = select(decisions).join(orders, orders.c.order_id == decisions.c.order_id).where(orders.c.bill_to_no == bill_to_no)
    return [_stored(tx, row) for row in tx.execute(query.order_by(decisions.c.seq.desc()).limit(limit))]


def list_credit_decisions(tx: Connection) -> Iterator[CreditDecision]:
    """Every credit decision ever made, oldest first, read one by one."""
    for body in tx.execute(select(decisions.c.body).order_by(decisions.c.seq).execution_options(yield_per=50)).scalars():
        credit = _unpacked(tx, body).credit
        if credit is not None:
            yield credit


def open_hold(tx: Connection, order_id: str, hold: Hold, at: datetime) -> None:
    """Holds an order with all its reasons; a hold that is open is replaced."""
    close_hold(tx, order_id, at, closed_by="intake", ended_as="replaced")
    reasons = _REASONS.dump_json(hold.reasons).decode()
    tx.execute(insert(holds).values(order_id=order_id, queue=hold.queue.value, reasons=reasons, opened_at=at))


def close_hold(tx: Connection, order_id: str, at: datetime, *, closed_by: str, ended_as: str) -> None:
    row = update(holds).where(holds.c.order_id == order_id, holds.c.closed_at.is_(None))
    tx.execute(row.values(closed_at=at, closed_by=closed_by, ended_as=ended_as))


def load_hold(tx: Connection, order_id: str) -> OpenHold | None:
    row = tx.execute(select(holds).where(holds.c.order_id == order_id, holds.c.closed_at.is_(None))).one_or_none()
    if row is None:
        return None
    return OpenHold(
        hold_id=row.hold_id, queue=Queue(row.queue), reasons=_REASONS.validate_json(row.reasons), opened_at=row.opened_at
    )


def load_holds(tx: Connection, order_ids: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """The reasons of every open hold among `order_ids`."""
    rows = tx.execute(select(holds).where(holds.c.order_id.in_(order_ids), holds.c.closed_at.is_(None)))
    return {row.order_id: _REASONS.validate_json(row.reasons) for row in rows}


def keep_corrections(tx: Connection, order_id: str, order_version: int, words: Sequence[Correction]) -> None:
    for word in words:
        tx.execute(insert(corrections).values(order_id=order_id, order_version=order_version, body=word.model_dump_json()))


def load_corrections(tx: Connection, order_id: str) -> tuple[Correction, ...]:
    """What people said about an order's fields, oldest first: the last word on a field counts."""
    query = select(corrections.c.body).where(corrections.c.order_id == order_id).order_by(corrections.c.correction_id)
    return tuple(Correction.model_validate_json(body) for body in tx.execute(query).scalars())


def keep_grant(tx: Connection, order_id: str, grant: ReleaseGrant) -> None:
    tx.execute(
        insert(grants).values(grant_id=grant.grant_id, order_id=order_id, at=grant.granted_at, body=grant.model_dump_json())
    )


def load_grants(tx: Connection, order_id: str) -> tuple[ReleaseGrant, ...]:
    query = select(grants.c.body).where(grants.c.order_id == order_id).order_by(grants.c.at, grants.c.grant_id)
    return tuple(ReleaseGrant.model_validate_json(body) for body in tx.execute(query).scalars())
