"""Where a reader stands in an X12 transaction: N2 to N4 belong to the N1 before them, PID to SAC to the line before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.fields import Fields
from intake.documents.edi.segments import Segment


@dataclass(slots=True)
class Following:
    draft: OrderDraft
    line: Fields | None = None
    party: str | None = None

    @property
    def fields(self) -> Fields:
        return self.line if self.line is not None else self.draft


Handlers: TypeAlias = Mapping[str, Callable[[Following, Segment], None]]
