"""What is drawn on a PDF page besides text: in comes a loaded page, out go ruled lines and the places of images.

A thin rectangle is a line, a box is its four edges, pieces of one line are joined. Curves and slanted strokes are no rules.
Bounded: a page with more objects than anybody reads yields the first of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from intake.documents import pdfium
from intake.documents.pdf_geometry import IDENTITY, Box, Boxes, Column, Flags, Matrix, Upright
from intake.documents.rules import joined
from intake.domain.documents import Rule

_MOST_OBJECTS = 100_000
_MOST_SEGMENTS = 4_000
_MOST_RULES = 20_000
_DEEPEST_FORM = 12
_THIN = 3.0
_SHORTEST = 3.0
_LEVEL = 0.6
_NEARLY_WHITE = 250


class Drawings(NamedTuple):
    """Edges and images as (left, bottom, right, top) in the page's own coordinates; an edge has no width or no height.

    `texts` are the addresses of the text objects that take up room."""

    edges: list[Box]
    images: list[Box]
    paths: int
    texts: frozenset[int]


def read_drawings(page: int) -> Drawings:
    edges: list[Box] = []
    images: list[Box] = []
    texts: set[int] = set()
    paths = 0
    for handle, kind, outer in _objects(page):
        if kind == pdfium.TEXT:
            left, bottom, right, top = pdfium.bounds(handle)
            if right - left > 0.1 and top - bottom > 0.1:
                texts.add(handle)
        elif kind == pdfium.IMAGE:
            images.append(outer.box(*pdfium.bounds(handle)))
        elif kind == pdfium.PATH:
            paths += 1
            if len(edges) < _MOST_RULES:
                edges += _edges(handle, outer)
    return Drawings(edges, images, paths, frozenset(texts))


def rules_of(edges: Iterable[Box], canvas: Upright) -> tuple[Rule, ...]:
    """The edges as rules of the upright canvas: cut at its border, pieces joined, from the top and from the left."""
    sides = np.array(list(edges), np.float64).reshape(-1, 4).T
    left, top, right, bottom = canvas.matrix.boxes(Boxes(*sides))
    left, right = left.clip(0, None), right.clip(None, canvas.width)
    top, bottom = top.clip(0, None), bottom.clip(None, canvas.height)
    is_level = right - left >= np.maximum(_SHORTEST, bottom - top)
    is_upright = ~is_level & (bottom - top >= _SHORTEST)
    level = _strokes((top + bottom) / 2, left, right, is_level)
    upright = _strokes((left + right) / 2, top, bottom, is_upright)
    across = [Rule(begin, at, end, at) for at, begin, end in joined(level)]
    down = [Rule(at, begin, at, end) for at, begin, end in joined(upright)]
    return tuple(across + down)


def _strokes(at: Column, begin: Column, end: Column, which: Flags) -> Iterator[tuple[float, float, float]]:
    return zip(at[which].tolist(), begin[which].tolist(), end[which].tolist(), strict=True)


def _objects(page: int) -> Iterator[tuple[int, int, Matrix]]:
    """Every text, path and image with its kind and the transformation of the form it stands in, in drawing order."""
    waiting: list[tuple[int, Matrix, int]] = [
        (pdfium.object_at(page, index), IDENTITY, 0) for index in reversed(range(min(pdfium.count_objects(page), _MOST_OBJECTS)))
    ]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        handle, outer, depth = waiting.pop()
        seen += 1
        kind = pdfium.type_of(handle) if handle else 0
        if kind == pdfium.FORM and depth < _DEEPEST_FORM:
            inner = pdfium.object_matrix(handle).then(outer)
            count = min(pdfium.count_form_objects(handle), _MOST_OBJECTS)
            waiting += [(pdfium.form_object_at(handle, index), inner, depth + 1) for index in reversed(range(count))]
        elif kind in (pdfium.TEXT, pdfium.PATH, pdfium.IMAGE):
            yield handle, kind, outer


def _edges(path: int, outer: Matrix) -> list[Box]:
    filled, stroked = pdfium.draw_mode(path)
    if not filled and not stroked:
        return []
    box = outer.box(*pdfium.bounds(path))
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) <= _THIN:
        return [_thinned(box)] if max(width, height) >= _SHORTEST else []
    if not stroked and _is_pale(path):
        return []
    matrix = pdfium.object_matrix(path).then(outer)
    edges: list[Box] = []
    for figure in _figures(path, matrix):
        if stroked:
            edges += _straight(figure)
        else:
            edges += _outline(figure)
    return edges


def _thinned(box: Box) -> Box:
    left, bottom, right, top = box
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


def _is_pale(path: int) -> bool:
    colour = pdfium.fill_colour(path)
    return colour is not None and (min(colour[:3]) >= _NEARLY_WHITE or colour[3] < 10)


def _figures(path: int, matrix: Matrix) -> Iterator[list[tuple[float, float, bool]]]:
    """The figures of a path: points with whether a straight stroke leads to them."""
    figure: list[tuple[float, float, bool]] = []
    for kind, x, y, closes in pdfium.segments(path, _MOST_SEGMENTS):
        if kind == pdfium.MOVE_TO:
            if len(figure) > 1:
                yield figure
            figure = []
        figure.append((*matrix.point(x, y), kind == pdfium.LINE_TO))
        if closes and len(figure) > 1:
            figure.append((*figure[0][:2], True))
            yield figure
            figure = []
    if len(figure) > 1:
        yield figure


def _straight(figure: list[tuple[float, float, bool]]) -> list[Box]:
    """The level and upright strokes of a figure."""
    edges: list[Box] = []
    for (x0, y0, _), (x1, y1, is_straight) in itertools.pairwise(figure):
        if is_straight and min(abs(x1 - x0), abs(y1 - y0)) <= _LEVEL and max(abs(x1 - x0), abs(y1 - y0)) >= _SHORTEST:
            edges.append(_thinned((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
    return edges


def _outline(figure: list[tuple[float, float, bool]]) -> list[Box]:
    """A filled figure rules a page only as a rectangle: one line where it is thin, else its four edges."""
    xs, ys = sorted(x for x, _, _ in figure), sorted(y for _, y, _ in figure)
    left, right, bottom, top = xs[0], xs[-1], ys[0], ys[-1]
    corners = all(min(x - left, right - x) <= _LEVEL and min(y - bottom, top - y) <= _LEVEL for x, y, _ in figure)
    if not corners or not all(is_straight for _, _, is_straight in figure[1:]):
        return []
    if min(right - left, top - bottom) <= _THIN:
        return [_thinned((left, bottom, right, top))]
    return [(left, bottom, right, bottom), (left, top, right, top), (left, bottom, left, top), (right, bottom, right, top)]
