"""The model's server on loopback, honest or not as the model's name says; and small documents to point into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from fixtures.models.loopback import LoopbackModel

from intake.domain.documents import Canvas, CanvasKind, Document, Source, Word

_ROW = re.compile(r"^\d+\| (.*)$")
_PIECE = re.compile(r"@(\d+) ((?:\d+:\S+ ?)+)")
_LETTER, _BLANK, _ROW_HEIGHT = 4.4, 3.0, 20.0


@pytest.fixture
def loopback() -> Iterator[LoopbackModel]:
    model = LoopbackModel()
    yield model
    model.close()


class Paper:
    """Makes documents from the very text that a rendering shows."""

    def page(self, rendered: str, *, filename: str | None = "order.pdf", width: float = 595.0) -> Document:
        words: list[Word] = []
        for number, line in enumerate(found for text in rendered.splitlines() if (found := _ROW.match(text))):
            top = number * _ROW_HEIGHT
            for x0, piece in _PIECE.findall(line[1]):
                at = float(x0)
                for text in (said.partition(":")[2] for said in piece.split()):
                    words.append(Word(text, at, top, at + _LETTER * len(text), top + 10.0))
                    at += _LETTER * len(text) + _BLANK
        canvas = Canvas(number=1, kind=CanvasKind.PAGE, name=None, width=width, height=800.0, words=tuple(words))
        return Document(source=Source(filename, "0" * 64, "application/pdf"), canvases=(canvas,))

    def mail(self, text: str) -> Document:
        words, at = [], 0
        for number, line in enumerate(text.split("\n")):
            for found in re.finditer(r"\S+", line):
                place = {"start": at + found.start(), "end": at + found.end()}
                words.append(Word(found[0], float(found.start()), float(number), float(found.end()), number + 1.0, **place))
            at += len(line) + 1
        width = float(max(len(line) for line in text.split("\n")))
        canvas = Canvas(
            number=1,
            kind=CanvasKind.TEXT,
            name=None,
            width=width,
            height=float(text.count("\n") + 1),
            words=tuple(words),
            text=text,
        )
        return Document(source=Source(None, "1" * 64, "text/plain"), canvases=(canvas,))

    def sheet(self, rows: Sequence[Sequence[str]]) -> Document:
        words = tuple(
            Word(text, float(column), float(row), column + 1.0, row + 1.0, cell=f"{chr(65 + column)}{row + 1}")
            for row, cells in enumerate(rows)
            for column, text in enumerate(cells)
            if text
        )
        canvas = Canvas(
            number=1, kind=CanvasKind.GRID, name="Order", width=float(len(rows[0])), height=float(len(rows)), words=words
        )
        return Document(source=Source("order.xlsx", "2" * 64, "application/vnd.ms-excel"), canvases=(canvas,))

    def order(self, lines: int) -> Document:
        """An order of any length in one layout; every price is 2.50."""
        head = [["Purchase order", "PO-4711"], ["Order date", "2026-03-02"], []]
        table = [["Pos", "Article no.", "Description", "Quantity", "Unit", "Unit price", "Amount"]]
        for number in range(1, lines + 1):
            quantity = 10 + number % 7
            table.append(
                [
                    str(number),
                    f"AB-{1000 + number}",
                    f"Hex bolt M8x{number}",
                    str(quantity),
                    "pcs",
                    "2.50",
                    f"{quantity * 2.5:.2f}",
                ]
            )
        total = sum((10 + number % 7) * 2.5 for number in range(1, lines + 1))
        rows = [*head, *table, ["", "", "", "", "", "Total net", f"{total:.2f}"]]
        return self.sheet([[*row, *[""] * (7 - len(row))] for row in rows])


@pytest.fixture
def paper() -> Paper:
    return Paper()
