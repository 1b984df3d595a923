"""The signs drawn on a PDF page: in comes a loaded text page, out go its signs in the page's own coordinates with how they look.

Keeps drawing order, drops what PDFium made up (its own spaces and line ends), collapses text that was drawn twice to look bold,
names signs whose meaning the file does not tell. Does not judge visibility.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from itertools import compress, groupby
from typing import NamedTuple

from intake.documents import pdfium
from intake.documents.pdf_geometry import Box, Boxes, quarter

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
    """One text object: a piece of text drawn at once. `quarter` is its direction in degrees, None where it slants.

    `is_level` says that all its signs stand equally high across that direction."""

    handle: int
    font: int | None
    quarter: int | None
    is_level: bool
    render_mode: int
    colour: tuple[int, ...] | None
    bold: bool


class Piece(NamedTuple):
    """The signs from `begin` to before `end`, which follow one another in one strand."""

    begin: int
    end: int
    strand: int


class RawText(NamedTuple):
    """A page's signs in drawing order, as columns: `text` has one character a sign (a ligature stands as one), so have `boxes`
    (the page's own coordinates, y upwards) and PDFium's `numbers`."""

    text: str
    boxes: Boxes
    numbers: list[int]
    pieces: list[Piece]
    strands: list[Strand]


class _Signs(dict[int, str]):
    """What each Unicode number is read as, for str.translate."""

    def __missing__(self, code: int) -> str:
        self[code] = sign = _sign(code)
        return sign


_SIGNS = _Signs()


def read_glyphs(textpage: int, most: int) -> RawText:
    """At most `most` glyphs; the caller compares with the limit."""
    text, handles, boxes, numbers = _drawn(pdfium.glyphs(textpage, most))
    firsts: dict[int, int] = {}
    pieces: list[Piece] = []
    places: dict[int, int] = {}
    end = 0
    for handle, group in groupby(handles):
        begin, end = end, end + len(list(group))
        firsts.setdefault(handle, begin)
        pieces.append(Piece(begin, end, places.setdefault(handle, len(places))))
    looks = pdfium.looks(textpage, [numbers[first] for first in firsts.values()], list(firsts))
    fonts = {font: _font(font) for font in {look.font for look in looks}}
    levels = [_level(look, boxes.at(first)) for look, first in zip(looks, firsts.values(), strict=True)]
    strands = [_strand(look, level, fonts[look.font].bold) for look, level in zip(looks, levels, strict=True)]
    if any(font.dingbats for font in fonts.values()):
        parts = [(text[begin:end], fonts[looks[strand].font].dingbats) for begin, end, strand in pieces]
        text = "".join(_ticks(part) if dingbats else part for part, dingbats in parts)
    drawn = RawText(text, _levelled(textpage, boxes, numbers, pieces, levels), numbers, pieces, strands)
    return _drawn_once(drawn)


def _drawn(glyphs: pdfium.Glyphs) -> tuple[str, list[int], Boxes, list[int]]:
    """What the file draws, without PDFium's own additions: the signs, their text objects, their boxes and their numbers."""
    codes, boxes, numbers = glyphs.codes, glyphs.boxes, list(range(len(glyphs.codes)))
    if 1 in glyphs.meaningless:
        # The file gives a number and no sign; PDFium passes the number off as one, so that "M" comes out as a figure.
        codes = [_UNKNOWN if flag == 1 else code for code, flag in zip(codes, glyphs.meaningless, strict=True)]
    kept = [handle is not None and code not in _INVISIBLE_SIGNS for handle, code in zip(glyphs.handles, codes, strict=True)]
    if not all(kept):
        codes, numbers = list(compress(codes, kept)), list(compress(numbers, kept))
        boxes = Boxes(*(list(compress(column, kept)) for column in boxes))
    text = "".join(map(chr, codes))
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_SIGNS)
    return text, [handle for handle in compress(glyphs.handles, kept) if handle is not None], boxes, numbers


class _Font(NamedTuple):
    bold: bool
    dingbats: bool


def _font(font: int | None) -> _Font:
    name = pdfium.font_name(font).lower() if font else ""
    bold = any(word in name for word in _BOLD) or (font is not None and pdfium.font_weight(font) >= 600)
    return _Font(bold, any(word in name for word in _DINGBATS))


def _strand(look: pdfium.Look, level: _Level, bold: bool) -> Strand:
    colour = pdfium.stroke_colour(look.handle) if look.render_mode == 1 else look.fill
    is_level = level.uses_em and level.base is not None
    return Strand(look.handle, look.font, level.quarter, is_level, look.render_mode, colour, bold or look.render_mode == 2)


class _Level(NamedTuple):
    """How high a strand's glyphs stand: one em from a fifth below the base line, in every font alike.

    Fonts state their heights differently and sometimes wrongly; words of one line have to lie level whatever their fonts.
    Where not even `uses_em` holds, the glyph's own box has to do. `base` is the base line of the whole strand, None where it
    slants.
    """

    quarter: int | None
    uses_em: bool
    size: float
    base: float | None


def _level(look: pdfium.Look, box: Box) -> _Level:
    matrix = look.matrix
    direction = quarter(matrix.a, matrix.b)
    size = look.font_size * math.hypot(matrix.c, matrix.d)
    left, bottom, right, top = box
    is_across = direction in (0, 180)
    across = top - bottom if is_across else right - left
    # Fonts made of drawings count in units of their own; then only the drawn box tells the height.
    if direction is None or not 0.4 * size <= across <= 2.5 * size:
        return _Level(direction, False, across, None)
    along, slant = (matrix.a, matrix.b) if is_across else (matrix.b, matrix.a)
    return _Level(direction, True, size, look.origin[is_across] if abs(slant) < 0.005 * abs(along) else None)


def _levelled(textpage: int, boxes: Boxes, numbers: list[int], pieces: list[Piece], levels: list[_Level]) -> Boxes:
    x0, y0, x1, y1 = boxes
    for begin, end, strand in pieces:
        quarter_turn, uses_em, size, base = levels[strand]
        if not uses_em:
            continue
        is_across = quarter_turn in (0, 180)
        lows, highs = (y0, y1) if is_across else (x0, x1)
        below = (0.8 if quarter_turn in (90, 180) else 0.2) * size
        if base is None:
            bases = [pdfium.origin(textpage, number)[is_across] for number in numbers[begin:end]]
        else:
            bases = [base] * (end - begin)
        lows[begin:end] = [at - below for at in bases]
        highs[begin:end] = [at - below + size for at in bases]
    return boxes


def _ticks(text: str) -> str:
    """A tick of a symbol font is no "3", whatever its number in the font."""
    return "".join(" " if sign == " " else "•" for sign in text)


def _sign(code: int) -> str:
    if code in (_LINE_END_HYPHEN, _SOFT_HYPHEN):
        return "-"
    if any(code in span for span in _MEANINGLESS):
        return UNMAPPED
    return " " if chr(code).isspace() else chr(code)


def _drawn_once(drawn: RawText) -> RawText:
    """Without the strands that repeat an earlier one at almost its place: a cheap way to print bold, or a shadow."""
    text, boxes, _, pieces, strands = drawn
    own: dict[int, list[Piece]] = {}
    for piece in pieces:
        own.setdefault(piece.strand, []).append(piece)
    first_at: dict[str, list[tuple[float, float, int]]] = {}
    repeated: set[int] = set()
    for strand, parts in own.items():
        said = "".join(text[begin:end] for begin, end, _ in parts)
        left, bottom, right, top = boxes.at(parts[0].begin)
        reach = 0.15 * max(top - bottom, right - left)
        earlier = first_at.setdefault(said, [])
        for _, y, kept in earlier[bisect_right(earlier, (left - reach,)) : bisect_left(earlier, (left + reach,))]:
            same_kind = (strands[strand].render_mode == 3) == (strands[kept].render_mode == 3)
            if abs(bottom - y) < reach and same_kind and not said.isspace():
                repeated.add(strand)
                strands[kept] = strands[kept]._replace(bold=True)
                break
        else:
            insort(earlier, (left, bottom, strand))
    return drawn._replace(pieces=[piece for piece in pieces if piece.strand not in repeated]) if repeated else drawn
