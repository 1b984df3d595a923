"""The signs drawn on a PDF page: in comes a loaded text page, out go its signs in the page's own coordinates with how they look.

Keeps drawing order, drops what PDFium made up (its own spaces and line ends), collapses text that was drawn twice to look bold,
names signs whose meaning the file does not tell. Does not judge visibility.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import compress, groupby
from typing import NamedTuple

import numpy as np

from intake.documents import pdfium
from intake.documents.pdf_geometry import Boxes, Column, Flags, Numbers, quarters

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
    begins = np.fromiter(firsts.values(), np.intp, len(firsts))
    looks = pdfium.looks(textpage, [numbers[first] for first in firsts.values()], list(firsts))
    fonts = {font: _font(font) for font in set(looks.fonts)}
    levels = _levels(looks, boxes.take(begins))
    strands = _strands(list(firsts), looks, levels, fonts)
    if any(font.dingbats for font in fonts.values()):
        parts = [(text[begin:end], fonts[looks.fonts[strand]].dingbats) for begin, end, strand in pieces]
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
        boxes = boxes.take(np.array(kept))
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


class _Levels(NamedTuple):
    """How high each strand's glyphs stand: one em from a fifth below the base line, in every font alike.

    Fonts state their heights differently and sometimes wrongly; words of one line have to lie level whatever their fonts.
    Where not even `uses_em` holds, the glyph's own box has to do. `bases` are the base lines of whole strands, where `is_level`.
    """

    quarters: list[int | None]
    is_across: Flags
    uses_em: Flags
    is_level: Flags
    sizes: Column
    bases: Column


def _levels(looks: pdfium.Looks, first_boxes: Boxes) -> _Levels:
    a, b, c, d = looks.matrices.T[:4]
    turns = quarters(a, b)
    is_across = (turns == 0) | (turns == 180)
    sizes = looks.font_sizes * np.hypot(c, d)
    left, bottom, right, top = first_boxes
    heights = np.where(is_across, top - bottom, right - left)
    # Fonts made of drawings count in units of their own; then only the drawn box tells the height.
    uses_em = (turns >= 0) & (0.4 * sizes <= heights) & (heights <= 2.5 * sizes)
    along, slant = np.where(is_across, a, b), np.where(is_across, b, a)
    is_level = uses_em & (abs(slant) < 0.005 * abs(along))
    bases = np.where(is_across, looks.origins[:, 1], looks.origins[:, 0])
    return _Levels([turn if turn >= 0 else None for turn in turns.tolist()], is_across, uses_em, is_level, sizes, bases)


def _strands(handles: list[int], looks: pdfium.Looks, levels: _Levels, fonts: dict[int | None, _Font]) -> list[Strand]:
    colours = [
        pdfium.stroke_colour(handle) if mode == 1 else fill
        for handle, mode, fill in zip(handles, looks.render_modes, looks.fills, strict=True)
    ]
    bold = [fonts[font].bold or mode == 2 for font, mode in zip(looks.fonts, looks.render_modes, strict=True)]
    columns = (handles, looks.fonts, levels.quarters, levels.is_level.tolist(), looks.render_modes, colours, bold)
    return list(map(Strand, *columns))


def _levelled(textpage: int, boxes: Boxes, numbers: list[int], pieces: list[Piece], levels: _Levels) -> Boxes:
    """The boxes of glyphs as high as their strands' levels say. The pieces are all glyphs, one after the other."""
    lengths = [end - begin for begin, end, _ in pieces]
    of: Numbers = np.repeat(np.array([piece.strand for piece in pieces], np.intp), lengths)
    is_across, sizes, bases = levels.is_across[of], levels.sizes[of], levels.bases[of]
    for index in np.flatnonzero((levels.uses_em & ~levels.is_level)[of]).tolist():
        bases[index] = pdfium.origin(textpage, numbers[index])[bool(is_across[index])]
    share_below = np.array([0.8 if turn in (90, 180) else 0.2 for turn in levels.quarters])[of] if len(of) else sizes
    lows = bases - share_below * sizes
    across, down = (levels.uses_em & levels.is_across)[of], (levels.uses_em & ~levels.is_across)[of]
    return Boxes(
        np.where(down, lows, boxes.x0),
        np.where(across, lows, boxes.y0),
        np.where(down, lows + sizes, boxes.x1),
        np.where(across, lows + sizes, boxes.y1),
    )


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
    firsts = np.array([parts[0].begin for parts in own.values()], np.intp)
    lefts, bottoms, rights, tops = (column.tolist() for column in boxes.take(firsts))
    first_at: dict[str, list[tuple[float, float, int]]] = {}
    repeated: set[int] = set()
    for place, (strand, parts) in enumerate(own.items()):
        said = "".join([text[begin:end] for begin, end, _ in parts])
        left, bottom = lefts[place], bottoms[place]
        reach = 0.15 * max(tops[place] - bottom, rights[place] - left)
        # By their heights: the same figure stands in many rows, but seldom often in one.
        earlier = first_at.setdefault(said, [])
        for _, x, kept in earlier[bisect_right(earlier, (bottom - reach,)) : bisect_left(earlier, (bottom + reach,))]:
            same_kind = (strands[strand].render_mode == 3) == (strands[kept].render_mode == 3)
            if abs(left - x) < reach and same_kind and not said.isspace():
                repeated.add(strand)
                strands[kept] = strands[kept]._replace(bold=True)
                break
        else:
            insort(earlier, (bottom, left, strand))
    return drawn._replace(pieces=[piece for piece in pieces if piece.strand not in repeated]) if repeated else drawn
