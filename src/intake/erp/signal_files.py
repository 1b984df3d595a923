"""Outside signals from a CSV file: customer_no, source, observed_on, score or filing. Each fault is named; one refuses all.

Whether a signal's source, scale and customer are known is not this file's question.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.domain.external import ExternalSignal
from intake.erp.csv_files import MAX_PROBLEMS, ImportRefused
from intake.erp.csv_rows import FileShape, read_rows


class SignalFile:
    """Implements `SignalProvider` over a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    def signals(self) -> Sequence[tuple[str, ExternalSignal]]:
        """Raises ImportRefused with one sentence a fault."""
        problems: list[str] = []
        shape = FileShape(
            self.path.name,
            ExternalSignal,
            ("customer_no", "source", "observed_on"),
            ("score", "filing", "reference"),
        )
        told = [(f"{self.name}, line {line}", signal) for line, signal in read_rows(self.path.parent, shape, problems.append)]
        if problems:
            surplus = len(problems) - MAX_PROBLEMS
            raise ImportRefused(problems[:MAX_PROBLEMS] + ([f"… and {surplus} more."] if surplus > 0 else []))
        return told
