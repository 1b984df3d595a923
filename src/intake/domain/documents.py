"""What a document looks like: canvases of placed words, whatever the format was.

Three geometries, one shape:

- PAGE: a PDF page or a scan after OCR. Boxes in points from the page's top left (x right, y down), the page upright.
- GRID: a sheet or a table of a Word or HTML document. A word is one whole cell; x0 is its column, x1 the column after its last
  (merged cells span), top its row, bottom the row after its last. The text may hold line breaks.
- TEXT: running text. A word is a run of non-blanks; x0/x1 are character columns in its line, top is the line number,
  bottom = top + 1; `start`/`end` are character offsets into `Canvas.text`.

A Word or HTML document is a sequence of TEXT and GRID canvases in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from intake.domain.problems import Problem


class CanvasKind(StrEnum):
    PAGE = "page"
    GRID = "grid"
    TEXT = "text"


class TextOrigin(StrEnum):
    DIGITAL = "digital"
    OCR = "ocr"


class Quoting(StrEnum):
    """Whether words of a mail body are the sender's own, or somebody's earlier words."""

    OWN = "own"
    QUOTED = "quoted"
    SIGNATURE = "signature"


CellValue: TypeAlias = Decimal | date | datetime | bool | None


_LEAST_FOR_NUMBERS = 60
_LEAST_FOR_WORDS = 30


@dataclass(frozen=True, slots=True)
class Word:
    """A placed word (PAGE, TEXT) or cell (GRID). `value` is a spreadsheet cell's typed value where the file has one.

    `confidence` (0 to 100) is text recognition's own for a word that was read from a picture; None where the file has the text.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float | None = None
    bold: bool = False
    start: int | None = None
    end: int | None = None
    cell: str | None = None
    value: CellValue = None
    quoting: Quoting = Quoting.OWN
    confidence: float | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether recognition is too unsure: a wrong letter shows when the article is matched, a wrong digit may not."""
        if self.confidence is None or not any(sign.isalnum() for sign in self.text):
            return False
        return self.confidence < (_LEAST_FOR_NUMBERS if any(sign.isdigit() for sign in self.text) else _LEAST_FOR_WORDS)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line or the edge of a rectangle on a PAGE: horizontal where top == bottom, vertical where x0 == x1."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """`number` counts from 1: a PDF's page, a workbook's sheet, a flow document's block.

    `hidden` are words a reader cannot see (invisible, white, tiny, off the page, in hidden rows, columns or sheets):
    never read, always reported. `is_hidden` is a whole hidden sheet. `aside` are words a reader sees that belong to no line:
    text set upright along a margin, slanted stamps, watermarks. `counts_from_1904`: the sheet's days are counted from there.
    """

    number: int
    kind: CanvasKind
    name: str | None
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    hidden: tuple[Word, ...] = ()
    is_hidden: bool = False
    text: str = ""
    aside: tuple[Word, ...] = ()
    counts_from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from. `part_no` is its message part; `charset`, `text_format` and `is_forwarded` are that part's."""

    filename: str | None
    sha256: str
    media_type: str
    part_no: int = 0
    charset: str | None = None
    text_format: str | None = None
    is_forwarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A readable document. One that could not be read has no canvases and a problem that says why.

    `form_fields` are an AcroForm's (name, value) pairs; `embedded` are files found inside (name, media type, bytes), bounded.
    `pictures` are the first recognised pages of a scan as small JPEGs, where they are asked for; they are never stored.
    """

    source: Source
    canvases: tuple[Canvas, ...] = ()
    text_origin: TextOrigin = TextOrigin.DIGITAL
    form_fields: tuple[tuple[str, str], ...] = ()
    embedded: tuple[tuple[str, str, bytes], ...] = ()
    pictures: tuple[bytes, ...] = ()
    title: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(canvas.words for canvas in self.canvases)
