"""Blocks of text and tables in, canvases out: what is own, quoted and signature is told over the whole flow, tables included.

Shared by the readers of HTML and Word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from intake.documents.grid import Cell, grid_canvas, too_many_cells
from intake.documents.lettering import TextLine, clean, text_canvas, too_many_words
from intake.domain.documents import Canvas, Quoting
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.quoting import Line, mark_lines, unquoted


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One line; an empty one separates paragraphs."""

    text: str
    depth: int = 0
    is_hidden: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of data."""

    cells: tuple[Cell, ...]
    depth: int = 0


Block: TypeAlias = TextBlock | TableBlock


def canvases_of(
    blocks: Sequence[Block], *, is_forwarded: bool, limits: Limits, has_history: bool = True
) -> tuple[tuple[Canvas, ...], tuple[Problem, ...]]:
    """Consecutive lines become one TEXT canvas, each table a GRID. `has_history` False: everything is the writer's own."""
    lines = [line for block in blocks for line in _lines(block)]
    marks = mark_lines(lines, is_forwarded=is_forwarded).quoting if has_history else (Quoting.OWN,) * len(lines)
    canvases: list[Canvas] = []
    pending: list[TextLine] = []
    words, cells, at = limits.words, limits.cells, 0
    problems: list[Problem] = []

    def close() -> None:
        nonlocal words
        if any(line.text.strip() for line in pending):
            canvases.append(text_canvas(len(canvases) + 1, _trimmed(pending), most_words=words))
            words -= len(canvases[-1].words)
        pending.clear()

    for block in blocks:
        count = len(_lines(block))
        if isinstance(block, TextBlock):
            pending.append(_placed(block, marks[at] if count else Quoting.OWN))
        else:
            close()
            taken = block.cells[:cells]
            cells -= len(taken)
            marked = _marked(taken, marks[at : at + count])
            canvases.append(grid_canvas(len(canvases) + 1, marked, name=None, addressed=False))
        at += count
    close()
    if words <= 0:
        problems.append(too_many_words(limits))
    if cells <= 0:
        problems.append(too_many_cells(limits, None))
    return tuple(canvases), tuple(problems)


def _lines(block: Block) -> list[Line]:
    """What the block contributes to telling history: hidden lines nothing, a table one line a row."""
    if isinstance(block, TextBlock):
        if block.is_hidden:
            return []
        inner = unquoted(clean(block.text))
        return [Line(inner.text, block.depth + inner.depth)]
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        if not cell.is_hidden:
            rows.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
    return [Line(" ".join(rows.get(row, [])), block.depth) for row in range(_height(block))]


def _height(block: TableBlock) -> int:
    return max((cell.row + 1 for cell in block.cells), default=0)


def _placed(block: TextBlock, quoting: Quoting) -> TextLine:
    text = clean(block.text)
    inner = unquoted(text)
    own_from = len(text) - len(inner.text) if inner.depth else 0
    return TextLine(text, quoting, own_from, is_hidden=block.is_hidden, is_bold=block.is_bold)


def _marked(cells: Sequence[Cell], marks: Sequence[Quoting]) -> list[Cell]:
    # A signature may be laid out in two columns; a table of three and more is about the matter, wherever it stands.
    is_wide = max((cell.column + cell.column_span for cell in cells), default=0) > 2
    marked = []
    for cell in cells:
        mark = marks[cell.row]
        if mark is Quoting.SIGNATURE and is_wide:
            mark = Quoting.OWN
        marked.append(cell if mark is cell.quoting else replace(cell, quoting=mark))
    return marked


def _trimmed(lines: list[TextLine]) -> list[TextLine]:
    """Without empty lines at either end, and no more than one between two lines."""
    kept: list[TextLine] = []
    for line in lines:
        if line.text.strip() or (kept and kept[-1].text.strip()):
            kept.append(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return kept
