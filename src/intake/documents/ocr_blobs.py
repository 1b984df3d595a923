"""Blobs of ink: in comes a picture, out go those of its blobs that are no larger than a comma and that a mask touches, whole, and
those that are as high as a letter.

A blob is what hangs together, corner to corner as well. Runs of ink are found row by row, and joined with those they touch in the
row above, all at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from intake.documents.pdf_geometry import Flags, Numbers

_FRACTION = 3
"""Of its height: how wide a fraction is whose signs touch."""


class _Runs(NamedTuple):
    """Runs of ink from `begins` to before `ends` of the picture's dots in one row after the other, and their blobs' names."""

    begins: Numbers
    ends: Numbers
    blobs: Numbers


def blobs_of_type(ink: Image.Image, least: int, largest: int, touched: Image.Image, letters: tuple[int, int]) -> Image.Image:
    """255 on the blobs of ink of at least `least` that are at most `largest` dots high and wide and that `touched` touches, and
    on those that are as high as `letters` say, and no wider than a fraction of touching signs."""
    # A blank column on the right parts the rows.
    black = np.pad(np.asarray(ink) >= least, ((0, 0), (0, 1)))
    runs = _joined(black)
    inside = np.zeros(black.shape, np.bool_)
    if len(runs.begins):
        heights, widths = _sizes(runs, black.shape[1])
        is_small = (heights <= largest) & (widths <= largest)
        is_letter = (heights >= letters[0]) & (heights <= letters[1]) & (widths <= _FRACTION * heights)
        is_wanted = is_letter | (is_small & _touched(runs, np.pad(np.asarray(touched) > 0, ((0, 0), (0, 1)))))
        steps = np.zeros(black.size + 1, np.int8)
        kept = is_wanted[runs.blobs]
        steps[runs.begins[kept]] += 1
        steps[runs.ends[kept]] -= 1
        inside = np.cumsum(steps[:-1], dtype=np.int8).reshape(black.shape).astype(np.bool_)
    return Image.fromarray((inside[:, :-1] * np.uint8(255)).astype(np.uint8))


def boxes_of(black: Flags) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of each blob, in dots, from the top."""
    padded = np.pad(black, ((0, 0), (0, 1)))
    runs = _joined(padded)
    tops, lefts, bottoms, rights = _edges(runs, padded.shape[1])
    names = np.unique(runs.blobs)
    edges = (lefts[names], tops[names], rights[names] + 1, bottoms[names] + 1)
    return list(zip(*(edge.tolist() for edge in edges), strict=True))


def _joined(black: Flags) -> _Runs:
    width = black.shape[1]
    edges = np.flatnonzero(np.diff(black.ravel().astype(np.int8), prepend=0, append=0))
    begins, ends = edges[0::2], edges[1::2]
    # The runs of the row above that touch each run, by its ends moved up a row and out by a dot.
    first = ends.searchsorted(begins - width, "left")
    last = begins.searchsorted(ends - width, "right")
    counts = np.maximum(last - first, 0)
    below = np.repeat(np.arange(len(begins)), counts)
    above = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    blobs = np.arange(len(begins))
    while True:
        least = np.minimum(blobs[below], blobs[above])
        joined = blobs.copy()
        # Not the runs but the blobs that they are in are joined: a name does not walk along a ruled line row by row.
        np.minimum.at(joined, blobs[below], least)
        np.minimum.at(joined, blobs[above], least)
        joined = joined[joined]
        if np.array_equal(joined, blobs):
            return _Runs(begins, ends, blobs)
        blobs = joined


def _sizes(runs: _Runs, width: int) -> tuple[Numbers, Numbers]:
    """By blob's name, how many dots it is high and wide."""
    top, left, bottom, right = _edges(runs, width)
    return bottom - top + 1, right - left + 1


def _edges(runs: _Runs, width: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """By blob's name, its first row and column, and its last ones."""
    rows, lefts, rights = runs.begins // width, runs.begins % width, (runs.ends - 1) % width
    count = len(runs.begins)
    top, left = np.full(count, 1 << 40), np.full(count, 1 << 40)
    bottom, right = np.zeros(count, np.intp), np.zeros(count, np.intp)
    np.minimum.at(top, runs.blobs, rows)
    np.maximum.at(bottom, runs.blobs, rows)
    np.minimum.at(left, runs.blobs, lefts)
    np.maximum.at(right, runs.blobs, rights)
    return top, left, bottom, right


def _touched(runs: _Runs, mask: npt.NDArray[np.bool_]) -> Flags:
    before = np.concatenate(([0], np.cumsum(mask.ravel())))
    touched: Flags = np.bincount(runs.blobs, before[runs.ends] - before[runs.begins], len(runs.begins)) > 0
    return touched
