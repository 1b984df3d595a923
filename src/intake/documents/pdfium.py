"""The few calls of PDFium that are made for every glyph and every path, without the cost of wrapped handles.

Handles are plain addresses here. Nothing in this module knows what a document means; a call that fails gives zero or None.
"""

from __future__ import annotations

import ctypes
from typing import Any

from pypdfium2 import raw

from intake.documents.pdf_geometry import IDENTITY, Box, Matrix


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    # A prototype of plain types is called in a third of the time, and there are thousands of calls a page.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_HANDLE, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float

unicode_of = _bound(raw.FPDFText_GetUnicode, _UINT, _HANDLE, _INT)
strand_of = _bound(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
count_glyphs = _bound(raw.FPDFText_CountChars, _INT, _HANDLE)
has_no_meaning = _bound(raw.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
_loose_box = _bound(raw.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
_tight_box = _bound(raw.FPDFText_GetCharBox, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_origin = _bound(raw.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
_glyph_matrix = _bound(raw.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
_font_size = _bound(raw.FPDFTextObj_GetFontSize, _INT, _HANDLE, _HANDLE)
font_of = _bound(raw.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
font_weight = _bound(raw.FPDFFont_GetWeight, _INT, _HANDLE)
_font_name = _bound(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _HANDLE, _HANDLE, ctypes.c_size_t)
_fill = _bound(raw.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_stroke = _bound(raw.FPDFPageObj_GetStrokeColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
set_active = _bound(raw.FPDFPageObj_SetIsActive, _INT, _HANDLE, _INT)
count_objects = _bound(raw.FPDFPage_CountObjects, _INT, _HANDLE)
object_at = _bound(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
count_form_objects = _bound(raw.FPDFFormObj_CountObjects, _INT, _HANDLE)
form_object_at = _bound(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
type_of = _bound(raw.FPDFPageObj_GetType, _INT, _HANDLE)
_bounds = _bound(raw.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_object_matrix = _bound(raw.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_draw_mode = _bound(raw.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
count_segments = _bound(raw.FPDFPath_CountSegments, _INT, _HANDLE)
_segment_at = _bound(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
_segment_type = _bound(raw.FPDFPathSegment_GetType, _INT, _HANDLE)
_segment_closes = _bound(raw.FPDFPathSegment_GetClose, _INT, _HANDLE)
_segment_point = _bound(raw.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, CURVE_TO, MOVE_TO = 0, 1, 2

# Scratch space: PDFium is used by one thread at a time.
_rect = raw.FS_RECTF()
_matrix = raw.FS_MATRIX()
_doubles = (ctypes.c_double * 4)()
_floats = (ctypes.c_float * 4)()
_uints = (ctypes.c_uint * 4)()
_ints = (ctypes.c_int * 2)()
_rect_at, _matrix_at = ctypes.addressof(_rect), ctypes.addressof(_matrix)
_double_at = tuple(ctypes.addressof(_doubles) + 8 * place for place in range(4))
_float_at = tuple(ctypes.addressof(_floats) + 4 * place for place in range(4))
_uint_at = tuple(ctypes.addressof(_uints) + 4 * place for place in range(4))
_int_at = tuple(ctypes.addressof(_ints) + 4 * place for place in range(2))


def address(handle: Any) -> int:
    """The address behind one of pypdfium2's raw handles."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def loose_box(textpage: int, index: int) -> Box:
    """(left, bottom, right, top): the glyph's advance by its font's height. Zeros where PDFium knows no box."""
    if not _loose_box(textpage, index, _rect_at):
        return 0.0, 0.0, 0.0, 0.0
    left, right, bottom, top = _rect.left, _rect.right, _rect.bottom, _rect.top
    if left > right:
        left, right = right, left
    return (left, bottom, right, top) if bottom <= top else (left, top, right, bottom)


def tight_box(textpage: int, index: int) -> Box:
    """(left, bottom, right, top) of the glyph's ink."""
    if not _tight_box(textpage, index, _double_at[0], _double_at[1], _double_at[2], _double_at[3]):
        return 0.0, 0.0, 0.0, 0.0
    left, right, bottom, top = _doubles
    return left, bottom, right, top


def origin(textpage: int, index: int) -> tuple[float, float]:
    return (_doubles[0], _doubles[1]) if _origin(textpage, index, _double_at[0], _double_at[1]) else (0.0, 0.0)


def glyph_matrix(textpage: int, index: int) -> Matrix:
    return _matrix_value() if _glyph_matrix(textpage, index, _matrix_at) else IDENTITY


def object_matrix(handle: int) -> Matrix:
    return _matrix_value() if _object_matrix(handle, _matrix_at) else IDENTITY


def _matrix_value() -> Matrix:
    return Matrix(_matrix.a, _matrix.b, _matrix.c, _matrix.d, _matrix.e, _matrix.f)


def font_size(handle: int) -> float:
    return float(_floats[0]) if _font_size(handle, _float_at[0]) else 0.0


def font_name(font: int) -> str:
    room = ctypes.create_string_buffer(200)
    length = _font_name(font, ctypes.addressof(room), 200)
    return room.raw[: min(length, 200)].rstrip(b"\0").decode("utf-8", "replace")


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


def segment(path: int, index: int) -> tuple[int, float, float, bool]:
    """(type, x, y, whether it closes the figure) of one segment of a path."""
    handle = _segment_at(path, index)
    if not handle or not _segment_point(handle, _float_at[0], _float_at[1]):
        return -1, 0.0, 0.0, False
    return _segment_type(handle), _floats[0], _floats[1], bool(_segment_closes(handle))
