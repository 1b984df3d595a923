"""The few calls of PDFium that are made for every glyph and every path, without the cost of wrapped handles.

Handles are plain addresses here; what is asked about every glyph is asked for a whole page at once. Nothing in this module
knows what a document means; a call that fails gives zero or None.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from pypdfium2 import raw

from intake.documents.pdf_geometry import IDENTITY, Box, Boxes, Column, Matrix


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    # A prototype of plain types is called in a third of the time, and there are thousands of calls a page.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_HANDLE, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float

_unicode_of = _bound(raw.FPDFText_GetUnicode, _UINT, _HANDLE, _INT)
_strand_of = _bound(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
count_glyphs = _bound(raw.FPDFText_CountChars, _INT, _HANDLE)
_has_no_meaning = _bound(raw.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
_loose_box = _bound(raw.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
_tight_box = _bound(raw.FPDFText_GetCharBox, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_origin = _bound(raw.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
_glyph_matrix = _bound(raw.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
_font_size = _bound(raw.FPDFTextObj_GetFontSize, _INT, _HANDLE, _HANDLE)
font_of = _bound(raw.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
font_weight = _bound(raw.FPDFFont_GetWeight, _INT, _HANDLE)
_font_name = _bound(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _HANDLE, _HANDLE, ctypes.c_size_t)
_font_program = _bound(raw.FPDFFont_GetFontData, _INT, _HANDLE, _HANDLE, ctypes.c_size_t, _HANDLE)
_fill = _bound(raw.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_stroke = _bound(raw.FPDFPageObj_GetStrokeColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_outline_of = _bound(raw.FPDFFont_GetGlyphPath, _HANDLE, _HANDLE, ctypes.c_uint32, _FLOAT)
_count_outline = _bound(raw.FPDFGlyphPath_CountGlyphSegments, _INT, _HANDLE)
_outline_segment = _bound(raw.FPDFGlyphPath_GetGlyphPathSegment, _HANDLE, _HANDLE, _INT)
set_active = _bound(raw.FPDFPageObj_SetIsActive, _INT, _HANDLE, _INT)
count_objects = _bound(raw.FPDFPage_CountObjects, _INT, _HANDLE)
object_at = _bound(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
count_form_objects = _bound(raw.FPDFFormObj_CountObjects, _INT, _HANDLE)
form_object_at = _bound(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
type_of = _bound(raw.FPDFPageObj_GetType, _INT, _HANDLE)
_bounds = _bound(raw.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_object_matrix = _bound(raw.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_draw_mode = _bound(raw.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
_count_segments = _bound(raw.FPDFPath_CountSegments, _INT, _HANDLE)
_segment_at = _bound(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
_segment_type = _bound(raw.FPDFPathSegment_GetType, _INT, _HANDLE)
_segment_closes = _bound(raw.FPDFPathSegment_GetClose, _INT, _HANDLE)
_segment_point = _bound(raw.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)

_MOST_SEGMENTS = 2_000
_BEYOND = 1e9

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, CURVE_TO, MOVE_TO = 0, 1, 2

# Scratch space: PDFium is used by one thread at a time.
_matrix = raw.FS_MATRIX()
_doubles = (ctypes.c_double * 4)()
_floats = (ctypes.c_float * 4)()
_uints = (ctypes.c_uint * 4)()
_ints = (ctypes.c_int * 2)()
_matrix_at = ctypes.addressof(_matrix)
_double_at = tuple(ctypes.addressof(_doubles) + 8 * place for place in range(4))
_float_at = tuple(ctypes.addressof(_floats) + 4 * place for place in range(4))
_uint_at = tuple(ctypes.addressof(_uints) + 4 * place for place in range(4))
_int_at = tuple(ctypes.addressof(_ints) + 4 * place for place in range(2))


def address(handle: Any) -> int:
    """The address behind one of pypdfium2's raw handles."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Glyphs(NamedTuple):
    """A page's glyphs by PDFium's numbers: the text object each belongs to (None for what PDFium made up), its Unicode number,
    whether (1) the file gives it no meaning, and its advance by its font's height (zeros where PDFium knows no box)."""

    handles: list[int | None]
    codes: list[int]
    meaningless: list[int]
    boxes: Boxes


def glyphs(textpage: int, most: int) -> Glyphs:
    count = max(0, min(count_glyphs(textpage), most))
    return Glyphs(
        list(map(_strand_of, repeat(textpage), range(count))),
        list(map(_unicode_of, repeat(textpage), range(count))),
        list(map(_has_no_meaning, repeat(textpage), range(count))),
        _loose_boxes(textpage, count),
    )


def _loose_boxes(textpage: int, count: int) -> Boxes:
    room = np.zeros((count, 4), np.float32)
    _all(map(_loose_box, repeat(textpage), range(count), _places(room)))
    left, top, right, bottom = _finite(room).T
    return Boxes(np.minimum(left, right), np.minimum(bottom, top), np.maximum(left, right), np.maximum(bottom, top))


class Looks(NamedTuple):
    """How text objects look, as columns: their fonts and render modes, what they are filled with (None for a pattern), their
    font sizes, and the matrices and origins of their first glyphs as rows."""

    fonts: list[int | None]
    render_modes: list[int]
    fills: list[tuple[int, ...] | None]
    font_sizes: Column
    matrices: Column
    origins: Column


def looks(textpage: int, firsts: list[int], handles: list[int]) -> Looks:
    """One look a text object; `firsts` are the numbers of their first glyphs."""
    count = len(handles)
    colours, sizes = np.zeros((count, 4), np.uint32), np.zeros(count, np.float32)
    matrices, origins = np.zeros((count, 6), np.float32), np.zeros((count, 2))
    red, across = _places(colours), _places(origins)
    has_fill = list(map(_fill, handles, red, _after(red, 4), _after(red, 8), _after(red, 12)))
    _all(map(_font_size, handles, _places(sizes)))
    _all(map(_glyph_matrix, repeat(textpage), firsts, _places(matrices)))
    _all(map(_origin, repeat(textpage), firsts, across, _after(across, 8)))
    fills = [tuple(colour) if known else None for colour, known in zip(colours.tolist(), has_fill, strict=True)]
    modes = list(map(render_mode, handles))
    return Looks(list(map(font_of, handles)), modes, fills, _finite(sizes), _finite(matrices), _finite(origins))


def _finite(room: npt.NDArray[Any]) -> Column:
    """Damaged files state what is no number; it is far beyond every page."""
    return np.nan_to_num(room.astype(np.float64), posinf=_BEYOND, neginf=-_BEYOND).clip(-_BEYOND, _BEYOND)


def _places(room: npt.NDArray[Any]) -> range:
    """The addresses of the rows of `room`."""
    start, step = room.ctypes.data, room.strides[0]
    return range(start, start + step * len(room), max(1, step))


def _after(places: range, by: int) -> range:
    return range(places.start + by, places.stop + by, places.step)


def _all(calls: Iterable[int]) -> None:
    deque(calls, maxlen=0)


def tight_box(textpage: int, index: int) -> Box:
    """(left, bottom, right, top) of the glyph's ink."""
    if not _tight_box(textpage, index, _double_at[0], _double_at[1], _double_at[2], _double_at[3]):
        return 0.0, 0.0, 0.0, 0.0
    left, right, bottom, top = _doubles
    return left, bottom, right, top


def tight_boxes(textpage: int, indices: list[int]) -> Column:
    """(left, bottom, right, top) of the ink of many glyphs, as rows."""
    room = np.zeros((len(indices), 4))
    left = _places(room)
    _all(map(_tight_box, repeat(textpage), indices, left, _after(left, 16), _after(left, 8), _after(left, 24)))
    return _finite(room)


def origin(textpage: int, index: int) -> tuple[float, float]:
    return (_doubles[0], _doubles[1]) if _origin(textpage, index, _double_at[0], _double_at[1]) else (0.0, 0.0)


def object_matrix(handle: int) -> Matrix:
    if not _object_matrix(handle, _matrix_at):
        return IDENTITY
    return Matrix(_matrix.a, _matrix.b, _matrix.c, _matrix.d, _matrix.e, _matrix.f)


Segment: TypeAlias = tuple[int, float, float]


def outline(font: int, code: int) -> tuple[Segment, ...]:
    """(type, x, y) of each piece of the outline that the font draws for a Unicode number; nothing where it has none."""
    path = _outline_of(font, code, 100.0)
    if not path:
        return ()
    count = max(0, min(_count_outline(path), _MOST_SEGMENTS))
    pieces = [piece for piece in map(_outline_segment, repeat(path), range(count)) if piece]
    points = np.zeros((len(pieces), 2), np.float32)
    across = _places(points)
    _all(map(_segment_point, pieces, across, _after(across, 4)))
    return tuple((kind, x, y) for kind, (x, y) in zip(map(_segment_type, pieces), points.tolist(), strict=True))


def font_name(font: int) -> str:
    room = ctypes.create_string_buffer(200)
    length = _font_name(font, ctypes.addressof(room), 200)
    return room.raw[: min(length, 200)].rstrip(b"\0").decode("utf-8", "replace")


def has_program(font: int) -> bool:
    """Whether a font has outlines that are painted, its own or those of a face put in its place. One made of drawings (Type 3)
    has none, whatever name, descriptor or file its dictionary adds; `outline` gives it those of another face all the same."""
    length = ctypes.c_size_t()
    return bool(_font_program(font, None, 0, ctypes.addressof(length))) and length.value > 0


def fill_colour(handle: int) -> tuple[int, int, int, int] | None:
    """Red, green, blue and alpha of 0 to 255; None for a pattern."""
    return _colour() if _fill(handle, *_uint_at) else None


def stroke_colour(handle: int) -> tuple[int, int, int, int] | None:
    return _colour() if _stroke(handle, *_uint_at) else None


def _colour() -> tuple[int, int, int, int]:
    return _uints[0], _uints[1], _uints[2], _uints[3]


def bounds(handle: int) -> Box:
    """(left, bottom, right, top) of an object, in the coordinates that its page or form has."""
    if not _bounds(handle, *_float_at):
        return 0.0, 0.0, 0.0, 0.0
    return _floats[0], _floats[1], _floats[2], _floats[3]


def draw_mode(handle: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    return (bool(_ints[0]), bool(_ints[1])) if _draw_mode(handle, *_int_at) else (False, False)


def segments(path: int, most: int) -> list[tuple[int, float, float, bool]]:
    """(type, x, y, whether it closes the figure) of the segments of a path."""
    handles = list(map(_segment_at, repeat(path), range(min(_count_segments(path), most))))
    return [
        (_segment_type(handle), _floats[0], _floats[1], bool(_segment_closes(handle)))
        if handle and _segment_point(handle, _float_at[0], _float_at[1])
        else (-1, 0.0, 0.0, False)
        for handle in handles
    ]
