"""Hashes of decisions: what a decision's id stands for, and the chain that shows whether one was changed or left out.

What comes in are values; what goes out are SHA-256 digests in hexadecimal. Nothing is stored here.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from intake.credit.remembered import Remembered
from intake.domain.base import Value
from intake.domain.credit import CreditDecision
from intake.domain.master import ExchangeRate

GENESIS = "0" * 64
"""What the first record of a chain points at."""

_FINGERPRINTS: Remembered[str] = Remembered()


def fingerprint(value: Value) -> str:
    """SHA-256 of a frozen value's JSON; a ledger is hashed once, however many decisions rest on it."""
    return _FINGERPRINTS.get((value,), (), lambda: sha256_of(value.model_dump_json()))


def decision_hash(decision: CreditDecision) -> str:
    """Over order, inputs, policy and everything decided; not over the door, the actor or the place in the chain."""
    inputs = decision.inputs.model_dump(mode="json", exclude={"ledger", "rates"})
    content = decision.model_dump(mode="json", exclude={"decision_id", "prev_hash", "inputs", "origin", "actor"})
    return sha256_of(
        canonical(
            {**content, "inputs": inputs, "ledger": fingerprint(decision.inputs.ledger), "rates": _rates(decision.inputs.rates)}
        )
    )


def _rates(rates: tuple[ExchangeRate, ...]) -> str:
    return _FINGERPRINTS.get((rates,), ("rates",), lambda: sha256_of("\n".join(rate.model_dump_json() for rate in rates)))


def chain_hash(previous: str, record: Value | dict[str, Any] | str) -> str:
    """The hash of a record that follows `previous` (`GENESIS` for the first)."""
    content = record.model_dump(mode="json") if isinstance(record, Value) else record
    text = content if isinstance(content, str) else canonical(content)
    return sha256_of(f"{previous}\n{text}")


def first_break(records: list[tuple[str, Value | dict[str, Any] | str]]) -> int | None:
    """The index of the first (hash, record) that does not follow from those before it; None where the chain is whole."""
    previous = GENESIS
    for index, (stated, record) in enumerate(records):
        if chain_hash(previous, record) != stated:
            return index
        previous = stated
    return None


def canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
