"""Ruled lines from their pieces: producers draw a table's line cell by cell, scanners break it. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Piece: TypeAlias = tuple[float, float, float]
"""The line's position across, and where it begins and ends along."""


def joined(pieces: Iterable[Piece], apart: float = 0.6, gap: float = 2.0) -> list[Piece]:
    """Pieces of the same line as one piece each: positions at most `apart` from the line's first, gaps of at most `gap`."""
    bands: list[list[Piece]] = []
    for piece in sorted(pieces):
        if bands and piece[0] - bands[-1][0][0] <= apart:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    whole: list[Piece] = []
    for band in bands:
        band.sort(key=lambda piece: piece[1])
        at, begin, end = band[0]
        for _, left, right in band[1:]:
            if left <= end + gap:
                end = max(end, right)
            else:
                whole.append((round(at, 2), round(begin, 2), round(end, 2)))
                begin, end = left, right
        whole.append((round(at, 2), round(begin, 2), round(end, 2)))
    return whole
