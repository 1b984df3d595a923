"""Running text as a TEXT canvas: lines of text in, placed words out.

Tabs stand expanded to stops of eight, each word knows its line, its character column and its offset into the canvas's text.
Shared by the readers of plain text, HTML and Word; knows nothing of their formats.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.domain.documents import Canvas, CanvasKind, Quoting, Word
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_RUN = re.compile(r"[^\s¦│┃║]+|[¦│┃║]")
_STROKED = re.compile(r"[^\s|¦│┃║]+|[|¦│┃║]")
"""What is drawn upright between cells is no sign of theirs, however close it stands."""
_BETWEEN = 4
# Blanks that are not the space bar's, and marks without width, would otherwise split or glue words.
_BLANKS = str.maketrans(
    dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u202f\u205f\u3000\x0b\x0c\x1c\x1d\x1e\x1f\x85", " "
    )
)
_NO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line. `own_from` is the column where the writer's words begin on a line that carries a quote mark."""

    text: str
    quoting: Quoting = Quoting.OWN
    own_from: int = 0
    is_hidden: bool = False
    is_bold: bool = False


def clean(text: str) -> str:
    """One line as it stands on a page: tabs expanded, special blanks plain, marks without width and controls gone."""
    return _NO_WIDTH.sub("", text.expandtabs(8).translate(_BLANKS)).rstrip()


_FEWEST_STROKES = 2


def signs(texts: Iterable[str]) -> Counter[str]:
    """The letters and figures of texts, however they are parted: what two readers of one document are compared by."""
    return Counter(sign for text in texts for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def in_tab_columns(lines: Sequence[str]) -> list[str]:
    """Neighbouring lines with as many tabs, as cells pasted from a sheet have them, or as many strokes, with their cells below
    each other.

    Stops of eight would put a cell under its neighbour's heading as soon as the one before it is long.
    """
    return _in_columns(_in_columns(lines, "\t", "", 1), "|", "|", _FEWEST_STROKES)


def _in_columns(lines: Sequence[str], sign: str, kept: str, fewest: int) -> list[str]:
    """`kept` stands between the cells that `sign` parted."""
    laid: list[str] = []
    for signs, run in groupby(lines, key=lambda line: line.rstrip().count(sign)):
        group = list(run)
        if signs < fewest or len(group) < 2:
            laid.extend(group)
            continue
        rows = [line.rstrip().split(sign) for line in group]
        widths = [max(len(row[at]) for row in rows if at < len(row)) + (0 if kept else _BETWEEN) for at in range(signs + 1)]
        laid.extend(kept.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows)
    return laid


def text_canvas(number: int, lines: Sequence[TextLine], *, name: str | None = None, most_words: int) -> Canvas:
    """The lines as one canvas; words beyond `most_words` are left out (the caller reports it). Hidden lines go to `hidden`."""
    visible: list[Word] = []
    hidden: list[Word] = []
    shown: list[str] = []
    offset = 0
    for line in lines:
        if line.is_hidden:
            hidden.extend(_words(line, len(shown), None))
            continue
        if len(visible) < most_words:
            visible.extend(_words(line, len(shown), offset))
        shown.append(line.text)
        offset += len(line.text) + 1
    return Canvas(
        number=number,
        kind=CanvasKind.TEXT,
        name=name,
        width=float(max(map(len, shown), default=0)),
        height=float(len(shown)),
        words=tuple(visible[:most_words]),
        hidden=tuple(hidden[:most_words]),
        text="\n".join(shown),
    )


def _words(line: TextLine, row: int, offset: int | None) -> list[Word]:
    run = _STROKED if line.text.count("|") >= _FEWEST_STROKES else _RUN
    return [
        Word(
            text=found[0],
            x0=float(found.start()),
            top=float(row),
            x1=float(found.end()),
            bottom=float(row + 1),
            bold=line.is_bold,
            start=None if offset is None else offset + found.start(),
            end=None if offset is None else offset + found.end(),
            quoting=line.quoting if found.start() >= line.own_from else Quoting.QUOTED,
        )
        for found in run.finditer(line.text)
    ]


def too_many_words(limits: Limits) -> Problem:
    return Problem(
        code=ReasonCode.DOCUMENT_TOO_COMPLEX,
        message=f"The document holds more than {limits.words:,} words; the rest was not read. The desk looks at it.",
    )
