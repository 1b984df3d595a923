"""What the scanners of binary workbooks find out about a sheet besides its values."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field


@dataclass(slots=True)
class SheetLayout:
    """Rows and columns count from 0. `formats` gives a cell's style index, `codes` a style's number format."""

    height: int = 0
    width: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    formats: dict[tuple[int, int], int] = field(default_factory=dict)
    computed: set[tuple[int, int]] = field(default_factory=set)
    codes: tuple[str, ...] = ()
    struck: frozenset[int] = frozenset()
    """The styles that draw a line through their cells."""
    may_strike_letters: bool = False
    """No cell's style has some struck-out font of the workbook: it is there for letters within cells."""
    from_1904: bool = False
    """The workbook counts its days from 1904."""

    def note_fonts(self, struck_fonts: Set[int], style_fonts: Sequence[int]) -> None:
        """`style_fonts` are the fonts of the styles, in their order."""
        self.struck = frozenset(style for style, font in enumerate(style_fonts) if font in struck_fonts)
        self.may_strike_letters = bool(struck_fonts - set(style_fonts))

    def strikes(self, row: int, column: int) -> bool:
        return self.formats.get((row, column)) in self.struck

    def hides(self, row: int, column: int) -> bool:
        return row in self.hidden_rows or any(first <= column <= last for first, last in self.hidden_columns)

    def code(self, row: int, column: int) -> str | None:
        style = self.formats.get((row, column))
        return self.codes[style] if style is not None and style < len(self.codes) else None

    def place(self, row: int, column: int, style: int, *, is_computed: bool = False) -> None:
        """Notes a cell with content."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        self.formats[row, column] = style
        if is_computed:
            self.computed.add((row, column))
