"""How a PDF page's own coordinates become the canvas': upright, in points from the top left, whatever the page's rotation.

Pure arithmetic on matrices (a, b, c, d, e, f) with x' = a·x + c·y + e and y' = b·x + d·y + f, as PDF 32000-1, 8.3 has them.
Many boxes at once are four columns of numbers: there are thousands a page, and an object for each would cost more than all else.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Box: TypeAlias = tuple[float, float, float, float]
Column: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]


class Boxes(NamedTuple):
    """The sides of many boxes as columns: smaller x, smaller y, larger x, larger y."""

    x0: Column
    y0: Column
    x1: Column
    y1: Column

    def at(self, index: int) -> Box:
        return float(self.x0[index]), float(self.y0[index]), float(self.x1[index]), float(self.y1[index])

    def take(self, which: Numbers | Flags) -> Boxes:
        return Boxes(self.x0[which], self.y0[which], self.x1[which], self.y1[which])

    def around(self) -> Box:
        return float(self.x0.min()), float(self.y0.min()), float(self.x1.max()), float(self.y1.max())

    def around_parts(self, firsts: Numbers) -> Boxes:
        """The box around each part: a part begins at each of `firsts`, of which the first is 0, and reaches to the next."""
        if not len(firsts):
            return self
        low, high = np.minimum.reduceat, np.maximum.reduceat
        return Boxes(low(self.x0, firsts), low(self.y0, firsts), high(self.x1, firsts), high(self.y1, firsts))


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
        """The boxes around transformed boxes."""
        a, b, c, d, e, f = self
        (ax0, ax1), (bx0, bx1) = _in_order(a * boxes.x0, a * boxes.x1), _in_order(b * boxes.x0, b * boxes.x1)
        (cy0, cy1), (dy0, dy1) = _in_order(c * boxes.y0, c * boxes.y1), _in_order(d * boxes.y0, d * boxes.y1)
        return Boxes(ax0 + cy0 + e, bx0 + dy0 + f, ax1 + cy1 + e, bx1 + dy1 + f)

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


def _in_order(one: Column, other: Column) -> tuple[Column, Column]:
    return np.minimum(one, other), np.maximum(one, other)


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


def quarters(a: Column, b: Column) -> Numbers:
    """The directions (a, b) as 0, 90, 180 or 270 degrees counter-clockwise; -1 where one slants by more than 15 degrees.

    >>> quarters(np.array([1, 0, -1, 1]), np.array([0, 2, 0.01, 1])).tolist()
    [0, 90, 180, -1]
    """
    degrees = np.degrees(np.arctan2(b, a)) % 360
    nearest = np.rint(degrees / 90) * 90
    return np.where(abs(degrees - nearest) <= 15, nearest % 360, -1).astype(np.intp)


def share_inside(inner: Box, outer: Box) -> float:
    """Which share of the area of `inner` lies within `outer`."""
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0
