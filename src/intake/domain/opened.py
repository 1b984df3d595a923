"""A part of a message after opening: a document to be planned and read, or a structured order that needs no guessing."""

from __future__ import annotations

from dataclasses import dataclass

from intake.domain.documents import Document
from intake.domain.messages import PartRole
from intake.domain.orders import ReadOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPart:
    """`structured` holds the orders of a machine-readable document (UBL, EDIFACT, …; `document` then has no canvases, or those
    of the PDF it was embedded in); None means that the document has to be read."""

    role: PartRole
    document: Document
    structured: tuple[ReadOrder, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailContext:
    """What the envelope says that helps to read its contents. All of it is a claim."""

    subject: str | None = None
    author_name: str | None = None
    author_address: str | None = None
    sent_on: str | None = None
    is_automatic: bool = False
    is_forwarded: bool = False
