"""What is stamped across a paper: "CANCELLED", "DRAFT", "ANULADO" over the page or up its edge, in no line of its text.

In: a document. Out: one problem where such words make the paper void or take it back. Whatever else stands aside (the number of
a form, a logo's words, "Original") says nothing about the order.
"""

from __future__ import annotations

from itertools import groupby

from intake.domain.documents import Canvas, Document
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.courtesies import makes_void
from intake.extraction.words import vocabulary


def stamps_on_paper(number: int, document: Document) -> tuple[Problem, ...]:
    said = (_said_aside(canvas) for canvas in document.canvases if not canvas.is_hidden)
    stamps = [
        text for text in said if text and (makes_void(text) or vocabulary().has_phrase(text, "amend_replace", "amend_cancel"))
    ]
    return tuple(
        Problem(
            code=ReasonCode.NOTE_NEEDS_READING.value,
            path=f"documents[{number}]",
            message=f"{document.source.filename or 'The document'} is stamped “{text[:160]}”.",
        )
        for text in stamps[:1]
    )


def _said_aside(canvas: Canvas) -> str:
    """Slanted words come letter by letter: "D", "R", "A", "F", "T"."""
    runs = groupby((word.text for word in canvas.aside), key=lambda text: len(text) == 1)
    return " ".join("".join(texts) if is_letters else " ".join(texts) for is_letters, texts in runs)
