"""A <table>: its element in, a table of data or the text of a layout table out.

Mail programs lay out whole letters in tables. A table of data has at least two rows that fill at least two columns and holds no
table of data itself; everything else dissolves into the lines that a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from intake.documents.flow import Block, TableBlock, TextBlock
from intake.documents.grid import Cell
from intake.documents.html_blocks import Scope, Walk, flow_of
from intake.documents.html_styles import ground_is_plain, is_hidden, letters_are_white
from intake.documents.lettering import clean

_MOST_COLUMNS = 1_000
_MOST_PLACES = 200_000
_GAP = "    "


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell with its place and what it holds."""

    row: int
    column: int
    row_span: int
    column_span: int
    blocks: tuple[Block, ...]
    is_bold: bool

    @property
    def lines(self) -> list[str]:
        return [clean(block.text) for block in self.blocks if isinstance(block, TextBlock) and not block.is_hidden]

    @property
    def text(self) -> str:
        return "\n".join(line.strip() for line in self.lines if line.strip())

    @property
    def hidden_text(self) -> str:
        hidden = (clean(block.text) for block in self.blocks if isinstance(block, TextBlock) and block.is_hidden)
        return "\n".join(line.strip() for line in hidden if line.strip())

    @property
    def has_table(self) -> bool:
        return any(isinstance(block, TableBlock) for block in self.blocks)


def table_blocks(table: Any, scope: Scope, hiding: frozenset[str], deepest: int) -> list[Block]:
    slots = _slots(table, scope, hiding, deepest)
    caption = [block for child in table if child.tag == "caption" for block in flow_of([child], scope, hiding, deepest)]
    if _is_data(slots):
        return [*caption, TableBlock(tuple(_cells(slots)), scope.depth)]
    return [*caption, *_dissolved(slots, scope)]


def _rows(table: Any) -> Iterator[Any]:
    """Heads stand above and feet below, wherever the source has them."""
    groups: dict[str, list[Any]] = {"thead": [], "": [], "tfoot": []}
    for child in table:
        if child.tag == "tr":
            groups[""].append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            groups["" if child.tag == "tbody" else child.tag].extend(row for row in child if row.tag == "tr")
    yield from (*groups["thead"], *groups[""], *groups["tfoot"])


def _slots(table: Any, scope: Scope, hiding: frozenset[str], deepest: int) -> list[_Slot]:
    slots: list[_Slot] = []
    taken: set[tuple[int, int]] = set()
    rows = list(_rows(table))
    for row_number, row in enumerate(rows):
        column = 0
        row_scope = _row_scope(row, scope, hiding)
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (row_number, column) in taken:
                column += 1
            rows_left = len(rows) - row_number
            row_span = min(_span(cell, "rowspan") or rows_left, rows_left)
            column_span = min(_span(cell, "colspan") or 1, _MOST_COLUMNS)
            if column >= _MOST_COLUMNS or len(taken) > _MOST_PLACES:
                break
            taken.update(
                (row_number + down, column + across)
                for down in range(row_span)
                for across in range(column_span)
                if down or across
            )
            slots.append(_slot(cell, row_number, column, row_span, column_span, row_scope, hiding, deepest))
            column += column_span
    return slots


def _row_scope(row: Any, scope: Scope, hiding: frozenset[str]) -> Scope:
    parent = row.getparent()
    hides = is_hidden(row, hiding) or (parent.tag != "table" and is_hidden(parent, hiding))
    return replace(
        scope, is_hidden=scope.is_hidden or hides, plain_ground=ground_is_plain(row, ground_is_plain(parent, scope.plain_ground))
    )


def _slot(
    cell: Any, row: int, column: int, row_span: int, column_span: int, scope: Scope, hiding: frozenset[str], deepest: int
) -> _Slot:
    white, plain = letters_are_white(cell, scope.white_letters), ground_is_plain(cell, scope.plain_ground)
    inner = replace(
        scope,
        level=scope.level + 2,
        is_hidden=scope.is_hidden or is_hidden(cell, hiding) or (white and plain),
        is_bold=scope.is_bold or cell.tag == "th",
        white_letters=white,
        plain_ground=plain,
    )
    if inner.level > deepest:
        walk = Walk(hiding, deepest)
        walk.text(" ".join(cell.itertext()), inner)
        walk.flush()
        blocks = walk.blocks
    else:
        blocks = flow_of([cell], inner, hiding, deepest)
    spoken = [block for block in blocks if isinstance(block, TextBlock) and block.text.strip()]
    is_bold = bool(spoken) and all(block.is_bold for block in spoken)
    return _Slot(row, column, row_span, column_span, tuple(blocks), is_bold)


def _span(cell: Any, name: str) -> int:
    """The number of rows or columns; rowspan 0 means "to the end" (HTML Living Standard 4.9.11)."""
    text = (cell.get(name) or "1").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _is_data(slots: list[_Slot]) -> bool:
    if any(slot.has_table for slot in slots):
        return False
    filled: dict[int, int] = {}
    for slot in slots:
        if slot.text or slot.hidden_text:
            filled[slot.row] = filled.get(slot.row, 0) + 1
    rows = [count for count in filled.values() if count >= 2]
    if len(rows) < 2:
        # A head over a single row of data is the smallest table.
        return False
    if max(rows) >= 3:
        return True
    # Two columns of long texts are a page laid out side by side; two columns of short ones are labels and values.
    return all(len(slot.lines) <= 6 for slot in slots)


def _cells(slots: list[_Slot]) -> Iterator[Cell]:
    for slot in slots:
        spans = (slot.row_span, slot.column_span)
        if slot.text:
            yield Cell(slot.row, slot.column, slot.text, None, *spans, is_bold=slot.is_bold)
        if slot.hidden_text:
            yield Cell(slot.row, slot.column, slot.hidden_text, None, *spans, is_hidden=True)


def _dissolved(slots: list[_Slot], scope: Scope) -> list[Block]:
    blocks: list[Block] = []
    for number in sorted({slot.row for slot in slots}):
        row = [slot for slot in slots if slot.row == number]
        spoken = [slot for slot in row if slot.text]
        if len(spoken) > 1 and not any(slot.has_table or "\n" in slot.text or slot.hidden_text for slot in row):
            blocks.append(TextBlock(_GAP.join(slot.text for slot in spoken), scope.depth, is_bold=all(s.is_bold for s in spoken)))
            continue
        for slot in row:
            blocks.extend(slot.blocks)
            if len(row) > 1 and slot.blocks:
                blocks.append(TextBlock("", scope.depth))
    return blocks
