"""Days and weeks that head quantities: "23.03. | 30.03. | 06.04." over how many are delivered when.

In: headings as printed, from left to right. Out: which of them are such days, and which day one names. One day alone heads
nothing: only neighbours that follow each other do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from intake.extraction.conventions import Conventions
from intake.extraction.shapes import date_span, is_date

_FEWEST = 2


def delivery_columns(headings: Sequence[str]) -> frozenset[int]:
    """The headings that are days or weeks, by number; none where no two stand side by side."""
    dated = [at for at, text in enumerate(headings) if is_delivery(text)]
    run = [at for at in dated if at - 1 in dated or at + 1 in dated]
    is_one = len(run) >= _FEWEST and all(b - a == 1 for a, b in pairwise(run))
    return frozenset(run) if is_one and len({headings[at] for at in run}) == len(run) else frozenset()


def delivery_day(heading: str, conventions: Conventions) -> date | None:
    """The day that a heading names; a week stands as its Friday. None for what is no day, or leaves open which."""
    return conventions.day(heading) if is_delivery(heading) else None


def is_delivery(text: str) -> bool:
    """A day or a week and nothing else; a weekday may stand before it."""
    span = date_span(text)
    return is_date(text) or (span is not None and span[1] >= len(text.strip()) - 1 and text[: span[0]].strip(" .,").isalpha())
