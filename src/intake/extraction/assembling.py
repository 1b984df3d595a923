"""The rows of a table put together into lines: what begins one, what goes on with it, what is noted below it.

In: a table's plan and the documents. Out: each line's rows cell by cell. What the cells say is `execute_lines`' question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole, Region, RowStart, TablePlan
from intake.extraction.conventions import Conventions
from intake.extraction.further_rows import parts_of
from intake.extraction.line_blocks import blocks_of, ruled_heights
from intake.extraction.merged_cells import merged_words, with_merged
from intake.extraction.named_above import with_named_above
from intake.extraction.overflow import settled_cells
from intake.extraction.printed import Cell, cells_of, pieces_of
from intake.extraction.segments import Row
from intake.extraction.table_rows import LeftOut, begins_line, kept_rows, rows_within

R = ColumnRole
NOTE = "note"
"""The reason of an excluded row whose words still belong to the line above it."""
_OVER_A_GROUP = frozenset(("heading", "group", NOTE))
"""The reasons of excluded rows that may say something of every line below them."""


@dataclass(slots=True)
class Assembled:
    """One line's rows, cell by cell, and the notes below it. `columns` are those of the region it began in; `under` is its second
    row where that has columns of its own; `heading` is what stands over the group of lines that it belongs to."""

    columns: Sequence[Column]
    rows: list[tuple[Row, tuple[Cell, ...]]] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    under: tuple[Row, Sequence[Column], tuple[Cell, ...]] | None = None
    heading: str = ""


def assemble(
    table: TablePlan, documents: Sequence[Document], conventions: Sequence[Conventions]
) -> Iterator[tuple[Region, Assembled]]:
    """A line goes on over the end of its page: rows above the first line of the next region are its own."""
    if table.row_start is RowStart.SPACE:
        for region in table.regions:
            yield from ((region, line) for line in _in_blocks(region, table, documents[region.document], conventions))
        return
    current: tuple[Region, Assembled] | None = None
    above: list[tuple[Row, tuple[Cell, ...]]] = []
    heading = ""
    for region in table.regions:
        columns = region.columns or table.columns
        rows = rows_within(region, documents)
        left_out = LeftOut(region, table)
        cells = settled_cells(rows, documents[region.document], columns) if rows else []
        merged = merged_words(documents[region.document].canvases[region.canvas]) if rows else ()
        for row, found in zip(rows, cells, strict=True):
            reason = left_out.reason(row)
            if reason is not None:
                if reason == NOTE and current is not None:
                    current[1].notes.append(row)
                elif reason in _OVER_A_GROUP:
                    heading = row.text
                continue
            document = documents[region.document]
            kind = document.canvases[region.canvas].kind
            if begins_line(columns, found, table.anchors, conventions[region.document], kind):
                own_cells = with_merged(found, row, columns, merged)
                if current is not None and current[1].columns is columns:
                    own_cells = with_named_above(own_cells, columns, current[1].rows[0][1])
                if current is not None:
                    yield current
                current = region, Assembled(columns, [*above, (row, own_cells)], heading=heading)
                above = []
            elif table.text_above_anchor or current is None:
                above.append((row, found))
            elif current[1].notes and _goes_on_noting(found, columns):
                current[1].notes.append(row)
            elif table.under:
                _take_under(current[1], row, table.under, document)
            else:
                own = current[1].columns
                current[1].rows.append((row, found if len(own) == len(columns) else cells_of(row, document, own)))
    if current is not None:
        yield current


def _goes_on_noting(found: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether a row below a note says more of it: words alone, under no label of their own."""
    filled = [(column.role, cell.text) for column, cell in zip(columns, found, strict=True) if cell.pieces]
    return [role for role, _ in filled] == [R.DESCRIPTION] and not any(part.label for part in parts_of(filled[0][1]))


def _in_blocks(region: Region, table: TablePlan, document: Document, conventions: Sequence[Conventions]) -> Iterator[Assembled]:
    """The lines of a region whose rows white space and rules put together; an excluded row is none of them."""
    columns = region.columns or table.columns
    rows = kept_rows(region, table, document)
    found = settled_cells(rows, document, columns)
    canvas, own = document.canvases[region.canvas], conventions[region.document]
    starts = [at for at, cells in enumerate(found) if begins_line(columns, cells, table.anchors, own, canvas.kind)]
    for first, last in blocks_of(rows, starts, ruled_heights(canvas.rules, rows)):
        yield Assembled(columns, list(zip(rows[first : last + 1], found[first : last + 1], strict=True)))


def _take_under(line: Assembled, row: Row, under: Sequence[Column], document: Document) -> None:
    """The second row under its own columns; what stands below it is words, whatever columns they run through."""
    if line.under is None:
        line.under = row, under, cells_of(row, document, under)
        return
    whole = Cell(tuple(pieces_of(row, document)))
    wordy = next((at for at, column in enumerate(line.columns) if column.role is R.DESCRIPTION), 0)
    line.rows.append((row, tuple(whole if at == wordy else Cell() for at in range(len(line.columns)))))


def in_columns(assembled: Assembled, columns: Sequence[Column]) -> list[tuple[Column, list[Cell]]]:
    """The line's filled cells under each of its columns, top to bottom; `columns` have the roles in which these are now read."""
    above = [
        (column, [found[number] for _, found in assembled.rows if found[number].pieces]) for number, column in enumerate(columns)
    ]
    if assembled.under is None:
        return above
    return above + [(column, [cell] if cell.pieces else []) for column, cell in zip(*assembled.under[1:], strict=True)]
