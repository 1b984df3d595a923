"""The door to the master index: build it, lay changes over it, open it for look-ups."""

from __future__ import annotations

import json
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from intake.domain.catalogue import MasterData
from intake.matching.building import build_index
from intake.matching.changes import MasterChanges, apply_changes
from intake.matching.differences import lay_over
from intake.matching.layers import open_layers
from intake.matching.snapshot import MasterIndex

__all__ = ["MasterChanges", "apply_changes", "build_index", "lay_over", "limit_currencies", "open_index"]


def open_index(path: Path) -> MasterData:
    """Raises BadInput where there is no index, or one of an older format: build it anew."""
    return MasterIndex(path)


def limit_currencies(path: Path) -> dict[str, str]:
    """Each customer with a credit limit → its currency, from a file of any format: customers are stored alike in all of them."""
    with closing(open_layers(path)[0]) as connection:
        rows = connection.execute("SELECT value FROM customer").fetchall()
    customers = (json.loads(row[0]) for row in rows)
    return {one["customer_no"]: one["currency"] for one in customers if Decimal(one.get("credit_limit") or 0)}
