"""One part of a message becomes a document or structured orders: in comes the part, out goes the opened part.

Chooses the reader by what the bytes are, never by what the mail declared. Runs in the calling process; `sandbox.py` runs the
same behind limits. Never raises on bad bytes: what cannot be read is a document with a problem. Follows no links.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from intake.documents.edi import read_structured
from intake.documents.refusal import problem, refused
from intake.domain import media
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart
from intake.domain.opened import OpenedPart
from intake.domain.orders import ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_BINARY_SUFFIXES = frozenset({".pdf", ".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""A name that promises one of these is contradicted by plain text; `.xls` and `.doc` honestly hold text at times."""


def open_part(part: MessagePart, *, limits: Limits, ocr_languages: Sequence[str]) -> OpenedPart:
    source = source_of(part)
    if part.skipped is not None:
        return OpenedPart(role=part.role, document=Document(source=source, problems=(part.skipped,)))
    if not part.content:
        return _unread(part, source, ReasonCode.EMPTY_FILE, f"{_named(source)} is empty; send it again.")
    if len(part.content) > limits.part_bytes:
        message = f"{_named(source)} has {len(part.content)} bytes, the limit is {limits.part_bytes}; send it smaller."
        return _unread(part, source, ReasonCode.FILE_TOO_LARGE, message)
    try:
        return _with_its_name(_open(part, source, limits, ocr_languages))
    except (MemoryError, RecursionError):
        message = f"Reading {_named(source, first=False)} needs more memory or depth than allowed; send the order's pages alone."
        return _unread(part, source, ReasonCode.DOCUMENT_TOO_COMPLEX, message)
    except Exception as error:
        # Readers stand on libraries that raise whatever they like on damaged files; one file must not lose the message.
        message = f"{_named(source)} is damaged and cannot be read ({type(error).__name__}); send it again."
        return _unread(part, source, ReasonCode.DOCUMENT_BROKEN, message)


def source_of(part: MessagePart) -> Source:
    return Source(
        filename=part.filename,
        sha256=part.sha256,
        media_type=part.media_type,
        part_no=part.part_no,
        charset=part.charset,
        text_format=part.text_format,
        is_forwarded=part.is_forwarded,
    )


def _open(part: MessagePart, source: Source, limits: Limits, ocr_languages: Sequence[str]) -> OpenedPart:
    structured: tuple[ReadOrder, ...] | None = None
    if part.media_type in media.STRUCTURED:
        structured = read_structured(source, part.content)
        if structured is not None:
            return OpenedPart(role=part.role, document=Document(source=source), structured=structured)
    contradiction = _contradiction(source)
    if contradiction is not None:
        return OpenedPart(role=part.role, document=Document(source=source, problems=(contradiction,)))
    if part.media_type == media.PDF:
        document = _read_pdf(source, part.content, limits, ocr_languages)
        structured = _embedded_orders(document)
    elif part.media_type in media.IMAGES:
        document = _read_image(source, part.content, limits, ocr_languages)
    else:
        reader = _reader(part.media_type)
        document = reader(source, part.content, limits) if reader else _unsupported(source)
        is_sound = {found.code for found in document.problems} <= {ReasonCode.DOCUMENT_EMPTY.value}
        if part.media_type in (media.DOCX, media.DOCM) and is_sound:
            document = _with_pictures(document, part.content, limits, ocr_languages)
    return OpenedPart(role=part.role, document=document, structured=structured)


def _with_its_name(opened: OpenedPart) -> OpenedPart:
    """A file that could not be read at all is named: a mail may bring several."""
    name, document = opened.document.source.filename, opened.document
    if document.canvases or opened.structured is not None or not name:
        return opened
    named = tuple(
        found if name in found.message else found.model_copy(update={"message": f"{name}: {found.message}"})
        for found in document.problems
    )
    return replace(opened, document=replace(document, problems=named))


def _reader(media_type: str) -> Callable[[Source, bytes, Limits], Document] | None:
    """The reader of a media type, imported only now: most messages need one or two of them."""
    if media_type in media.SPREADSHEETS:
        from intake.documents.spreadsheet import read_spreadsheet

        return read_spreadsheet
    if media_type in (media.DOCX, media.DOCM, media.RTF):
        from intake.documents.word import read_word

        return read_word
    if media_type == media.HTML:
        from intake.documents.html import read_html

        return read_html
    if media_type in (media.CSV, media.TSV, media.TEXT):
        from intake.documents.text import read_delimited, read_text

        return read_text if media_type == media.TEXT else read_delimited
    return None


def _read_pdf(source: Source, content: bytes, limits: Limits, ocr_languages: Sequence[str]) -> Document:
    from intake.documents.pdf import read_pdf

    return read_pdf(source, content, limits, ocr_languages)


def _read_image(source: Source, content: bytes, limits: Limits, ocr_languages: Sequence[str]) -> Document:
    from intake.documents.images import read_image

    return read_image(source, content, limits, ocr_languages)


def _with_pictures(document: Document, content: bytes, limits: Limits, ocr_languages: Sequence[str]) -> Document:
    from intake.documents.word_pictures import with_pictures

    return with_pictures(document, content, limits, ocr_languages)


def _embedded_orders(document: Document) -> tuple[ReadOrder, ...] | None:
    """The orders of the first embedded XML that states any (Order-X)."""
    for _, media_type, content in document.embedded:
        if media_type == media.XML:
            orders = read_structured(document.source, content)
            if orders is not None:
                return orders
    return None


def _contradiction(source: Source) -> Problem | None:
    suffix = PurePosixPath((source.filename or "").replace("\\", "/")).suffix.lower()
    if suffix in _BINARY_SUFFIXES and source.media_type in (media.UNKNOWN, media.TEXT):
        message = f"{_named(source)} is not what its name says: its content is no {suffix[1:].upper()}; send the file again."
        return problem(ReasonCode.FILE_TYPE_CONTRADICTS, message)
    return None


def _unsupported(source: Source) -> Document:
    if source.media_type == media.ENCRYPTED_OFFICE:
        message = f"{_named(source)} is protected by a password; send it without one."
        return refused(source, ReasonCode.DOCUMENT_ENCRYPTED, message)
    if source.media_type == media.XML:
        message = f"{_named(source)} is XML of no known order format; send a PDF, or UBL, Order-X, cXML or openTRANS."
        return refused(source, ReasonCode.FILE_TYPE_UNSUPPORTED, message)
    message = f"{_named(source)} is of the type {source.media_type}, which is not read; send a PDF, Excel or Word file."
    return refused(source, ReasonCode.FILE_TYPE_UNSUPPORTED, message)


def _unread(part: MessagePart, source: Source, code: ReasonCode, message: str) -> OpenedPart:
    return OpenedPart(role=part.role, document=refused(source, code, message))


def _named(source: Source, *, first: bool = True) -> str:
    name = f"file '{source.filename}'" if source.filename else f"part {source.part_no} of the message"
    return f"{'The' if first else 'the'} {name}"
