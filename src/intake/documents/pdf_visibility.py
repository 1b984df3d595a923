"""Which glyphs a reader can see: in come a page's signs and the page, out go those whose ink reaches the paper and the others.

The page is painted twice, with its text and without. Where both pictures are alike, the text there is invisible: drawn in no
ink or the paper's colour, covered, cut off by a clip, on a layer that is off, beyond the border. No reason has to be guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from intake.documents import pdfium
from intake.documents.pdf_geometry import Box, Boxes, Column, Flags, Matrix, Numbers, upright
from intake.documents.pdf_glyphs import Piece, RawText, Strand

_PIXELS_PER_POINT = 1.5
_MOST_PIXELS = 25_000_000
_LEAST_CONTRAST = 24
"""Of 255. Type paler than this is not read by people either."""
_LEAST_SIZE = 3.0
"""In points. Smaller print cannot be read on paper."""
_INVISIBLE_MODES = (3, 7)
_OVERHANG = 0.15
"""The share of a glyph's advance, at either end, into which its neighbours' ink may reach."""


def seen_and_unseen(page: Any, text: RawText, textpage: int, texts: frozenset[int]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that are seen and those that are not, cut where one glyph is and the next is not; each in drawing order.

    `page` is pypdfium2's page, `textpage` the address of its text page, `texts` are all text objects: what PDFium leaves out as
    a repetition is painted all the same."""
    box = page.get_bbox()
    scale = min(_PIXELS_PER_POINT, (_MOST_PIXELS / max(1.0, (box[2] - box[0]) * (box[3] - box[1]))) ** 0.5)
    display = upright(box, page.get_rotation()).matrix.then(Matrix(scale, 0, 0, scale, 0, 0))
    begins = np.array([piece.begin for piece in text.pieces])
    lengths = np.array([piece.end for piece in text.pieces]) - begins
    firsts = np.cumsum(lengths) - lengths
    numbers = np.arange(lengths.sum()) + np.repeat(begins - firsts, lengths)
    ink = _Ink(_painted_text(page, texts.union(strand.handle for strand in text.strands), scale))
    seen = ink.marks(display.boxes(text.boxes.take(numbers)), firsts, lengths)
    for place in np.flatnonzero(~seen).tolist():
        number = int(numbers[place])
        seen[place] = text.text[number] == " " or ink.shows(display.box(*pdfium.tight_box(textpage, text.numbers[number])))
    seen &= np.repeat(_may_be_seen([text.strands[piece.strand] for piece in text.pieces], text.boxes.take(begins)), lengths)
    return _parted(text.pieces, numbers, seen, firsts)


def _may_be_seen(strands: Sequence[Strand], firsts: Boxes) -> Flags:
    """Whether strands, of which these are the first boxes, are drawn in ink and of a size that can be read."""
    is_drawn = np.array([strand.render_mode not in _INVISIBLE_MODES for strand in strands])
    is_upright = np.array([strand.quarter in (90, 270) for strand in strands])
    sizes = np.where(is_upright, firsts.x1 - firsts.x0, firsts.y1 - firsts.y0)
    may_be: Flags = is_drawn & (sizes >= _LEAST_SIZE)
    return may_be


def _parted(pieces: Sequence[Piece], numbers: Numbers, seen: Flags, firsts: Numbers) -> tuple[list[Piece], list[Piece]]:
    both: tuple[list[Piece], list[Piece]] = [], []
    turns = np.flatnonzero(seen[1:] != seen[:-1]) + 1
    if not len(turns):
        both[not seen[0]].extend(pieces)
        return both
    cuts = np.union1d(firsts, turns)
    owners = firsts.searchsorted(cuts, "right") - 1
    ends = np.append(cuts[1:], len(seen))
    for begin, end, owner in zip(cuts.tolist(), ends.tolist(), owners.tolist(), strict=True):
        both[not seen[begin]].append(Piece(int(numbers[begin]), int(numbers[end - 1]) + 1, pieces[owner].strand))
    return both


class _Ink:
    """The picture of the text alone, asked where it has ink."""

    def __init__(self, picture: Flags) -> None:
        self._picture = picture

    def marks(self, boxes: Boxes, firsts: Numbers, lengths: Numbers) -> Flags:
        """For each glyph whether there is ink in the middle of its own advance: a neighbour's overhang proves nothing.

        The glyphs' pieces begin at `firsts`. The cells of a table's row share a band of the picture, which is looked at once."""
        around = boxes.around_parts(firsts)
        # Glyphs that are drawn one by one are mostly higher than wide, and lie in one row all the same.
        is_row = (lengths == 1) | (around.x1 - around.x0 >= around.y1 - around.y0)
        of = np.repeat(is_row, lengths)
        lows, highs = np.where(of, boxes.x0, boxes.y0), np.where(of, boxes.x1, boxes.y1)
        margins = _OVERHANG * (highs - lows)
        height, width = self._picture.shape
        tops = np.where(is_row, around.y0, around.x0).clip(0, None).astype(np.intp)
        bottoms = np.ceil(np.where(is_row, around.y1, around.x1)).clip(0, np.where(is_row, height, width)).astype(np.intp)
        bands, which = np.unique(np.stack((is_row, tops, bottoms)), axis=1, return_inverse=True)
        counts: npt.NDArray[np.int32] = np.zeros((bands.shape[1], max(height, width) + 1), np.int32)
        for place, (row, top, bottom) in enumerate(bands.T.tolist()):
            area = self._picture[top:bottom] if row else self._picture[:, top:bottom]
            band: Flags = np.any(area, axis=0 if row else 1)
            np.cumsum(band, out=counts[place, 1 : len(band) + 1])
            counts[place, len(band) + 1 :] = counts[place, len(band)]
        begins = np.floor(lows + margins)
        ends = np.maximum(begins + 1, np.ceil(highs - margins))
        begins, ends = (places.clip(0, counts.shape[1] - 1).astype(np.intp) for places in (begins, ends))
        band_of = np.repeat(which.reshape(-1), lengths)
        marked: Flags = counts[band_of, ends] > counts[band_of, begins]
        return _with_narrow(marked, highs - lows, firsts)

    def shows(self, box: Box) -> bool:
        """Whether ink stands in the box: fonts that lie about their heights must not lose their text."""
        left, top, right, bottom = np.clip((*np.floor(box[:2]), *np.ceil(box[2:])), 0, 1e6).astype(int).tolist()
        return bool(self._picture[top:bottom, left:right].any())


def _with_narrow(marked: Flags, widths: Column, firsts: Numbers) -> Flags:
    """The letters of a ligature share one advance: what is narrower than a dot is seen where the glyph before it is."""
    narrow = widths < 1
    narrow[firsts] = False
    for place in np.flatnonzero(narrow).tolist():
        marked[place] = marked[place - 1]
    return marked


def _painted_text(page: Any, texts: frozenset[int], scale: float) -> Flags:
    """True where the text changes the picture."""
    whole = page.render(scale=scale, grayscale=True)
    for handle in texts:
        pdfium.set_active(handle, 0)
    try:
        bare = page.render(scale=scale, grayscale=True)
    finally:
        for handle in texts:
            pdfium.set_active(handle, 1)
    try:
        # Bytes wrap around: black less white is one, so the smaller is taken from the greater.
        one, other = _dots(whole), _dots(bare)
        return np.maximum(one, other) - np.minimum(one, other) >= _LEAST_CONTRAST
    finally:
        whole.close()
        bare.close()


def _dots(bitmap: Any) -> npt.NDArray[np.uint8]:
    dots: npt.NDArray[np.uint8] = bitmap.to_numpy()
    return dots.reshape(dots.shape[:2])


def painted(page: Any, scale: float) -> Image.Image:
    """The page as its reader sees it, in grey, `scale` pixels a point."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        picture: Image.Image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    return picture
