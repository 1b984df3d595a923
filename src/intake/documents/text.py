"""Plain text and delimited text: bytes in, a `Document` with one TEXT or one GRID canvas out.

Decodes, joins flowed lines, tells the writer's own words from earlier mail and signature. Values stay text; nothing is parsed.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.documents.delimited import split_rows
from intake.documents.grid import Cell, grid_canvas, too_many_cells
from intake.documents.lettering import TextLine, clean, in_tab_columns, text_canvas, too_many_words
from intake.domain.documents import Document, Source
from intake.domain.encodings import decode
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.quoting import Line, mark_lines, unquoted
from intake.domain.reasons import ReasonCode


def read_text(source: Source, content: bytes, limits: Limits) -> Document:
    """Running text. Offsets of words count in the canvas's own text (decoded, tabs expanded, flowed lines joined)."""
    text = decode(content[: limits.part_bytes], source.charset)
    lines = text.split("\n")
    if source.text_format:
        lines = join_flowed(lines, deletes_space="delsp" in source.text_format)
    return text_document(source, [clean(line) for line in in_tab_columns(lines)], limits)


def text_document(source: Source, lines: Sequence[str], limits: Limits) -> Document:
    plain = [unquoted(line) for line in lines]
    marked = mark_lines(plain, is_forwarded=source.is_forwarded)
    placed = [
        TextLine(line, quoting, own_from=len(line) - len(inner.text) if inner.depth else 0)
        for line, inner, quoting in zip(lines, plain, marked.quoting, strict=True)
    ]
    canvas = text_canvas(1, placed, most_words=limits.words)
    if not canvas.words:
        return Document(source=source, problems=(_empty(),))
    problems = (too_many_words(limits),) if len(canvas.words) >= limits.words else ()
    return Document(source=source, canvases=(canvas,), problems=problems)


def join_flowed(lines: Sequence[str], *, deletes_space: bool) -> list[str]:
    """RFC 3676: a line that ends in a space goes on in the next one of the same depth; a leading space is stuffing."""
    joined: list[Line] = []
    is_open = False
    for raw in lines:
        depth = len(raw) - len(raw.lstrip(">"))
        text = raw[depth:].removeprefix(" ")
        flows = text.endswith(" ") and text != "-- "
        if is_open and joined and joined[-1].depth == depth and text != "-- ":
            joined[-1] = Line(joined[-1].text + text, depth)
        else:
            joined.append(Line(text, depth))
        if flows and deletes_space:
            joined[-1] = Line(joined[-1].text[:-1], depth)
        is_open = flows
    return [f"{'>' * line.depth} {line.text}" if line.depth else line.text for line in joined]


def read_delimited(source: Source, content: bytes, limits: Limits) -> Document:
    """Comma, semicolon, tab or pipe separated text as one GRID canvas; a cell is addressed as in a sheet ("B7")."""
    text = decode(content[: limits.part_bytes], source.charset)
    cells: list[Cell] = []
    problems: list[Problem] = []
    height = 0
    for row, values in enumerate(split_rows(text)):
        if len(cells) >= limits.cells:
            problems.append(too_many_cells(limits, source.filename))
            break
        height = row + 1
        cells.extend(Cell(row, column, value) for column, value in enumerate(values) if value)
    canvas = grid_canvas(1, cells[: limits.cells], name=None, addressed=True, height=height)
    if not canvas.words:
        return Document(source=source, problems=(_empty(),))
    return Document(source=source, canvases=(canvas,), problems=tuple(problems))


def _empty() -> Problem:
    return Problem(code=ReasonCode.DOCUMENT_EMPTY, message="The text holds no words. The customer sends it again.")
