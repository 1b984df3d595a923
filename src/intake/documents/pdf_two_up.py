"""Two pages printed side by side on one sheet: in come a PDF's canvases, out go the pages, each on a canvas of its own.

A sheet is taken apart where nothing crosses its middle and a printed row stands on both halves at the same place across: the
repeated headings of a table, or the number of the page. Everything else, wide tables above all, is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake.domain.documents import Canvas, Rule, Word

_FIGURES = re.compile(r"\d+")
_LEAST_WIDTH, _MOST_WIDTH = 1.2, 1.7
"""Of its height: a sheet of two pages upright, of any usual size."""
_GUTTER = 0.01
"""Of the sheet's width, on either side of the middle: less margin has no page."""
_SLACK = 0.004
"""Of the sheet's width: how far the same row may stand otherwise on the other page."""
_A_ROW_OF_HEADINGS, _A_PAGE_NUMBER = 3, 2


def pages_of(sheets: Sequence[Canvas]) -> tuple[Canvas, ...]:
    """Every page, counted anew where a sheet holds two."""
    pages = [page for sheet in sheets for page in (_halves(sheet) if _holds_two(sheet) else (sheet,))]
    if len(pages) == len(sheets):
        return tuple(sheets)
    return tuple(replace(page, number=number) for number, page in enumerate(pages, 1))


def _holds_two(sheet: Canvas) -> bool:
    if not _LEAST_WIDTH * sheet.height <= sheet.width <= _MOST_WIDTH * sheet.height:
        return False
    middle, gutter = sheet.width / 2, _GUTTER * sheet.width
    crossing: Iterable[Word | Rule] = (*sheet.words, *(rule for rule in sheet.rules if rule.x0 < rule.x1))
    if any(each.x0 < middle + gutter and each.x1 > middle - gutter for each in crossing):
        return False
    left = _rows([word for word in sheet.words if word.x1 < middle])
    right: dict[tuple[str, ...], list[list[Word]]] = {}
    for row in _rows([word for word in sheet.words if word.x0 > middle]):
        right.setdefault(_said(row), []).append(row)
    return any(_are_twins(row, twin, sheet.width) for row in left for twin in right.get(_said(row), ()))


def _are_twins(row: Sequence[Word], twin: Sequence[Word], width: float) -> bool:
    is_level = abs(row[0].top - twin[0].top) < _SLACK * width
    is_counted = is_level and len(row) >= _A_PAGE_NUMBER and any(map(_FIGURES.search, _words(row)))
    if not is_counted and len(row) < _A_ROW_OF_HEADINGS:
        return False
    return all(
        min(abs(there.x0 - here.x0 - width / 2), abs(there.x1 - here.x1 - width / 2)) < _SLACK * width
        for here, there in zip(row, twin, strict=True)
    )


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        if rows and word.top < rows[-1][0].top + 0.5 * (word.bottom - word.top):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _words(row: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in row)


def _said(row: Iterable[Word]) -> tuple[str, ...]:
    """Without its figures, which count the pages."""
    return tuple(_FIGURES.sub("#", text) for text in _words(row))


def _halves(sheet: Canvas) -> tuple[Canvas, Canvas]:
    middle = sheet.width / 2
    return _half(sheet, 0, middle), _half(sheet, middle, sheet.width)


def _half(sheet: Canvas, begin: float, end: float) -> Canvas:
    def here(words: Iterable[Word]) -> tuple[Word, ...]:
        return tuple(
            replace(word, x0=round(word.x0 - begin, 2), x1=round(word.x1 - begin, 2))
            for word in words
            if begin <= (word.x0 + word.x1) / 2 < end
        )

    rules = tuple(
        replace(rule, x0=round(rule.x0 - begin, 2), x1=round(rule.x1 - begin, 2))
        for rule in sheet.rules
        if begin <= (rule.x0 + rule.x1) / 2 < end
    )
    return replace(
        sheet, width=end - begin, words=here(sheet.words), rules=rules, hidden=here(sheet.hidden), aside=here(sheet.aside)
    )
