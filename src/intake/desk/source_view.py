"""A document as the reader saw it → shapes a page can draw: words at their places, tables, running text, evidence to light up.

The original is never rendered here: it is somebody else's file. What is drawn are the recorded words, so that what the desk sees
is what was read; hidden words are shown as such, apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from intake.domain.documents import Canvas, CanvasKind, Document, Quoting, Rule, Word
from intake.domain.orders import Evidence, ReadOrder

MAX_WORDS = 20_000
"""More than this a browser draws slowly; the rest is named and left to the original."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A lit place: `path` is the field that was read there ("lines[2].quantity")."""

    path: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    column_span: int
    mark: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, lit where `mark` names a field; `quoting` greys out history and signatures."""

    text: str
    mark: str | None
    quoting: str


@dataclass(frozen=True, slots=True)
class CanvasView:
    """One of `words` (a page), `rows` (a grid) or `pieces` (running text) is filled."""

    kind: str
    title: str
    width: float = 0
    height: float = 0
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    pieces: tuple[Piece, ...] = ()
    hidden: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Lit:
    boxes: dict[int, list[Mark]] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def view(document: Document, index: int, read: ReadOrder | None) -> tuple[CanvasView, ...]:
    """`index` is the document's place in the reading; the evidence of `read` that points at it is lit."""
    lit = _lit(index, read)
    return tuple(_canvas(canvas, lit) for canvas in document.canvases if canvas.words or canvas.hidden)


def evidence_of(read: ReadOrder | None) -> dict[str, Evidence]:
    """All evidence of an order by full path."""
    if read is None:
        return {}
    found = dict(read.order.evidence)
    for number, line in enumerate(read.order.lines):
        found.update({f"lines[{number}].{name}": evidence for name, evidence in line.evidence.items()})
    return found


def _lit(index: int, read: ReadOrder | None) -> _Lit:
    lit = _Lit()
    for path, evidence in evidence_of(read).items():
        if evidence.document != index:
            continue
        if evidence.page is not None and evidence.box is not None:
            lit.boxes.setdefault(evidence.page, []).append(Mark(path, *evidence.box))
        elif evidence.cell is not None:
            lit.cells[(evidence.sheet or "", evidence.cell)] = path
        elif evidence.start is not None and evidence.end is not None:
            lit.spans.append((evidence.start, evidence.end, path))
    return lit


def _canvas(canvas: Canvas, lit: _Lit) -> CanvasView:
    hidden = tuple(word.text for word in canvas.hidden[:200])
    words = canvas.words[:MAX_WORDS]
    left_out = len(canvas.words) - len(words)
    if canvas.kind is CanvasKind.PAGE:
        return CanvasView(
            kind="page",
            title=f"Page {canvas.number}",
            width=canvas.width,
            height=canvas.height,
            words=words,
            rules=canvas.rules,
            marks=tuple(lit.boxes.get(canvas.number, ())),
            hidden=hidden,
            left_out=left_out,
        )
    if canvas.kind is CanvasKind.GRID:
        title = canvas.name or f"Table {canvas.number}"
        rows = _rows(words, canvas.name or "", lit)
        return CanvasView(kind="grid", title=title, rows=rows, hidden=hidden, left_out=left_out)
    return CanvasView(kind="text", title=canvas.name or "", pieces=_pieces(canvas, lit), hidden=hidden, left_out=left_out)


def _rows(words: tuple[Word, ...], sheet: str, lit: _Lit) -> tuple[tuple[Cell, ...], ...]:
    """The grid's rows from the first used to the last, with empty cells where nothing stands."""
    if not words:
        return ()
    first_column = int(min(word.x0 for word in words))
    by_row: dict[int, list[Word]] = {}
    for word in words:
        by_row.setdefault(int(word.top), []).append(word)
    rows: list[tuple[Cell, ...]] = []
    for row in sorted(by_row):
        cells: list[Cell] = []
        column = first_column
        for word in sorted(by_row[row], key=lambda each: each.x0):
            gap = int(word.x0) - column
            if gap > 0:
                cells.append(Cell("", gap, None, None))
            address = word.cell or ""
            mark = lit.cells.get((sheet, address))
            span = max(1, int(word.x1 - word.x0))
            cells.append(Cell(word.text, span, mark, word.cell))
            column = int(word.x0) + span
        rows.append(tuple(cells))
    return tuple(rows)


def _pieces(canvas: Canvas, lit: _Lit) -> tuple[Piece, ...]:
    """The running text cut at every edge of a lit place and of quoted history."""
    text = canvas.text
    quoted = [
        (word.start, word.end, word.quoting.value)
        for word in canvas.words
        if word.quoting is not Quoting.OWN and word.start is not None and word.end is not None
    ]
    edges = {0, len(text)}
    for start, end, _ in (*lit.spans, *quoted):
        edges.update((max(0, min(start, len(text))), max(0, min(end, len(text)))))
    cuts = sorted(edges)
    return tuple(
        Piece(text[start:end], _covering(lit.spans, start), _covering(quoted, start) or "own")
        for start, end in pairwise(cuts)
        if start < end
    )


def _covering(spans: list[tuple[int, int, str]], position: int) -> str | None:
    return next((name for start, end, name in spans if start <= position < end), None)
