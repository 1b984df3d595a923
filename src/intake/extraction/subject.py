"""A mail's subject as words that can be pointed at: it travels behind the body, for the number that it may name.

In: the envelope and the body's document. Out: the document with one more canvas, which the body's rows leave out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from intake.domain.documents import Canvas, CanvasKind, Document, Word
from intake.domain.opened import MailContext
from intake.extraction.segments import SUBJECT

_LONGEST = 400
_WORD = re.compile(r"\S+")


def with_subject(context: MailContext, body: Document) -> Document:
    """`body` with the subject; unchanged where either has no words."""
    text = " ".join((context.subject or "").split())[:_LONGEST]
    if not text or body.is_empty:
        return body
    words = tuple(
        Word(found.group(), found.start(), 0, found.end(), 1, start=found.start(), end=found.end())
        for found in _WORD.finditer(text)
    )
    canvas = Canvas(
        number=len(body.canvases) + 1, kind=CanvasKind.TEXT, name=SUBJECT, width=len(text), height=1, words=words, text=text
    )
    return replace(body, canvases=(*body.canvases, canvas))
