"""Codes that a narrow column breaks over several printed rows: "KX774" above "0921B" is one article.

In: the filled cells of a line's code column and how far the column reaches. Out: the cells that are one code, and the cell below
them that may go on with it. A code is put together at a hyphen, by a check digit, or where rules show that its rows fill the
column; whether two codes stand below each other or one is broken, white space alone does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.domain.documents import CanvasKind, Document
from intake.domain.identifiers import is_gtin
from intake.domain.plans import Column
from intake.extraction.assembling import Assembled, in_columns
from intake.extraction.cells import is_blank
from intake.extraction.column_kinds import CODES
from intake.extraction.further_rows import parts_of
from intake.extraction.printed import Cell
from intake.extraction.shapes import is_code

Reaches = Mapping[Column, float]

_GOES_ON = re.compile(r"[A-Z\d./_-]+")
_WIDEST_SIGN = 1.6
"""An "M" is so much wider than the usual sign of a code."""
_PADDING_IN_HEIGHTS = 0.9
"""What is set to the left stands so near to its rule."""


@dataclass(frozen=True, slots=True)
class WrappedCode:
    """`whole` in reading order; `is_sure`: a hyphen or a check digit says so. `open_end` goes on with it, or is another code."""

    whole: tuple[Cell, ...]
    is_sure: bool = True
    open_end: Cell | None = None

    @property
    def text(self) -> str:
        return "".join(cell.text for cell in self.whole)


def reaches_of(lines: Sequence[Assembled]) -> Reaches:
    """How far to the right each code column's cells reach in all lines."""
    found: dict[Column, float] = {}
    for line in lines:
        for column, parts in in_columns(line, line.columns):
            if column.role in CODES and parts:
                found[column] = max(found.get(column, 0.0), *(cell.pieces[-1].x1 for cell in parts))
    return found


def wrapped_code(filled: Sequence[Cell], documents: Sequence[Document], reach: float | None) -> WrappedCode:
    whole, is_sure = [filled[0]], True
    for below in filled[1:]:
        text = "".join(cell.text for cell in whole)
        if _is_broken(text, below.text) or (is_gtin(text + below.text) and not is_gtin(text)):
            whole.append(below)
        elif not _may_go_on(below) or not is_code(text):
            break
        elif (room := _room(whole[-1], documents)) is not None:
            if whole[-1].pieces[-1].x1 + _sign(below) <= room:
                break
            whole.append(below)
            is_sure = False
        else:
            may_fill = reach is not None and _fills(whole[-1], below, reach, documents)
            return WrappedCode(tuple(whole), is_sure, below if may_fill else None)
    return WrappedCode(tuple(whole), is_sure)


def _is_broken(above: str, below: str) -> bool:
    """Whether a narrow column broke a code at its hyphen or stroke: "KS-" above "1001", or in capitals, "CLMP-" above "HOOK"."""
    is_open = " " not in above and above[-1:] in "-/" and above[:1].isalnum()
    return is_open and (is_code(above + below) or _GOES_ON.fullmatch(above + below) is not None) and below[:1].isalnum()


def _may_go_on(below: Cell) -> bool:
    """Whether a row can be the end of a code: capitals and digits without a blank, and no label, remark or number of its own."""
    text = below.text
    if is_blank(text) or is_gtin(text) or _GOES_ON.fullmatch(text) is None:
        return False
    return not any(part.label for part in parts_of(text))


def _room(cell: Cell, documents: Sequence[Document]) -> float | None:
    """How far the words of a ruled cell may reach that is set to the left; None where no rules stand around it."""
    first, last = cell.pieces[0], cell.pieces[-1]
    canvas = documents[first.document].canvases[first.canvas]
    middle = (first.top + first.bottom) / 2
    upright = [rule.x0 for rule in canvas.rules if rule.x0 == rule.x1 and rule.top <= middle <= rule.bottom]
    left = max((x for x in upright if x <= first.x0 + 0.5), default=None)
    right = min((x for x in upright if x >= last.x1 - 0.5), default=None)
    if left is None or right is None:
        return None
    padding = max(first.x0 - left, 0.0)
    return right - padding if padding <= _PADDING_IN_HEIGHTS * (first.bottom - first.top) else None


def _fills(cell: Cell, below: Cell, reach: float, documents: Sequence[Document]) -> bool:
    """Whether the cell reaches as far as any of its column, and the one below it no farther: so a broken code looks. In one cell
    of a sheet or a Word table nothing tells how wide it is."""
    first = cell.pieces[0]
    kind = documents[first.document].canvases[first.canvas].kind
    if kind is not CanvasKind.PAGE:
        return kind is CanvasKind.GRID and below.pieces[0].word == first.word
    sign = _sign(below)
    return cell.pieces[-1].x1 + sign > reach and below.pieces[-1].x1 <= cell.pieces[-1].x1 + sign


def _sign(cell: Cell) -> float:
    """The room that the cell's first sign may need."""
    width = cell.pieces[-1].x1 - cell.pieces[0].x0
    return _WIDEST_SIGN * width / max(len(cell.text), 1)
