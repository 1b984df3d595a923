"""The sheet of paper in a photo: in comes a grey picture, out goes the sheet alone, seen from straight above, or None.

A sheet is what is light, has four corners and is surrounded, at a sharp edge, by what is dark. A scan fills its picture and is
no photo. Pure picture arithmetic.
"""

from __future__ import annotations

from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFilter

Corner: TypeAlias = tuple[float, float]
Corners: TypeAlias = tuple[Corner, Corner, Corner, Corner]
"""Top left, top right, bottom right, bottom left."""

_LOOKED_AT = 320
_LEAST_OF_THE_PICTURE = 0.25
_MOST_OF_THE_PICTURE = 0.96
_FILLED = 0.9
"""The share of the four corners' area that is light, and of what lies outside that is dark."""
_SUDDEN = 0.09
"""Of the lighter of two dots that touch: how much darker the other is where an edge lies between them."""
_INSET = 0.004
_EDGE = 5.0
"""In dots of the small picture: how far within and beyond a side is looked at."""
_FALL = 1.3
_EDGES_SEEN = 0.7


def sheet_in(grey: Image.Image) -> Image.Image | None:
    scale = max(1.0, max(grey.size) / _LOOKED_AT)
    small = grey.resize((max(1, round(grey.width / scale)), max(1, round(grey.height / scale))), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MinFilter(7))
    corners = _sheets_corners(small, _light(paper)) or _sheets_corners(small, _around_the_middle(paper))
    if corners is None:
        return None
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    inner = [((x + _INSET * (middle[0] - x)) * scale, (y + _INSET * (middle[1] - y)) * scale) for x, y in corners]
    return _seen_from_above(grey, (inner[0], inner[1], inner[2], inner[3]))


def _sheets_corners(small: Image.Image, light: Image.Image) -> Corners | None:
    corners = _corners(light)
    return corners if corners is not None and _is_sheet(light, corners) and _has_edges(small, corners) else None


def _around_the_middle(small: Image.Image) -> Image.Image:
    """255 on what can be reached from the middle without a sudden change of light: a shadow across the sheet, be it darker than
    the table beside it, has no sharp edge."""
    width, height, levels = small.width, small.height, small.tobytes()
    reached = bytearray(len(levels))
    waiting = [height // 2 * width + width // 2]
    reached[waiting[0]] = 255
    while waiting:
        at = waiting.pop()
        beside = [at - 1] * (at % width > 0) + [at + 1] * (at % width < width - 1)
        for other in (*beside, at - width, at + width):
            if 0 <= other < len(levels) and not reached[other]:
                lighter, darker = max(levels[at], levels[other]), min(levels[at], levels[other])
                if lighter - darker <= _SUDDEN * lighter:
                    reached[other] = 255
                    waiting.append(other)
    return Image.frombytes("L", small.size, bytes(reached))


def _light(small: Image.Image) -> Image.Image:
    """255 where the picture is lighter than the level that best parts its dots into two kinds (Otsu)."""
    counts = small.histogram()
    total, weighted = sum(counts), sum(level * count for level, count in enumerate(counts))
    best, at, below, below_weighted = 0.0, 127, 0, 0
    for level, count in enumerate(counts):
        below += count
        below_weighted += level * count
        if 0 < below < total:
            apart = weighted * below / total - below_weighted
            parted = apart**2 / (below * (total - below))
            if parted > best:
                best, at = parted, level
    return small.point([255 if level > at else 0 for level in range(256)])


def _corners(light: Image.Image) -> Corners | None:
    width = light.width
    lit = [divmod(place, width) for place, level in enumerate(light.tobytes()) if level]
    if not lit:
        return None
    found = (
        min(lit, key=lambda dot: dot[1] + dot[0]),
        max(lit, key=lambda dot: dot[1] - dot[0]),
        max(lit, key=lambda dot: dot[1] + dot[0]),
        min(lit, key=lambda dot: dot[1] - dot[0]),
    )
    points = [(float(x), float(y)) for y, x in found]
    return points[0], points[1], points[2], points[3]


def _is_sheet(light: Image.Image, corners: Corners) -> bool:
    inside = Image.new("L", light.size, 0)
    ImageDraw.Draw(inside).polygon(list(corners), fill=255)
    area, whole = _lit(inside), light.width * light.height
    if not _LEAST_OF_THE_PICTURE * whole <= area <= _MOST_OF_THE_PICTURE * whole:
        return False
    lit_inside = _lit(Image.composite(light, Image.new("L", light.size, 0), inside))
    return lit_inside >= _FILLED * area and _lit(light) - lit_inside <= (1 - _FILLED) * (whole - area)


def _has_edges(small: Image.Image, corners: Corners) -> bool:
    """Whether the picture darkens at once beyond every side that is not the picture's own: a shadow on a scan fades."""
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    for at, (x0, y0) in enumerate(corners):
        x1, y1 = corners[(at + 1) % 4]
        falls = []
        for step in range(1, 10):
            x, y = x0 + (x1 - x0) * step / 10, y0 + (y1 - y0) * step / 10
            far = max(1.0, _apart((x, y), middle))
            out = ((x - middle[0]) / far * _EDGE, (y - middle[1]) / far * _EDGE)
            within, beyond = _level(small, x - out[0], y - out[1]), _level(small, x + out[0], y + out[1])
            if within is not None and beyond is not None:
                falls.append(within >= _FALL * beyond)
        if sum(falls) < _EDGES_SEEN * len(falls):
            return False
    return True


def _level(small: Image.Image, x: float, y: float) -> float | None:
    dot = (round(x), round(y))
    if not (0 <= dot[0] < small.width and 0 <= dot[1] < small.height):
        return None
    return float(str(small.getpixel(dot)))


def _lit(mask: Image.Image) -> int:
    return mask.histogram()[255]


def _seen_from_above(grey: Image.Image, corners: Corners) -> Image.Image:
    """The four corners become the picture's own (Heckbert's mapping of a square to a quadrilateral)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    width = round(max(_apart(corners[0], corners[1]), _apart(corners[3], corners[2])))
    height = round(max(_apart(corners[0], corners[3]), _apart(corners[1], corners[2])))
    across, down = (x1 - x2, y1 - y2), (x3 - x2, y3 - y2)
    sum_x, sum_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    whole = across[0] * down[1] - down[0] * across[1]
    g, h = (sum_x * down[1] - down[0] * sum_y) / whole, (across[0] * sum_y - sum_x * across[1]) / whole
    mapping = (
        *((x1 - x0 + g * x1) / width, (x3 - x0 + h * x3) / height, x0),
        *((y1 - y0 + g * y1) / width, (y3 - y0 + h * y3) / height, y0),
        *(g / width, h / height),
    )
    return grey.transform((width, height), Image.Transform.PERSPECTIVE, mapping, Image.Resampling.BICUBIC)


def _apart(one: Corner, other: Corner) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)
