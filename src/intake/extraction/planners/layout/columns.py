"""A column of a table as the question of its role sees it: the band, and what stands in it row by row."""

from __future__ import annotations

from dataclasses import dataclass

from intake.extraction import cells
from intake.extraction.planners.layout.bands import Band


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one band, row by row; "" where a row has none."""

    band: Band
    texts: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(text for text in self.texts if not cells.is_blank(text))

    def share(self, test: object) -> float:
        filled = self.filled
        return sum(1 for text in filled if test(text)) / len(filled) if filled and callable(test) else 0.0
