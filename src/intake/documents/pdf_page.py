"""One PDF page: in comes pypdfium2's page, out go its words upright and in reading order, its rules, and what is odd about it.

Words that nobody sees are kept apart from the reading, words that belong to no line (margin notes, watermarks) likewise.
Recognises no pictures: it says how much of the page they cover, and how much of the text has no meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from intake.documents import pdfium
from intake.documents.pdf_digits import DIGITS, judged
from intake.documents.pdf_drawings import read_drawings, rules_of
from intake.documents.pdf_geometry import Box, Upright, upright
from intake.documents.pdf_glyphs import UNMAPPED, Piece, RawText, Strand, read_glyphs
from intake.documents.pdf_painted_digits import painted_otherwise
from intake.documents.pdf_runs import Stretch
from intake.documents.pdf_second import lie_over_one_another
from intake.documents.pdf_visibility import seen_and_unseen
from intake.documents.pdf_words import words_of
from intake.domain.documents import Rule, Word

_WATERMARK_SIZE = 36.0
_WATERMARK_LIGHTNESS = 170


@dataclass(frozen=True, slots=True)
class PageContent:
    """`images` are boxes on the canvas; `turn` is the direction of the page's text in degrees counter-clockwise.

    `unreadable` are words with signs whose meaning the file does not tell; `draws` says whether anything at all is drawn;
    `misnamed` are figures that the text names and a font draws as another; `is_odd` says that text was left out or lies over
    other text, so that a second reader should be heard.
    """

    canvas: Upright
    turn: int
    words: tuple[Word, ...]
    hidden: tuple[Word, ...]
    aside: tuple[Word, ...]
    rules: tuple[Rule, ...]
    images: tuple[Box, ...]
    unreadable: int
    draws: bool
    glyphs: int
    misnamed: tuple[tuple[str, str], ...]
    is_odd: bool


def read_page(page: Any, most_glyphs: int) -> PageContent:
    """`page` has an area; one that has none cannot be painted."""
    textpage = page.get_textpage()
    try:
        address = pdfium.address(textpage.raw)
        text = read_glyphs(address, most_glyphs)
        drawings = read_drawings(pdfium.address(page.raw))
        fonts = judged(_digits(text))
        seen, unseen = seen_and_unseen(page, text, address, drawings.texts) if text.pieces else ([], [])
        otherwise = painted_otherwise(page, address, text, seen, fonts.without_outline)
    finally:
        textpage.close()
    turn = _turn(page.get_rotation(), seen, text)
    canvas = upright(page.get_bbox(), turn)
    rules = rules_of(drawings.edges, canvas)
    level, aside = _sorted_out(seen, text, turn)
    boxes = canvas.matrix.boxes(text.boxes)
    words = _bullets(words_of(text.text, boxes, _stretches(level, text.strands), rules))
    return PageContent(
        canvas=canvas,
        turn=turn,
        words=words,
        hidden=words_of(text.text, boxes, _stretches(unseen, text.strands)),
        aside=_aside(text, aside, page.get_bbox(), canvas),
        rules=rules,
        images=tuple(_on_canvas(canvas.matrix.box(*image), canvas) for image in drawings.images),
        unreadable=sum(_lacks_meaning(word.text) for word in words),
        draws=bool(drawings.images or drawings.paths),
        glyphs=len(text.text),
        misnamed=tuple(sorted({*fonts.misnamed, *otherwise})),
        is_odd=lie_over_one_another(words) or not drawings.texts <= {strand.handle for strand in text.strands},
    )


def _digits(text: RawText) -> dict[int, frozenset[str]]:
    """The figures that the text has in each of its fonts."""
    used: dict[int, set[str]] = {}
    for begin, end, strand in text.pieces:
        font = text.strands[strand].font
        if font is not None:
            used.setdefault(font, set()).update(text.text[begin:end])
    return {font: DIGITS & signs for font, signs in used.items()}


def _turn(rotation: int, seen: Iterable[Piece], text: RawText) -> int:
    """The direction that most of the visible text runs in; the page's own rotation where it has little or mixed text."""
    directions: Counter[int | None] = Counter()
    for begin, end, strand in seen:
        directions[text.strands[strand].quarter] += end - begin - text.text.count(" ", begin, end)
    del directions[None]
    if not directions:
        return rotation
    direction, count = directions.most_common(1)[0]
    if direction is None or directions[rotation] >= 0.3 * count:
        return rotation
    return direction


def _sorted_out(seen: Iterable[Piece], text: RawText, turn: int) -> tuple[list[Piece], list[Piece]]:
    """What stands in lines, and what stands aside."""
    level: list[Piece] = []
    aside: list[Piece] = []
    for piece in seen:
        strand = text.strands[piece.strand]
        is_aside = strand.quarter != turn or _is_watermark(strand, text.boxes.at(piece.begin), turn)
        (aside if is_aside else level).append(piece)
    return level, aside


def _is_watermark(strand: Strand, box: Box, turn: int) -> bool:
    height = box[3] - box[1] if turn in (0, 180) else box[2] - box[0]
    if height < _WATERMARK_SIZE or strand.colour is None:
        return False
    red, green, blue, alpha = strand.colour
    lightness = 255 - (255 - (0.3 * red + 0.59 * green + 0.11 * blue)) * alpha / 255
    return lightness >= _WATERMARK_LIGHTNESS


def _stretches(pieces: Iterable[Piece], strands: Sequence[Strand]) -> list[Stretch]:
    return [Stretch(begin, end, strands[strand].bold) for begin, end, strand in pieces]


def _aside(text: RawText, pieces: list[Piece], page: Box, canvas: Upright) -> tuple[Word, ...]:
    """Turned text read along its own direction, then put at its place on the canvas; slanted text a strand at a time."""
    words: list[Word] = []
    for quarter in (0, 90, 180, 270):
        along = [piece for piece in pieces if text.strands[piece.strand].quarter == quarter]
        if not along:
            continue
        turned = upright(page, quarter)
        back = turned.matrix.inverse().then(canvas.matrix)
        for word in words_of(text.text, turned.matrix.boxes(text.boxes), _stretches(along, text.strands)):
            words.append(_word(word.text, back.box(word.x0, word.top, word.x1, word.bottom)))
    slanted: dict[int, list[Piece]] = {}
    for piece in pieces:
        if text.strands[piece.strand].quarter is None:
            slanted.setdefault(piece.strand, []).append(piece)
    for parts in slanted.values():
        boxes = [canvas.matrix.box(*text.boxes.take(np.arange(begin, end)).around()) for begin, end, _ in parts]
        around = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        words.append(_word("".join(text.text[begin:end] for begin, end, _ in parts).strip(), around))
    return tuple(word for word in words if word.text)


def _word(text: str, box: Box) -> Word:
    return Word(text, round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def _on_canvas(box: Box, canvas: Upright) -> Box:
    left, top, right, bottom = box
    return max(left, 0.0), max(top, 0.0), min(right, canvas.width), min(bottom, canvas.height)


def _bullets(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Lone signs without meaning are bullets or ticks of a symbol font, which hide nothing; not so in a text without meaning."""
    if any(_lacks_meaning(word.text) and word.text != UNMAPPED for word in words):
        return words
    return tuple(replace(word, text="•") if word.text == UNMAPPED else word for word in words)


def _lacks_meaning(word: str) -> bool:
    return UNMAPPED in word
