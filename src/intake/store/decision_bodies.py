"""A decision as it is kept: its figures once for all decisions that rest on them, the rest beside their hash.

What comes in is a decision; what goes out is its body, and back. A ledger of ten thousand items is written, hashed and read once,
not with every order; a ledger that was altered is not read as if it were the one that was decided on.
"""

from __future__ import annotations

import re

from sqlalchemy import select

from intake.credit.chain import fingerprint, sha256_of
from intake.credit.remembered import Remembered
from intake.domain.credit import AccountLedger, CreditDecision
from intake.domain.errors import BrokenPromise
from intake.store.engine import Connection
from intake.store.messages import keep_blob
from intake.store.packing import pack_text, unpack, unpack_text
from intake.store.tables import blobs

_LEDGERS: Remembered[AccountLedger] = Remembered(size=16)
_HEAD = re.compile(r'\{"ledger":"([0-9a-f]{64})","decided":')


def without_ledger(credit: CreditDecision) -> CreditDecision:
    return _with_ledger(credit, AccountLedger())


def keep_ledger_of(tx: Connection, credit: CreditDecision) -> str:
    """Stores the decision's ledger where it is not there yet; the hash that it is found by."""
    ledger = credit.inputs.ledger
    digest = fingerprint(ledger)
    keep_blob(tx, digest, lambda: ledger.model_dump_json().encode())
    return digest


def pack_decided(decided_json: str, ledger: str | None) -> bytes:
    return pack_text(decided_json if ledger is None else f'{{"ledger":"{ledger}","decided":{decided_json}}}')


def unpack_decided(body: bytes) -> tuple[str, str | None]:
    """The decision's JSON and the hash of its ledger; None where the ledger stands in it."""
    text = unpack_text(body)
    head = _HEAD.match(text)
    return (text, None) if head is None else (text[head.end() : -1], head[1])


def restored(tx: Connection, credit: CreditDecision, digest: str) -> CreditDecision:
    """Raises BrokenPromise where the figures are gone or were altered."""
    return _with_ledger(credit, _LEDGERS.get((), (digest,), lambda: _load(tx, digest)))


def ledger_fault(tx: Connection, digest: str) -> str | None:
    """Why the figures under this hash are not those that were decided on; None where they are."""
    row = tx.execute(select(blobs.c.encoding, blobs.c.content).where(blobs.c.sha256 == digest)).one_or_none()
    if row is None:
        return f"The figures {digest} that decisions rest on are gone."
    if sha256_of(unpack(row.encoding, row.content).decode()) != digest:
        return f"The figures {digest} that decisions rest on were altered."
    return None


def _load(tx: Connection, digest: str) -> AccountLedger:
    fault = ledger_fault(tx, digest)
    if fault is not None:
        raise BrokenPromise(fault)
    row = tx.execute(select(blobs.c.encoding, blobs.c.content).where(blobs.c.sha256 == digest)).one()
    return AccountLedger.model_validate_json(unpack(row.encoding, row.content))


def _with_ledger(credit: CreditDecision, ledger: AccountLedger) -> CreditDecision:
    return credit.model_copy(update={"inputs": credit.inputs.model_copy(update={"ledger": ledger})})
