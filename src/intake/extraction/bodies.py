"""Whether a document is a mail's own text or something sent along with it."""

from __future__ import annotations

from intake.domain.documents import Document


def is_body(document: Document) -> bool:
    """Whether a document is a mail's own text. Attachments have names; a bare file handed in has one too."""
    return document.source.filename is None and document.source.media_type.startswith("text/")
