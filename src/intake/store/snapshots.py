"""What the ERP said: which master data is current, and its ledgers as dated snapshots. A refused snapshot is kept, never used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from intake.domain.ledger import LedgerSnapshot
from intake.store.engine import Connection
from intake.store.messages import insert_missing
from intake.store.packing import pack_ledger, sha256, unpack_ledger
from intake.store.tables import ledger_snapshots, master_snapshots


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHead:
    """The latest good snapshot without its body. `last_sequence` is the highest sequence seen before it."""

    snapshot_id: int
    sequence: int
    as_of: datetime


def keep_master_version(tx: Connection, version: str, parents: Mapping[str, str], at: datetime) -> None:
    """Makes `version` the current master data. `parents` maps each customer that has one to its parent.

    What is kept last counts, also where the clock stands still or was set back: it is then dated just after the one before it.
    """
    last = tx.execute(select(func.max(master_snapshots.c.pulled_at))).scalar_one()
    if last is not None:
        at = max(at, last + timedelta(microseconds=1))
    body = json.dumps(dict(parents), sort_keys=True)
    if not insert_missing(tx, master_snapshots, version=version, pulled_at=at, parents=body):
        tx.execute(update(master_snapshots).where(master_snapshots.c.version == version).values(pulled_at=at))


def load_parents(tx: Connection, version: str) -> dict[str, str]:
    query = select(master_snapshots.c.parents).where(master_snapshots.c.version == version)
    return dict(json.loads(tx.execute(query).scalar_one()))


def current_master_version(tx: Connection) -> str | None:
    query = select(master_snapshots.c.version).order_by(master_snapshots.c.pulled_at.desc()).limit(1)
    return tx.execute(query).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class PackedLedger:
    """A snapshot ready to be stored. Packed before the transaction: nobody waits for it."""

    snapshot: LedgerSnapshot
    body: bytes
    digest: str


def packed(snapshot: LedgerSnapshot) -> PackedLedger:
    body = pack_ledger(snapshot)
    return PackedLedger(snapshot, body, sha256(body))


def keep_ledger(tx: Connection, ready: PackedLedger, at: datetime, refused_because: str | None = None) -> int:
    """Stores a snapshot; the one that is there already, where nothing changed. Returns its id."""
    if refused_because is None:
        head = ledger_head(tx)
        if head is not None and _digest_of(tx, head.snapshot_id) == ready.digest:
            return head.snapshot_id
    row = insert(ledger_snapshots).values(
        sequence=ready.snapshot.sequence,
        as_of=ready.snapshot.as_of,
        pulled_at=at,
        refused_because=refused_because,
        sha256=ready.digest,
        body=ready.body,
    )
    return int(tx.execute(row.returning(ledger_snapshots.c.snapshot_id)).scalar_one())


def ledger_head(tx: Connection) -> LedgerHead | None:
    """The good snapshot that counts now."""
    query = select(ledger_snapshots).where(ledger_snapshots.c.refused_because.is_(None))
    row = tx.execute(query.order_by(ledger_snapshots.c.snapshot_id.desc()).limit(1)).one_or_none()
    return None if row is None else LedgerHead(snapshot_id=row.snapshot_id, sequence=row.sequence, as_of=row.as_of)


def count_ledgers_since(tx: Connection, moment: datetime) -> int:
    """How many good snapshots were pulled after `moment`."""
    wanted = ledger_snapshots.c.refused_because.is_(None), ledger_snapshots.c.pulled_at > moment
    return int(tx.execute(select(func.count()).select_from(ledger_snapshots).where(*wanted)).scalar_one())


def load_ledger(tx: Connection, snapshot_id: int) -> LedgerSnapshot:
    query = select(ledger_snapshots.c.body).where(ledger_snapshots.c.snapshot_id == snapshot_id)
    return unpack_ledger(tx.execute(query).scalar_one())


def sequence_before(tx: Connection, snapshot_id: int) -> int | None:
    """The highest sequence of the good snapshots before this one."""
    query = select(func.max(ledger_snapshots.c.sequence)).where(
        ledger_snapshots.c.snapshot_id < snapshot_id, ledger_snapshots.c.refused_because.is_(None)
    )
    highest: int | None = tx.execute(query).scalar_one()
    return highest


def _digest_of(tx: Connection, snapshot_id: int) -> str:
    query = select(ledger_snapshots.c.sha256).where(ledger_snapshots.c.snapshot_id == snapshot_id)
    return str(tx.execute(query).scalar_one())
