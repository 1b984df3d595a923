"""The door to the master index: build it, lay changes over it, open it for look-ups."""

from __future__ import annotations

from pathlib import Path

from intake.domain.catalogue import MasterData
from intake.matching.building import build_index
from intake.matching.changes import MasterChanges, apply_changes
from intake.matching.snapshot import MasterIndex

__all__ = ["MasterChanges", "apply_changes", "build_index", "open_index"]


def open_index(path: Path) -> MasterData:
    """Raises BadInput where there is no index, or one of an older format: build it anew."""
    return MasterIndex(path)
