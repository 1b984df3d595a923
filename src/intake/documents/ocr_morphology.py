"""Ink made thicker and thinner along one axis: the two steps that runs, gaps and blots of a black and white picture are found by.

Axis 0 is across, 1 is down. `length` is in dots. One after the other with the same length, they leave what is longer alone.
"""

from __future__ import annotations

from PIL import Image, ImageChops


def grown(picture: Image.Image, length: int, axis: int) -> Image.Image:
    return _spread(picture, length, axis, ImageChops.lighter, forward=True)


def shrunk(picture: Image.Image, length: int, axis: int) -> Image.Image:
    return _spread(picture, length, axis, ImageChops.darker, forward=False)


def _spread(picture: Image.Image, length: int, axis: int, combine: object, *, forward: bool) -> Image.Image:
    """Combines each dot with the `length` dots that follow (or precede) it, in doubling steps."""
    done = 1
    while done < length:
        step = min(done, length - done)
        picture = combine(picture, _shifted(picture, step if forward else -step, axis))  # type: ignore[operator]
        done += step
    return picture


def _shifted(picture: Image.Image, by: int, axis: int) -> Image.Image:
    moved = Image.new("L", picture.size, 0)
    moved.paste(picture, (by, 0) if axis == 0 else (0, by))
    return moved
