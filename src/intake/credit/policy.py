"""Reads `policy.toml`: the one reviewed file in which finance says what holds an order and who may release it.

What comes in is a file; what goes out is a `Policy` with the file's SHA-256. Anything unknown, impossible or toothless is
refused, all at once.
"""

from __future__ import annotations

import hashlib
import tomllib
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from intake.credit.policy_collections import read_collections
from intake.credit.policy_credit import read_credit
from intake.credit.policy_release import read_release
from intake.credit.policy_values import CreditPolicy
from intake.credit.toml_table import TomlTable
from intake.domain.base import Value
from intake.domain.errors import ConfigurationError
from intake.domain.policies import MatchingPolicy
from intake.domain.releases import ReleasePolicy
from intake.domain.reminders import CollectionsPolicy


class Policy(Value):
    """The whole file. `sha256` is of its bytes and stands in every decision."""

    version: int
    owner: str
    sha256: str
    credit: CreditPolicy
    release: ReleasePolicy
    collections: CollectionsPolicy
    matching: MatchingPolicy


def default_policy_text() -> str:
    """The commented policy that `intake init` writes."""
    return (files("intake.credit") / "policy.default.toml").read_text(encoding="utf-8")


def load_policy(path: Path) -> Policy:
    """Raises ConfigurationError with one sentence for every fault."""
    try:
        content = path.read_bytes()
    except OSError as missing:
        raise ConfigurationError([f"{path.name} cannot be read ({missing.strerror}); `intake init` writes one."]) from missing
    return parse_policy(content)


def parse_policy(content: bytes) -> Policy:
    """The policy in these bytes. Raises ConfigurationError with one sentence for every fault."""
    try:
        table = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, ArithmeticError) as broken:
        raise ConfigurationError([f"policy.toml is not valid TOML in UTF-8: {broken}."]) from broken
    problems: list[str] = []
    top = TomlTable(table, "", problems)
    version = int(top.take_number("version", Decimal(0), least=Decimal(1), whole=True))
    if not version:
        top.say("version", "a whole number from 1 is needed; count it up with every change.")
    owner = top.take_text("owner")
    sha256 = hashlib.sha256(content).hexdigest()
    credit = read_credit(top.take_table("credit"), version=version, owner=owner, sha256=sha256)
    release = read_release(top.take_table("release"), credit)
    collections = read_collections(top.take_table("collections"), credit)
    matching = _read_matching(top.take_raw("matching"), problems)
    top.finish()
    if problems:
        raise ConfigurationError(problems)
    return Policy(
        version=version,
        owner=owner,
        sha256=sha256,
        credit=credit,
        release=release,
        collections=collections,
        matching=matching,
    )


def _read_matching(table: dict[str, Any], problems: list[str]) -> MatchingPolicy:
    try:
        return MatchingPolicy.model_validate(table)
    except ValidationError as wrong:
        for error in wrong.errors():
            key = ".".join(str(part) for part in error["loc"])
            problems.append(f"policy.toml, matching.{key}: {error['msg']}.")
        return MatchingPolicy.model_validate({})
