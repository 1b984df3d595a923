"""The blocks of a WordprocessingML part: its XML in, lines of text and tables out.

All revisions count as accepted (ECMA-376 part 1, 17.13.5): w:ins is read, w:del and moved-from text are not, nor is what is
crossed out. Hidden letters (w:vanish, by themselves or through their style) and white ones stand on hidden lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from intake.documents.crossed_out import is_struck_run
from intake.documents.flow import Block, TableBlock, TextBlock
from intake.documents.grid import Cell
from intake.documents.lettering import clean
from intake.documents.ooxml import attribute, local

# Fallback repeats in old markup what the choice beside it draws; deleted and moved-away text is gone.
_SKIPPED = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPr", "pPr", "sectPr", "commentReference"}
)
_BREAKS = frozenset({"br", "cr"})
_DEEPEST = 60
_MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class WordStyles:
    """The styles that hide their text."""

    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, root: Any) -> WordStyles:
        hidden = set()
        for style in root:
            if local(style) == "style" and any(local(part) == "rPr" and _hides(part) for part in style):
                hidden.add(attribute(style, "styleId") or "")
        return cls(frozenset(hidden))


def blocks_of_body(root: Any, styles: WordStyles) -> list[Block]:
    """`root` is a document, header or footer element."""
    flow = _Flow(styles)
    flow.container(root, 0)
    return flow.blocks


@dataclass(slots=True)
class _Flow:
    styles: WordStyles
    blocks: list[Block] = field(default_factory=list)

    def container(self, element: Any, level: int) -> None:
        """Paragraphs and tables in order; content controls, custom XML and the like only wrap them."""
        if level > _DEEPEST:
            self.blocks.append(TextBlock(" ".join(element.itertext())))
            return
        for child in element:
            name = local(child)
            if name == "p":
                self.paragraph(child, level + 1)
            elif name == "tbl":
                self.blocks.extend(_table(child, self.styles, level + 1))
            elif name not in _SKIPPED and name not in ("tcPr", "trPr", "tblPr", "tblGrid"):
                self.container(child, level + 1)

    def paragraph(self, paragraph: Any, level: int) -> None:
        line = _Line(self.styles, level)
        properties = next((part for part in paragraph if local(part) == "pPr"), None)
        if properties is not None:
            line.begin(properties)
        line.runs(paragraph, level)
        self.blocks.extend(line.finished())
        for box in line.boxes:
            self.container(box, level + 1)


@dataclass(slots=True)
class _Line:
    """One paragraph's letters: visible text, hidden text, and the text boxes anchored in it."""

    styles: WordStyles
    level: int
    visible: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    all_bold: bool = True
    is_hidden: bool = False
    is_bold: bool = False

    def begin(self, properties: Any) -> None:
        for part in properties:
            name = local(part)
            if name == "pStyle":
                style = attribute(part, "val") or ""
                self.is_hidden = style in self.styles.hidden
                self.is_bold = style.lower().startswith(("heading", "title", "berschrift", "titre", "kop"))
            elif name == "numPr":
                self.visible.append("- ")

    def runs(self, element: Any, level: int) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self.run(child, level + 1)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name not in _SKIPPED and level < _DEEPEST:
                self.runs(child, level + 1)

    def run(self, run: Any, level: int) -> None:
        properties = next((part for part in run if local(part) == "rPr"), None)
        hides = self.is_hidden or (properties is not None and (_hides(properties) or self._style_hides(properties)))
        is_bold = self.is_bold or (properties is not None and _is_on(properties, "b"))
        is_struck = is_struck_run(run)
        for part in run:
            text = self._letters(part, level)
            if text and not is_struck:
                (self.hidden if hides else self.visible).append(text)
                self.all_bold = self.all_bold and (is_bold or hides or not text.strip())

    def _letters(self, part: Any, level: int) -> str:
        name = local(part)
        if name == "t":
            return part.text or ""
        if name in ("tab", "ptab"):
            return "\t"
        if name in _BREAKS:
            return "\n"
        if name in ("noBreakHyphen", "sym"):
            return "-" if name == "noBreakHyphen" else ""
        if name not in _SKIPPED and level < _DEEPEST:
            # A drawing, a picture or alternate content may hold a text box.
            self.runs(part, level + 1)
        return ""

    def _style_hides(self, properties: Any) -> bool:
        return any(local(part) == "rStyle" and (attribute(part, "val") or "") in self.styles.hidden for part in properties)

    def finished(self) -> Iterator[TextBlock]:
        text = "".join(self.visible)
        for line in text.split("\n"):
            yield TextBlock(line, is_bold=self.all_bold and bool(line.strip()))
        if "".join(self.hidden).strip():
            yield TextBlock("".join(self.hidden).replace("\n", " "), is_hidden=True)


def _is_on(properties: Any, name: str) -> bool:
    return any(local(part) == name and attribute(part, "val") not in ("0", "false", "off") for part in properties)


def _hides(properties: Any) -> bool:
    if _is_on(properties, "vanish") or _is_on(properties, "webHidden"):
        return True
    # White letters on a shaded or highlighted ground are a heading.
    is_white = any(local(part) == "color" and (attribute(part, "val") or "").upper() == "FFFFFF" for part in properties)
    return is_white and not any(local(part) in ("shd", "highlight") for part in properties)


@dataclass(slots=True)
class _Row:
    cells: list[tuple[int, int, bool, list[Block]]] = field(default_factory=list)
    is_deleted: bool = False


def _table(table: Any, styles: WordStyles, level: int) -> list[Block]:
    """A table with several columns as a grid; one that only frames its text as that text."""
    rows = [row for row in (_row(row, styles, level) for row in _children(table, "tr")) if not row.is_deleted]
    if max((len(row.cells) for row in rows), default=0) < 2:
        return [block for row in rows for _, _, _, blocks in row.cells for block in blocks]
    cells: list[Cell] = []
    above: dict[int, int] = {}
    nested: list[Block] = []
    for number, row in enumerate(rows):
        for column, span, goes_on, blocks in row.cells:
            if goes_on and column in above:
                first = cells[above[column]]
                cells[above[column]] = Cell(
                    first.row,
                    first.column,
                    first.text,
                    None,
                    number - first.row + 1,
                    first.column_span,
                    first.is_bold,
                    first.is_hidden,
                )
                continue
            above.pop(column, None)
            text, hidden, is_bold, tables = _content(blocks)
            nested.extend(tables)
            if text:
                above[column] = len(cells)
                cells.append(Cell(number, column, text, None, 1, span, is_bold))
            if hidden:
                cells.append(Cell(number, column, hidden, None, 1, span, is_hidden=True))
    return [TableBlock(tuple(cells)), *nested]


def _children(element: Any, name: str) -> Iterator[Any]:
    """Children of a name, also inside content controls and revision marks."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _children(child, name)


def _row(row: Any, styles: WordStyles, level: int) -> _Row:
    found = _Row()
    column = 0
    properties = next((part for part in row if local(part) == "trPr"), ())
    for part in properties:
        if local(part) == "del":
            found.is_deleted = True
        elif local(part) == "gridBefore":
            column = _number(part, 0)
    for cell in _children(row, "tc"):
        span, goes_on = 1, False
        for part in next((part for part in cell if local(part) == "tcPr"), ()):
            if local(part) == "gridSpan":
                span = _number(part, 1)
            elif local(part) == "vMerge":
                goes_on = (attribute(part, "val") or "continue") == "continue"
        flow = _Flow(styles)
        flow.container(cell, level + 1)
        found.cells.append((column, span, goes_on, flow.blocks))
        column += span
    return found


def _number(element: Any, default: int) -> int:
    text = attribute(element, "val") or ""
    return max(default, min(int(text), _MOST_COLUMNS)) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _content(blocks: list[Block]) -> tuple[str, str, bool, list[Block]]:
    """A cell's visible text, hidden text, boldness, and the tables inside it."""
    lines = [block for block in blocks if isinstance(block, TextBlock)]
    text = "\n".join(clean(line.text).strip() for line in lines if not line.is_hidden and line.text.strip())
    hidden = "\n".join(clean(line.text).strip() for line in lines if line.is_hidden and line.text.strip())
    is_bold = bool(text) and all(line.is_bold for line in lines if not line.is_hidden and line.text.strip())
    return text, hidden, is_bold, [block for block in blocks if isinstance(block, TableBlock)]
