"""Workbooks of every kind: bytes in, a `Document` with one GRID canvas a sheet out.

.xlsx and .xlsm, .ods and, through python-calamine, .xls and .xlsb. A cell's text is what a person sees; its value is typed where
the file types it. Hidden rows, columns and sheets are kept apart. Formulas count as their saved results and are never computed.
"""

from __future__ import annotations

from intake.documents.spreadsheet_binary import read_binary
from intake.documents.spreadsheet_ods import read_ods
from intake.documents.spreadsheet_xlsx import read_xlsx
from intake.domain import media
from intake.domain.archives import ArchiveRefused
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode


def read_spreadsheet(source: Source, content: bytes, limits: Limits) -> Document:
    """Never raises on bad bytes: what cannot be read is a problem of the document."""
    if source.media_type == media.ENCRYPTED_OFFICE:
        return Document(source=source, problems=(_encrypted(),))
    try:
        if source.media_type in (media.XLS, media.XLSB):
            canvases, problems = read_binary(content, limits, source.filename, source.media_type)
        elif source.media_type == media.ODS:
            canvases, problems = read_ods(content, limits, source.filename)
        else:
            canvases, problems = read_xlsx(content, limits, source.filename)
    except ArchiveRefused as refused:
        return Document(source=source, problems=(refused.problem,))
    if not problems and not any(canvas.words for canvas in canvases):
        problems = [_empty(any(canvas.hidden for canvas in canvases))]
    return Document(source=source, canvases=tuple(canvases), problems=tuple(problems))


def _encrypted() -> Problem:
    message = "The workbook is protected by a password. The customer sends it without one."
    return Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, message=message)


def _empty(has_hidden: bool) -> Problem:
    where = "only hidden cells" if has_hidden else "no cells with content"
    return Problem(code=ReasonCode.DOCUMENT_EMPTY, message=f"The workbook has {where}. The customer sends it again.")
