"""The ink of recognised words, sign by sign: in come a word's place and the page's clean picture, out go runs of ink from left to
right and small pictures of what stands in them, all of one size.

A run is what no empty column parts; letters that touch share one, a torn letter has two. Decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from intake.domain.documents import Word

Ink: TypeAlias = npt.NDArray[np.float32]

_HEIGHT, _WIDTH = 24, 22
"""In dots, of a sign's picture; its height is its line's."""
_INK = 128
_BESIDE = 1.0
"""In points: how far a word's ink may stand out of the place that recognition names."""


class Runs(NamedTuple):
    """Where ink stands in a word's line, from left to right, in dots; with the dots themselves, 0 to 1, from `left` and `top`."""

    spans: tuple[tuple[int, int], ...]
    dots: Ink
    left: int
    top: int


def runs_of(word: Word, picture: Image.Image, scale: float) -> Runs:
    """`scale` in dots a point."""
    area = [round(value * scale) for value in (word.x0 - _BESIDE, word.top, word.x1 + _BESIDE, word.bottom)]
    grey = np.asarray(picture.crop((area[0], area[1], area[2], area[3])))
    edges = np.flatnonzero(np.diff((grey < _INK).any(axis=0).astype(np.int8), prepend=0, append=0)).tolist()
    dots = np.float32(1) - grey.astype(np.float32) / np.float32(255)
    return Runs(tuple(zip(edges[::2], edges[1::2], strict=True)), dots, area[0], area[1])


def sign_between(runs: Runs, first: int, last: int) -> Ink:
    """The picture of the runs from `first` to before `last`, its ink's middle in its own."""
    begin, end = runs.spans[first][0], runs.spans[last - 1][1]
    dots = runs.dots[:, max(0, begin - 1) : end + 1]
    columns = dots.sum(axis=0)
    middle = float((columns * (np.arange(len(columns)) + 0.5)).sum() / max(columns.sum(), 1e-6))
    half = dots.shape[0] * _WIDTH / _HEIGHT / 2
    paper = math.ceil(half) + 1
    left = min(max(middle - half, -paper), len(columns) + paper - 2 * half)
    box = (left + paper, 0, left + paper + 2 * half, dots.shape[0])
    on_paper = np.zeros((dots.shape[0], len(columns) + 2 * paper), np.float32)
    on_paper[:, paper:-paper] = dots
    drawn = Image.fromarray(on_paper).resize((_WIDTH, _HEIGHT), Image.Resampling.BILINEAR, box)
    return np.asarray(drawn, dtype=np.float32)


def as_rows(signs: Sequence[Ink]) -> Ink:
    return np.array(signs, np.float32).reshape(len(signs), _HEIGHT * _WIDTH)


def raised(rows: Ink, by: int) -> Ink:
    """Each picture's ink moved down by so many dots."""
    return np.roll(rows.reshape(-1, _HEIGHT, _WIDTH), by, axis=1).reshape(rows.shape)
