"""Dust and noise taken off a scanned page: in comes ink (0 to 255), out goes the same without what is too small or too lonely to
be part of a letter.

Text recognition finds its lines by blobs of ink; a few hundred specks make it lose whole lines. A decimal point must stay: what
has less ink than the point of six-point type goes, and so does a blot of a point's size with nothing within a letter's reach.
Pure picture arithmetic.
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from intake.documents.ocr_blobs import blobs_of_type

_REACH = 0.0065
"""In inches: half of the width of the point of six-point type."""
_LEAST_OF_A_POINT = 5.5e-5
"""In square inches; the point of six-point type has 7e-5, a dot at 200 to the inch 2.5e-5."""
_INK = 60
_JOINT = 30
"""Of 255: the least ink by which dots hang together."""
_COMMA = 0.05
"""In inches: the height of a twelve-point comma."""
_LOWEST_LETTER, _HIGHEST_LETTER = 0.055, 0.25
"""In inches: capitals of six-point type, and of 24-point type."""
_CELL = 0.02
"""In inches: two make a point or a comma, five a digit."""
_LETTERS_REACH = 4
"""In cells: what has a neighbour so near may be its point, its hyphen, its accent."""


def without_specks(ink: Image.Image, dots_per_inch: float) -> Image.Image:
    return _without_lonely(_without_tiny(ink, dots_per_inch), dots_per_inch)


def _without_tiny(ink: Image.Image, dots_per_inch: float) -> Image.Image:
    """Only the ink of places that hold enough of it for a point. Places are small: a speck must not live by its neighbours."""
    reach = max(1, round(_REACH * dots_per_inch))
    wanted = 255 * _LEAST_OF_A_POINT * dots_per_inch**2 / (2 * reach + 1) ** 2
    enough = ink.filter(ImageFilter.BoxBlur(reach)).point([255 if level >= wanted else 0 for level in range(256)])
    kept = enough.filter(ImageFilter.MaxFilter(2 * reach + 1))
    # A comma's tail is thinner than a point, and all that tells it from one: a small blob stays whole or goes.
    # A fraction's stroke is as thin all along: what hangs together as high as a letter is no dust.
    letters = (round(_LOWEST_LETTER * dots_per_inch), round(_HIGHEST_LETTER * dots_per_inch))
    blobs = blobs_of_type(ink, _JOINT, round(_COMMA * dots_per_inch), enough, letters)
    return ImageChops.darker(ink, ImageChops.lighter(kept, blobs))


def _without_lonely(ink: Image.Image, dots_per_inch: float) -> Image.Image:
    """Without blobs of at most three cells around which nothing stands."""
    cell = max(2, round(_CELL * dots_per_inch))
    size = (-(-ink.width // cell), -(-ink.height // cell))
    padded = Image.new("L", (size[0] * cell, size[1] * cell), 0)
    padded.paste(_black(ink), (0, 0))
    inked = padded.resize(size, Image.Resampling.BOX).point([255 if level > 127 // cell**2 else 0 for level in range(256)])
    around = _counted(inked, _LETTERS_REACH)
    blob = _counted(inked, 1)
    lonely = ImageChops.subtract(around, blob).point([255 if level == 0 else 0 for level in range(256)])
    lonely = ImageChops.darker(lonely, inked).resize(padded.size, Image.Resampling.NEAREST).crop((0, 0, *ink.size))
    return ImageChops.darker(ink, ImageChops.invert(lonely))


def _counted(inked: Image.Image, reach: int) -> Image.Image:
    """How many of the cells up to `reach` away are inked, at most 85, each as 3."""
    cells = (2 * reach + 1) ** 2
    return inked.filter(ImageFilter.BoxBlur(reach)).point([min(255, 3 * round(level * cells / 255)) for level in range(256)])


def _black(ink: Image.Image) -> Image.Image:
    return ink.point([255 if level > _INK else 0 for level in range(256)])
