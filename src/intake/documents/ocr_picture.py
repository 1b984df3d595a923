"""A scanned page made fit for text recognition: in comes a grey picture, out go a level picture without specks and rules, and
the rules that stood in it.

Paper is made white, the page is levelled, ruled lines are found as long runs of ink and taken out, because recognition loses
most words beside them. White type on dark bars becomes black on white. Pure picture arithmetic; recognises nothing.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps

from intake.documents.ocr_morphology import grown, shrunk
from intake.documents.ocr_specks import without_specks
from intake.documents.rules import joined
from intake.domain.documents import Rule

_LEVELLING_WIDTH = 900
_STEEPEST = 6.0
_FAINT = 40
"""Of 255: what is less dark than this beside the darkest ink is the paper's grain."""
_SHORTEST_RULE = 0.4
"""In inches; longer than any stroke of a letter."""
_THICKEST_RULE = 0.07
_BAR_CELL = 0.08
"""In inches: about the height of a small letter."""
_LOWEST_BAR = 0.12


class CleanPage(NamedTuple):
    """`picture` is level, black on white; `rules` in its pixels; `skew` the degrees it was turned by, counter-clockwise."""

    picture: Image.Image
    rules: tuple[Rule, ...]
    skew: float


def cleaned(grey: Image.Image, dots_per_inch: float) -> CleanPage:
    ink = _ink(grey)
    skew = skew_of(ink)
    if abs(skew) >= 0.05:
        ink = ink.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=0)
    ink = _bars_inverted(ink, dots_per_inch)
    across, down = _line_masks(ink, dots_per_inch)
    ink = ImageChops.subtract(ink, ImageChops.lighter(across, down).filter(ImageFilter.MaxFilter(3)))
    ink = without_specks(ink, dots_per_inch)
    return CleanPage(ImageOps.invert(ink), _rules(across, down, dots_per_inch), skew)


def _ink(grey: Image.Image) -> Image.Image:
    """How much darker than the paper around it each dot is, as a share of the paper's light, stretched to 0 to 255: shadows,
    tinted paper and the paper's own grain vanish."""
    small = grey.resize((max(1, grey.width // 16), max(1, grey.height // 16)), Image.Resampling.BOX)
    paper = (
        small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3)).resize(grey.size, Image.Resampling.BILINEAR)
    )
    dark = ImageChops.subtract(paper, grey)
    share = ImageMath.lambda_eval(lambda of: of["convert"](of["dark"] * 255 / (of["paper"] + 1), "L"), dark=dark, paper=paper)
    return ImageOps.autocontrast(share, cutoff=(0, 0.2)).point(
        [max(0, level - _FAINT) * 255 // (255 - _FAINT) for level in range(256)]
    )


def skew_of(ink: Image.Image) -> float:
    """Degrees counter-clockwise to turn the picture by until its lines lie level: then rows are fullest or emptiest."""
    scale = _LEVELLING_WIDTH / max(ink.size)
    small = (
        ink.resize((max(1, int(ink.width * scale)), max(1, int(ink.height * scale))), Image.Resampling.BOX) if scale < 1 else ink
    )
    best = 0.0
    for reach, step in ((_STEEPEST, 0.5), (0.4, 0.1), (0.08, 0.02)):
        steps = round(reach / step)
        best = max((best + step * place for place in range(-steps, steps + 1)), key=lambda angle: _evenness(small, angle))
    return best if _evenness(small, best) > 1.02 * _evenness(small, 0.0) else 0.0


def _evenness(small: Image.Image, angle: float) -> float:
    rows = small.rotate(angle, Image.Resampling.BILINEAR, fillcolor=0).resize((1, small.height), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) ** 2 for a, b in itertools.pairwise(rows)))


def _line_masks(ink: Image.Image, dots_per_inch: float) -> tuple[Image.Image, Image.Image]:
    black = ink.point([255 if level > 90 else 0 for level in range(256)])
    length = max(8, int(_SHORTEST_RULE * dots_per_inch))
    return _long_runs(black, length, 0), _long_runs(black, length, 1)


def _long_runs(black: Image.Image, length: int, axis: int) -> Image.Image:
    """Only the ink that belongs to runs of `length` dots along the axis (0 across, 1 down), small gaps bridged."""
    bridged = shrunk(grown(black, 3, axis), 3, axis)
    return grown(shrunk(bridged, length, axis), length, axis)


def _bars_inverted(ink: Image.Image, dots_per_inch: float) -> Image.Image:
    """Black type covers at most a third of the space it stands in; where ink covers more than half, the type is what has none."""
    black = ink.point([255 if level > 110 else 0 for level in range(256)])
    cell = max(4, int(_BAR_CELL * dots_per_inch))
    cells = black.resize((max(1, ink.width // cell), max(1, ink.height // cell)), Image.Resampling.BOX)
    dense = cells.filter(ImageFilter.BoxBlur(1)).point([255 if level > 140 else 0 for level in range(256)])
    if dense.getbbox() is None:
        return ink
    around = dense.filter(ImageFilter.MaxFilter(3)).resize(ink.size, Image.Resampling.NEAREST)
    filled = shrunk(grown(black, 2 * cell, 0), 2 * cell, 0)
    # The row below a bar is less high than one.
    least = int(_LOWEST_BAR * dots_per_inch)
    filled = grown(shrunk(filled, least, 1), least, 1)
    bars = ImageChops.darker(around, filled)
    type_on_bars = ImageOps.invert(ink).point([max(0, level - 80) * 255 // 175 for level in range(256)])
    # A bar's edge, neither black nor white, would be taken for a rule or an l.
    edge = ImageChops.subtract(bars.filter(ImageFilter.MaxFilter(5)), bars.filter(ImageFilter.MinFilter(3)))
    ink = Image.composite(type_on_bars, ink, bars)
    return Image.composite(Image.new("L", ink.size, 0), ink, edge)


def _rules(across: Image.Image, down: Image.Image, dots_per_inch: float) -> tuple[Rule, ...]:
    shortest = int(_SHORTEST_RULE * dots_per_inch)
    thick, gap = _THICKEST_RULE * dots_per_inch, 0.1 * dots_per_inch
    level = joined(_runs(across, shortest), thick, gap)
    upright = joined(_runs(down.transpose(Image.Transpose.TRANSPOSE), shortest), thick, gap)
    return (*(Rule(begin, at, end, at) for at, begin, end in level), *(Rule(at, begin, at, end) for at, begin, end in upright))


def _runs(mask: Image.Image, shortest: int) -> list[tuple[float, float, float]]:
    """Runs of ink in every row as (row, begin, end)."""
    width = mask.width + 1
    padded = Image.new("L", (width, mask.height), 0)
    padded.paste(mask, (0, 0))
    runs: list[tuple[float, float, float]] = []
    for found in re.finditer(rb"\xff{%d,}" % shortest, padded.tobytes()):
        row, begin = divmod(found.start(), width)
        runs.append((row, begin, begin + found.end() - found.start()))
    return runs
