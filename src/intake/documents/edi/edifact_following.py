"""Where a reader stands in an EDIFACT message: what came before a segment says whose it is.

RFF, CTA and COM belong to the party before them, PRI and MOA to the line, MOA and PCD behind ALC to that charge or allowance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.edifact_codes import LIKE_THOUSANDS
from intake.documents.edi.fields import Fields
from intake.documents.edi.segments import Segment


@dataclass(slots=True)
class Following:
    draft: OrderDraft
    decimal: str
    line: Fields | None = None
    party: str | None = None
    charge: tuple[str, bool] | None = None
    """What it is called, and whether it comes off."""
    in_summary: bool = False
    in_schedule: bool = False
    """Behind SCC quantities and days are a delivery's."""

    @property
    def fields(self) -> Fields:
        return self.line if self.line is not None else self.draft

    def number(self, raw: str) -> str:
        """With a point. A comma nobody announced may be a decimal one, or part thousands: then it stays, and is no number."""
        if self.decimal != ".":
            return raw.replace(self.decimal, ".")
        return raw if LIKE_THOUSANDS.fullmatch(raw) else raw.replace(",", ".")


Handlers: TypeAlias = Mapping[str, Callable[[Following, Segment], None]]
