"""One PDF page: in comes pypdfium2's page, out go its words upright and in reading order, its rules, and what is odd about it.

Words that nobody sees are kept apart from the reading, words that belong to no line (margin notes, watermarks) likewise.
Recognises no pictures: it says how much of the page they cover, and how much of the text has no meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from intake.documents import pdfium
from intake.documents.pdf_drawings import read_drawings, rules_of
from intake.documents.pdf_geometry import Box, Upright, upright
from intake.documents.pdf_glyphs import UNMAPPED, RawGlyph, RawText, Strand, read_glyphs
from intake.documents.pdf_second import lie_over_one_another
from intake.documents.pdf_visibility import visible_glyphs
from intake.documents.pdf_words import Glyph, words_of
from intake.domain.documents import Rule, Word

_WATERMARK_SIZE = 36.0
_WATERMARK_LIGHTNESS = 170


@dataclass(frozen=True, slots=True)
class PageContent:
    """`images` are boxes on the canvas; `turn` is the direction of the page's text in degrees counter-clockwise.

    `unreadable` are words with signs whose meaning the file does not tell; `draws` says whether anything at all is drawn;
    `is_odd` that text was left out or lies over other text, so that a second reader should be heard.
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
    is_odd: bool


def read_page(page: Any, most_glyphs: int) -> PageContent:
    textpage = page.get_textpage()
    try:
        address = pdfium.address(textpage.raw)
        text = read_glyphs(address, most_glyphs)
        drawings = read_drawings(pdfium.address(page.raw))
        seen = visible_glyphs(page, text, address, drawings.texts) if text.glyphs else []
    finally:
        textpage.close()
    turn = _turn(page.get_rotation(), text, seen)
    canvas = upright(page.get_bbox(), turn)
    rules = rules_of(drawings.edges, canvas)
    level, aside, hidden = _sorted_out(text, seen, turn)
    words = tuple(_bullet(word) for word in words_of(_placed(level, text.strands, canvas), rules))
    return PageContent(
        canvas=canvas,
        turn=turn,
        words=words,
        hidden=words_of(_placed(hidden, text.strands, canvas)),
        aside=_aside(aside, text.strands, page.get_bbox(), canvas),
        rules=rules,
        images=tuple(_on_canvas(canvas.matrix.box(*image), canvas) for image in drawings.images),
        unreadable=sum(_lacks_meaning(word.text) for word in words),
        draws=bool(drawings.images or drawings.paths),
        glyphs=len(text.glyphs),
        is_odd=lie_over_one_another(words) or not drawings.texts <= {strand.handle for strand in text.strands},
    )


def _turn(rotation: int, text: RawText, seen: list[bool]) -> int:
    """The direction that most of the visible text runs in; the page's own rotation where it has little or mixed text."""
    directions = Counter(
        text.strands[glyph.strand].quarter
        for glyph, is_seen in zip(text.glyphs, seen, strict=True)
        if is_seen and not glyph.text.isspace()
    )
    del directions[None]
    if not directions:
        return rotation
    direction, count = directions.most_common(1)[0]
    if direction is None or directions[rotation] >= 0.3 * count:
        return rotation
    return direction


def _sorted_out(text: RawText, seen: list[bool], turn: int) -> tuple[list[RawGlyph], list[RawGlyph], list[RawGlyph]]:
    level: list[RawGlyph] = []
    aside: list[RawGlyph] = []
    hidden: list[RawGlyph] = []
    for glyph, is_seen in zip(text.glyphs, seen, strict=True):
        strand = text.strands[glyph.strand]
        if not is_seen:
            hidden.append(glyph)
        elif strand.quarter != turn or _is_watermark(strand, glyph.box, turn):
            aside.append(glyph)
        else:
            level.append(glyph)
    return level, aside, hidden


def _is_watermark(strand: Strand, box: Box, turn: int) -> bool:
    height = box[3] - box[1] if turn in (0, 180) else box[2] - box[0]
    if height < _WATERMARK_SIZE or strand.colour is None:
        return False
    red, green, blue, alpha = strand.colour
    lightness = 255 - (255 - (0.3 * red + 0.59 * green + 0.11 * blue)) * alpha / 255
    return lightness >= _WATERMARK_LIGHTNESS


def _placed(glyphs: Iterable[RawGlyph], strands: list[Strand], canvas: Upright) -> list[Glyph]:
    placed: list[Glyph] = []
    for glyph in glyphs:
        left, top, right, bottom = canvas.matrix.box(*glyph.box)
        placed.append(Glyph(glyph.text, left, top, right, bottom, bottom - top, strands[glyph.strand].bold, glyph.strand))
    return placed


def _aside(glyphs: list[RawGlyph], strands: list[Strand], page: Box, canvas: Upright) -> tuple[Word, ...]:
    """Turned text read along its own direction, then put at its place on the canvas; slanted text a strand at a time."""
    words: list[Word] = []
    for quarter in (0, 90, 180, 270):
        turned = upright(page, quarter)
        back = turned.matrix.inverse().then(canvas.matrix)
        along = [glyph for glyph in glyphs if strands[glyph.strand].quarter == quarter]
        for word in words_of(_placed(along, strands, turned)):
            words.append(_word(word.text, back.box(word.x0, word.top, word.x1, word.bottom)))
    slanted: dict[int, list[RawGlyph]] = {}
    for glyph in glyphs:
        if strands[glyph.strand].quarter is None:
            slanted.setdefault(glyph.strand, []).append(glyph)
    for signs in slanted.values():
        boxes = [canvas.matrix.box(*glyph.box) for glyph in signs]
        around = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        words.append(_word("".join(glyph.text for glyph in signs).strip(), around))
    return tuple(word for word in words if word.text)


def _word(text: str, box: Box) -> Word:
    return Word(text, round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def _on_canvas(box: Box, canvas: Upright) -> Box:
    left, top, right, bottom = box
    return max(left, 0.0), max(top, 0.0), min(right, canvas.width), min(bottom, canvas.height)


def _bullet(word: Word) -> Word:
    """A lone sign without meaning is a bullet or a tick of a symbol font; that hides nothing."""
    return replace(word, text="•") if word.text == UNMAPPED else word


def _lacks_meaning(word: str) -> bool:
    return UNMAPPED in word
