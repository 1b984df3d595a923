"""Which glyphs a reader can see: in come glyphs and the page, out goes for each whether its ink reaches the paper.

The page is painted twice, with its text and without. Where both pictures are alike, the text there is invisible: drawn in no
ink or the paper's colour, covered, cut off by a clip, on a layer that is off, beyond the border. No reason has to be guessed.
"""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import Any

from PIL import Image, ImageChops

from intake.documents import pdfium
from intake.documents.pdf_geometry import Box, Matrix, upright
from intake.documents.pdf_glyphs import RawGlyph, RawText, Strand

_PIXELS_PER_POINT = 1.5
_MOST_PIXELS = 25_000_000
_LEAST_CONTRAST = 24
"""Of 255. Type paler than this is not read by people either."""
_IS_INK = [255 if level >= _LEAST_CONTRAST else 0 for level in range(256)]
_LEAST_SIZE = 3.0
"""In points. Smaller print cannot be read on paper."""
_INVISIBLE_MODES = (3, 7)


def visible_glyphs(page: Any, text: RawText, textpage: int, texts: frozenset[int]) -> list[bool]:
    """One answer a glyph, in order. `page` is pypdfium2's page, `textpage` the address of its text page, `texts` are all text
    objects: what PDFium leaves out as a repetition is painted all the same."""
    box = page.get_bbox()
    scale = min(_PIXELS_PER_POINT, (_MOST_PIXELS / max(1.0, (box[2] - box[0]) * (box[3] - box[1]))) ** 0.5)
    ink = _ink(page, texts.union(strand.handle for strand in text.strands), scale)
    display = upright(box, page.get_rotation()).matrix.then(Matrix(scale, 0, 0, scale, 0, 0))
    seen: list[bool] = []
    for place, glyphs in groupby(text.glyphs, key=lambda glyph: glyph.strand):
        strand, signs = text.strands[place], list(glyphs)
        if strand.render_mode in _INVISIBLE_MODES or _height(strand, signs[0].box) < _LEAST_SIZE:
            seen += [False] * len(signs)
        else:
            seen += _inked(ink, display, signs, textpage)
    return seen


def _height(strand: Strand, box: Box) -> float:
    return box[2] - box[0] if strand.quarter in (90, 270) else box[3] - box[1]


def _inked(ink: Image.Image, display: Matrix, glyphs: list[RawGlyph], textpage: int) -> list[bool]:
    boxes = [display.box(*glyph.box) for glyph in glyphs]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    area = max(0, int(left)), max(0, int(top)), min(ink.width, ceil(right)), min(ink.height, ceil(bottom))
    if area[2] <= area[0] or area[3] <= area[1]:
        return [False] * len(glyphs)
    runs_across = right - left >= bottom - top
    length = area[2] - area[0] if runs_across else area[3] - area[1]
    profile = ink.resize((length, 1) if runs_across else (1, length), Image.Resampling.BOX, box=area).tobytes()
    axis = 0 if runs_across else 1
    seen: list[bool] = []
    for glyph, box in zip(glyphs, boxes, strict=True):
        begin, end = box[axis] - area[axis], box[axis + 2] - area[axis]
        # The middle of the glyph's own advance: a neighbour's overhang proves nothing.
        margin = 0.15 * (end - begin)
        first = max(0, int(begin + margin))
        marked = any(profile[first : max(first + 1, ceil(end - margin))])
        if end - begin < 1 and seen:
            marked = seen[-1]
        seen.append(marked or glyph.text == " " or _inked_tightly(ink, display, glyph, textpage))
    return seen


def _inked_tightly(ink: Image.Image, display: Matrix, glyph: RawGlyph, textpage: int) -> bool:
    """The same question for the outline's own box: fonts that lie about their heights must not lose their text."""
    left, top, right, bottom = display.box(*pdfium.tight_box(textpage, glyph.number))
    area = max(0, int(left)), max(0, int(top)), min(ink.width, ceil(right)), min(ink.height, ceil(bottom))
    if area[2] <= area[0] or area[3] <= area[1]:
        return False
    return ink.crop(area).getbbox() is not None


def _ink(page: Any, texts: frozenset[int], scale: float) -> Image.Image:
    """White where the text changes the picture, black elsewhere."""
    whole = painted(page, scale)
    for handle in texts:
        pdfium.set_active(handle, 0)
    try:
        bare = painted(page, scale)
    finally:
        for handle in texts:
            pdfium.set_active(handle, 1)
    changed = ImageChops.difference(whole, bare)
    return changed.point(_IS_INK)


def painted(page: Any, scale: float) -> Image.Image:
    """The page as its reader sees it, in grey, `scale` pixels a point."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        picture: Image.Image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    return picture
