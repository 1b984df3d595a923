"""What lies on top of a PDF's pages and inside the file: form fields, typed-on text, comments, struck-out words, attached files.

In come pypdfium2's document or page, out go plain values. Typed text and field values become part of the page (flattened), so
that they are read where they stand; comments and strike-outs are reported, because they change what the page means.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfiumError, raw

from intake.documents.pdf_geometry import Box
from intake.domain.limits import Limits
from intake.domain.media import sniff

_MOST_ANNOTATIONS = 5_000
_LONGEST_TEXT = 20_000
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_SHOWS_TEXT = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
_COMMENTS = (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_CARET)
_CROSSES_OUT = (raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_REDACT)
_TYPED_FIELDS = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)


@dataclass(frozen=True, slots=True)
class Field:
    """A form field's widget. `box` is (left, bottom, right, top) in the page's own coordinates; `is_typed`: its value is text."""

    name: str
    value: str
    box: Box
    is_typed: bool
    is_seen: bool
    alignment: int


@dataclass(frozen=True, slots=True)
class Annotations:
    fields: tuple[Field, ...] = ()
    comments: tuple[str, ...] = ()
    crossed_out: tuple[Box, ...] = ()
    shows_text: bool = False


def read_annotations(page: Any, form: Any) -> Annotations:
    """`form` is the document's form environment, or None where it has no form."""
    fields: list[Field] = []
    comments: list[str] = []
    crossed_out: list[Box] = []
    shows_text = False
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            shows_text = shows_text or kind in _SHOWS_TEXT
            if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
                fields.append(_field(annotation, form.raw))
            elif kind in _COMMENTS:
                comments.append(_string(annotation, b"Contents"))
            elif kind in _CROSSES_OUT:
                crossed_out.append(_rectangle(annotation))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return Annotations(tuple(fields), tuple(text for text in comments if text.strip()), tuple(crossed_out), shows_text)


def flatten(page: Any) -> bool:
    """Makes what annotations show part of the page's content; True where the page has to be loaded anew."""
    return bool(raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def embedded_files(pdf: Any, limits: Limits) -> tuple[tuple[tuple[str, str, bytes], ...], tuple[str, ...]]:
    """(name, media type, bytes) of each attached file, and the names of those that were left out as too large or too many."""
    files: list[tuple[str, str, bytes]] = []
    left_out: list[str] = []
    room = limits.archive_bytes
    for index in range(min(pdf.count_attachments(), 10 * limits.archive_files)):
        name = f"attachment {index + 1}"
        try:
            attachment = pdf.get_attachment(index)
            name = attachment.get_name()[:200] or name
            length = ctypes.c_ulong()
            raw.FPDFAttachment_GetFile(attachment.raw, None, 0, length)
            if len(files) >= limits.archive_files or length.value > min(room, limits.part_bytes):
                left_out.append(name)
                continue
            content = bytes(attachment.get_data()) if length.value else b""
        except PdfiumError:
            left_out.append(name)
            continue
        room -= len(content)
        files.append((name, sniff(content, name), content))
    return tuple(files), tuple(left_out)


def _field(annotation: Any, form: Any) -> Field:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    alignment = ctypes.c_float()
    raw.FPDFAnnot_GetNumberValue(annotation, b"Q\0", alignment)
    return Field(
        name=_text(raw.FPDFAnnot_GetFormFieldName, form, annotation),
        value=_text(raw.FPDFAnnot_GetFormFieldValue, form, annotation),
        box=_rectangle(annotation),
        is_typed=kind in _TYPED_FIELDS,
        is_seen=not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN,
        alignment=int(alignment.value),
    )


def _rectangle(annotation: Any) -> Box:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rectangle)
    left, right = sorted((rectangle.left, rectangle.right))
    bottom, top = sorted((rectangle.bottom, rectangle.top))
    return left, bottom, right, top


def _string(annotation: Any, key: bytes) -> str:
    return _text(raw.FPDFAnnot_GetStringValue, annotation, key + b"\0")


def _text(function: Any, *arguments: Any) -> str:
    """PDFium's way to hand over text: asked for its length in bytes first, then for UTF-16."""
    length = min(function(*arguments, None, 0), 2 * _LONGEST_TEXT)
    if length <= 2:
        return ""
    room = (raw.FPDF_WCHAR * (length // 2 + 1))()
    function(*arguments, room, length)
    return bytes(room)[:length].decode("utf-16-le", "replace").partition("\0")[0]
