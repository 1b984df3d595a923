"""A mail's subject as words that can be pointed at: it travels behind the body, for the number that it may name.

In: the envelope and a document. Out: the body with one more canvas, which the body's rows leave out; any other document as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from intake.domain.documents import Canvas, CanvasKind, Document, Word
from intake.domain.opened import MailContext
from intake.extraction.bodies import is_body
from intake.extraction.segments import SUBJECT

_LONGEST = 400
_WORD = re.compile(r"\S+")


def with_subject(context: MailContext, document: Document) -> Document:
    """A mail's own text with the subject; unchanged where either has no words, and where the document was sent along."""
    text = " ".join((context.subject or "").split())[:_LONGEST]
    if not text or document.is_empty or not is_body(document):
        return document
    words = tuple(
        Word(found.group(), found.start(), 0, found.end(), 1, start=found.start(), end=found.end())
        for found in _WORD.finditer(text)
    )
    canvas = Canvas(
        number=len(document.canvases) + 1, kind=CanvasKind.TEXT, name=SUBJECT, width=len(text), height=1, words=words, text=text
    )
    return replace(document, canvases=(*document.canvases, canvas))
