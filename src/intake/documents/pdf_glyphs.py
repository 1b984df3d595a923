"""The signs drawn on a PDF page: in comes a loaded text page, out go glyphs in the page's own coordinates with how they look.

Keeps drawing order, drops what PDFium made up (its own spaces and line ends), collapses text that was drawn twice to look bold,
names signs whose meaning the file does not tell. Does not judge visibility.
"""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple

from intake.documents import pdfium
from intake.documents.pdf_geometry import Box, quarter

UNMAPPED = "\ufffd"
"""Stands for a sign whose meaning the file does not tell."""

_LINE_END_HYPHEN = 0x02
_SOFT_HYPHEN = 0xAD
_UNKNOWN = 0xFFFD
# Controls, halves of pairs, private use, the replacement sign itself; tab and line ends are blanks.
_MEANINGLESS = (range(9), range(14, 32), range(0xD800, 0xE000), range(0xE000, 0xF900), range(0xFFFD, 0x10000))
_INVISIBLE_SIGNS = frozenset({0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF})
_DINGBATS = ("wingding", "webding", "dingbat")
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


class Strand(NamedTuple):
    """One text object: a piece of text drawn at once. `quarter` is its direction in degrees, None where it slants."""

    handle: int
    quarter: int | None
    render_mode: int
    colour: tuple[int, int, int, int] | None
    bold: bool
    dingbats: bool


class RawGlyph(NamedTuple):
    """A sign and its box (left, bottom, right, top) in the page's own coordinates; `number` is PDFium's number for it."""

    text: str
    box: Box
    strand: int
    number: int


class RawText(NamedTuple):
    glyphs: list[RawGlyph]
    strands: list[Strand]


def read_glyphs(textpage: int, most: int) -> RawText:
    """At most `most` glyphs; the caller compares with the limit."""
    strands: list[Strand] = []
    levels: list[_Level] = []
    places: dict[int, int] = {}
    glyphs: list[RawGlyph] = []
    fonts: dict[int, tuple[bool, bool]] = {}
    unicode_of, strand_of, loose_box = pdfium.unicode_of, pdfium.strand_of, pdfium.loose_box
    has_no_meaning = pdfium.has_no_meaning
    for index in range(min(pdfium.count_glyphs(textpage), most)):
        handle = strand_of(textpage, index)
        if not handle:
            continue
        box = loose_box(textpage, index)
        place = places.get(handle)
        if place is None:
            place = places[handle] = len(strands)
            strands.append(_strand(textpage, index, handle, fonts))
            levels.append(_level(textpage, index, handle, box))
        code = unicode_of(textpage, index)
        if code in _INVISIBLE_SIGNS:
            continue
        if has_no_meaning(textpage, index) == 1:
            # The file gives a number and no sign; PDFium passes the number off as one, so that "M" comes out as a figure.
            code = _UNKNOWN
        glyphs.append(RawGlyph(_sign(code, strands[place].dingbats), levels[place].of(textpage, index, box), place, index))
    return RawText(_drawn_once(glyphs, strands), strands)


def _strand(textpage: int, index: int, handle: int, fonts: dict[int, tuple[bool, bool]]) -> Strand:
    font = pdfium.font_of(handle) or 0
    if font not in fonts:
        name = pdfium.font_name(font).lower() if font else ""
        bold = any(word in name for word in _BOLD) or (font != 0 and pdfium.font_weight(font) >= 600)
        fonts[font] = bold, any(word in name for word in _DINGBATS)
    bold, dingbats = fonts[font]
    matrix = pdfium.glyph_matrix(textpage, index)
    mode = pdfium.render_mode(handle)
    colour = pdfium.stroke_colour(handle) if mode == 1 else pdfium.fill_colour(handle)
    return Strand(handle, quarter(matrix.a, matrix.b), mode, colour, bold or mode == 2, dingbats)


class _Level(NamedTuple):
    """How high a strand's glyphs stand: one em from a fifth below the base line, in every font alike.

    Fonts state their heights differently and sometimes wrongly; words of one line have to lie level whatever their fonts.
    `quarter` is None where the glyph's own box has to do. `base` is the base line of the whole strand, None where it slants.
    """

    quarter: int | None
    size: float
    base: float | None

    def of(self, textpage: int, index: int, box: Box) -> Box:
        if self.quarter is None:
            return box
        base = self.base
        if base is None:
            base = pdfium.origin(textpage, index)[self.quarter in (0, 180)]
        above, below = 0.8 * self.size, 0.2 * self.size
        if self.quarter in (180, 270):
            above, below = below, above
        if self.quarter in (0, 180):
            return box[0], base - below, box[2], base + above
        return base - (self.size - below), box[1], base + (self.size - above), box[3]


def _level(textpage: int, index: int, handle: int, box: Box) -> _Level:
    matrix = pdfium.glyph_matrix(textpage, index)
    size = pdfium.font_size(handle) * math.hypot(matrix.c, matrix.d)
    direction = quarter(matrix.a, matrix.b)
    across = box[3] - box[1] if direction in (0, 180) else box[2] - box[0]
    # Fonts made of drawings count in units of their own; then only the drawn box tells the height.
    if direction is None or not 0.4 * size <= across <= 2.5 * size:
        return _Level(None, across, None)
    along, slant = (matrix.a, matrix.b) if direction in (0, 180) else (matrix.b, matrix.a)
    base = pdfium.origin(textpage, index)[direction in (0, 180)] if abs(slant) < 0.005 * abs(along) else None
    return _Level(direction, size, base)


def _sign(code: int, dingbats: bool) -> str:
    if dingbats:
        # A tick of a symbol font is no "3", whatever its number in the font.
        return " " if code in (32, 0xA0) else "•"
    if 32 < code < 127:
        return chr(code)
    if code in (_LINE_END_HYPHEN, _SOFT_HYPHEN):
        return "-"
    if any(code in span for span in _MEANINGLESS):
        return UNMAPPED
    sign = chr(code)
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", sign)
    return " " if sign.isspace() else sign


def _drawn_once(glyphs: list[RawGlyph], strands: list[Strand]) -> list[RawGlyph]:
    """Without the strands that repeat an earlier one at almost its place: a cheap way to print bold, or a shadow."""
    texts: dict[int, list[RawGlyph]] = {}
    for glyph in glyphs:
        texts.setdefault(glyph.strand, []).append(glyph)
    first_at: dict[str, list[tuple[Box, int]]] = {}
    repeated: set[int] = set()
    for strand, signs in texts.items():
        text = "".join(glyph.text for glyph in signs)
        box = signs[0].box
        reach = 0.15 * max(box[3] - box[1], box[2] - box[0])
        for earlier, kept in first_at.setdefault(text, []):
            same_kind = (strands[strand].render_mode == 3) == (strands[kept].render_mode == 3)
            if abs(box[0] - earlier[0]) < reach and abs(box[1] - earlier[1]) < reach and same_kind and text.strip():
                repeated.add(strand)
                strands[kept] = strands[kept]._replace(bold=True)
                break
        else:
            first_at[text].append((box, strand))
    return [glyph for glyph in glyphs if glyph.strand not in repeated] if repeated else glyphs
