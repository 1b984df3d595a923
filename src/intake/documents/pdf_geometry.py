"""How a PDF page's own coordinates become the canvas': upright, in points from the top left, whatever the page's rotation.

Pure arithmetic on matrices (a, b, c, d, e, f) with x' = a·x + c·y + e and y' = b·x + d·y + f, as PDF 32000-1, 8.3 has them.
Many boxes at once are four columns of numbers: there are thousands a page, and an object for each would cost more than all else.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]


class Boxes(NamedTuple):
    """The sides of many boxes as columns: smaller x, smaller y, larger x, larger y."""

    x0: list[float]
    y0: list[float]
    x1: list[float]
    y1: list[float]

    def at(self, index: int) -> Box:
        return self.x0[index], self.y0[index], self.x1[index], self.y1[index]

    def part(self, begin: int, end: int) -> Boxes:
        return Boxes(self.x0[begin:end], self.y0[begin:end], self.x1[begin:end], self.y1[begin:end])

    def around(self) -> Box:
        return min(self.x0), min(self.y0), max(self.x1), max(self.y1)


class Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box around a transformed box: smaller x, smaller y, larger x, larger y."""
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def boxes(self, boxes: Boxes) -> Boxes:
        """The boxes around transformed boxes. Pages are mostly upright or turned by a quarter: columns stay columns."""
        a, b, c, d, e, f = self
        if b == 0 == c:
            across, down = _scaled(boxes.x0, boxes.x1, a, e), _scaled(boxes.y0, boxes.y1, d, f)
        elif a == 0 == d:
            across, down = _scaled(boxes.y0, boxes.y1, c, e), _scaled(boxes.x0, boxes.x1, b, f)
        else:
            sides = [self.box(*box) for box in zip(*boxes, strict=True)]
            return Boxes(*([box[side] for box in sides] for side in range(4)))
        return Boxes(across[0], down[0], across[1], down[1])

    def then(self, outer: Matrix) -> Matrix:
        """This transformation first, `outer` after it."""
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            outer.a * self.e + outer.c * self.f + outer.e,
            outer.b * self.e + outer.d * self.f + outer.f,
        )

    def inverse(self) -> Matrix:
        """The way back; raises ZeroDivisionError for a transformation that flattens."""
        area = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / area, -self.b / area, -self.c / area, self.a / area
        return Matrix(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))


def _scaled(lows: list[float], highs: list[float], factor: float, offset: float) -> tuple[list[float], list[float]]:
    if factor < 0:
        lows, highs = highs, lows
    if factor == 1:
        return ([low + offset for low in lows], [high + offset for high in highs]) if offset else (lows, highs)
    return [factor * low + offset for low in lows], [factor * high + offset for high in highs]


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)


class Upright(NamedTuple):
    """A page made upright: the transformation of its own coordinates, and the canvas' width and height."""

    matrix: Matrix
    width: float
    height: float


def upright(page: Box, turn: int) -> Upright:
    """`page` is (left, bottom, right, top) in its own coordinates; text that runs at `turn` degrees counter-clockwise
    becomes level."""
    left, bottom, right, top = page
    matrix = {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[turn]
    width, height = right - left, top - bottom
    return Upright(matrix, width, height) if turn in (0, 180) else Upright(matrix, height, width)


def quarter(a: float, b: float) -> int | None:
    """The direction (a, b) as 0, 90, 180 or 270 degrees counter-clockwise; None where it slants by more than 15 degrees.

    >>> quarter(1, 0), quarter(0, 2), quarter(-1, 0.01), quarter(1, 1)
    (0, 90, 180, None)
    """
    degrees = math.degrees(math.atan2(b, a)) % 360
    nearest = round(degrees / 90) * 90
    return int(nearest) % 360 if abs(degrees - nearest) <= 15 else None


def share_inside(inner: Box, outer: Box) -> float:
    """Which share of the area of `inner` lies within `outer`."""
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0
